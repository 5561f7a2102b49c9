import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AcknowledgementFacts, WaiverFacts } from './facts';
import { isObject } from './json';
import { Control, PLUGIN_NAME } from '../baseline/control';
import { WAIVER_METADATA } from '../baseline/waiver';

/** The metadata entry in which CDK keeps what was acknowledged, as reasons by id. */
export const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';
const FUNCTIONS: ReadonlySet<string> = new Set(['AWS::Lambda::Function', 'AWS::Serverless::Function']);
const OURS: ReadonlySet<string> = new Set(Object.values(Control));
/** What stands before an id: our name, or what CDK's core puts before an id without one. */
const PREFIX = new RegExp(`^(?:${PLUGIN_NAME}|Annotation|Construct-Annotations)::`);

/** The metadata of one construct, as the construct tree and the cloud assembly both keep it. */
export interface ConstructMetadata {
  readonly constructPath: string;
  readonly scope: AcknowledgementFacts['scope'];
  readonly covers?: AcknowledgementFacts['covers'];
  readonly metadata: readonly { readonly type: string; readonly data?: unknown }[];
}

/** What people acknowledged of our rules, anywhere in the construct tree, with the waiver where one stands beside it. */
export function acknowledgementsOf(app: IConstruct): AcknowledgementFacts[] {
  const constructs = app.node.findAll();
  let covers: ReturnType<typeof coveredBy> | undefined;
  return constructs.flatMap(construct => {
    const { metadata } = construct.node;
    if (rulesIn(metadata).size === 0) return [];
    covers ??= coveredBy(constructs);
    const scope = scopeOf(construct);
    const covered = scope === 'construct' ? covers(construct) : undefined;
    return acknowledgedIn({ constructPath: construct.node.path, scope, metadata, covers: covered });
  });
}

/** What of the tree an acknowledgement on a construct covers beyond one function. Counted once, from the leaves. */
function coveredBy(constructs: readonly IConstruct[]): (construct: IConstruct) => string | undefined {
  const below = new Map<IConstruct, { functions: number; stacks: number }>();
  const of = (construct: IConstruct) => {
    const known = below.get(construct) ?? { functions: 0, stacks: 0 };
    below.set(construct, known);
    return known;
  };
  for (const construct of [...constructs].reverse()) {
    const { functions, stacks } = of(construct);
    const parent = construct.node.scope && of(construct.node.scope);
    if (parent === undefined) continue;
    const isFunction = CfnResource.isCfnResource(construct) && FUNCTIONS.has(construct.cfnResourceType);
    parent.functions += functions + (isFunction ? 1 : 0);
    parent.stacks += stacks + (Stack.isStack(construct) || Stage.isStage(construct) ? 1 : 0);
  }
  return construct => {
    const { functions, stacks } = of(construct);
    return stacks > 0 ? 'a whole stack' : functions > 1 ? `${functions} functions` : undefined;
  };
}

/** What people acknowledged of our rules on one construct. */
export function acknowledgedIn({ constructPath, scope, covers, metadata }: ConstructMetadata): AcknowledgementFacts[] {
  const waivers = metadata.filter(({ type }) => type === WAIVER_METADATA);
  return [...rulesIn(metadata)].flatMap(rule => {
    const acknowledged = { rule, constructPath, scope, covers };
    const waived = waivers.flatMap(({ data }) => waiverOf(data, rule) ?? []);
    return waived.length === 0 ? [acknowledged] : waived.map(waiver => ({ ...acknowledged, waiver }));
  });
}

/** Which of our rules are acknowledged. Most of what is acknowledged in an app is of others. */
function rulesIn(metadata: ConstructMetadata['metadata']): ReadonlySet<string> {
  const rules = new Set<string>();
  for (const { type, data } of metadata) {
    if (type !== ACKNOWLEDGED_RULES || !isObject(data)) continue;
    for (const id in data) {
      const rule = id.replace(PREFIX, '');
      if (OURS.has(rule)) rules.add(rule);
    }
  }
  return rules;
}

function waiverOf(data: unknown, rule: string): WaiverFacts | undefined {
  if (!isObject(data) || data.rule !== rule) return undefined;
  const { reason, owner, expires, ticket } = data;
  if (typeof reason !== 'string' || typeof owner !== 'string' || typeof expires !== 'string') return undefined;
  return { reason, owner, expires, ticket: typeof ticket === 'string' ? ticket : undefined };
}

function scopeOf(construct: IConstruct): AcknowledgementFacts['scope'] {
  return App.isApp(construct) ? 'app' : Stage.isStage(construct) ? 'stage' : Stack.isStack(construct) ? 'stack' : 'construct';
}
