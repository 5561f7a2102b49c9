import { Control } from '../../baseline/control';
import { awsManagedName, awsManagedPolicy } from '../../iam/aws-managed-policies';
import type { DetachedPolicyFacts, RoleFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { isExecutionRole } from './execution-role';
import { placeOf, rightsIn, rightsOf } from './rights-of';

/** No function may do everything, whatever its policies say together. */
export const noAdministratorRights = defineRule({
  id: Control.NO_ADMINISTRATOR_RIGHTS,
  subject: 'app',
  title: 'No function has administrator rights',
  why: 'Whoever gets into a function that may do everything owns the account.',
  fix: 'Replace the statement by the actions that the code calls, on the resources it calls them on, best with grants such as table.grantReadData(fn).',
  links: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege'],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['ROLE-01', 'ESC-01'],
  check: app => [
    ...app.roles.filter(isExecutionRole).flatMap(role => [...granted(role), ...unseen(role)]),
    ...app.detachedPolicies.flatMap(detached),
  ],
  bad: {
    'every action on every resource': {
      Resources: {
        Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } } },
      },
    },
    'everything but one service': {
      Resources: {
        Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] } } },
      },
    },
    'every action of every service on every ARN': {
      Resources: {
        Workload: {
          Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['*:*'], Resource: ['arn:aws:*:*:*:*'] }] } },
        },
      },
    },
  },
  good: { 'one action on one table': {} },
});

function granted(role: RoleFacts): Verdict[] {
  const statement = rightsOf(role).isAdministrator();
  if (statement === undefined) return [];
  const place = placeOf(role, statement);
  const allowed = statement.actions.length > 0 ? 'every action' : `every action but ${listOf(statement.notActions)}`;
  return [
    fail({
      message: `The role ${nameOf(role.resource)} may perform ${allowed} on every resource`,
      at: place.resource,
      property: place.property,
      related: [role.resource, ...role.functions],
    }),
  ];
}

function unseen(role: RoleFacts): Verdict[] {
  const foreign = role.foreignPolicies
    .filter(policy => awsManagedPolicy(awsManagedName(policy) ?? '') === undefined)
    .map(policy =>
      unknown({
        message: `What the role ${nameOf(role.resource)} may do cannot be seen: it has the policy ${policy}, which ${awsManagedName(policy) === undefined ? 'no template defines' : 'is not among the policies of AWS that are known here'}`,
        at: role.resource,
        property: 'Properties.ManagedPolicyArns',
        related: role.functions,
      }),
    );
  const unread = role.unknownPolicies.map(({ resource, property, unknown: reason }) =>
    unknown({
      message: `What the role ${nameOf(role.resource)} may do cannot be seen: ${reason}`,
      at: resource,
      property,
      related: [role.resource, ...role.functions],
    }),
  );
  return [...foreign, ...unread];
}

/** Whom a policy makes powerful cannot be seen where it names roles that stand in no template. */
function detached({ resource, statements, unknown: unread, roles }: DetachedPolicyFacts): Verdict[] {
  const rights = rightsIn(statements);
  const property = resource.type === 'AWS::IAM::RolePolicy' ? 'Properties.RoleName' : 'Properties.Roles';
  const evidence = (what: string) => ({
    message: `${nameOf(resource)} ${what} to ${listOf(roles)}, which no template defines; name a role of the app`,
    at: resource,
    property,
  });
  if (rights.isAdministrator() !== undefined) return [fail(evidence('gives administrator rights'))];
  return unread.length === 0 ? [] : [unknown(evidence(`gives ${listOf(unread.map(({ unknown: reason }) => reason))}`))];
}
