import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { beside, findingsOf, said, workload } from '../said';

const LOGS = { 'Fn::GetAtt': ['Logs', 'Arn'] };
const ARN = { 'Fn::Sub': 'arn:aws:logs:eu-west-1:111122223333:log-group:${Logs}' };

describe('a function that erases its traces', () => {
  test.each<[string, JsonObject, number]>([
    ['its log group', { Action: 'logs:DeleteLogGroup', Resource: LOGS }, 1],
    ['its log group, by its name', { Action: 'logs:DeleteLogGroup', Resource: ARN }, 1],
    ['everything about its logs', { Action: 'logs:*', Resource: LOGS }, 1],
    ['any log group', { Action: 'logs:DeleteLogStream', Resource: 'arn:aws:logs:*:*:log-group:*' }, 1],
    [
      'its log group, beside another',
      { Action: 'logs:DeleteLogGroup', Resource: ['arn:aws:logs:*:*:log-group:/tests/*', LOGS] },
      1,
    ],
    ['what nobody knows', { Action: 'logs:DeleteLogGroup', Resource: 'arn:aws:logs:eu-west-1:1:log-group:audit:*' }, 0],
    ['the queue of what failed', { Action: 'sqs:DeleteQueue', Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] } }, 1],
    ['another queue', { Action: 'sqs:DeleteQueue', Resource: 'arn:aws:sqs:eu-west-1:1:other' }, 0],
    ['the key of its logs', { Action: 'kms:DisableKey', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }, 1],
    ['another key', { Action: 'kms:DisableKey', Resource: 'arn:aws:kms:eu-west-1:1:key/k' }, 0],
    ['another log group', { Action: 'logs:DeleteLogGroup', Resource: 'arn:aws:logs:*:*:log-group:/tests/*' }, 0],
    ['nothing, it writes', { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: LOGS }, 0],
    ['one trail', { Action: 'cloudtrail:StopLogging', Resource: 'arn:aws:cloudtrail:eu-west-1:1:trail/t' }, 1],
    ['a bucket, by an action for trails', { Action: 'cloudtrail:StopLogging', Resource: 'arn:aws:s3:::trail' }, 0],
    ['everything but', { NotAction: 'iam:*', Resource: LOGS }, 0],
    ['everything', { Action: '*', Resource: '*' }, 0],
  ])('%s', (_, statement, count) => expect(said(Control.LOGS_TAMPER_PROOF, workload(statement))).toHaveLength(count));

  test('one statement is one finding', () =>
    expect(
      findingsOf(
        Control.LOGS_TAMPER_PROOF,
        workload({ Action: ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy'], Resource: LOGS }),
      ),
    ).toEqual([
      expect.objectContaining({
        resource: 'Workload',
        property: 'Properties.PolicyDocument.Statement.0',
        message: "'Function' may delete its own traces: its role may perform logs:DeleteLogGroup and logs:PutRetentionPolicy",
      }),
    ]));

  test.each<[string, number]>([
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders', 1],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:*', 1],
    ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/payments', 0],
  ])('the group that Lambda makes for it: %s', (Resource, count) => {
    const { Resources } = workload({ Action: 'logs:DeleteLogGroup', Resource });
    const Function = { Properties: { FunctionName: 'orders', LoggingConfig: { LogGroup: null } } };
    expect(said(Control.LOGS_TAMPER_PROOF, beside({ ...Resources, Function }))).toHaveLength(count);
  });
});

test('what nobody keeps, nobody throws away', () => {
  const { Resources } = workload({
    Action: ['sqs:DeleteQueue', 'kms:DisableKey'],
    Resource: ['arn:aws:sqs:eu-west-1:1:q', 'arn:aws:kms:eu-west-1:1:key/k'],
  });
  const bare = { Function: { Properties: { DeadLetterConfig: null } }, Logs: { Properties: { KmsKeyId: null } } };
  expect(said(Control.LOGS_TAMPER_PROOF, beside({ ...Resources, ...bare }))).toEqual([]);
});

test('the destination of what failed is a trace too', () => {
  const Async = {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Lost', 'Arn'] } } },
    },
  };
  const Lost = { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' } } };
  const { Resources } = workload({ Action: 'sqs:PurgeQueue', Resource: { 'Fn::GetAtt': ['Lost', 'Arn'] } });
  expect(said(Control.LOGS_TAMPER_PROOF, beside({ ...Resources, Async, Lost }))).toHaveLength(1);
});

