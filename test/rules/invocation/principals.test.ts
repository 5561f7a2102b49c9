import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { TODAY } from '../judge-example';
import { beside, findingsOf, said } from '../said';

const INVOKE = 'lambda:InvokeFunction';
const sub = (text: string) => ({ 'Fn::Sub': text });

function permission(properties: JsonObject, Type = 'AWS::Lambda::Permission', more: JsonObject = {}) {
  return beside(
    { P: { Type, Properties: { FunctionName: { Ref: 'Function' }, Action: INVOKE, ...properties } }, ...more },
    {
      Parameters: {
        Setting: { Type: 'String' },
        Anybody: { Type: 'String', AllowedValues: ['111122223333', '*'] },
        Either: { Type: 'String', AllowedValues: ['111122223333', '444455556666'] },
      },
    },
  );
}

describe('whoever is let in without being named', () => {
  const PUBLIC = ['fail fatal P Properties.Principal [PERM-01]'];
  const UNTOLD = ['unknown warning P Properties.Principal [PERM-01 PERM-03]'];

  test.each<[string, Json, string[]]>([
    ['every account', 'arn:aws:iam::*:root', PUBLIC],
    ['every account of this partition', sub('arn:${AWS::Partition}:iam::*:root'), PUBLIC],
    ['every account that begins alike', 'arn:aws:iam::1111*:root', PUBLIC],
    ['every role of one account', 'arn:aws:iam::111122223333:role/*', []],
    ['a parameter that may be everybody', { Ref: 'Anybody' }, PUBLIC],
    ['a parameter that is one of two accounts', { Ref: 'Either' }, UNTOLD],
    ['a parameter', { Ref: 'Setting' }, UNTOLD],
    ['what is kept elsewhere', '{{resolve:ssm:/orders/caller}}', UNTOLD],
    ['a service with a suffix that is a parameter', sub('sns.${Setting}'), UNTOLD],
    ['a service with the suffix of its partition', sub('sns.${AWS::URLSuffix}'), []],
    ['this account and more', sub('${AWS::AccountId}${Setting}'), UNTOLD],
    ['this account', { Ref: 'AWS::AccountId' }, []],
    ['what is no identity', { 'Fn::GetAtt': ['Table', 'Arn'] }, UNTOLD],
    ['a role of the app', { 'Fn::GetAtt': ['Role', 'Arn'] }, []],
  ])('%s', (_, Principal, expected) => expect(said(Control.NO_PUBLIC_INVOKER, permission({ Principal }))).toEqual(expected));

  test.each<[string, JsonObject, string[]]>([
    ['of one organization', { PrincipalOrgID: 'o-a1b2c3d4e5' }, []],
    ['of an organization that is a parameter', { PrincipalOrgID: { Ref: 'Setting' } }, []],
    ['of no organization', { PrincipalOrgID: ' ' }, ['fatal PERM-01']],
    ['of any organization', { PrincipalOrgID: 'o-*' }, ['fatal PERM-01']],
    ['for one source', { SourceArn: 'arn:aws:s3:::orders' }, ['error PERM-01']],
    ['for one account', { SourceAccount: '111122223333' }, ['error PERM-01']],
    ['for any source', { SourceArn: 'arn:aws:s3:::*' }, ['fatal PERM-01']],
    ['for one account, with every action', { SourceAccount: '111122223333', Action: 'lambda:*' }, ['fatal PERM-01 PERM-03']],
    ['with every way to invoke', { Action: 'lambda:Invoke*' }, ['fatal PERM-01']],
    ['with an action that only sounds like it', { Action: 'lambda:InvokeFunction,lambda:*' }, ['fatal PERM-01 PERM-03']],
  ])('everybody %s', (_, properties, expected) => {
    const found = findingsOf(Control.NO_PUBLIC_INVOKER, permission({ Principal: '*', ...properties }));
    expect(found.map(({ severity, controls }) => [severity, ...controls].join(' '))).toEqual(expected);
  });

  test('is told what they may do, and through which door', () => {
    const message = (properties: JsonObject) =>
      findingsOf(Control.NO_PUBLIC_INVOKER, permission({ Principal: '*', ...properties }))[0].message;
    expect(message({ Action: 'lambda:*' })).toContain('lets everybody perform lambda:*: ');
    expect(message({ Action: 'lambda:InvokeFunctionUrl', InvokedViaFunctionUrl: true })).toContain(' through its URL: ');
  });
});

