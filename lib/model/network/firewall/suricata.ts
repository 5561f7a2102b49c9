import type { TemplateFacts } from '../../facts';
import { holdsAll, intersection } from '../ranges';
import type { Ranges } from '../ranges';
import { CONTENT, NOT_TCP, PROTOCOLS, TCP } from '../traffic';
import type { Filter } from '../traffic';
import type { FirewallRule } from './firewall-rule';
import type { Bounds, Variables } from './variables';

/** The rules of a text in the language of Suricata, a rule on each line. */
export function suricataRules(text: string, template: TemplateFacts, variables: Variables): readonly FirewallRule[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .flatMap(line => suricataRule(line, template, variables));
}

const ENDPOINT = '(!?\\[[^\\]]*\\]|\\S+)';
const RULE = new RegExp(
  `^(\\w+)\\s+([\\w-]+)\\s+${ENDPOINT}\\s+${ENDPOINT}\\s+(->|<>)\\s+${ENDPOINT}\\s+${ENDPOINT}\\s*\\((.*)\\)\\s*$`,
);

/** What is refused with an answer is dropped as well. */
const ACTIONS: ReadonlyMap<string, 'pass' | 'drop' | 'alert'> = new Map([
  ['pass', 'pass'],
  ['drop', 'drop'],
  ['reject', 'drop'],
  ['alert', 'alert'],
]);

/** What one rule lets through or drops; a line that is no rule may let anything through. */
export function suricataRule(line: string, template: TemplateFacts, variables: Variables): readonly FirewallRule[] {
  const [, action = '', protocol, source, sourcePort, direction, destination, port, options] = RULE.exec(line) ?? [];
  const done = ACTIONS.get(action.toLowerCase());
  if (done === undefined) return [{ action: 'pass', filters: [{}], certain: false, unknown: `the firewall rule '${line}'` }];
  if (done === 'alert') return [];
  const passes = done === 'pass';
  const asked = askedBy(options);
  if (asked.never) return [];
  const ends = [source, destination].map(end => variables.addressesIn(template, end));
  const ports = [sourcePort, port].map(end => variables.portsIn(end));
  const spoken = spokenBy(protocol.toLowerCase());
  const certain = asked.certain && spoken.certain && ports.every(known => known !== undefined);
  // A drop that may not happen stops nothing, and one for some names leaves the others.
  if (!passes && (!certain || asked.domains !== undefined)) return [];
  const limits = { ...spoken.filter, ...asked.contents };
  const protocols = asked.established === undefined ? limits.protocols : narrowed(limits.protocols, passes, asked.established);
  if (protocols?.length === 0) return [];
  const bound = (set: Bounds) => (passes ? set.most : set.least);
  const filter = (from: number, to: number): Filter => ({
    ...limits,
    protocols,
    from: bound(ends[from]),
    to: bound(ends[to]),
    sourcePorts: ports[from],
    ports: ports[to],
  });
  return [
    {
      action: passes ? 'pass' : 'drop',
      filters: direction === '<>' ? [filter(0, 1), filter(1, 0)] : [filter(0, 1)],
      certain: certain && (!passes || ends.every(({ least, most }) => holdsAll(least, most))),
      domains: asked.domains,
      unknown: asked.certain ? undefined : `the firewall rule '${line}'`,
    },
  ];
}

/**
 * A pass before a connection stands lets no data of TCP through, and a drop of established connections stops TCP for certain: whatever needs no
 * connection has left with its first packet.
 */
function narrowed(protocols: Ranges | undefined, passes: boolean, established: boolean): Ranges | undefined {
  if (passes === established) return protocols;
  const others = passes ? NOT_TCP : TCP;
  return protocols === undefined ? others : intersection(protocols, others);
}

function spokenBy(protocol: string): { readonly filter: Filter; readonly certain: boolean } {
  if (protocol === 'ip') return { filter: {}, certain: true };
  const known = PROTOCOLS.get(protocol.replace(/^tcp-(?:pkt|stream)$/, 'tcp'));
  if (known) return { filter: { protocols: known }, certain: true };
  if (protocol === 'tls' || protocol === 'ssl') return { filter: { protocols: TCP, contents: CONTENT.TLS }, certain: true };
  if (/^http[12]?$/.test(protocol)) return { filter: { protocols: TCP, contents: CONTENT.HTTP }, certain: protocol === 'http' };
  return { filter: { contents: CONTENT.OTHER }, certain: false };
}

interface Asked {
  /** Whether the rule matches whatever its header matches. */
  readonly certain: boolean;
  /** Whether it can match nothing that a function begins. */
  readonly never: boolean;
  readonly domains?: readonly string[];
  readonly contents?: Filter;
  readonly established?: boolean;
}

/** Keywords that say something about a rule and nothing about what it matches. */
const SILENT =
  /^(?:msg|sid|rev|gid|classtype|priority|metadata|reference|noalert|target|nocase|startswith|endswith|dotprefix|to\.lowercase|ssl\.state)$/;

function askedBy(options: string): Asked {
  const keywords = [...options.matchAll(/([\w.-]+)\s*(?::\s*((?:"(?:\\.|[^"\\])*"|[^;"])*))?;?/g)].map(
    ([, keyword, value = '']) => [keyword.toLowerCase().replace('_', '.'), value.trim()] as const,
  );
  const value = (wanted: string) => keywords.find(([keyword]) => keyword === wanted)?.[1];
  const flow = (value('flow') ?? '').split(',').map(part => part.trim());
  const domain = domainIn(keywords);
  const spoken = CONTENTS.get(value('app-layer-protocol') ?? '');
  const understood = keywords.every(
    ([keyword]) =>
      SILENT.test(keyword) ||
      (keyword === 'flow' && flow.every(part => /^(?:established|not_established|to_server|from_client)$/.test(part))) ||
      (keyword === 'app-layer-protocol' && spoken !== undefined) ||
      (domain !== undefined && /^(?:tls\.sni|http\.host|content)$/.test(keyword)),
  );
  return {
    certain: understood,
    never: flow.includes('to_client') || flow.includes('from_server'),
    domains: domain === undefined ? undefined : [domain],
    contents: spoken,
    established: flow.includes('established') || (flow.includes('not_established') ? false : undefined),
  };
}

const CONTENTS: ReadonlyMap<string, Filter> = new Map([
  ['tls', { protocols: TCP, contents: CONTENT.TLS }],
  ['http', { protocols: TCP, contents: CONTENT.HTTP }],
]);

/** The name that a rule looks for in the greeting of TLS or HTTP; one that is cut at either end leaves that end open. */
function domainIn(keywords: readonly (readonly [string, string])[]): string | undefined {
  const has = (wanted: string) => keywords.some(([keyword]) => keyword === wanted);
  const contents = keywords.filter(([keyword]) => keyword === 'content');
  if (!(has('tls.sni') || has('http.host')) || contents.length !== 1 || contents[0][1].startsWith('!')) return undefined;
  const text = contents[0][1].replace(/^"|"$/g, '');
  if (has('dotprefix') && has('endswith') && text.startsWith('.')) return `*${text}`;
  return `${has('startswith') ? '' : '*'}${text}${has('endswith') ? '' : '*'}`;
}
