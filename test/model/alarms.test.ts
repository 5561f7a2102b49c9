import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';

const ACTIONS = { AlarmActions: [{ Ref: 'Oncall' }] };
const dimension = (Name: string, Value: Json): JsonObject => ({ Dimensions: [{ Name, Value }] });
const errors: JsonObject = { Namespace: 'AWS/Lambda', MetricName: 'Errors', ...dimension('FunctionName', { Ref: 'Function' }) };
const depth = (queue: Json): JsonObject => ({ Namespace: 'AWS/SQS', MetricName: 'Depth', ...dimension('QueueName', queue) });

/** What is told about the function, and to whom, where a template has one alarm. */
function told(Properties: JsonObject, Resources: JsonObject = {}): string[] {
  const body = applyExample(SECURE_APP, {
    Parameters: { Production: { Type: 'String' } },
    Conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Production' }, 'yes'] } },
    Resources: { Oncall: { Type: 'AWS::SNS::Topic' }, Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties }, ...Resources },
  });
  return buildModel([{ path: 'a', body }]).functions[0].alarms.map(({ metric, actions }) => `${metric} to ${actions.join()}`);
}

test.each<[string, JsonObject, string[]]>([
  ['the function', { ...errors, ...ACTIONS }, ['Errors to ${Oncall}']],
  [
    'an expression over the function',
    {
      ...ACTIONS,
      Metrics: [
        { Id: 'a', Expression: 'b / 2' },
        { Id: 'b', MetricStat: { Metric: errors } },
      ],
    },
    ['Errors to ${Oncall}'],
  ],
  ['the queue of failures', { ...depth({ 'Fn::GetAtt': ['Failures', 'QueueName'] }), ...ACTIONS }, ['Depth to ${Oncall}']],
  ['another function', { ...errors, ...dimension('FunctionName', 'other'), ...ACTIONS }, []],
  [
    'one version of the function',
    {
      ...errors,
      Dimensions: [
        { Name: 'Resource', Value: 'orders:live' },
        { Name: 'FunctionName', Value: { Ref: 'Function' } },
      ],
      ...ACTIONS,
    },
    ['Errors to ${Oncall}'],
  ],
  [
    'a number of the app about the queue',
    { ...depth({ 'Fn::GetAtt': ['Failures', 'QueueName'] }), Namespace: 'Orders', ...ACTIONS },
    [],
  ],
  ['another queue', { ...depth('other'), ...ACTIONS }, []],
  ['all functions', { Namespace: 'AWS/Lambda', MetricName: 'Errors', ...ACTIONS }, []],
  ['all queues', { Namespace: 'AWS/SQS', MetricName: 'Depth', ...ACTIONS }, []],
  ['something of the app', { ...errors, Namespace: 'Orders', ...ACTIONS }, []],
  ['no metric', { ...errors, MetricName: { Unknown: 1 }, ...ACTIONS }, []],
  ['nobody', errors, []],
  ['nobody any more', { ...errors, ...ACTIONS, ActionsEnabled: false }, []],
  ['nobody, as text', { ...errors, ...ACTIONS, ActionsEnabled: 'false' }, []],
  ['somebody that is no text', { ...errors, AlarmActions: [{ Unknown: 1 }] }, [expect.stringContaining('Errors to ')]],
  [
    'somebody sometimes',
    { ...errors, AlarmActions: { 'Fn::If': ['IsProduction', [{ Ref: 'Oncall' }], { Ref: 'AWS::NoValue' }] } },
    ['Errors to ${Oncall}'],
  ],
])('an alarm about %s', (_, properties, expected) => expect(told(properties)).toEqual(expected));

test('finds a queue by its name, and a queue that events fail into by another way', () => {
  const Failures = { Properties: { QueueName: 'lost' } };
  expect(told({ ...depth('lost'), ...ACTIONS }, { Failures })).toEqual(['Depth to ${Oncall}']);
  const Other = { Type: 'AWS::SQS::Queue' };
  const Async = {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Other', 'Arn'] } } },
    },
  };
  expect(told({ ...depth({ 'Fn::GetAtt': ['Other', 'QueueName'] }), ...ACTIONS }, { Other, Async })).toEqual([
    'Depth to ${Oncall}',
  ]);
});

test('survives what is no alarm', () => {
  expect(told({ ...ACTIONS, Metrics: 'x', Dimensions: 'x' })).toEqual([]);
  expect(told({ ...ACTIONS, Metrics: [null, 1, {}], Namespace: 1 })).toEqual([]);
});
