import { variantsOf } from '../model/conditions';
import type { AppFacts, ResourceFacts, ResourceVariantFacts, RoleFacts } from '../model/facts';
import type { ProfileName, RuleOf, SubjectKind, Subjects } from '../rules/define-rule';

/** How the judge walks over one kind of subject. */
export interface Visit<K extends SubjectKind> {
  /** What one rule is asked about. */
  readonly all: (app: AppFacts, rule: RuleOf<K>) => readonly Subjects[K][];
  /** The resource that a finding names unless it says otherwise. */
  readonly resource: (subject: Subjects[K]) => ResourceFacts | undefined;
}

export const SUBJECTS: { readonly [K in SubjectKind]: Visit<K> } = {
  function: { all: app => app.functions, resource: fn => fn.resource },
  role: { all: app => app.roles, resource: role => role.resource },
  identity: { all: app => app.identities, resource: identity => identity.resource },
  permission: { all: app => app.permissions, resource: permission => permission.resource },
  url: { all: app => app.urls, resource: url => url },
  'api-method': { all: app => app.apiMethods, resource: method => method.resource },
  policy: { all: app => app.policies, resource: policy => policy.resource },
  resource: {
    all: (app, { types = [] }) => types.flatMap(type => variantsOfType(app, type)),
    resource: ({ resource }) => resource,
  },
  acknowledgement: { all: app => app.acknowledgements, resource: () => undefined },
  app: { all: app => [app], resource: () => undefined },
};

/** Many rules ask about the same types. */
const VARIANTS = new WeakMap<AppFacts['resourcesByType'], Map<string, readonly ResourceVariantFacts[]>>();

function variantsOfType({ resourcesByType }: AppFacts, type: string): readonly ResourceVariantFacts[] {
  const known = VARIANTS.get(resourcesByType) ?? new Map<string, readonly ResourceVariantFacts[]>();
  VARIANTS.set(resourcesByType, known);
  const variants =
    known.get(type) ??
    (resourcesByType.get(type) ?? []).flatMap(resource => variantsOf(resource).map(variant => ({ resource, ...variant })));
  known.set(type, variants);
  return variants;
}

/**
 * The app as a profile sees it: strict promises are not asked of functions that CDK itself adds, nor of roles that only those use and of
 * what such roles may do.
 */
export function asSeenBy(profile: ProfileName, app: AppFacts): AppFacts {
  if (profile === 'baseline') return app;
  const provided = new Set(app.functions.filter(fn => fn.providedBy !== undefined).map(fn => fn.resource));
  const isProvided = (functions: readonly ResourceFacts[]) => functions.length > 0 && functions.every(fn => provided.has(fn));
  const roles = new Set(app.roles.filter(role => !isProvided(role.functions) || isWide(role)));
  const seen = new Set([...roles].map(({ resource }) => resource));
  return {
    ...app,
    functions: app.functions.filter(fn => !provided.has(fn.resource)),
    roles: [...roles],
    identities: app.identities.filter(({ kind, resource }) => kind !== 'role' || seen.has(resource)),
    policies: app.policies.filter(policy => policy.roles.length === 0 || policy.roles.some(role => roles.has(role))),
  };
}

/** Rights that no function of CDK's own needs: somebody added them. */
function isWide({ statements }: RoleFacts): boolean {
  return statements.some(
    ({ statement: { effect, actions, notActions, resources } }) =>
      effect === 'Allow' &&
      resources.includes('*') &&
      (notActions.length > 0 || actions.some(action => /^(?:\*|[^:]+:\*)$/.test(action))),
  );
}
