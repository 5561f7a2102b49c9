import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { TemplateSource } from '../../../lib/model/templates';
import { TODAY } from '../judge-example';

const LAMBDA = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };
const ANY_FUNCTION = 'arn:aws:lambda:*:*:function:*';

const source = (operator: string, value: Json): JsonObject => ({ [operator]: { 'lambda:SourceFunctionArn': value } });

interface Case {
  /** Other statements in the trust policy of the role. */
  readonly trust?: JsonObject[];
  /** The functions under the role, by logical id; left out, they are elsewhere. */
  readonly functions?: Readonly<Record<string, JsonObject>>;
  readonly where?: Pick<TemplateSource, 'account' | 'region'>;
}

/** Whether the role of functions that may do everything stays an administrator where everything is denied under a condition. */
function isAdministrator(Condition: JsonObject, { trust = [LAMBDA], functions = {}, where = {} }: Case = {}): boolean {
  const Statement = [EVERYTHING, { Effect: 'Deny', Action: '*', Resource: '*', Condition }];
  const Worker = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: trust },
      Policies: [{ PolicyName: 'rights', PolicyDocument: { Statement } }],
    },
  };
  const workers = Object.entries(functions).map(([id, properties]) => [
    id,
    { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Worker', 'Arn'] }, ...properties } },
  ]);
  const body = { Parameters: { Partner: { Type: 'String' } }, Resources: { Worker, ...Object.fromEntries(workers) } };
  const findings = evaluate(buildModel([{ path: 'App.template.json', body, ...where }]), { profile: 'strict', asOf: TODAY });
  return findings.some(({ rule, verdict }) => rule === Control.NO_ADMINISTRATOR_RIGHTS && verdict === 'fail');
}

test.each<[string, JsonObject, boolean]>([
  ['whatever code', source('Null', 'false'), false],
  ['whatever code, in capitals', { NULL: { 'LAMBDA:sourcefunctionarn': 'False' } }, false],
  ['whatever is no code', source('Null', 'true'), true],
  ['nothing', source('Null', []), true],
  ['whatever comes from a network', { Null: { 'aws:SourceVpc': 'false' } }, true],
  ['any function', source('ArnLike', ANY_FUNCTION), false],
  ['any function of whatever service', source('ArnEquals', 'arn:aws:*:*:*:function:*'), false],
  [
    'any function of this region and account',
    source('ArnLike', { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:*' }),
    false,
  ],
  ['any function, beside one', source('ArnLike', ['arn:aws:lambda:*:*:function:x', ANY_FUNCTION]), false],
  ['whoever is no function', source('ArnNotLike', ANY_FUNCTION), true],
  ['any function, or whoever is none', source('ArnLikeIfExists', ANY_FUNCTION), true],
  ['any function at all times', source('ForAnyValue:ArnLike', ANY_FUNCTION), true],
  ['functions with a prefix', source('ArnLike', 'arn:aws:lambda:*:*:function:orders-*'), true],
  ['functions of a service that has none', source('ArnLike', 'arn:aws:lambda2:*:*:function:*'), true],
  ['functions of another service', source('ArnLike', 'arn:aws:mylambda:*:*:function:*'), true],
  ['layers', source('ArnLike', 'arn:aws:lambda:*:*:layer:*'), true],
  ['one function, though the role is for functions elsewhere', source('ArnEquals', 'arn:aws:lambda:*:*:function:orders'), true],
])('an administrator to whom everything is denied for %s: %j stays one: %s', (_, condition, expected) => {
  expect(isAdministrator(condition)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['its own region and account', 'arn:aws:lambda:eu-west-1:111122223333:function:*', false],
  ['another region', 'arn:aws:lambda:us-east-1:111122223333:function:*', true],
  ['another account', 'arn:aws:lambda:eu-west-1:444455556666:function:*', true],
  ['whatever region and account', 'arn:aws:lambda:*:*:function:*', false],
])('where the stack stands is known, and everything is denied for any function of %s', (_, arn, expected) => {
  const where = { account: '111122223333', region: 'eu-west-1' };
  expect(isAdministrator(source('ArnLike', arn), { where })).toBe(expected);
});

test('where the stack may stand anywhere, any region and account may be its own', () => {
  expect(isAdministrator(source('ArnLike', 'arn:aws:lambda:eu-west-1:111122223333:function:*'))).toBe(false);
});

test('a role that nobody may assume runs no code', () => {
  expect(isAdministrator(source('Null', 'false'), { trust: [], functions: { One: {} } })).toBe(true);
});

describe('functions that are named', () => {
  const named = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
  const one = { One: { FunctionName: 'one' } };
  const both = { ...one, Other: {} };

  test.each<[string, Case['functions'], Json, boolean]>([
    ['by reference', both, [{ 'Fn::GetAtt': ['One', 'Arn'] }, { 'Fn::GetAtt': ['Other', 'Arn'] }], false],
    ['by their names', both, [named('one'), { 'Fn::Sub': 'arn:aws:lambda:*:*:function:${Other}' }], false],
    ['beside one that is not theirs', one, [named('stranger'), named('one')], false],
    ['but for one', both, { 'Fn::GetAtt': ['One', 'Arn'] }, true],
    ['by another name', one, named('stranger'), true],
    ['by what their name would be, had they one', { Other: {} }, named('undefined'), true],
  ])('are denied everything %s', (_, functions, arns, expected) => {
    expect(isAdministrator(source('ArnEquals', arns), { functions })).toBe(expected);
  });
});

describe('whoever else may assume the role keeps what is denied to code', () => {
  test.each<[string, JsonObject[], boolean]>([
    ['nobody', [LAMBDA, { ...LAMBDA, Effect: 'Deny', Principal: { AWS: '*' } }], false],
    ['another service', [LAMBDA, { ...LAMBDA, Principal: { Service: 'ec2.amazonaws.com' } }], true],
    [
      'another service in the same statement',
      [{ ...LAMBDA, Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] } }],
      true,
    ],
    ['everybody but some', [LAMBDA, { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }], true],
    ['somebody whom nobody can read', [LAMBDA, { 'Fn::Transform': { Name: 'Trust' } }], true],
  ])('%s', (_, trust, expected) => expect(isAdministrator(source('Null', 'false'), { trust })).toBe(expected));
});
