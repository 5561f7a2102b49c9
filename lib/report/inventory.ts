import { labelled, paragraph } from './columns';
import { alarmsInWords, invokerInWords, rightsInWords, titleOf } from './plain-words';
import { plumbingInWords, plumbingOf } from './plumbing';
import { namesInWords, reachInWords } from './reach-in-words';
import type { Finding } from '../checks/finding';
import type { AcknowledgementFacts, AppFacts, FunctionFacts, ResourceFacts } from '../model/facts';

/** What every function of an app may do, who may call it and where it may connect to, in words that fit into 80 columns. */
export function inventory(app: AppFacts, findings: readonly Finding[]): string {
  const own = app.functions.filter(({ providedBy }) => providedBy === undefined).sort(byTitle);
  const placed = new Set(own.flatMap(fn => waiversOf(fn, app)));
  const elsewhere = app.acknowledgements
    .filter(({ waiver }) => waiver !== undefined)
    .filter(acknowledgement => !placed.has(acknowledgement));
  const rules = rulesByResource(findings);
  return [
    ...paragraph(summary(app, findings)),
    ...own.flatMap(fn => ['', ...describe(fn, app, rules)]),
    ...section(
      'Other waivers',
      elsewhere.map(acknowledgement => `${acknowledgement.constructPath}: ${waiverInWords(acknowledgement)}`),
    ),
    ...section(
      'Functions that CDK adds',
      [...new Set(app.functions.filter(isProvided).map(fn => `${titleOf(fn.resource)} ${fn.providedBy}`))].sort(),
    ),
    ...section(
      'Not seen',
      app.unseenStacks.map(stack => `the nested stack ${titleOf(stack)}, whose template was not given`),
    ),
  ].join('\n');
}

function summary(app: AppFacts, findings: readonly Finding[]): string {
  const functions = new Set(app.functions.map(({ resource }) => resource)).size;
  const verdicts = (verdict: Finding['verdict']) => findings.filter(finding => finding.verdict === verdict).length;
  const waivers = app.acknowledgements.filter(({ waiver }) => waiver !== undefined).length;
  return `${counted(functions, 'function')}, ${counted(verdicts('fail'), 'finding')}, ${verdicts('unknown')} unknown, ${counted(waivers, 'waiver')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function describe(fn: FunctionFacts, app: AppFacts, rules: RulesByResource): string[] {
  const invokers = [...new Set(fn.invokers.map(invokerInWords))];
  return [
    ...paragraph(`${titleOf(fn.resource)}${fn.when === undefined ? '' : `, when ${fn.when}`}`),
    ...entries('may', mayInWords(fn)),
    ...entries('platform', plumbingInWords(fn.role)),
    ...entries('called by', invokers.length === 0 ? ['nobody but principals whose own rights allow it'] : invokers),
    ...entries('reaches', reachInWords(fn, app)),
    ...entries('resolves', namesInWords(fn, app)),
    ...entries('alarms', alarmsInWords(fn)),
    ...entries('waived', waiversOf(fn, app).map(waiverInWords)),
    ...entries('findings', findingsOf(fn.resource, rules)),
  ];
}

function mayInWords({ role }: FunctionFacts): string[] {
  const rights = rightsInWords(role, facts => plumbingOf(facts) === undefined);
  return rights.length === 0 ? ['nothing by itself'] : rights;
}

function entries(label: string, texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => labelled(index === 0 ? label : '', text));
}

function section(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : ['', title, ...texts.flatMap(text => paragraph(text, 2))];
}

/** A waiver on the function's construct, or on one inside it or around it. */
function waiversOf({ resource }: FunctionFacts, app: AppFacts): AcknowledgementFacts[] {
  if (resource.constructPath === undefined) return [];
  const construct = titleOf(resource);
  return app.acknowledgements.filter(
    ({ waiver, constructPath: path }) =>
      waiver !== undefined && (path === construct || path.startsWith(`${construct}/`) || construct.startsWith(`${path}/`)),
  );
}

function waiverInWords({ rule, waiver }: AcknowledgementFacts): string {
  return `${rule} until ${waiver?.expires} by ${waiver?.owner}: ${waiver?.reason}`;
}

/** The rules that found something, by the resources that their findings name. */
type RulesByResource = ReadonlyMap<string, ReadonlySet<string>>;

function rulesByResource(findings: readonly Finding[]): RulesByResource {
  const rules = new Map<string, Set<string>>();
  for (const { template, resource, relatedResources = [], rule, verdict } of findings) {
    for (const logicalId of resource === undefined ? relatedResources : [resource, ...relatedResources]) {
      const key = `${template}#${logicalId}`;
      rules.set(key, (rules.get(key) ?? new Set()).add(verdict === 'unknown' ? `${rule} (unknown)` : rule));
    }
  }
  return rules;
}

function findingsOf({ template, logicalId }: ResourceFacts, rules: RulesByResource): string[] {
  const found = rules.get(`${template.path}#${logicalId}`);
  return found === undefined ? [] : [[...found].sort().join(', ')];
}

function isProvided({ providedBy }: FunctionFacts): boolean {
  return providedBy !== undefined;
}

function byTitle(a: FunctionFacts, b: FunctionFacts): number {
  const [left, right] = [a, b].map(({ resource }) => titleOf(resource));
  return left < right ? -1 : left > right ? 1 : 0;
}
