import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { modelOf } from '../../model/build';
import { TODAY } from '../judge-example';
import { beside, findingsOf } from '../said';

const messages = (rule: string, example: Parameters<typeof findingsOf>[1]) =>
  findingsOf(rule, example).map(({ message }) => message);

describe('functions', () => {
  const of = (Properties: JsonObject) => messages(Control.FUNCTION_WITHIN_QUOTAS, beside({ Function: { Properties } }));
  const layers = (count: number) => Array.from({ length: count }, (_, index) => `layer-${index}`);
  const environment = (NOTES: string) => ({ Environment: { Variables: { TABLE: null, NOTES } } });

  test.each([
    [4_096 - 5, "'Function' has 4096 of the 4096 bytes of environment that AWS takes"],
    [4_096 - 4, "'Function' has 4097 bytes of environment, and AWS takes 4096"],
  ])('an environment with %d bytes of text', (length, message) => expect(of(environment('x'.repeat(length)))).toEqual([message]));

  test('an environment just below nine tenths has room; letters beyond ASCII count by their bytes', () => {
    expect(of(environment('x'.repeat(3_681)))).toEqual([]);
    expect(of(environment('x'.repeat(3_682)))).toHaveLength(1);
    expect(of(environment('ä'.repeat(1_841)))).toHaveLength(1);
  });

  test('what only the deployment knows has no length', () => {
    expect(
      of({ Environment: { Variables: { TABLE: null, NOTES: { 'Fn::Join': ['', [{ Ref: 'Table' }, 'x'.repeat(3_680)]] } } } }),
    ).toEqual([]);
  });

  test.each([
    [4, []],
    [5, ["'Function' has 5 of the 5 layers that AWS takes"]],
    [6, ["'Function' has 6 layers, and AWS takes 5"]],
  ])('%d layers', (count, expected) => expect(of({ Layers: layers(count) })).toEqual(expected));
});

test('stacks count their resources, parameters and outputs', () => {
  const of = (body: JsonObject) =>
    evaluate(modelOf({ Resources: {}, ...body }), { profile: 'strict', asOf: TODAY })
      .filter(({ rule }) => rule === Control.STACK_WITHIN_QUOTAS)
      .map(({ message, property }) => `${property}: ${message}`);
  const many = (count: number, value: JsonObject) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, value]));
  expect(of({ Resources: many(449, { Type: 'AWS::CloudFormation::WaitConditionHandle' }) })).toEqual([]);
  expect(of({ Parameters: many(180, { Type: 'String' }), Outputs: many(201, { Value: 'x' }) })).toEqual([
    'Outputs: App.template.json has 201 outputs, and AWS takes 200',
    'Parameters: App.template.json has 180 of the 200 parameters that AWS takes',
  ]);
});

describe('event sources of a function', () => {
  const source = (more: JsonObject): JsonObject => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, ...more },
  });
  const limited = (most: number) => source({ ScalingConfig: { MaximumConcurrency: most } });
  const invoke: JsonObject = {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'Function' }, Principal: 'sns.amazonaws.com' },
  };
  const reserving = (ReservedConcurrentExecutions: Json): JsonObject => ({ Properties: { ReservedConcurrentExecutions } });
  const SIX = ["The event sources of 'Function' send up to 6 batches at once, and it reserves 5 executions"];

  test.each<[string, JsonObject, string[]]>([
    ['count together', { One: limited(3), Two: limited(3) }, SIX],
    ['count together, as much as is reserved', { One: limited(3), Two: limited(2) }, []],
    ['count nothing where nobody limits them', { One: limited(3), Two: source({}) }, []],
    ['count beside one that nobody limits', { One: limited(6), Two: source({}) }, SIX],
    ['count beside who else may call', { One: limited(3), Two: limited(3), Invoke: invoke }, SIX],
    ['count nothing where nothing is reserved', { One: limited(9), Function: reserving({ Ref: 'AWS::NoValue' }) }, []],
    ['count nothing where the function is switched off', { One: limited(9), Function: reserving(0) }, []],
  ])('%s', (_, resources, expected) => {
    expect(messages(Control.EVENT_SOURCE_WITHIN_CONCURRENCY, beside(resources))).toEqual(expected);
  });
});

test('one access point in one app may stand in several templates', () => {
  const fn = (Arn: Json): JsonObject => ({
    Type: 'AWS::Lambda::Function',
    Properties: { FileSystemConfigs: [{ Arn, LocalMountPath: '/mnt/files' }, { LocalMountPath: '/mnt/none' }] },
  });
  const of = (body: JsonObject) =>
    evaluate(modelOf(body), { profile: 'strict', asOf: TODAY }).filter(({ rule }) => rule === Control.FILE_SYSTEM_NOT_SHARED);
  const Point = { Type: 'AWS::EFS::AccessPoint', Properties: { FileSystemId: 'fs-0a' } };
  const arn = { 'Fn::GetAtt': ['Point', 'Arn'] };
  expect(of({ Resources: { Point, One: fn(arn), Two: fn(arn) } })).toEqual([
    expect.objectContaining({
      resource: 'Point',
      relatedResources: ['One', 'Two'],
      message: "'One' and 'Two' mount the same access point 'Point'",
    }),
  ]);
  const joined = { 'Fn::Sub': 'arn:aws:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:access-point/${Point}' };
  expect(of({ Resources: { Point, One: fn(arn), Two: fn(joined) } })).toHaveLength(1);
  expect(of({ Resources: { Point, One: fn(arn), Two: fn('arn:aws:elasticfilesystem:x') } })).toEqual([]);
});
