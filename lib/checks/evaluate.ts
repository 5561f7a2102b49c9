import type { GuardPolicy } from '../baseline/guard-policy';
import { LIMITS } from '../baseline/limits';
import { withoutSecrets } from '../baseline/secret-formats';
import { variantsOf } from '../model/conditions';
import type { AcknowledgementFacts, AppFacts, FunctionFacts, ResourceFacts, ResourceVariantFacts } from '../model/facts';
import { writtenAt } from '../model/written';
import { RULES } from '../rules';
import type { Finding } from './finding';
import { asSeenBy, SUBJECTS } from './subjects';
import type { ProfileName, Rule, RuleOf, Settings, SubjectKind, Subjects } from '../rules/define-rule';
import { frameworksOf } from '../rules/frameworks-of';
import type { Fail, Undecided, Verdict } from '../rules/verdict';

export interface EvaluateOptions {
  readonly profile: ProfileName;
  /** The day on which waivers and runtimes are judged. */
  readonly asOf: Date;
  /**
   * How many executions the account may run at once.
   *
   * @default 1000
   */
  readonly accountConcurrency?: number;
  /**
   * What the organization asks for beyond the rules.
   *
   * @default - nothing
   */
  readonly policy?: GuardPolicy;
}

/** Judges an app: every rule is asked about every subject of its kind, and about nothing else. The same app and day give the same findings in the same order. */
export function evaluate(app: AppFacts, options: EvaluateOptions): Finding[] {
  const settings: Settings = {
    asOf: options.asOf,
    accountConcurrency: options.accountConcurrency ?? LIMITS.accountConcurrency.default,
    policy: options.policy ?? {},
  };
  const collected = new Collector();
  for (const demanded of demandedBy(options.profile)) {
    const seen = asSeenBy(demanded, app);
    const rules = RULES.filter(rule => rule.profile === demanded);
    for (const kind of Object.keys(SUBJECTS) as SubjectKind[]) visit(kind, rules, seen, settings, collected);
  }
  return collected.findings();
}

/** A strict judgement holds the baseline too. */
function demandedBy(profile: ProfileName): readonly ProfileName[] {
  return profile === 'strict' ? ['baseline', 'strict'] : ['baseline'];
}

function visit<K extends SubjectKind>(
  kind: K,
  rules: readonly Rule[],
  app: AppFacts,
  settings: Settings,
  collected: Collector,
): void {
  const { all, resource } = SUBJECTS[kind];
  for (const rule of rules.filter((candidate): candidate is Rule & RuleOf<K> => candidate.subject === kind)) {
    for (const subject of all(app, rule)) {
      for (const verdict of listOf(rule.check(subject, app, settings))) {
        if (verdict.verdict !== 'pass') collected.add(rule, verdict, verdict.at ?? resource(subject), kind, subject);
      }
    }
  }
}

function listOf(verdicts: Verdict | readonly Verdict[]): readonly Verdict[] {
  return Array.isArray(verdicts) ? verdicts : [verdicts as Verdict];
}

/** One finding as several subjects gave it: variants of a function, functions that share a security group. */
interface Draft {
  readonly finding: Omit<Finding, 'relatedResources'>;
  readonly related: Set<string>;
  /** The conditions under which each function, or other resource, gives it. */
  readonly variants: Map<ResourceFacts, string[]>;
}

class Collector {
  private readonly drafts = new Map<string, Draft>();

  public add<K extends SubjectKind>(
    rule: RuleOf<K>,
    verdict: Fail | Undecided,
    at: ResourceFacts | undefined,
    kind: K,
    subject: Subjects[K],
  ): void {
    const finding = findingOf(
      rule,
      verdict,
      at,
      kind === 'acknowledgement' ? (subject as AcknowledgementFacts).constructPath : undefined,
    );
    const key = JSON.stringify([
      finding.rule,
      finding.verdict,
      finding.template,
      finding.resource,
      finding.constructPath,
      finding.property,
      finding.message,
    ]);
    const draft = this.drafts.get(key) ?? { finding, related: new Set(), variants: new Map() };
    this.drafts.set(key, draft);
    for (const resource of verdict.related ?? []) if (resource !== at) draft.related.add(writtenAt(resource).logicalId);
    if (kind === 'function' || kind === 'resource') {
      const { resource, when } = subject as FunctionFacts | ResourceVariantFacts;
      draft.variants.set(resource, [...(draft.variants.get(resource) ?? []), ...(when === undefined ? [] : [when])]);
    }
  }

  public findings(): Finding[] {
    return [...this.drafts.values()]
      .map(settle)
      .map(finding => ({ finding, place: placeOf(finding) }))
      .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
      .map(({ finding }) => finding);
  }
}

function settle({ finding, related, variants }: Draft): Finding {
  const { message, why, fix, links, frameworks, ...place } = finding;
  const others = [...related].filter(logicalId => logicalId !== finding.resource);
  return {
    ...place,
    ...(others.length === 0 ? {} : { relatedResources: others.sort() }),
    message: message + spokenCondition(variants),
    why,
    fix,
    links,
    frameworks,
  };
}

/** Said only where the finding stands under some of the conditions and not under all. */
function spokenCondition(variants: Draft['variants']): string {
  const partial = [...variants].filter(([resource, whens]) => whens.length > 0 && whens.length < variantsOf(resource).length);
  if (partial.length === 0 || partial.length < variants.size) return '';
  return ` (when ${[...new Set(partial.flatMap(([, whens]) => whens))].join(', or ')})`;
}

function findingOf(
  rule: Omit<RuleOf<SubjectKind>, 'check' | 'subject'>,
  { verdict, message, property, within, hiddenBy, controls, ...rest }: Fail | Undecided,
  at: ResourceFacts | undefined,
  acknowledgedAt: string | undefined,
): Omit<Finding, 'relatedResources'> {
  const place = at && writtenAt(at, property);
  const constructPath = place?.constructPath ?? acknowledgedAt ?? within?.stackPath;
  const shownProperty = place === undefined ? property : place.property;
  return {
    rule: rule.id,
    controls: controls ?? rule.controls,
    severity: verdict === 'unknown' ? 'warning' : (('severity' in rest ? rest.severity : undefined) ?? rule.severity),
    verdict,
    ...(at === undefined
      ? within === undefined
        ? {}
        : { template: within.path }
      : { template: at.template.path, resource: place!.logicalId, resourceType: place!.type }),
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(shownProperty === undefined ? {} : { property: withoutSecrets(shownProperty) }),
    ...(hiddenBy === undefined ? {} : { hiddenBy: withoutSecrets(hiddenBy) }),
    message: withoutSecrets(message),
    why: rule.why,
    fix: rule.fix,
    links: rule.links,
    frameworks: frameworksOf(rule, controls),
  };
}

/** The order of a report: by template, resource, construct, rule, property and message. */
export function placeOf({ template = '', resource = '', constructPath = '', rule, property = '', message }: Finding): string {
  return [template, resource, constructPath, rule, property, message].join('\0');
}
