import { asTemplate } from './as-template';
import type { Spec } from './network-spec';
import type { Packet } from './packet-walk';
import { PacketWalk } from './packet-walk';
import { DESTINATIONS, Dice, randomNetwork } from './random-network';
import type { DestinationFacts } from '../../../lib/model/facts';
import { addressesOf } from '../../../lib/model/network/addresses';
import { modelOf, onlyFunction } from '../build';

type Question = Omit<Packet, 'from' | 'sourcePort'>;

const NUMBERS = { tcp: 6n, udp: 17n, icmp: 1n };
const CONTENTS = { other: 0n, tls: 1n, http: 2n };

/** Where the analyser says that a packet gets to, in the words of the walk. */
function placesClaimed(destinations: readonly DestinationFacts[], { to, protocol, port, content, name }: Question): Set<string> {
  const [address] = addressesOf(to)!;
  const holds = (ranges: readonly (readonly [bigint, bigint])[], value: bigint) =>
    ranges.some(([first, last]) => first <= value && value <= last);
  const matching = destinations.filter(
    ({ traffic, domains }) =>
      (domains === undefined ||
        domains.some(domain => (domain.startsWith('*.') ? `.${name}`.endsWith(domain.slice(1)) : domain === name))) &&
      traffic.some(
        part =>
          holds(part.to, address) &&
          holds(part.protocols, NUMBERS[protocol]) &&
          (protocol === 'icmp' || holds(part.ports, BigInt(port))) &&
          holds(part.contents, CONTENTS[content]),
      ),
  );
  return new Set(matching.map(placeOf));
}

function placeOf({ kind, resource, text = '' }: DestinationFacts): string {
  if (kind === 'group') return /#(Group\d)/.exec(text)![1];
  if (kind === 'beyond') return resource!.logicalId.toLowerCase();
  return resource?.logicalId.startsWith('Listener') === true ? resource.logicalId : kind;
}

function questions(dice: Dice): readonly Question[] {
  const named = (content: 'tls' | 'http') => ['api.example.com', 'www.example.com', 'evil.test'].map(name => ({ content, name }));
  const contents = [{ content: 'other' as const, name: '' }, ...named('tls'), dice.one(named('http'))];
  return dice
    .some(DESTINATIONS, 0.3)
    .flatMap(to =>
      dice
        .some([22, 80, 443, 450, 5432, 8443], 0.3)
        .flatMap((port): Question[] => [
          ...contents.map(content => ({ to, protocol: 'tcp' as const, port, ...content })),
          { to, protocol: 'udp', port, content: 'other', name: '' },
          { to, protocol: 'icmp', port: 0, content: 'other', name: '' },
        ]),
    );
}

function disagreements(spec: Spec, dice: Dice, tally: Map<string, number>): string[] {
  const model = modelOf(asTemplate(spec));
  const reach = model.networking.reachOf(onlyFunction(model))!;
  const walk = new PacketWalk(spec);
  return questions(dice).flatMap(question => {
    const [claimed, reached] = [placesClaimed(reach.destinations, question), walk.placesReached(question)].map(places =>
      [...places].sort(),
    );
    for (const place of reached) tally.set(place, (tally.get(place) ?? 0) + 1);
    return claimed.join() === reached.join()
      ? []
      : [`${JSON.stringify(question)}: claimed ${claimed.join()}, reached ${reached.join()}`];
  });
}

const SEEDS = 10;
const NETWORKS_EACH = 100;

describe('the analyser agrees with a walk of every packet', () => {
  const tally = new Map<string, number>();

  test.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))('on a hundred networks, seed %i', seed => {
    const dice = new Dice(seed);
    for (let number = 0; number < NETWORKS_EACH; number++) {
      const spec = randomNetwork(dice);
      const found = disagreements(spec, dice, tally);
      if (found.length > 0) throw new Error(`network ${number}: ${found.slice(0, 3).join('\n')}\n${JSON.stringify(spec)}`);
    }
  });

  test('and the networks lead to every kind of place', () => {
    for (const place of ['internet', 'network', 'instance', 'tgw', 'Listener0', 'Listener1', 'Group0']) {
      expect(tally.get(place) ?? 0).toBeGreaterThan(50);
    }
  });
});
