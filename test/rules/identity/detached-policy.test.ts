import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { judge } from '../judge-example';

const ADMINISTRATOR = { Effect: 'Allow', Action: '*', Resource: '*' };
const ESCALATION = { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*' };
const HARMLESS = { Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' };

function said(Roles: Json, ...Statement: JsonObject[]): string[] {
  const Extra = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'extra', Roles, PolicyDocument: { Statement } } };
  const Names = { Type: 'CommaDelimitedList' };
  const rules: readonly string[] = [
    Control.NO_ADMINISTRATOR_RIGHTS,
    Control.NO_ADMINISTRATOR_IDENTITIES,
    Control.NO_ESCALATING_IDENTITIES,
    Control.NO_ESCALATION_RIGHTS,
  ];
  return judge({ Parameters: { Name: { Type: 'String' }, Names }, Resources: { Extra } })
    .filter(({ rule }) => rules.includes(rule))
    .map(({ verdict, severity, resource, property }) => `${verdict} ${severity} ${resource} ${property}`);
}

const ESCALATES = 'Extra Properties.PolicyDocument.Statement.0';

test.each<[string, Json, string?]>([
  ['a parameter', [{ Ref: 'Name' }]],
  ['a parameter for all of them', { Ref: 'Names' }],
  ['a dynamic reference', ['{{resolve:ssm:/orders/role}}']],
  ['the name of a role from elsewhere', ['Orders-Role-1A2B3C']],
  ['a role of the app and one from elsewhere', [{ Ref: 'Role' }, 'Orders-Role-1A2B3C'], 'fatal'],
])('a policy for %s', (_, roles, severity = 'error') => {
  expect(said(roles, HARMLESS)).toEqual([]);
  expect(said(roles, ESCALATION)).toEqual([`fail ${severity} ${ESCALATES}`]);
  expect(said(roles, { 'Fn::Transform': { Name: 'Rights' } })).toContain('unknown warning Extra Properties.Roles');
  expect(said(roles, HARMLESS, ADMINISTRATOR)).toContain('fail fatal Extra Properties.Roles');
  expect(
    said(roles, ADMINISTRATOR, { 'Fn::If': ['Never', { ...ADMINISTRATOR, Effect: 'Deny' }, { Ref: 'AWS::NoValue' }] }),
  ).toContain('fail fatal Extra Properties.Roles');
});

test('a policy that names no role, or only roles of the app, is judged with those', () => {
  expect(said([], ADMINISTRATOR)).toEqual([`fail error ${ESCALATES}`]);
  expect(said([{ Ref: 'Role' }], ADMINISTRATOR)).toEqual(['fail fatal Extra Properties.PolicyDocument.Statement.0']);
});

test('a role policy for somebody else', () => {
  const Extra = {
    Type: 'AWS::IAM::RolePolicy',
    Properties: { PolicyName: 'extra', RoleName: 'Orders-Role-1A2B3C', PolicyDocument: { Statement: [ADMINISTRATOR] } },
  };
  expect(
    judge({ Resources: { Extra } })
      .filter(({ severity }) => severity !== 'warning')
      .map(({ rule, property }) => [rule, property]),
  ).toEqual([[Control.NO_ADMINISTRATOR_RIGHTS, 'Properties.RoleName']]);
});
