import { Control } from '../../baseline/control';
import { namesReceivers, narrows } from '../../iam/condition';
import type { Escalation } from '../../iam/escalation';
import { isBroad } from '../../iam/reach';
import type { Statement } from '../../iam/statement';
import type { RoleFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import { isExecutionRole } from './execution-role';
import type { NamedEscalation } from './named-escalation';
import { namedEscalationsOf } from './named-escalation';
import { escalationsOf, placeOf, rightsOf } from './rights-of';

/** No function can give itself more than it was given, not even with two grants that are harmless alone. */
export const noEscalationRights = defineRule({
  id: Control.NO_ESCALATION_RIGHTS,
  subject: 'role',
  title: 'No function can make itself more powerful',
  why: 'A right that leads to more rights is as good as administrator rights: an intruder only needs one more call.',
  fix: "Name the one role, policy or function in the statement's Resource, or let a deployment do it instead of the function.",
  links: ['https://pathfinding.cloud', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['ESC-01', 'ESC-02', 'ESC-04'],
  frameworks: ['CSA:SAS-4'],
  check: (role, app) => {
    const rights = rightsOf(role);
    // Whoever may do everything may do this too: that is the finding of `no-administrator-rights`.
    if (!isExecutionRole(role) || rights.isAdministrator() !== undefined) return [];
    const groups = byDecisiveStatement(escalationsOf(role));
    const escalating = groups.map(([{ grants }]) => grants[0].statement.actions);
    const passing = rights
      .allowing('iam:PassRole')
      .filter(statement => passesAnyRole(statement) && !escalating.includes(statement.actions));
    const named = namedEscalationsOf(role, app).filter(({ statement }) => !escalating.includes(statement.actions));
    return [
      ...groups.map(escalations => escalates(role, escalations)),
      ...passing.map(statement => passes(role, statement)),
      ...byStatement(named).map(([first]) => reaches(role, first)),
    ];
  },
  bad: {
    'any role may be passed to a new function': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
                  Resource: '*',
                  Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
                },
              ],
            },
          },
        },
      },
    },
    'any role may be passed to any service, as soon as somebody grants one': {
      Resources: {
        Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }] } } },
      },
    },
    'its own role may be rewritten': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
            },
          },
        },
      },
    },
    'any role may be rewritten': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'iam:PutRolePolicy',
                  Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' },
                },
              ],
            },
          },
        },
      },
    },
  },
  good: {
    'one role may be passed to one service': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'iam:PassRole',
                  Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/media-convert' },
                  Condition: { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } },
                },
              ],
            },
          },
        },
      },
    },
  },
});

/** One statement that is too wide is one finding, however many ways it opens. */
function byDecisiveStatement(escalations: readonly Escalation[]): readonly (readonly Escalation[])[] {
  const groups = new Map<unknown, Escalation[]>();
  for (const escalation of escalations) {
    const { actions } = escalation.grants[0].statement;
    groups.set(actions, [...(groups.get(actions) ?? []), escalation]);
  }
  return [...groups.values()];
}

function escalates(role: RoleFacts, [first, ...more]: readonly Escalation[]): Verdict {
  const actions = [...new Set(first.grants.map(({ action }) => action))];
  const place = placeOf(role, first.grants[0].statement);
  const others = more.length === 0 ? '' : `, and has ${more.length} more such ${more.length === 1 ? 'way' : 'ways'}`;
  return fail({
    message: `The role ${nameOf(role.resource)} may perform ${listOf(actions)} on resources that nobody named, and with that ${first.path.title}${others}`,
    at: place?.resource,
    property: place?.property,
    related: [role.resource, ...role.functions],
  });
}

function byStatement(found: readonly NamedEscalation[]): readonly (readonly NamedEscalation[])[] {
  const groups = new Map<unknown, NamedEscalation[]>();
  for (const one of found) groups.set(one.statement.actions, [...(groups.get(one.statement.actions) ?? []), one]);
  return [...groups.values()];
}

function reaches(role: RoleFacts, { action, statement, way }: NamedEscalation): Verdict {
  const place = placeOf(role, statement);
  return fail({
    message: `The role ${nameOf(role.resource)} may perform ${action} on ${way}`,
    at: place?.resource,
    property: place?.property,
    related: [role.resource, ...role.functions],
  });
}

/** Whoever may pass any role to any service is one harmless-looking grant away from all of them. */
function passesAnyRole(statement: Statement): boolean {
  return isBroad(statement) && !statement.conditions.some(condition => namesReceivers(condition) || narrows(condition));
}

function passes(role: RoleFacts, statement: Statement): Verdict {
  const place = placeOf(role, statement);
  return fail({
    message: `The role ${nameOf(role.resource)} may pass any role of the account to any service`,
    at: place?.resource,
    property: place?.property,
    related: [role.resource, ...role.functions],
  });
}