describe('who may do more than invoke', () => {
  const said2 = (example: ReturnType<typeof permission>) =>
    [Control.NO_PUBLIC_INVOKER, Control.PERMISSION_ONLY_INVOKES].map(rule => said(rule, example).length);
  const UPDATE = 'lambda:UpdateFunctionCode';

  test.each<[string, JsonObject, [number, number]]>([
    ['another account', { Principal: '444455556666', Action: UPDATE }, [1, 0]],
    ['a role of another account', { Principal: sub('arn:${AWS::Partition}:iam::444455556666:role/r'), Action: UPDATE }, [1, 0]],
    ['a session of another account', { Principal: 'arn:aws:sts::444455556666:assumed-role/r/s', Action: UPDATE }, [1, 0]],
    ['another account that only invokes', { Principal: '444455556666', Action: 'lambda:InvokeFunctionUrl' }, [0, 0]],
    ['a service', { Principal: 'sns.amazonaws.com', Action: UPDATE }, [0, 1]],
    ['a role of the app', { Principal: { 'Fn::GetAtt': ['Role', 'Arn'] }, Action: UPDATE }, [0, 1]],
    ['what only sounds like invoking', { Principal: 'sns.amazonaws.com', Action: 'lambda:InvokeFunction/' }, [0, 1]],
    ['everybody', { Principal: '*', Action: UPDATE }, [1, 0]],
    ['everybody of an organization', { Principal: '*', Action: UPDATE, PrincipalOrgID: 'o-a1b2c3d4e5' }, [0, 1]],
    ['nothing that is said', { Principal: 'sns.amazonaws.com', Action: { Ref: 'AWS::NoValue' } }, [0, 0]],
  ])('%s', (_, properties, expected) => expect(said2(permission(properties))).toEqual(expected));

  test.each([
    ['lambda:GetLayerVersion', 0],
    ['lambda:InvokeFunction', 1],
    ['lambda:GetLayerVersionPolicy', 1],
  ])('another account may use a layer by %s', (Action, count) => {
    const layer = permission({ Principal: '444455556666', Action }, 'AWS::Lambda::LayerVersionPermission');
    expect(said(Control.NO_PUBLIC_INVOKER, layer)).toHaveLength(count);
  });

  test('an action that is a parameter is not known', () => {
    const example = permission({ Principal: 'sns.amazonaws.com', Action: { Ref: 'Setting' } });
    expect(said(Control.PERMISSION_ONLY_INVOKES, example)).toEqual(['unknown warning P Properties.Action [PERM-03]']);
  });

  test('is found in a resource policy too', () => {
    const statement = { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, Action: UPDATE, Resource: '*' };
    const P = {
      Type: 'AWS::Lambda::ResourcePolicy',
      Properties: { ResourceArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, PolicyDocument: { Statement: [statement] } },
    };
    expect(said(Control.PERMISSION_ONLY_INVOKES, beside({ P }))).toEqual(['fail error P Properties.PolicyDocument [PERM-03]']);
  });

  test.each([
    ['111122223333', []],
    ['444455556666', [Control.NO_PUBLIC_INVOKER]],
  ])('in a stack for 111122223333, the account %s', (account, expected) => {
    const Principal = `arn:aws:iam::${account}:role/deployer`;
    const body = {
      Resources: { P: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'f', Action: UPDATE, Principal } } },
    };
    const model = buildModel([{ path: 'Orders.template.json', body, account: '111122223333' }]);
    const findings = evaluate(model, { profile: 'baseline', asOf: TODAY });
    expect(findings.map(({ rule }) => rule).filter(rule => rule === Control.NO_PUBLIC_INVOKER)).toEqual(expected);
  });
});

