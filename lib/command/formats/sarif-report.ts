import { createHash } from 'crypto';
import { isAbsolute } from 'path';
import { pathToFileURL } from 'url';
import { RULES } from '../../rules';
import type { Rule } from '../../rules/define-rule';
import { frameworksOf } from '../../rules/frameworks-of';
import type { Severity } from '../../rules/verdict';
import { seenFrom } from '../input/template-path';
import type { Accepted, LocatedFinding, Report } from '../report';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://github.com/cdk-secure-function/cdk-secure-function';
const LEVELS: Readonly<Record<Severity, string>> = { fatal: 'error', error: 'error', warning: 'warning', info: 'note' };
/** How code scanning ranks security findings. */
const SCORES: Readonly<Record<Severity, string>> = { fatal: '9.0', error: '7.0', warning: '4.0', info: '1.0' };

/** SARIF 2.1.0, for code scanning. */
export function sarifReport({ tool, templates, findings, waived }: Report, cwd: string): string {
  const fingerprints = new Fingerprints();
  const resultOf = (finding: LocatedFinding, accepted?: Accepted) => result(finding, accepted, cwd, fingerprints);
  const notifications = templates
    .filter(({ status }) => status === 'unreadable')
    .map(({ path, reason }) => ({
      level: 'error',
      message: { text: `${path} could not be read: ${reason}` },
      locations: [{ physicalLocation: { artifactLocation: artifact(path, cwd) } }],
    }));
  const run = {
    tool: { driver: { name: tool.name, version: tool.version, informationUri: HOME, rules: RULES.map(describe) } },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: notifications.length === 0, toolExecutionNotifications: notifications }],
    results: [
      ...findings.map(finding => resultOf(finding)),
      ...waived.map(({ finding, accepted }) => resultOf(finding, accepted)),
    ],
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

function describe(rule: Rule) {
  const { id, title, why, fix, links, severity, profile, controls } = rule;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${fix} ${links.join(' ')}`,
      markdown: [why, `**Fix:** ${fix}`, ...links.map(link => `<${link}>`)].join('\n\n'),
    },
    ...(links.length === 0 ? {} : { helpUri: links[0] }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', profile, ...controls, ...frameworksOf(rule)],
      'security-severity': SCORES[severity],
      precision: 'high',
    },
  };
}

function result(finding: LocatedFinding, accepted: Accepted | undefined, cwd: string, fingerprints: Fingerprints) {
  const { rule, severity, verdict, message, fix, resource, constructPath, property, relatedResources } = finding;
  const properties = { severity, verdict, resource, constructPath, property, relatedResources };
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
    message: { text: `${message}. ${fix}` },
    locations: locations(finding, cwd),
    ...relatedLocations(finding),
    partialFingerprints: { 'cdkSecureFunction/v1': fingerprints.of(finding) },
    ...(accepted === undefined ? {} : { suppressions: [suppression(accepted)] }),
    properties,
  };
}

function locations({ template, line, resource, constructPath }: LocatedFinding, cwd: string) {
  const name = resource ?? constructPath;
  const logical =
    name === undefined ? {} : { logicalLocations: [{ name, fullyQualifiedName: constructPath ?? name, kind: 'resource' }] };
  const physical =
    template === undefined
      ? {}
      : { physicalLocation: { artifactLocation: artifact(template, cwd), region: { startLine: line ?? 1 } } };
  return template === undefined && name === undefined ? [] : [{ ...physical, ...logical }];
}

/** The line of the app that made the resource. */
function relatedLocations({ source }: LocatedFinding) {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(source ?? '') ?? [];
  if (file === undefined) return {};
  const region = { startLine: Math.max(1, Number(line)), startColumn: Math.max(1, Number(column)) };
  return {
    relatedLocations: [
      { id: 1, message: { text: 'made here' }, physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } },
    ],
  };
}

function suppression({ reason, owner, expires }: Accepted) {
  const until = expires === undefined ? '' : ` (owner: ${owner}, expires: ${expires})`;
  return { kind: 'external', status: 'accepted', ...(reason === undefined ? {} : { justification: `${reason}${until}` }) };
}

function artifact(path: string, cwd: string) {
  return { uri: uriOf(seenFrom(cwd, path)) };
}

/** Relative where it can be: a checkout stands elsewhere tomorrow. */
function uriOf(path: string): string {
  return isAbsolute(path) ? pathToFileURL(path).href : path.replace(/\\/g, '/').split('/').map(encodeURIComponent).join('/');
}

/** One name for the same finding in every run, also after lines moved. */
class Fingerprints {
  private readonly seen = new Map<string, number>();

  public of({ rule, template, resource, constructPath, property }: LocatedFinding): string {
    const facts = JSON.stringify([rule, template, resource, constructPath, property]);
    const count = this.seen.get(facts) ?? 0;
    this.seen.set(facts, count + 1);
    return createHash('sha256')
      .update(`${facts}${count === 0 ? '' : count}`)
      .digest('hex');
  }
}
