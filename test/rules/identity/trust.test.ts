import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import { judge } from '../judge-example';

const ASSUME = { Effect: 'Allow', Action: 'sts:AssumeRole' };
const LAMBDA = { ...ASSUME, Principal: { Service: 'lambda.amazonaws.com' } };

function said(statement: JsonObject, document: JsonObject = {}, more: JsonObject = {}): string[] {
  const Statement = [LAMBDA, statement];
  return judge({
    Parameters: { Partner: { Type: 'String' } },
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { Role: { Properties: { AssumeRolePolicyDocument: { Statement, ...document } } }, ...more },
  })
    .filter(({ rule }) => rule === Control.ROLE_TRUSTS_LAMBDA_ONLY)
    .map(({ verdict, severity }) => `${verdict} ${severity}`);
}

test.each<[string, JsonObject, string[]]>([
  ['everybody', { ...ASSUME, Principal: '*' }, ['fail fatal']],
  [
    'everybody in one organization',
    { ...ASSUME, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    ['fail fatal'],
  ],
  ['another account by its number', { ...ASSUME, Principal: { AWS: '444455556666' } }, ['fail fatal']],
  ['this account', { ...ASSUME, Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } } }, ['fail fatal']],
  ['another role of the app', { ...ASSUME, Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } }, ['fail fatal']],
  ['somebody who is a parameter', { ...ASSUME, Principal: { AWS: { Ref: 'Partner' } } }, ['unknown warning']],
  ['another service', { ...ASSUME, Principal: { Service: 'ec2.amazonaws.com' } }, ['fail warning']],
  [
    'an account that is a parameter',
    { ...ASSUME, Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${Partner}:root' } } },
    ['fail fatal'],
  ],
  ['what is called as Lambda is', { ...ASSUME, Principal: { AWS: 'lambda.amazonaws.com' } }, ['fail fatal']],
  [
    'a service whose name ends as that of Lambda',
    { ...ASSUME, Principal: { Service: 'my-lambda.amazonaws.com' } },
    ['fail warning'],
  ],
  [
    'a service whose name begins as that of Lambda',
    { ...ASSUME, Principal: { Service: 'lambda.amazonaws.com.example' } },
    ['fail warning'],
  ],
  ['everybody, perhaps', { 'Fn::If': ['Never', { ...ASSUME, Principal: '*' }, LAMBDA] }, ['fail fatal']],
  ['every action of Lambda', { ...LAMBDA, Action: '*' }, ['fail fatal']],
  ['every action, by many wildcards', { ...LAMBDA, Action: '**' }, ['fail fatal']],
  ['every action of STS by Lambda', { ...LAMBDA, Action: 'sts:*' }, ['fail fatal']],
  ['what nobody can read', { 'Fn::Transform': { Name: 'Trust' } }, ['unknown warning']],
  ['nobody', { ...ASSUME, Effect: 'Deny', Principal: '*' }, []],
  ['Lambda in China', { ...ASSUME, Principal: { Service: 'lambda.amazonaws.com.cn' } }, []],
])('a role of a function that trusts %s: %j', (_, statement, expected) => {
  expect(said(statement)).toEqual(expected);
});

test('a role that runs no function may trust whom it likes', () => {
  const Other = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement: [{ ...ASSUME, Principal: '*' }] } },
  };
  expect(said(LAMBDA, {}, { Other })).toEqual([]);
});

test('a role that is denied to Lambda runs no function', () => {
  const Other = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [
          { ...LAMBDA, Effect: 'Deny' },
          { ...ASSUME, Principal: '*' },
        ],
      },
    },
  };
  expect(said(LAMBDA, {}, { Other })).toEqual([]);
});

test('a role that trusts Lambda by the suffix of its partition is the role of a function', () => {
  const trust = { Statement: [{ ...ASSUME, Principal: { Service: { 'Fn::Sub': 'lambda.${AWS::URLSuffix}' } } }] };
  const Other = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: 'all', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
    },
  };
  expect(judge({ Resources: { Other } }).map(({ rule }) => rule)).toContain(Control.NO_ADMINISTRATOR_RIGHTS);
});
