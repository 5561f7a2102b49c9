import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { JsonObject } from '../../../lib/model/facts';
import { TODAY } from '../judge-example';
import { beside, said } from '../said';

const trusting = (...statements: JsonObject[]) =>
  beside({
    Worker: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Statement: statements.map(one => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })) },
      },
    },
  });

test.each<[string, JsonObject, string[]]>([
  ['everybody', { Principal: '*' }, ['TRUST-01']],
  ['every account', { Principal: { AWS: 'arn:aws:iam::*:root' } }, ['TRUST-01']],
  ['everybody and a service', { Principal: { AWS: ['*'], Service: 'ec2.amazonaws.com' } }, ['TRUST-01']],
  [
    'everybody, with an id that is anything',
    { Principal: '*', Condition: { StringLike: { 'sts:ExternalId': '*' } } },
    ['TRUST-01'],
  ],
  ['everybody who knows an id', { Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': '7f3c2a' } } }, ['TRUST-01']],
  [
    'everybody of an organization who knows an id',
    { Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': '7f3c2a', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    [],
  ],
  [
    'every user of one app at Google',
    { Principal: { Federated: 'accounts.google.com' }, Condition: { StringEquals: { 'accounts.google.com:aud': '66677788' } } },
    [],
  ],
  ['everybody at Google', { Principal: { Federated: 'accounts.google.com' } }, ['TRUST-01']],
  ['everybody but one, with any action', { NotPrincipal: { AWS: '111122223333' }, Action: 'sts:*' }, ['TRUST-02', 'TRUST-03']],
  [
    'a service with every action but one',
    { Principal: { Service: 'ec2.amazonaws.com' }, Action: { Ref: 'AWS::NoValue' }, NotAction: 'a:b' },
    ['TRUST-03'],
  ],
  ['a service that tags', { Principal: { Service: 'ec2.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:Tag*'] }, []],
  ['a service with every action, by many wildcards', { Principal: { Service: 'ec2.amazonaws.com' }, Action: '**' }, ['TRUST-03']],
  ['a service with every action of STS', { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:?*' }, ['TRUST-03']],
  ['a service with actions that begin alike', { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:*Role' }, []],
  ['nobody', { Effect: 'Deny', Principal: '*', Action: '*' }, []],
  [
    'everybody at GitLab',
    { Principal: { Federated: 'arn:aws:iam::1:oidc-provider/gitlab.com' }, Action: 'sts:AssumeRoleWithWebIdentity' },
    ['TRUST-01'],
  ],
  [
    'an identity provider of the house',
    { Principal: { Federated: 'arn:aws:iam::1:oidc-provider/id.example.com' }, Action: 'sts:AssumeRoleWithWebIdentity' },
    [],
  ],
  [
    'every repository',
    {
      Principal: { Federated: 'token.actions.githubusercontent.com' },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': '*' } },
    },
    ['TRUST-01'],
  ],
])('a role that trusts %s', (_, statement, controls) =>
  expect(said(Control.TRUST_NAMES_SOMEBODY, trusting(statement)).sort()).toEqual(
    controls.map(control => `fail error Worker Properties.AssumeRolePolicyDocument [${control}]`),
  ),
);

describe('GitHub', () => {
  const [AUD, SUB] = ['aud', 'sub'].map(claim => `token.actions.githubusercontent.com:${claim}`);
  const Url = 'https://token.actions.githubusercontent.com';
  const trust = (Federated: JsonObject, Condition: JsonObject) => {
    const worker = trusting({ Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity', Condition });
    const GitHub = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url } };
    const OfCdk = { Type: 'Custom::AWSCDKOpenIdConnectProvider', Properties: { Url: `${Url}/` } };
    const House = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://id.example.com' } };
    return said(Control.TRUST_NAMES_SOMEBODY, { Resources: { ...worker.Resources, GitHub, OfCdk, House } });
  };
  const audience = { StringEquals: { [AUD]: 'sts.amazonaws.com' } };

  test.each<[string, JsonObject, number]>([
    ['of CloudFormation', { Ref: 'GitHub' }, 1],
    ['of CloudFormation by its attribute', { 'Fn::GetAtt': ['GitHub', 'Arn'] }, 1],
    ['of CDK', { Ref: 'OfCdk' }, 1],
    ['of the house', { Ref: 'House' }, 0],
  ])('is known where the app registers it: %s', (_, provider, count) => {
    expect(trust(provider, audience)).toHaveLength(count);
    expect(trust(provider, { ...audience, StringLike: { [SUB]: 'repo:example/orders:*' } })).toEqual([]);
  });

  test.each<[string, number]>([
    ['repo:example/*', 0],
    ['repo:example/orders:ref:refs/heads/main', 0],
    ['repo:example*', 1],
    ['repo:exampl?/orders:*', 1],
    ['repo:*', 1],
  ])('%s names an owner, or does not', (subject, count) => {
    expect(trust({ Ref: 'GitHub' }, { StringLike: { [SUB]: subject } })).toHaveLength(count);
  });
});

test.each<[string, JsonObject, number]>([
  ['another account', { Principal: { AWS: '444455556666' } }, 1],
  ['two other accounts', { Principal: { AWS: ['444455556666', 'arn:aws:iam::777788889999:root'] } }, 1],
  ['another account in China', { Principal: { AWS: 'arn:aws-cn:iam::444455556666:root' } }, 1],
  ['a user of another account', { Principal: { AWS: 'arn:aws:iam::444455556666:user/bob' } }, 0],
  ['another account that may', { Effect: 'Deny', Principal: { AWS: '444455556666' } }, 0],
  [
    'another account without a second factor',
    { Principal: { AWS: '444455556666' }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } },
    1,
  ],
  [
    'another account, if there is a second factor',
    { Principal: { AWS: '444455556666' }, Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } } },
    1,
  ],
  [
    'another account of the organization',
    { Principal: { AWS: '444455556666' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    0,
  ],
  ['another account and a role of it', { Principal: { AWS: ['444455556666', 'arn:aws:iam::444455556666:role/r'] } }, 1],
  ['a group of another account', { Principal: { AWS: 'arn:aws:iam::444455556666:root/g' } }, 0],
  [
    'another account with or without a second factor',
    { Principal: { AWS: '444455556666' }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': ['true', 'false'] } } },
    1,
  ],
  ['an identity provider of another account', { Principal: { Federated: 'arn:aws:iam::444455556666:root' } }, 0],
  ['the own account', { Principal: { AWS: { Ref: 'AWS::AccountId' } } }, 0],
])('whole accounts: %s', (_, statement, count) =>
  expect(said(Control.FOREIGN_TRUST_CONFIRMED, trusting(statement))).toHaveLength(count),
);

test.each<[string, JsonObject, string[]]>([
  ['an account that is a parameter', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${Partner}:root' }, ['unknown']],
  ['somebody who is a parameter', { Ref: 'Partner' }, ['unknown']],
  ['a role of an account that is a parameter', { 'Fn::Sub': 'arn:aws:iam::${Partner}:role/deploy' }, []],
  ['a role of the app', { 'Fn::GetAtt': ['Role', 'Arn'] }, []],
  ['its own account', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }, []],
])('a role that trusts %s', (_, AWS, verdicts) => {
  const trust = (more: JsonObject) => ({
    ...trusting({ Principal: { AWS }, ...more }),
    Parameters: { Partner: { Type: 'String' } },
  });
  const told = (more: JsonObject) => said(Control.FOREIGN_TRUST_CONFIRMED, trust(more)).map(line => line.split(' ')[0]);
  expect(told({})).toEqual(verdicts);
  expect(told({ Condition: { StringEquals: { 'sts:ExternalId': '7f3c2a' } } })).toEqual([]);
});

test('a condition beside a statement without one protects nothing', () => {
  const open = { Principal: { AWS: '444455556666' } };
  const bound = { ...open, Condition: { StringEquals: { 'sts:ExternalId': '7f3c2a' } } };
  expect(said(Control.FOREIGN_TRUST_CONFIRMED, trusting(bound, open))).toHaveLength(1);
});

test.each<[string | undefined, string[]]>([
  ['111122223333', ['error']],
  ['444455556666', []],
  [undefined, ['warning']],
])('in a stack for the account %s, trust in 444455556666 is told as %j', (account, expected) => {
  const AssumeRolePolicyDocument = {
    Statement: [{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }],
  };
  const body = { Resources: { Worker: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } } } };
  const model = buildModel([{ path: 'Orders.template.json', body, ...(account === undefined ? {} : { account }) }]);
  const findings = evaluate(model, { profile: 'strict', asOf: TODAY });
  expect(findings.filter(({ rule }) => rule === Control.FOREIGN_TRUST_CONFIRMED).map(({ severity }) => severity)).toEqual(
    expected,
  );
});
