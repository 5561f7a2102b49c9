import { LIMITS } from '../../baseline/limits';
import type { AppFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';

/** What is wrong with how long a log group keeps its lines, in words that follow its name. */
export function retentionFault({ RetentionInDays: stated }: JsonObject): string | undefined {
  const days = textOf(stated);
  if (days === undefined) return 'keeps its lines for ever: RetentionInDays is left out';
  if (isSymbolic(days) || LIMITS.logRetentionDays.includes(Number(days))) return undefined;
  return `has no retention that CloudWatch knows: RetentionInDays is ${days}`;
}

const OF_FUNCTIONS = new WeakMap<AppFacts, ReadonlySet<ResourceFacts>>();

/** The log groups of functions, which rules about functions judge. */
export function groupsOfFunctions(app: AppFacts): ReadonlySet<ResourceFacts> {
  const known =
    OF_FUNCTIONS.get(app) ??
    new Set(app.functions.flatMap(({ logGroup }) => (logGroup === undefined || 'unknown' in logGroup ? [] : logGroup.resource)));
  OF_FUNCTIONS.set(app, known);
  return known;
}
