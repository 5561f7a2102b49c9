import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, failures, findingsOf } from '../said';

const group = (Properties: JsonObject) => beside({ Trail: { Type: 'AWS::Logs::LogGroup', Properties } });

test.each<[string, Json, boolean]>([
  ['left out', { Ref: 'AWS::NoValue' }, true],
  ['no period', 8_675_309, true],
  ['no number', 'for ever', true],
  ['a period', 365, false],
  ['a period as text', '365', false],
  ['what only the deployment knows', { 'Fn::ImportValue': 'Days' }, false],
])('a retention that is %s: %s', (_, RetentionInDays, fails) => {
  expect(failures(Control.LOG_GROUP_FORGETS, group({ RetentionInDays }))).toEqual(
    fails ? ['info Trail Properties.RetentionInDays LOG-01'] : [],
  );
});

test('the group of a function is told with its function alone', () => {
  const Properties = { RetentionInDays: 100, KmsKeyId: '' };
  const example = beside({ Logs: { Properties } });
  expect(findingsOf(Control.LOG_GROUP_FORGETS, example)).toEqual([]);
  expect(findingsOf(Control.LOG_GROUP_ENCRYPTED, example)).toEqual([]);
  expect(findingsOf(Control.OWN_LOG_GROUP, example)).toEqual([
    expect.objectContaining({ severity: 'error', resource: 'Logs', controls: ['LOG-01'], relatedResources: ['Function'] }),
  ]);
});

describe('without a log group the role decides what else is lost', () => {
  const withPolicy = (Role: JsonObject, Statement: JsonObject[] = []) => {
    const Function = { Properties: { LoggingConfig: { LogGroup: null } } };
    const [finding] = findingsOf(
      Control.OWN_LOG_GROUP,
      beside({ Function, Role: { Properties: Role }, Platform: { Properties: { PolicyDocument: { Statement } } } }),
    );
    return [finding.controls.join(' '), finding.message.replace(/^.*never expires/, '')];
  };
  const write = (Resource: Json) => ({ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource });

  test.each<[string, JsonObject, JsonObject[], string[]]>([
    ['everything', {}, [write('*')], ['LOG-01', '']],
    ['every function’s', {}, [write('arn:aws:logs:*:*:log-group:/aws/lambda/*:*')], ['LOG-01', '']],
    [
      'its own',
      {},
      [write({ 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${Function}:*' })],
      ['LOG-01', ''],
    ],
    ['by a policy of AWS', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLogsFullAccess'] }, [], ['LOG-01', '']],
    [
      'another one',
      {},
      [write('arn:aws:logs:*:*:log-group:/aws/other:*')],
      ['LOG-01 FN-10', ', and its role may not write to it either'],
    ],
    ['none', {}, [], ['LOG-01 FN-10', ', and its role may not write to it either']],
    [
      'who knows',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonChimeReadOnly'] },
      [],
      ['LOG-01 FN-10', ', and nothing here shows that its role may write to it'],
    ],
  ])('%s', (_, role, statements, expected) => expect(withPolicy(role, statements)).toEqual(expected));

  test('a function with a name is meant by its name', () => {
    const Function = { Properties: { FunctionName: 'orders', LoggingConfig: { LogGroup: null } } };
    const Statement = [write('arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*')];
    const example = beside({ Function, Platform: { Properties: { PolicyDocument: { Statement } } } });
    expect(findingsOf(Control.OWN_LOG_GROUP, example)[0].controls).toEqual(['LOG-01']);
  });
});

test('each case of a function names the control that it breaks', () => {
  const of = (Properties: JsonObject) =>
    findingsOf(Control.OWN_LOG_GROUP, beside({ Function: { Properties } })).map(({ controls }) => controls);
  expect(of({ LoggingConfig: { LogFormat: 'Text' } })).toEqual([[]]);
  const limits = (Properties: JsonObject) =>
    findingsOf(Control.LIMITS_EXPLICIT, beside({ Function: { Properties } })).map(({ controls }) => controls);
  expect(limits({ Timeout: null })).toEqual([['FN-08']]);
  expect(limits({ Timeout: null, MemorySize: null })).toEqual([['FN-07', 'FN-08']]);
  expect(limits({ EphemeralStorage: null })).toEqual([[]]);
});