describe('a function that names no log group', () => {
  const writing = (Resource: Json, Function: JsonObject = {}): Example => ({
    Parameters: { Where: { Type: 'String' } },
    Resources: {
      Function: { Properties: { LoggingConfig: { LogGroup: null }, ...Function } },
      Platform: {
        Properties: {
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource }] },
        },
      },
    },
  });
  test.each<[string, Example, number]>([
    ['everything', writing('*'), 0],
    ['every group of functions', writing('arn:aws:logs:*:*:log-group:/aws/lambda/*'), 0],
    ['a group among others', writing(['arn:aws:s3:::logs', 'arn:aws:logs:*:*:log-group:/aws/lambda/*']), 0],
    ['a part of what only the deployment knows', writing({ 'Fn::Sub': 'x${Where}' }), 1],
    ['what only the deployment knows, and more', writing({ 'Fn::Sub': '${Where}x' }), 1],
    ['every group', writing('arn:aws:logs:*:*:*'), 0],
    ['every group of this account', writing({ 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*' }), 0],
    ['the group of its name', writing({ 'Fn::Sub': 'arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/${Function}:*' }), 0],
    [
      'the group of its given name',
      writing('arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/orders:*', { FunctionName: 'orders' }),
      0,
    ],
    [
      'a group of another name',
      writing('arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/payments:*', { FunctionName: 'orders' }),
      1,
    ],
    ["a group that is no function's", writing('arn:aws:logs:eu-west-1:1:log-group:audit:*'), 1],
    ['what only the deployment knows', writing({ Ref: 'Where' }), 0],
  ])('may write to %s', (_, example, count) => expect(said(Control.LOGS_WRITABLE, example)).toHaveLength(count));

  test.each<[string, string]>([
    ['AWSLambdaBasicExecutionRole', ''],
    ['CloudWatchLogsFullAccess', ''],
    ['AWSBatchServiceRole', ''],
    ['AmazonChimeReadOnly', 'fail'],
    ['NewerThanThis', 'unknown'],
  ])('has %s', (name, verdict) => {
    const Role = { Properties: { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] } };
    const Platform = { Properties: { PolicyDocument: { Statement: [] } } };
    const found = findingsOf(Control.LOGS_WRITABLE, beside({ Role, Platform }));
    expect(found.map(finding => finding.verdict).join()).toBe(verdict);
  });

  test('has policies that nobody can read', () => {
    const Hidden = {
      Type: 'AWS::IAM::RolePolicy',
      Properties: { PolicyName: 'h', RoleName: { Ref: 'Role' }, PolicyDocument: { 'Fn::Transform': { Name: 'Rights' } } },
    };
    const Platform = { Properties: { PolicyDocument: { Statement: [] } } };
    expect(findingsOf(Control.LOGS_WRITABLE, beside({ Hidden, Platform })).map(({ verdict }) => verdict)).toEqual(['unknown']);
  });

  test('has a policy of AWS, and a Deny that leaves nothing of it', () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } };
    const Platform = { Properties: { PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'logs:*', Resource: '*' }] } } };
    expect(said(Control.LOGS_WRITABLE, beside({ Role, Platform }))).toHaveLength(1);
  });

  test.each<[Json, number]>([
    ['arn:aws:logs:*:*:log-group:/orders:*', 0],
    ['*', 0],
    [{ 'Fn::Sub': '${OtherLogGroup.Arn}:*' }, 0],
    ['arn:aws:s3:::logs', 1],
  ])('or one that stands elsewhere, and may write to %j', (Resource, count) => {
    const example = writing(Resource, { LoggingConfig: { LogGroup: 'elsewhere' } });
    expect(said(Control.LOGS_WRITABLE, example)).toHaveLength(count);
  });
});

test.each<[Json, number]>([
  [{ ExecutionTimeout: 60 }, 1],
  [{ ExecutionTimeout: 60, KMSKeyArn: 'arn:aws:kms:eu-west-1:1:key/k' }, 0],
  [{ Ref: 'Config' }, 0],
])('the state of durable executions: %j', (DurableConfig, count) => {
  const example = beside({ Function: { Properties: { DurableConfig } } }, { Parameters: { Config: { Type: 'String' } } });
  expect(said(Control.DURABLE_DATA_ENCRYPTED, example)).toHaveLength(count);
});
