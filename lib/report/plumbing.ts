import { readable } from './plain-words';
import { LOG_ACTIONS, NETWORK_INTERFACE_ACTIONS, TRACING_ACTIONS } from '../baseline/platform-actions';
import type { PolicyStatementFacts, RoleFacts, Unknown } from '../model/facts';

/** What Lambda does in a function's name on every platform, so that the list of what the code may do stays short enough to be read. */
const KINDS: readonly { readonly name: string; readonly actions: ReadonlySet<string>; readonly anyResource: boolean }[] = [
  { name: 'its logs', actions: new Set(LOG_ACTIONS), anyResource: false },
  { name: 'traces', actions: new Set(TRACING_ACTIONS), anyResource: true },
  { name: 'network interfaces', actions: new Set(NETWORK_INTERFACE_ACTIONS), anyResource: true },
];

/** What kind of plumbing a statement is, in words; undefined for one that the code is meant to use, and for one that is wider than plumbing. */
export function plumbingOf({ statement, resource, conditional }: PolicyStatementFacts): string | undefined {
  const { actions, resources, conditions, notResources } = statement;
  if (actions.length === 0 || notResources.length > 0 || conditional) return undefined;
  const services = conditions.filter(({ key }) => key.toLowerCase() === 'kms:viaservice').flatMap(({ values }) => values);
  if (services.length > 0 && actions.every(action => action.startsWith('kms:')) && !resources.includes('*')) {
    return `keys through ${services.map(service => readable(resource.template, service).split('.')[0]).join(', ')}`;
  }
  const kind = KINDS.find(candidate => actions.every(action => candidate.actions.has(action)));
  return kind !== undefined && conditions.length === 0 && (kind.anyResource || !resources.includes('*')) ? kind.name : undefined;
}

/** The plumbing of a role in one line: `its logs, traces, network interfaces (denied to code), keys through logs, sqs`. */
export function plumbingInWords(role: RoleFacts | Unknown): string[] {
  if ('unknown' in role) return [];
  const kinds = new Set(
    role.statements.filter(({ statement }) => statement.effect === 'Allow').flatMap(facts => plumbingOf(facts) ?? []),
  );
  const denied = role.statements.some(
    ({ statement }) =>
      statement.effect === 'Deny' && statement.conditions.some(({ key }) => key.toLowerCase() === 'lambda:sourcefunctionarn'),
  );
  const words = [...kinds].map(kind => (kind === 'network interfaces' && denied ? `${kind} (denied to code)` : kind));
  return words.length === 0 ? [] : [words.join(', ')];
}
