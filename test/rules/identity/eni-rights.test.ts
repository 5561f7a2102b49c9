import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import { beside, said } from '../said';

const FROM_CODE = { Null: { 'lambda:SourceFunctionArn': 'false' } };
const LOGS = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
};
const ATTACH = { Effect: 'Allow', Action: ['EC2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'], Resource: '*' };
const REFUSE = { Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: FROM_CODE };
const when = (statement: JsonObject) => ({ 'Fn::If': ['InVpc', statement, { Ref: 'AWS::NoValue' }] });

/** What is said of a platform policy with these statements, by the rule about the network interfaces and by the one about every right. */
function judged(statements: JsonObject[], more: JsonObject = {}) {
  const Platform = { Properties: { PolicyDocument: { Statement: [LOGS, ...statements] } } };
  const example = beside(
    { Platform, ...more },
    { Parameters: { Setting: { Type: 'String' } }, Conditions: { InVpc: { 'Fn::Equals': [{ Ref: 'Setting' }, 'yes'] } } },
  );
  return [Control.ENI_RIGHTS_UNUSABLE_FROM_CODE, Control.RIGHTS_SCOPED_TO_RESOURCES].map(rule => said(rule, example).length > 0);
}

test.each<[string, JsonObject[], boolean]>([
  ['a Deny for code', [ATTACH, REFUSE], false],
  ['an Allow for code', [ATTACH, { ...REFUSE, Effect: 'Allow' }], true],
  ['a Deny for code on one network', [ATTACH, { ...REFUSE, Resource: 'arn:aws:ec2:eu-west-1:1:subnet/a' }], true],
  [
    'a Deny for code on everything and on one network',
    [ATTACH, { ...REFUSE, Resource: ['arn:aws:ec2:eu-west-1:1:subnet/a', '*'] }],
    false,
  ],
  ['both under one condition', [when(ATTACH), when(REFUSE)], false],
  ['a grant without the condition under which the Deny stands', [when(ATTACH), ATTACH, when(REFUSE)], true],
])('rights on any network interface beside %s', (_, statements, found) => {
  expect(judged(statements)).toEqual([found, found]);
});

test('a role that others may assume still attaches its functions', () => {
  const assume = (Service: string) => ({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });
  const Statement = [assume('lambda.amazonaws.com'), assume('ec2.amazonaws.com')];
  expect(judged([ATTACH, REFUSE], { Role: { Properties: { AssumeRolePolicyDocument: { Statement } } } })).toEqual([false, false]);
});

test('whoever is no function has no network interfaces to attach', () => {
  const Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [ATTACH, REFUSE] } }];
  const Operator = { Type: 'AWS::IAM::User', Properties: { Policies } };
  expect(said(Control.RIGHTS_SCOPED_TO_RESOURCES, beside({ Operator }))).toHaveLength(1);
});
