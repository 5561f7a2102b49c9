import { holdsAlways } from './certain-condition';
import { concerns, isNarrowed, mayConcern, spansEverything } from './reach';
import { anyResourceOf, couldBeAbout } from './resource-of-action';
import type { Statement } from './statement';
import { covers, hasWildcard, overlaps } from './wildcard';

/**
 * What the identity policies of one role let it do, at most.
 *
 * Where only the deployment or the request can tell, the role is taken to be allowed: a Deny under a condition that may not hold takes nothing
 * away, and a Deny on some of the resources of one pattern leaves that pattern whole. A statement without any resource is no identity statement
 * and grants nothing.
 */
export class Rights {
  private readonly allows: ByAction;
  private readonly denies: ByAction;
  private readonly limits: readonly Statement[] | undefined;
  private administrator: { readonly statement: Statement | undefined } | undefined;

  /** @param boundary the statements of the permissions boundary; left out, there is none, and an empty one allows nothing. */
  constructor(statements: readonly Statement[], boundary?: readonly Statement[]) {
    this.allows = new ByAction(statements.filter(isAllow));
    this.denies = new ByAction([...statements, ...(boundary ?? [])].filter(isCertainDeny));
    this.limits = boundary?.filter(isAllow);
  }

  /**
   * The statements that grant this one action, or every action of this one pattern. A statement which the boundary or a Deny cuts down comes as a
   * copy that holds only the resources left to it; one that keeps everything comes as itself.
   */
  allowing(action: string): readonly Statement[] {
    const allows = this.allows.about(action);
    if (allows.length === 0) return allows;
    const denies = this.denies.about(action);
    const limits = this.limits?.filter(limit => mayConcern(limit, action));
    return allows
      .map(statement => (limits ? within(statement, limits) : statement))
      .map(statement => without(statement, denies, action))
      .filter(({ resources, notResources }) => resources.length > 0 || notResources.length > 0);
  }

  /** Whether some statement grants an action of a kind, by name or by leaving it out: a quick no for the many roles that come nowhere near. */
  someAction(isOfKind: (pattern: string) => boolean): boolean {
    return this.allows.all.some(({ actions, notActions }) => notActions.length > 0 || actions.some(isOfKind));
  }

  mayPerform(action: string): boolean {
    return this.allowing(action).length > 0;
  }

  /**
   * The statement that grants (nearly) every action on every resource, if there is one. `NotAction` on `*` is one, whichever services it leaves
   * out. A condition that narrows it makes it a grant of something; the boundary has to let it through.
   */
  isAdministrator(): Statement | undefined {
    this.administrator ??= { statement: this.findAdministrator() };
    return this.administrator.statement;
  }

  private findAdministrator(): Statement | undefined {
    const whole = this.allows.all.find(statement => spansEverything(statement) && !isNarrowed(statement));
    if (whole === undefined) return undefined;
    const blocked = this.denies.all.some(spansEverything) || (this.limits && !this.limits.some(spansEverything));
    return blocked ? undefined : whole;
  }
}

/** Statements by the actions that they speak of: rules ask about hundreds of actions, and most roles name a handful. */
class ByAction {
  private index: { readonly named: ReadonlyMap<string, readonly Statement[]>; readonly wide: readonly Statement[] } | undefined;

  constructor(public readonly all: readonly Statement[]) {}

  /** In the order in which they were given. */
  about(action: string): readonly Statement[] {
    this.index ??= indexed(this.all);
    const named = this.index.named.get(action.toLowerCase()) ?? NONE;
    if (this.index.wide.length === 0) return named;
    const wide = this.index.wide.filter(statement => concerns(statement, action));
    if (wide.length === 0) return named;
    return named.length === 0 ? wide : this.all.filter(statement => named.includes(statement) || wide.includes(statement));
  }
}

const NONE: readonly Statement[] = [];

/** Apart: what names all its actions, and what has to be asked about each. */
function indexed(statements: readonly Statement[]) {
  const named = new Map<string, Statement[]>();
  const wide: Statement[] = [];
  for (const statement of statements) {
    if (statement.notActions.length > 0 || statement.actions.some(hasWildcard)) {
      wide.push(statement);
      continue;
    }
    for (const action of new Set(statement.actions.map(name => name.toLowerCase()))) {
      const known = named.get(action);
      if (known) known.push(statement);
      else named.set(action, [statement]);
    }
  }
  return { named, wide };
}

function isAllow(statement: Statement): boolean {
  return statement.effect === 'Allow';
}

function isCertainDeny({ effect, conditions }: Statement): boolean {
  return effect === 'Deny' && conditions.every(holdsAlways);
}

/** What the limits leave of an allowing statement. */
function within(statement: Statement, limits: readonly Statement[]): Statement {
  const excepted = (pattern: string) => statement.notResources.some(exception => covers(exception, pattern));
  const patterns = statement.notResources.length > 0 ? ['*'] : statement.resources;
  const left = patterns.flatMap(pattern => limits.flatMap(limit => common(pattern, limit))).filter(pattern => !excepted(pattern));
  return patterns.every(pattern => left.includes(pattern))
    ? statement
    : { ...statement, resources: [...new Set(left)], notResources: [] };
}

/** What a pattern and a limit share: the narrower of the two where one holds the other, else the pattern itself, which is no less than that. */
function common(pattern: string, limit: Statement): string[] {
  if (limit.notResources.length > 0) return limit.notResources.some(exception => covers(exception, pattern)) ? [] : [pattern];
  return limit.resources
    .filter(resource => overlaps(resource, pattern))
    .map(resource => (covers(pattern, resource) ? resource : pattern));
}

/** What the denying statements leave of an allowing one. */
function without(statement: Statement, denies: readonly Statement[], action: string): Statement {
  if (statement.notResources.length > 0) {
    return denies.some(deny => takesAllBut(deny, statement.notResources)) ? { ...statement, notResources: [] } : statement;
  }
  if (denies.length === 0) return statement;
  const left = statement.resources.flatMap(resource =>
    denies.reduce<readonly string[]>((rest, deny) => rest.flatMap(pattern => leftBy(deny, pattern, action)), [resource]),
  );
  const isWhole = statement.resources.every((resource, position) => left[position] === resource);
  return isWhole ? statement : { ...statement, resources: [...new Set(left)] };
}

/** What a Deny leaves of one pattern. */
function leftBy(deny: Statement, pattern: string, action: string): readonly string[] {
  const meant = pattern === '*' ? anyResourceOf(action) : undefined;
  if (takesWhole(deny, pattern) || (meant !== undefined && deny.resources.some(meant))) return [];
  if (deny.notResources.length === 0) return [pattern];
  return deny.notResources
    .filter(spared => overlaps(spared, pattern) && couldBeAbout(action, spared))
    .map(spared => (covers(pattern, spared) ? spared : pattern));
}

/** Asked for every action that both speak of, and always answered alike. */
const TAKEN = new WeakMap<Statement, Map<string, boolean>>();

function takesWhole(deny: Statement, pattern: string): boolean {
  const known = TAKEN.get(deny) ?? new Map<string, boolean>();
  TAKEN.set(deny, known);
  const answer = known.get(pattern) ?? deny.resources.some(denied => covers(denied, pattern));
  known.set(pattern, answer);
  return answer;
}

function takesAllBut(deny: Statement, exceptions: readonly string[]): boolean {
  return (
    deny.resources.some(pattern => covers(pattern, '*')) ||
    (deny.notResources.length > 0 && deny.notResources.every(pattern => exceptions.some(exception => covers(exception, pattern))))
  );
}
