import { Acknowledged, acknowledgementsIn } from './acknowledged';
import type { CheckOptions } from './check-options';
import type { InputApp } from './input/input-app';
import { readText } from './input/read-text';
import { TemplateLines } from './input/template-lines';
import type { LocatedFinding, WaivedFinding } from './report';
import { UserCode } from './user-code';
import type { FileWaiver } from './waiver-file';
import { isAbout } from './waiver-file';
import type { GuardPolicy } from '../baseline/guard-policy';
import { evaluate, placeOf } from '../checks/evaluate';
import type { Finding } from '../checks/finding';
import { buildModel } from '../model/build-model';
import type { AppFacts } from '../model/facts';

export interface Judgement {
  readonly findings: readonly LocatedFinding[];
  readonly waived: readonly WaivedFinding[];
  readonly unseen: readonly string[];
}

export interface JudgeOptions extends Pick<CheckOptions, 'profile' | 'accountConcurrency'> {
  readonly asOf: Date;
  /** Against which paths of source code are told. */
  readonly cwd: string;
  readonly waivers: readonly FileWaiver[];
  readonly policy: GuardPolicy;
}

/** Judges one app. A waiver of a file holds until its last day; one of the app holds as CDK lets it, and its end is a finding of its own. */
export function judge(app: InputApp, options: JudgeOptions): Judgement {
  const { assembly, sources } = app;
  const acknowledgements = assembly === undefined ? [] : acknowledgementsIn(assembly);
  const facts = buildModel(sources, acknowledgements);
  const acknowledged = assembly && new Acknowledged(assembly, acknowledgements);
  const places = new Places(app, facts, options.cwd);
  const holding = options.waivers.filter(({ expires }) => expires >= options.asOf.toISOString().slice(0, 10));
  const findings: LocatedFinding[] = [];
  const waived: WaivedFinding[] = [];
  for (const finding of evaluate(facts, options).map(found => places.locate(found))) {
    const accepted =
      acknowledged?.of(finding) ?? (finding.severity === 'fatal' ? undefined : holding.find(waiver => isAbout(waiver, finding)));
    if (accepted === undefined) findings.push(finding);
    else waived.push({ finding, accepted });
  }
  return { findings, waived, unseen: facts.unseenStacks.map(({ template, logicalId }) => `${logicalId} in ${template.path}`) };
}

/** The waivers of a file are judged like those of an app: for their last day. */
export function judgeWaivers(waivers: readonly FileWaiver[], found: Judgement, options: JudgeOptions): LocatedFinding[] {
  return waivers.flatMap(waiver => {
    const { rule, resource, reason, owner, expires, ticket } = waiver;
    const acknowledgement = {
      rule,
      constructPath: resource,
      scope: 'construct',
      waiver: { reason, owner, expires, ticket },
    } as const;
    const about = [...found.findings, ...found.waived.map(({ finding }) => finding)].find(finding => isAbout(waiver, finding));
    const at: Partial<Finding> =
      about === undefined
        ? {}
        : { template: about.template, resourceType: about.resourceType, constructPath: about.constructPath };
    return evaluate(buildModel([], [acknowledgement]), options).map(({ constructPath: _, ...finding }) =>
      inContractOrder({ ...finding, resource, ...at, line: about?.line, source: about?.source }),
    );
  });
}

/** Findings of several apps in the order of one. */
export function inOrder<T>(items: readonly T[], findingOf: (item: T) => Finding): T[] {
  return items
    .map(item => ({ item, place: placeOf(findingOf(item)) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ item }) => item);
}

/** Finds the lines of findings, and reads only the templates that have some. */
class Places {
  private readonly lines = new Map<string, TemplateLines>();
  private readonly code: UserCode | undefined;
  private readonly stacks: readonly { readonly stackPath: string; readonly path: string }[];

  constructor(
    private readonly app: InputApp,
    facts: AppFacts,
    cwd: string,
  ) {
    this.code = app.assembly && new UserCode(app.assembly, cwd);
    this.stacks = facts.templates
      .flatMap(({ stackPath, path }) => (stackPath === undefined ? [] : [{ stackPath, path }]))
      .sort((a, b) => b.stackPath.length - a.stackPath.length);
  }

  public locate(finding: Finding): LocatedFinding {
    const { resource, property, constructPath } = finding;
    const template = finding.template ?? this.templateOf(constructPath);
    const line = template === undefined || resource === undefined ? undefined : this.linesOf(template).lineOf(resource, property);
    const source =
      constructPath === undefined
        ? undefined
        : resource === undefined
          ? this.code?.ofAcknowledgement(constructPath)
          : this.code?.of(constructPath);
    return inContractOrder({ ...finding, template, line, source });
  }

  /** The template of the innermost stack around a construct. */
  private templateOf(constructPath: string | undefined): string | undefined {
    return this.stacks.find(({ stackPath }) => constructPath === stackPath || constructPath?.startsWith(`${stackPath}/`))?.path;
  }

  private linesOf(template: string): TemplateLines {
    const known = this.lines.get(template) ?? new TemplateLines(readText(this.app.files.get(template)!));
    this.lines.set(template, known);
    return known;
  }
}

type Loose = { readonly [K in keyof LocatedFinding]: LocatedFinding[K] | undefined };

/** The keys in the order that the contract shows, those of absent facts left out. */
function inContractOrder(finding: Loose): LocatedFinding {
  const { rule, controls, severity, verdict, template, resource, relatedResources, resourceType, constructPath } = finding;
  const { source, line, property, hiddenBy, message, why, fix, links, frameworks } = finding;
  const ordered = {
    ...{ rule, controls, severity, verdict, template, resource, relatedResources, resourceType, constructPath },
    ...{ source, line, property, hiddenBy, message, why, fix, links, frameworks },
  };
  return Object.fromEntries(Object.entries(ordered).filter(([, fact]) => fact !== undefined)) as unknown as LocatedFinding;
}
