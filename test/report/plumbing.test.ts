import { parsePolicyDocument } from '../../lib/iam/statement';
import type { PolicyStatementFacts, ResourceFacts, RoleFacts } from '../../lib/model/facts';
import { plumbingInWords, plumbingOf } from '../../lib/report/plumbing';

const resource = { logicalId: 'Policy', template: { path: 't', resources: new Map() } } as unknown as ResourceFacts;

function facts(statement: object, conditional = false): PolicyStatementFacts {
  return {
    statement: parsePolicyDocument({ Statement: { Effect: 'Allow', ...statement } })[0],
    resource,
    property: '',
    conditional,
  };
}

const NETWORK = { Action: ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'], Resource: '*' };
const LOGS = { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:::log-group:own:*' };
const KEYS = {
  Action: 'kms:Decrypt',
  Resource: 'arn:key',
  Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
};

test.each([
  ['its logs', LOGS],
  ['traces', { Action: 'xray:PutTraceSegments', Resource: '*' }],
  ['network interfaces', NETWORK],
  ['keys through sqs', KEYS],
])('folds %s', (kind, statement) => expect(plumbingOf(facts(statement))).toBe(kind));

test.each([
  ['logs of every group', { ...LOGS, Resource: '*' }],
  ['logs and something else', { ...LOGS, Action: [...LOGS.Action, 'logs:DeleteLogGroup'] }],
  ['every key through a service', { ...KEYS, Resource: '*' }],
  ['a key without the condition', { Action: 'kms:Decrypt', Resource: 'arn:key' }],
  ['something else through a service', { ...KEYS, Action: ['kms:Decrypt', 's3:GetObject'] }],
  [
    'traces under a condition',
    { Action: 'xray:PutTraceSegments', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  ],
  ['everything but something', { NotAction: 'xray:PutTraceSegments', Resource: '*' }],
  ['traces of everything but something', { Action: 'xray:PutTraceSegments', NotResource: 'arn:x' }],
])('never hides %s', (_, statement) => expect(plumbingOf(facts(statement))).toBeUndefined());

test('never hides a statement that a condition of the template decides about', () => {
  expect(plumbingOf(facts(LOGS, true))).toBeUndefined();
});

test('says whether code can use the rights on network interfaces', () => {
  const role = (...statements: PolicyStatementFacts[]): RoleFacts => ({ statements }) as unknown as RoleFacts;
  const deny = facts({ Effect: 'Deny', ...NETWORK, Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } });
  expect(plumbingInWords(role(facts(NETWORK), facts(LOGS)))).toEqual(['network interfaces, its logs']);
  expect(plumbingInWords(role(facts(NETWORK), deny))).toEqual(['network interfaces (denied to code)']);
  expect(plumbingInWords(role())).toEqual([]);
  expect(plumbingInWords({ unknown: 'an imported role' })).toEqual([]);
});