describe('on whose behalf a service invokes', () => {
  const ANYBODY = ['fail Properties.SourceArn'];
  const UNTOLD = ['unknown Properties.SourceArn'];
  const own = {
    Topic: { Type: 'AWS::SNS::Topic' },
    Kept: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v' } },
  };
  const by = (Principal: Json, properties: JsonObject) =>
    findingsOf(Control.INVOKER_BOUND_TO_SOURCE, permission({ Principal, ...properties }, 'AWS::Lambda::Permission', own)).map(
      ({ verdict, property }) => `${verdict} ${property}`,
    );

  test.each<[string, Json, string[]]>([
    ['a topic of the app', { Ref: 'Topic' }, []],
    ['a part of a topic of the app', sub('${Topic}/part'), []],
    ['any part of a topic of the app', sub('${Topic}/*'), ANYBODY],
    ['a topic', 'arn:aws:sns:eu-west-1:111122223333:orders', []],
    ['any topic of one account', 'arn:aws:sns:*:111122223333:*', []],
    ['a topic of an account that is a parameter', sub('arn:aws:sns:eu-west-1:${Setting}:orders'), []],
    ['a topic of any account', 'arn:aws:sns:eu-west-1:*:orders', ANYBODY],
    ['a topic of no account', 'arn:aws:sns:eu-west-1::orders', ANYBODY],
    ['a name', 'orders', ANYBODY],
    ['nothing', '', ANYBODY],
    ['a parameter', { Ref: 'Setting' }, UNTOLD],
    ['what is kept elsewhere', '{{resolve:ssm:/orders/topic}}', UNTOLD],
    ['what is kept in a parameter of the app', { 'Fn::GetAtt': ['Kept', 'Value'] }, UNTOLD],
  ])('a topic invokes for %s', (_, SourceArn, expected) => expect(by('sns.amazonaws.com', { SourceArn })).toEqual(expected));

  test.each<[string, Json, string[]]>([
    ['a bucket', 'arn:aws:s3:::uploads', ['fail Properties.SourceAccount']],
    ['buckets that begin alike', 'arn:aws:s3:::uploads-*', ['fail Properties.SourceAccount']],
    ['any bucket', 'arn:aws:s3:::*', ANYBODY],
    ['any bucket, by many wildcards', 'arn:aws:s3:::?*', ANYBODY],
  ])('storage invokes for %s', (_, SourceArn, expected) => expect(by('s3.amazonaws.com', { SourceArn })).toEqual(expected));

  test.each<[string, Json, JsonObject, string[]]>([
    ['in China', 'sns.amazonaws.com.cn', {}, ANYBODY],
    ['in its partition', sub('sns.${AWS::URLSuffix}'), {}, ANYBODY],
    ['for one account', 'sns.amazonaws.com', { SourceAccount: '111122223333' }, []],
    ['for any account', 'sns.amazonaws.com', { SourceAccount: '*' }, ANYBODY],
    ['of one organization', 'sns.amazonaws.com', { PrincipalOrgID: 'o-a1b2c3d4e5' }, []],
    ['whose name only contains that of a service', 'sns.amazonaws.com.example.org', {}, []],
  ])('a service %s', (_, principal, properties, expected) => expect(by(principal, properties)).toEqual(expected));
});

describe('what the guests of an identity pool may invoke', () => {
  const AMR = 'cognito-identity.amazonaws.com:amr';
  const COGNITO = { Federated: 'cognito-identity.amazonaws.com' };
  const guests = (Condition: JsonObject, trust: JsonObject = {}, Action: Json = INVOKE) => {
    const statement = { Effect: 'Allow', Principal: COGNITO, Action: 'sts:AssumeRoleWithWebIdentity', Condition, ...trust };
    const Policies = [
      {
        PolicyName: 'call',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: { 'Fn::GetAtt': ['Function', 'Arn'] } }] },
      },
    ];
    const Guest = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [statement] }, Policies } };
    return findingsOf(Control.NO_GUEST_INVOKER, beside({ Guest })).map(({ severity }) => severity);
  };
  const login = (operator: string, value: Json) => ({ [operator]: { [AMR]: value } });

  test.each<[string, JsonObject, string[]]>([
    ['guests', login('ForAnyValue:StringLike', 'unauthenticated'), ['error']],
    ['guests and others', login('ForAnyValue:StringEquals', ['authenticated', 'unauthenticated']), ['error']],
    ['whoever has a login', login('ForAnyValue:StringLike', 'authenticated'), []],
    ['whoever has a login elsewhere', login('ForAnyValue:StringEquals', 'graph.facebook.com'), []],
    ['whatever', login('ForAnyValue:StringLike', '*'), ['error']],
    ['whatever ends alike', login('ForAnyValue:StringLike', '*authenticated'), ['error']],
    ['whatever begins alike', login('ForAnyValue:StringLike', 'un*'), ['error']],
    ['whoever has not logged in', login('ForAnyValue:StringNotEquals', 'authenticated'), ['error']],
    ['whoever is no guest', login('ForAnyValue:StringNotLike', 'unauthenticated'), []],
    [
      'guests who have logged in',
      { ...login('ForAnyValue:StringLike', 'unauthenticated'), ...login('StringEquals', 'authenticated') },
      ['error'],
    ],
    ['nobody asks', {}, ['warning']],
  ])('%s', (_, condition, expected) => expect(guests(condition)).toEqual(expected));

  test.each<[string, JsonObject]>([
    ['a Deny', { Effect: 'Deny' }],
    ['another provider', { Principal: { Federated: 'accounts.google.com' } }],
    ['the service by which an identity pool is called', { Principal: { Service: 'cognito-identity.amazonaws.com' } }],
  ])('is nothing by %s', (_, trust) => expect(guests({}, trust)).toEqual([]));

  test('counts beside another provider, in another partition, and once for each way to invoke', () => {
    expect(guests({}, { Principal: { Federated: ['accounts.google.com', 'cognito-identity.amazonaws.com'] } })).toEqual([
      'warning',
    ]);
    expect(guests({}, { Principal: { Federated: 'cognito-identity-us-gov.amazonaws.com' } })).toEqual(['warning']);
    expect(guests({}, {}, 'lambda:InvokeFunctionUrl')).toEqual(['warning']);
    expect(guests({}, {}, 'lambda:GetFunction')).toEqual([]);
  });
});
