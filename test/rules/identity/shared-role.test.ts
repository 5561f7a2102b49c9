import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { beside, said } from '../said';

const { Function: FUNCTION } = SECURE_APP.Resources as Record<string, { Properties: JsonObject }>;

/** Two functions with these roles. */
const roles = (first: Json, second: Json) => ({
  ...beside({
    Function: { Properties: { Role: replaced(first) } },
    Second: { Type: 'AWS::Lambda::Function', Properties: { ...FUNCTION.Properties, Role: second } },
  }),
  Parameters: { RoleArn: { Type: 'String' }, OtherArn: { Type: 'String' }, Named: { Type: 'String', Default: ARN } },
});

/** The reference that the secure app has is taken out. */
const replaced = (role: Json): Json => (typeof role === 'string' ? role : { 'Fn::GetAtt': null, ...(role as JsonObject) });

const ARN = 'arn:aws:iam::111122223333:role/of-the-house';
const SHARED = ['fail error Function Properties.Role [ROLE-10]', 'fail error Second Properties.Role [ROLE-10]'];
const UNSEEN = ['unknown warning Function Properties.Role [ROLE-10]', 'unknown warning Second Properties.Role [ROLE-10]'];

test.each<[string, Json, Json]>([
  ['one ARN', ARN, ARN],
  ['one ARN, once by a parameter', ARN, { Ref: 'Named' }],
  ['one parameter', { Ref: 'RoleArn' }, { Ref: 'RoleArn' }],
  ['one export of another app', { 'Fn::ImportValue': 'OrdersRole' }, { 'Fn::ImportValue': 'OrdersRole' }],
])('two functions share a role that stands in no template, which they name by %s', (_, first, second) => {
  expect(said(Control.ROLE_NOT_SHARED, roles(first, second))).toEqual(SHARED);
});

test.each<[string, Json, Json]>([
  ['two ARNs', ARN, `${ARN}-too`],
  ['two parameters', { Ref: 'RoleArn' }, { Ref: 'OtherArn' }],
  ['what nobody can compute', { 'Fn::Transform': 'Roles' }, { 'Fn::Transform': 'Roles' }],
])('whether they share cannot be seen where they name %s', (_, first, second) => {
  expect(said(Control.ROLE_NOT_SHARED, roles(first, second))).toEqual(UNSEEN);
});
