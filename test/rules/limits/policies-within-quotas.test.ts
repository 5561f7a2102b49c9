import type { JsonObject } from '../../../lib/model/facts';
import { policiesWithinQuotas } from '../../../lib/rules/limits/policies-within-quotas';
import { allow, modelOf, policy, role } from '../../model/build';
import { TODAY } from '../judge-example';

/** What is said of an app, with the resources without which it would not be. */
function said(Resources: JsonObject): string[] {
  const app = modelOf({ Resources });
  const verdicts = policiesWithinQuotas.check(app, app, { asOf: TODAY, accountConcurrency: 1_000, policy: {} });
  return [verdicts].flat().map(verdict => {
    if (verdict.verdict === 'pass') return 'pass';
    const related = (verdict.related ?? []).map(({ logicalId }) => ` + ${logicalId}`).join('');
    return `${verdict.at?.logicalId} ${verdict.property}: ${verdict.message.replace(/\d{3,}(?= )/, 'N')}${related}`;
  });
}

/** A policy of about as many characters. */
const document = (length: number): JsonObject => policy([allow('dynamodb:GetItem', 'x'.repeat(length))]);
const written = (length: number): JsonObject => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', PolicyDocument: document(length), Roles: [{ Ref: 'Role' }] },
});
const inline = (length: number): JsonObject => ({ Policies: [{ PolicyName: 'p', PolicyDocument: document(length) }] });
const managed = (length: number): JsonObject => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: document(length), Roles: [{ Ref: 'Role' }] },
});
const arns = (count: number): JsonObject => ({
  ManagedPolicyArns: Array.from({ length: count }, (_, index) => `arn:aws:iam::111122223333:policy/p${index}`),
});
const INLINE = "Role Properties: 'Role' has N of the 10240 characters of inline policies that AWS takes";

test.each<[string, JsonObject, string[]]>([
  ['a role with room', { Role: role(inline(8_000)) }, []],
  ['a role that is nearly full by itself', { Role: role(inline(9_300)) }, [INLINE]],
  ['a role that a policy beside it fills', { Role: role(inline(4_000)), More: written(5_300) }, [`${INLINE} + More`]],
  [
    'a role that two policies beside it fill',
    { Role: role(), One: written(4_600), Two: written(4_600) },
    [`${INLINE} + One + Two`],
  ],
  ['a role beside a managed policy, which counts by itself', { Role: role(inline(4_500)), Managed: managed(5_000) }, []],
  [
    'a role that is over the quota',
    { Role: role(inline(10_300)) },
    ["Role Properties: 'Role' has N characters of inline policies, and AWS takes 10240"],
  ],
  ['a managed policy with room', { Managed: managed(5_300) }, []],
  [
    'a managed policy that is nearly full',
    { Managed: managed(5_600) },
    ["Managed Properties.PolicyDocument: 'Managed' has N of the 6144 characters of policy that AWS takes"],
  ],
  ['a managed policy without a document', { Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: {} } }, []],
  ['a role with eight managed policies', { Role: role(arns(8)) }, []],
  [
    'a role with nine',
    { Role: role(arns(9)) },
    ["Role Properties.ManagedPolicyArns: 'Role' has 9 of the 10 managed policies that AWS takes"],
  ],
  ['a role that nobody is trusted with', { Role: { Type: 'AWS::IAM::Role', Properties: {} } }, []],
  [
    'a role whose trust is nearly full',
    { Role: role({ AssumeRolePolicyDocument: document(1_900) }) },
    ["Role Properties.AssumeRolePolicyDocument: 'Role' has N of the 2048 characters of trust policy that AWS takes"],
  ],
])('%s', (_, resources, expected) => expect(said(resources)).toEqual(expected));

test('what only the deployment knows has no length', () => {
  const targets = Array.from({ length: 900 }, () => ({ 'Fn::GetAtt': ['Table', 'Arn'] }));
  const PolicyDocument = policy([{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: targets }]);
  expect(said({ Role: role({ Policies: [{ PolicyName: 'p', PolicyDocument }] }) })).toEqual([]);
});
