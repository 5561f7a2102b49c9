import { branchesOf } from '../../model/branches';
import type { AppFacts, ResourceFacts, TemplateFacts } from '../../model/facts';
import { isTrue } from '../../model/json';

/** What holds messages in their order, and the property that says so. */
const ORDERED: Readonly<Record<string, string>> = { 'AWS::SQS::Queue': 'FifoQueue', 'AWS::SNS::Topic': 'FifoTopic' };

/** Whether a queue or topic keeps its messages in order; undefined where nothing tells. */
export function isFifo({ find }: AppFacts, from: TemplateFacts, text: string): boolean | undefined {
  const holder = find(from, text, ...Object.keys(ORDERED));
  if (holder) return isOrdered(holder);
  // Names of both kinds end alike, and ARNs and URLs end with the name.
  if (text.endsWith('.fifo')) return true;
  return text.endsWith('}') ? undefined : false;
}

/** Undefined where a condition decides between both. */
export function isOrdered({ type, properties }: ResourceFacts): boolean | undefined {
  const choices = new Set(branchesOf(properties[ORDERED[type]]).map(({ value }) => isTrue(value)));
  return choices.size > 1 ? undefined : choices.has(true);
}
