import { App, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AcknowledgementFacts, WaiverFacts } from './facts';
import { isObject } from './json';
import { Control, PLUGIN_NAME } from '../baseline/control';
import { WAIVER_METADATA } from '../baseline/waiver';

/** The metadata entry in which CDK keeps what was acknowledged, as reasons by id. */
export const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';
const OURS: ReadonlySet<string> = new Set(Object.values(Control));
/** What stands before an id: our name, or what CDK's core puts before an id without one. */
const PREFIX = new RegExp(`^(?:${PLUGIN_NAME}|Annotation|Construct-Annotations)::`);

/** The metadata of one construct, as the construct tree and the cloud assembly both keep it. */
export interface ConstructMetadata {
  readonly constructPath: string;
  readonly scope: AcknowledgementFacts['scope'];
  readonly metadata: readonly { readonly type: string; readonly data?: unknown }[];
}

/** What people acknowledged of our rules, anywhere in the construct tree, with the waiver where one stands beside it. */
export function acknowledgementsOf(app: IConstruct): AcknowledgementFacts[] {
  return app.node.findAll().flatMap(construct => {
    const { metadata, path } = construct.node;
    return metadata.length === 0 ? [] : acknowledgedIn({ constructPath: path, scope: scopeOf(construct), metadata });
  });
}

/** What people acknowledged of our rules on one construct. */
export function acknowledgedIn({ constructPath, scope, metadata }: ConstructMetadata): AcknowledgementFacts[] {
  const dataOf = (type: string): readonly unknown[] => metadata.filter(entry => entry.type === type).map(entry => entry.data);
  const rules = new Set(
    dataOf(ACKNOWLEDGED_RULES)
      .flatMap(data => (isObject(data) ? Object.keys(data) : []))
      .map(id => id.replace(PREFIX, '')),
  );
  const waivers = dataOf(WAIVER_METADATA);
  return [...rules]
    .filter(rule => OURS.has(rule))
    .flatMap(rule => {
      const acknowledged = { rule, constructPath, scope };
      const waived = waivers.flatMap(data => waiverOf(data, rule) ?? []);
      return waived.length === 0 ? [acknowledged] : waived.map(waiver => ({ ...acknowledged, waiver }));
    });
}

function waiverOf(data: unknown, rule: string): WaiverFacts | undefined {
  if (!isObject(data) || data.rule !== rule) return undefined;
  const { reason, owner, expires, ticket } = data;
  if (typeof reason !== 'string' || typeof owner !== 'string' || typeof expires !== 'string') return undefined;
  return { reason, owner, expires, ...(typeof ticket === 'string' ? { ticket } : {}) };
}

function scopeOf(construct: IConstruct): AcknowledgementFacts['scope'] {
  return App.isApp(construct) ? 'app' : Stage.isStage(construct) ? 'stage' : Stack.isStack(construct) ? 'stack' : 'construct';
}
