import { isExecutionRole } from './execution-role';
import { escalationsOf, placeOf, rightsOf } from './rights-of';
import { awsManagedName, awsManagedPolicy } from '../../iam/aws-managed-policies';
import { isDelicate } from '../../iam/escalation';
import { isBroad, isNarrowed } from '../../iam/reach';
import { isBroadResource } from '../../iam/resource-pattern';
import type { Statement } from '../../iam/statement';
import { matches } from '../../iam/wildcard';
import type { AppFacts, IdentityFacts, ResourceFacts, RoleFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { lookup, splitText } from '../../model/symbolic';

/** A way to more rights that goes through one resource that the statement names. */
export interface NamedEscalation {
  readonly action: string;
  readonly statement: Statement;
  /** What is named, and what the holder does with it: `itself, and with that write any policy into itself`. */
  readonly way: string;
}

/** What somebody may do to itself, or to one of its policies, and thereby to its own rights. */
const TO_ITSELF: Readonly<Record<IdentityFacts['kind'], readonly (readonly [action: string, way: string])[]>> = {
  role: [
    ['iam:PutRolePolicy', 'write any policy into itself'],
    ['iam:AttachRolePolicy', 'attach any policy to itself'],
    ['iam:UpdateAssumeRolePolicy', 'let anyone use its rights'],
    ['iam:DeleteRolePermissionsBoundary', 'lift its permissions boundary'],
    ['iam:PutRolePermissionsBoundary', 'lift its permissions boundary'],
  ],
  user: [
    ['iam:PutUserPolicy', 'write any policy into itself'],
    ['iam:AttachUserPolicy', 'attach any policy to itself'],
    ['iam:DeleteUserPermissionsBoundary', 'lift its permissions boundary'],
    ['iam:PutUserPermissionsBoundary', 'lift its permissions boundary'],
  ],
  group: [
    ['iam:PutGroupPolicy', 'write any policy into itself'],
    ['iam:AttachGroupPolicy', 'attach any policy to itself'],
  ],
  policy: [],
};
const TO_ITS_POLICIES: readonly (readonly [action: string, way: string])[] = [
  ['iam:CreatePolicyVersion', 'rewrite it'],
  ['iam:SetDefaultPolicyVersion', 'bring back an older, wider version of it'],
];

/**
 * The ways to more rights that somebody has through resources named in its statements: itself, its own policies, and, for a function, roles that
 * have more; roles of people and of pipelines are there to be assumed.
 */
export function namedEscalationsOf(role: IdentityFacts, app: AppFacts): readonly NamedEscalation[] {
  if (!rightsOf(role).someAction(isDelicate)) return [];
  return [
    ...TO_ITSELF[role.kind].flatMap(([action, way]) => ways(role, action, isItself, `itself, and with that ${way}`)),
    ...TO_ITS_POLICIES.flatMap(([action, way]) =>
      ways(role, action, isItsPolicy, `a policy that it has itself, and with that ${way}`),
    ),
    ...(isExecutionRole(role) ? app.roles : [])
      .filter(other => other.resource !== role.resource)
      .flatMap(other => {
        const means: Means = (text, place) => lookup(place.template, text)?.resource === other.resource || isNamed(text, other);
        const found = ways(role, 'sts:AssumeRole', means, 'a role that has administrator rights or leads to them');
        return found.length > 0 && isDangerous(other) ? found : [];
      }),
  ];

  function isItself(text: string, place: ResourceFacts): boolean {
    return lookup(place.template, text)?.resource === role.resource || isNamed(text, role);
  }

  function isItsPolicy(text: string, place: ResourceFacts): boolean {
    const policy = lookup(place.template, text)?.resource;
    if (policy) return role.statements.some(({ resource }) => resource === policy && policy.type === 'AWS::IAM::ManagedPolicy');
    return role.foreignPolicies.some(attached => awsManagedName(attached) === undefined && matches(text, attached));
  }
}

/** Whether the text of a resource in a policy means a certain one; `place` is the policy. */
type Means = (text: string, place: ResourceFacts) => boolean;

function ways(role: IdentityFacts, action: string, means: Means, way: string): NamedEscalation[] {
  return rightsOf(role)
    .allowing(action)
    .filter(statement => {
      // What reaches further than particular resources is found by the paths that want no name.
      if (isNarrowed(statement) || isBroad(statement)) return false;
      const { resource } = placeOf(role, statement);
      return statement.resources.some(text => means(text, resource));
    })
    .map(statement => ({ action, statement, way }));
}

/** Whether an ARN ends in the name of this role, user or group: `…:role/${Role}`, `…:role/orders-*`. */
function isNamed(text: string, { kind, resource }: IdentityFacts): boolean {
  const [start, ...path] = splitText(text, '/');
  const name = path[path.length - 1];
  if (!start.endsWith(`:${kind}`) || name === undefined || isBroadResource(text)) return false;
  const given = textOf(resource.properties[NAME_OF[kind]]);
  return lookup(resource.template, name)?.resource === resource || (given !== undefined && matches(name, given));
}

const NAME_OF = { role: 'RoleName', user: 'UserName', group: 'GroupName', policy: 'ManagedPolicyName' } as const;

function isDangerous(role: RoleFacts): boolean {
  return (
    rightsOf(role).isAdministrator() !== undefined ||
    escalationsOf(role).length > 0 ||
    role.foreignPolicies.some(policy => awsManagedPolicy(awsManagedName(policy) ?? '')?.danger !== undefined)
  );
}
