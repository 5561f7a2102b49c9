import { readable, titleOf } from './plain-words';
import { scopeInWords, serviceInWords } from './service-in-words';
import type { AppFacts, DestinationFacts, DnsFacts, FunctionFacts, ReachFacts, TemplateFacts } from '../model/facts';
import { addressed, spokenAddresses, spokenPorts } from '../model/network/spoken';

/** The order in which a person wants to know. */
const ORDER: readonly DestinationFacts['kind'][] = [
  'peer',
  'service',
  'internet',
  'group',
  'network',
  'list',
  'beyond',
  'hidden',
];

/** Where a function can connect to, a line for each place, and at the end that there is no other, where that is known. */
export function reachInWords(fn: FunctionFacts, { networking }: AppFacts): string[] {
  const { network } = fn;
  if (network === undefined) return ['everywhere: it runs outside any VPC'];
  if ('unknown' in network) return [`wherever ${network.unknown} leads, which the templates do not tell`];
  const { destinations } = networking.reachOf(fn) as ReachFacts;
  const lines = ORDER.flatMap(kind => {
    const ways = new Map<string, Set<string>>();
    for (const destination of destinations.filter(candidate => candidate.kind === kind)) {
      const place = destinationInWords(fn, destination, networking);
      ways.set(place, (ways.get(place) ?? new Set()).add(wayInWords(fn, destination)));
    }
    return [...ways].map(([place, through]) => `${place}${[...through].join(' or')}`);
  });
  const isAll = destinations.every(({ kind, unknown }) => kind !== 'hidden' && unknown === undefined);
  return [...lines, ...(isAll ? [lines.length === 0 ? 'nothing' : 'nothing else'] : [])];
}

function destinationInWords(fn: FunctionFacts, destination: DestinationFacts, { endpoints }: AppFacts['networking']): string {
  const { kind, resource, domains, traffic } = destination;
  const ports = spokenPorts(traffic);
  const endpoint = kind === 'service' ? endpoints.find(candidate => candidate.resource === resource) : undefined;
  const place =
    endpoint === undefined ? placeInWords(fn, destination) : `${serviceInWords(endpoint)} (${scopeInWords(endpoint, fn)})`;
  return `${domains?.join(', ') ?? place}${ports === '' ? '' : ` ${ports}`}`;
}

function placeInWords(
  { resource: { template } }: FunctionFacts,
  { kind, resource, text = '', traffic }: DestinationFacts,
): string {
  const name = resource === undefined ? readable(template, text) : titleOf(resource);
  const addresses = spokenAddresses(addressed(traffic));
  switch (kind) {
    case 'internet':
      return `${addresses} on the internet`;
    case 'group':
      return `whoever is in the security group ${name}`;
    case 'network':
      return `anything else in ${name}`;
    case 'list':
      return `the addresses of ${name}`;
    case 'beyond':
      return `${addresses} behind ${name}`;
    case 'hidden':
      return `${addresses} wherever ${name} leads, which stands in no template,`;
    default:
      return name;
  }
}

/** The firewall counts more than the gateways around it. */
function wayInWords({ resource: { template } }: FunctionFacts, { through, unknown }: DestinationFacts): string {
  const firewall = through.find(({ type }) => type === 'AWS::NetworkFirewall::Firewall');
  const way = firewall === undefined ? through.map(titleOf).join(', ') : `the firewall ${titleOf(firewall)}`;
  const doubt = unknown === undefined ? '' : `, depending on ${readable(template, unknown)}`;
  return `${way === '' ? '' : ` through ${way}`}${doubt}`;
}

/** Nobody has to have filtered the names of a network that was imported. */
const NOT_TOLD = 'whatever its VPC answers, which stands in no template';

/** Which names it may ask for. */
export function namesInWords(fn: FunctionFacts, { networking }: AppFacts): string[] {
  const { dns = [], hiddenSubnets = [] } = networking.reachOf(fn) ?? {};
  return [...new Set([...dns.map(dnsInWords), ...(hiddenSubnets.length > 0 && dns.length === 0 ? [NOT_TOLD] : [])])];
}

function dnsInWords({ answers, names, vpc, unknown, failsOpen }: DnsFacts): string {
  const doubt = failsOpen.length === 0 ? '' : ', and every name while the DNS Firewall does not answer';
  switch (answers) {
    case 'nothing':
      return 'no name';
    case 'names':
      return `${names.length === 0 ? 'no name' : namesOf(names, vpc?.template).join(', ')}${doubt}`;
    case 'everything':
      return vpc === undefined ? NOT_TOLD : 'every name';
    case 'unknown':
      return `whatever ${unknown} lets through, which stands in no template`;
  }
}

/** What only the deployment computes is left out of a name. */
function namesOf(names: readonly string[], template: TemplateFacts | undefined): readonly string[] {
  const read = names.map(name => (template === undefined ? name : readable(template, name)).replace(/\$\{\?[^}]*\}/g, '…'));
  return [...new Set(read)];
}
