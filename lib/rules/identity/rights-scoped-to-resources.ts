import { Control } from '../../baseline/control';
import { NETWORK_INTERFACE_ACTIONS } from '../../baseline/platform-actions';
import { isNarrowed } from '../../iam/reach';
import { isBroadResource } from '../../iam/resource-pattern';
import type { Rights } from '../../iam/rights';
import type { Statement } from '../../iam/statement';
import { acceptsOnlyEveryResource } from '../../iam/unscopable';
import { actionMatches } from '../../iam/wildcard';
import type { IdentityFacts, JsonObject, PolicyStatementFacts } from '../../model/facts';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { eniActionsLeftToCode } from './eni-rights';
import { holderOf, isExecutionRole } from './execution-role';
import { gravityOf } from './gravity';
import { escalationsOf, rightsOf } from './rights-of';
import { sharingRightsOf } from './sharing-rights';

/** A grant says what may be done, and to what. */
export const rightsScopedToResources = defineRule({
  id: Control.RIGHTS_SCOPED_TO_RESOURCES,
  subject: 'identity',
  title: 'Rights name their actions and their resources',
  why: 'A right on every resource reaches the data of every other system in the account; a right to every action of a service includes deleting and sharing what it holds.',
  fix: 'Name the actions that the code calls and the ARNs it calls them on, best with grants such as table.grantReadData(fn).',
  links: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege'],
  severity: 'error',
  profile: 'strict',
  controls: ['ROLE-03', 'ROLE-04', 'ROLE-05'],
  check: identity => {
    const isExcused = excusedOf(identity);
    const sharing = sharingRightsOf(identity);
    const rights = rightsOf(identity);
    return identity.statements.flatMap(place => {
      const shared = sharing.find(({ statement }) => statement.actions === place.statement.actions)?.actions ?? [];
      // What opens the resources of others is the finding of `no-sharing-rights`.
      return tooWide(
        identity,
        place,
        pattern => isExcused(pattern) || shared.some(action => actionMatches(pattern, action)) || isTaken(rights, place, pattern),
      );
    });
  },
  bad: {
    'a table, but any table': workload({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }),
    'any bucket': workload({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' }),
    'a whole service': workload({ Effect: 'Allow', Action: 'dynamodb:*', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }),
    'any key of this account': workload({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
  },
  good: {
    'objects of one bucket': workload({
      Effect: 'Allow',
      Action: ['s3:GetObject*', 's3:List*'],
      Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'],
    }),
    'actions that take no resource': workload({
      Effect: 'Allow',
      Action: ['cloudwatch:PutMetricData', 'sts:GetCallerIdentity'],
      Resource: '*',
    }),
    'any key, but only for one secret': workload({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf' },
      },
    }),
  },
});

/** Whether a pattern of actions may stand on every resource, or is another rule's finding. */
type IsExcused = (action: string) => boolean;

const NETWORK_INTERFACES = new Set(NETWORK_INTERFACE_ACTIONS.map(action => action.toLowerCase()));

/** Worked out where somebody asks: most grants name what they are about. */
function excusedOf(identity: IdentityFacts): IsExcused {
  let attaches: boolean | undefined;
  let escalating: readonly string[] | undefined;
  return pattern => {
    if (NETWORK_INTERFACES.has(pattern.toLowerCase())) {
      attaches ??= isExecutionRole(identity) && eniActionsLeftToCode(identity).length === 0;
      if (attaches) return true;
    }
    escalating ??= escalatingActions(identity);
    return escalating.some(action => actionMatches(pattern, action));
  };
}

function tooWide(
  identity: IdentityFacts,
  { statement, resource, property }: PolicyStatementFacts,
  isExcused: IsExcused,
): Verdict[] {
  // A Deny cannot be too wide.
  if (statement.effect === 'Deny') return [];
  const evidence = (what: string, element: string) => ({
    message: `${nameOf(resource)} allows ${holderOf(identity)} ${what}`,
    at: resource,
    property: `${property}.${element}`,
    related: [identity.resource, ...identity.functions],
  });
  const found = excess(statement, isExcused);
  if (found !== undefined) {
    const { what, element, controls } = found;
    return [fail({ ...evidence(what, element), controls, ...gravityOf(identity, statement) })];
  }
  if (!isExecutionRole(identity)) return [];
  const { actions, resources } = statement;
  const hidden = {
    Action: actions.filter(text => isSymbolic(text) || text.includes(DYNAMIC)),
    Resource: resources.filter(
      text => text.startsWith(DYNAMIC) || (isWholly(text) && lookup(resource.template, text) === undefined),
    ),
  };
  const unwritten = (texts: readonly string[]) => `${listOf(texts)}, which the templates do not tell; write it out`;
  return [
    ...(hidden.Action.length > 0 ? [unknown(evidence(unwritten(hidden.Action), 'Action'))] : []),
    ...(hidden.Resource.length > 0 ? [unknown(evidence(`${listOf(actions)} on ${unwritten(hidden.Resource)}`, 'Resource'))] : []),
  ];
}

/** How a dynamic reference begins, which CloudFormation reads from elsewhere. */
const DYNAMIC = '{{resolve:';

/** Whether a text is one symbolic part and nothing else. */
function isWholly(text: string): boolean {
  return /^\$\{[^}]*\}$/.test(text);
}

/** Whether a boundary or a Deny leaves nothing of it that nobody named. */
function isTaken(rights: Rights, { statement }: PolicyStatementFacts, action: string): boolean {
  const left = rights.allowing(action).filter(({ actions }) => actions === statement.actions);
  return !left.some(({ resources, notResources }) => notResources.length > 0 || resources.some(isBroadResource));
}

interface Excess {
  readonly what: string;
  readonly element: string;
  readonly controls: readonly string[];
}

/** What is left out instead of named is the finding of `grants-list-what-they-allow`. */
function excess(statement: Statement, isExcused: IsExcused): Excess | undefined {
  const { actions, resources } = statement;
  const everywhere = isNarrowed(statement) ? [] : resources.filter(isBroadResource);
  const services = actions.filter(action => EVERY_ACTION.test(action));
  if (services.length > 0) {
    const controls = ['ROLE-03', 'ROLE-04', ...(everywhere.length > 0 ? ['ROLE-05'] : [])];
    return { what: `every action that ${listOf(services)} stands for`, element: 'Action', controls };
  }
  const scopable = actions.filter(action => !acceptsOnlyEveryResource(action) && !isExcused(action));
  if (everywhere.length === 0 || scopable.length === 0) return undefined;
  return { what: `${listOf(scopable)} on ${listOf(everywhere)}`, element: 'Resource', controls: ['ROLE-04', 'ROLE-05'] };
}

/** `*`, `dynamodb:*`, `dynamodb:?*`, and actions of any service that a pattern stands for: `*:Get*`. */
const EVERY_ACTION = /^[*?]+$|:[*?]+$|^[^:]*[*?][^:]*:/;

/** What opens a way to more rights is the finding of `no-escalation-rights`. */
function escalatingActions(identity: IdentityFacts): readonly string[] {
  return ['iam:PassRole', ...escalationsOf(identity).map(({ grants }) => grants[0].action)];
}

function workload(statement: JsonObject) {
  return { Resources: { Workload: { Properties: { PolicyDocument: { Statement: [statement] } } } } };
}
