import { parsePolicyDocument } from '../../lib/iam/statement';
import type { JsonObject } from '../../lib/model/facts';
import { boundBy } from '../../lib/model/source-bounds';

const KEY = 'aws:PrincipalOrgID';
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';
const statement = (more: JsonObject) =>
  parsePolicyDocument({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: FUNCTION, ...more }],
  })[0];
const deny = (Condition: JsonObject, more: JsonObject = {}) => statement({ Effect: 'Deny', Condition, ...more });
const OTHERS = { StringNotEquals: { [KEY]: 'o-1' } };

test.each<[string, JsonObject, string[] | undefined]>([
  ['one value', { Condition: { StringEquals: { [KEY]: 'o-1' } } }, ['o-1']],
  ['in other letters', { Condition: { stringlike: { 'AWS:principalorgid': 'o-1' } } }, ['o-1']],
  ['perhaps', { Condition: { StringEqualsIfExists: { [KEY]: 'o-1' } } }, undefined],
  ['all but one', { Condition: OTHERS }, undefined],
  ['no value', { Condition: { StringEquals: { [KEY]: [] } } }, undefined],
  ['another key', { Condition: { StringEquals: { 'aws:SourceArn': 'o-1' } } }, undefined],
  ['nothing', {}, undefined],
])('a statement binds to %s', (_, more, bound) => expect(boundBy(statement(more), [], KEY)).toEqual(bound));

test.each<[string, ReturnType<typeof deny>, string[] | undefined]>([
  ['all others', deny(OTHERS), ['o-1']],
  ['all others, also who has none', deny({ StringNotEqualsIfExists: { [KEY]: 'o-1' } }), ['o-1']],
  ['all others but services', deny({ ...OTHERS, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }), ['o-1']],
  ['all others in one region', deny({ StringNotEquals: { [KEY]: 'o-1', 'aws:RequestedRegion': 'eu-west-1' } }), undefined],
  ['all others over plain text', deny({ ...OTHERS, Bool: { 'aws:SecureTransport': 'false' } }), undefined],
  ['services only', deny({ ...OTHERS, Bool: { 'aws:PrincipalIsAWSService': 'true' } }), undefined],
  ['those of one organization', deny({ StringEquals: { [KEY]: 'o-1' } }), undefined],
  ['others of two', deny({ ...OTHERS, StringNotLike: { [KEY]: 'o-2' } }), undefined],
  ['nobody in particular', deny({}), undefined],
  ['others of no one', deny({ StringNotEquals: { [KEY]: [] } }), undefined],
  ['all others but services, as a plain test', deny({ ...OTHERS, Bool: { 'aws:PrincipalIsAWSService': 'false' } }), ['o-1']],
  ['all others, services or not', deny({ ...OTHERS, Bool: { 'aws:PrincipalIsAWSService': ['false', 'true'] } }), undefined],
  ['others with a tag', deny({ ...OTHERS, Bool: { 'aws:PrincipalTag/aws:PrincipalIsAWSService': 'false' } }), undefined],
  ['all others, among them one account', deny(OTHERS, { Principal: { AWS: ['*', '999988887777'] } }), ['o-1']],
  ['all others, also of another function', deny(OTHERS, { Resource: [`${FUNCTION}-2`, FUNCTION] }), ['o-1']],
  ['others of one account', deny(OTHERS, { Principal: { AWS: '999988887777' } }), undefined],
  ['others who do something else', deny(OTHERS, { Action: 'lambda:GetFunction' }), undefined],
  ['others, of another function', deny(OTHERS, { Resource: `${FUNCTION}-2` }), undefined],
  ['others, of every function', deny(OTHERS, { Resource: '*', Action: 'lambda:*' }), ['o-1']],
])('a Deny sends away %s', (_, refusal, bound) => expect(boundBy(statement({}), [refusal], KEY)).toEqual(bound));

test.each<[string, JsonObject, JsonObject, string[] | undefined]>([
  [
    'everything but an action binds to nobody while only one action is refused',
    { NotAction: 'lambda:GetPolicy', Resource: FUNCTION },
    { Action: 'lambda:GetFunction' },
    undefined,
  ],
  [
    'everything but an action binds while everything is refused',
    { NotAction: 'lambda:GetPolicy', Resource: FUNCTION },
    { Action: '*' },
    ['o-1'],
  ],
  [
    'all but one function binds to nobody while only one function is refused',
    { Action: 'lambda:InvokeFunction', NotResource: FUNCTION },
    { Resource: `${FUNCTION}-2` },
    undefined,
  ],
  [
    'all but one function binds while all are refused',
    { Action: 'lambda:InvokeFunction', NotResource: FUNCTION },
    { Resource: '*' },
    ['o-1'],
  ],
])('an Allow of %s', (_, parts, refused, bound) => {
  const [allow] = parsePolicyDocument({ Statement: { Effect: 'Allow', Principal: '*', ...parts } });
  expect(boundBy(allow, [deny(OTHERS, refused)], KEY)).toEqual(bound);
});

test.each<[string, JsonObject]>([
  ['actions', { Action: ['lambda:InvokeFunction', 'lambda:GetFunction'] }],
  ['resources', { Resource: [FUNCTION, `${FUNCTION}:*`] }],
])('an Allow of several %s is bound by a Deny of all of them only', (_, more) => {
  expect(boundBy(statement(more), [deny(OTHERS)], KEY)).toBeUndefined();
  expect(boundBy(statement(more), [deny(OTHERS, { Action: '*', Resource: '*' })], KEY)).toEqual(['o-1']);
});
