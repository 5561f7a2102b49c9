import type {
  AclEntrySpec,
  FirewallSpec,
  GroupRuleSpec,
  InspectionSpec,
  Protocol,
  RouteSpec,
  RuleGroupSpec,
  Spec,
  StatelessSpec,
  TargetSpec,
  VpcSpec,
} from './network-spec';

/** Numbers that look random and are the same for the same seed (a linear congruential generator). */
export class Dice {
  private state: bigint;

  constructor(seed: number) {
    this.state = BigInt(seed);
    this.next();
  }

  public next(): number {
    this.state = (this.state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return Number(this.state / 2n ** 32n) / 2 ** 32;
  }

  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public one<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  public some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.chance(probability));
  }

  public times<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const IPV6 = '2600:1f00:0:ff00::/56';
const PUBLIC = ['198.51.100.0/24', '198.51.100.128/25', '203.0.113.0/24', '1.0.0.0/8'];
const FAR = [
  '0.0.0.0/0',
  '0.0.0.0/0',
  '0.0.0.0/0',
  ...PUBLIC,
  '10.0.0.0/8',
  '10.0.2.0/24',
  '10.1.0.0/16',
  '::/0',
  '64:ff9b::/96',
  '2600:9000::/28',
];
const NEAR = [
  '0.0.0.0/0',
  '10.0.0.0/16',
  '10.0.0.0/25',
  '10.0.1.0/24',
  '10.0.2.128/25',
  '10.1.0.0/24',
  '::/0',
  '2600:1f00:0:ff00::/64',
];
const RANGES: readonly (readonly [number, number])[] = [
  [443, 443],
  [0, 65_535],
  [1024, 65_535],
  [400, 500],
  [5432, 5432],
  [32_768, 60_999],
];
const PROTOCOLS: readonly (Protocol | 'all')[] = ['tcp', 'tcp', 'all', 'udp', 'icmp'];
const ANYTHING: GroupRuleSpec = { protocol: 'all', cidr: '0.0.0.0/0' };
const NAMES = ['api.example.com', '.example.com', 'evil.test', '.test'];

/** Where packets of the tests are sent to: both ends of every range that the networks use, and their neighbours. */
export const DESTINATIONS = [
  ...[
    '10.0.0.0',
    '10.0.0.127',
    '10.0.0.128',
    '10.0.1.9',
    '10.0.2.0',
    '10.0.2.127',
    '10.0.2.128',
    '10.0.2.255',
    '10.0.3.7',
    '10.0.9.1',
  ],
  ...['10.1.0.0', '10.1.0.255', '10.1.1.1', '10.2.0.1', '198.51.100.0', '198.51.100.127', '198.51.100.128', '198.51.101.0'],
  ...['203.0.113.255', '1.2.3.4', '8.8.8.8', '100.64.0.1', '255.255.255.255', '169.254.1.1'],
  ...[
    '2600:1f00:0:ff00::5',
    '2600:1f00:0:ff02::1',
    '2600:9000::1',
    '2600:9010::1',
    '64:ff9b::c633:6401',
    '64:ff9b::808:808',
    'fe80::1',
  ],
];

export function randomNetwork(dice: Dice): Spec {
  const dual = dice.chance(0.3);
  const vpcs: VpcSpec[] = [
    {
      cidrs: ['10.0.0.0/16', ...(dual ? [IPV6] : [])],
      subnets: [0, 1, 2, 3].map(index =>
        subnet(dice, `10.0.${index}.0/24`, Math.max(0, index - 1), dual ? `2600:1f00:0:ff0${index}::/64` : undefined),
      ),
    },
    { cidrs: ['10.1.0.0/16'], subnets: [0, 1].map(index => subnet(dice, `10.1.${index}.0/24`, 3)) },
  ];
  const hasTransit = dice.chance(0.5);
  return {
    vpcs,
    tables: dice.chance(0.7) ? planned(dice) : Array.from({ length: 4 }, () => dice.times(4, () => route(dice)).filter(uniquely)),
    acls: Array.from({ length: 2 }, () => acl(dice)),
    nats: [
      { subnet: 2, isPrivate: dice.chance(0.1) },
      { subnet: 3, isPrivate: dice.chance(0.1) },
    ],
    firewall: firewall(dice),
    groups: Array.from({ length: 3 }, () => ({
      ...(dice.chance(0.1) ? {} : { egress: [...dice.times(3, () => groupRule(dice, FAR)), ...dice.some([ANYTHING], 0.5)] }),
      ingress: dice.times(3, () => groupRule(dice, NEAR)),
    })),
    listeners: dice
      .times(2, () => ({ subnets: dice.some([0, 1, 2, 3, 4, 5], 0.35), groups: dice.some([0, 1, 2], 0.5) }))
      .filter(({ subnets, groups }) => subnets.length > 0 && groups.length > 0),
    transit: {
      attached: [
        { vpc: 0, subnets: [1] },
        { vpc: 1, subnets: dice.one([[4], [4, 5]]) },
      ],
      routes: dice
        .times(3, () => ({
          to: dice.one(['0.0.0.0/0', '10.1.0.0/16', '10.1.1.0/24', '198.51.100.0/24']),
          attached: dice.one([0, 1, 1, 'blackhole'] as const),
        }))
        .filter(uniquely),
      tableKnown: hasTransit,
    },
    sender: { subnets: dice.one([[0], [0, 1], [1]]), groups: dice.one([[0], [0, 1], [2]]), ipv6: dual && dice.chance(0.8) },
  };
}

/** Ways out as people build them: each table's own default route, and some routes that nobody planned. */
const PLANS: readonly (readonly (TargetSpec['kind'] | undefined)[])[] = [
  ['nat', 'igw', undefined],
  ['firewall', 'igw', 'nat'],
  ['firewall', 'igw', 'nat'],
  ['firewall', 'tgw', 'nat'],
  ['nat', 'firewall', 'igw'],
  ['tgw', 'igw', 'nat', 'igw'],
  ['peering', 'igw', 'nat', 'peering'],
];

function planned(dice: Dice): readonly (readonly RouteSpec[])[] {
  const plan = dice.one(PLANS);
  return [0, 1, 2, 3].map(index => {
    const kind = plan[index];
    const target: TargetSpec | undefined = kind === 'nat' ? { kind, nat: 0 } : kind && { kind };
    const own =
      target === undefined
        ? []
        : [
            { to: '0.0.0.0/0', target },
            ...(dice.chance(0.4) ? [{ to: '::/0', target: dice.one([{ kind: 'eigw' }, { kind: 'igw' }] as const) }] : []),
          ];
    return [...own, ...dice.times(2, () => route(dice))].filter(uniquely);
  });
}

/** Mostly under the table that is planned for it. */
function subnet(dice: Dice, cidr: string, table: number, ipv6?: string) {
  return {
    cidr,
    ...(ipv6 === undefined ? {} : { ipv6 }),
    ...(dice.chance(0.9) ? { table: dice.chance(0.8) ? table : dice.below(4) } : {}),
    ...(dice.chance(0.35) ? { acl: dice.below(2) } : {}),
  };
}

function route(dice: Dice): RouteSpec {
  const to = dice.one(['0.0.0.0/0', '10.0.2.0/24', ...FAR]);
  const targets: readonly TargetSpec[] = to.includes(':')
    ? [{ kind: 'igw' }, { kind: 'eigw' }, { kind: 'nat', nat: 0 }, { kind: 'firewall' }]
    : [
        { kind: 'igw' },
        { kind: 'igw' },
        { kind: 'nat', nat: 0 },
        { kind: 'nat', nat: 1 },
        { kind: 'firewall' },
        { kind: 'firewall' },
        { kind: 'peering' },
        { kind: 'tgw' },
        { kind: 'instance' },
      ];
  return { to, target: dice.one(targets) };
}

/** A table has one route to a destination, an ACL one entry of a number. */
function uniquely<T extends { readonly to: string }>(item: T, index: number, items: readonly T[]): boolean {
  return items.findIndex(({ to }) => to === item.to) === index;
}

function acl(dice: Dice): readonly AclEntrySpec[] {
  const wide = [true, false].map(egress => ({ number: 900, egress, allow: true, protocol: 'all' as const, cidr: '0.0.0.0/0' }));
  const entries = dice.times(5, () => {
    const protocol = dice.one(PROTOCOLS);
    return {
      number: 100 + dice.below(50),
      egress: dice.chance(0.5),
      allow: dice.chance(0.6),
      protocol,
      cidr: dice.one([...FAR, ...NEAR]),
      ...(protocol === 'tcp' || protocol === 'udp' ? { ports: dice.one(RANGES) } : {}),
    };
  });
  const first = (entry: AclEntrySpec, index: number) =>
    entries.findIndex(({ number, egress }) => number === entry.number && egress === entry.egress) === index;
  return [...entries.filter(first), ...dice.some(wide, 0.8)];
}

function groupRule(dice: Dice, cidrs: readonly string[]): GroupRuleSpec {
  const protocol = dice.one(PROTOCOLS);
  return {
    protocol,
    ...(protocol === 'tcp' || protocol === 'udp' ? { ports: dice.one(RANGES) } : {}),
    ...(dice.chance(0.35) ? { group: dice.below(3) } : { cidr: dice.one(cidrs) }),
  };
}

function firewall(dice: Dice): FirewallSpec {
  const strict = dice.chance(0.6);
  return {
    subnets: dice.one([[3], [2, 3], [1]]),
    strict,
    statelessDefault: dice.chance(0.8) ? 'aws:forward_to_sfe' : dice.one(['aws:pass', 'aws:drop']),
    stateless: dice.chance(0.3) ? dice.times(3, () => statelessRule(dice)) : [],
    ...(strict
      ? { statefulDefault: dice.one(['aws:drop_strict', 'aws:drop_established', 'aws:drop_established', 'aws:alert_strict']) }
      : {}),
    groups: dice.times(3, () => ruleGroup(dice)),
  };
}

function statelessRule(dice: Dice): StatelessSpec {
  const protocol = dice.one([undefined, 'tcp', 'tcp', 'udp', 'icmp'] as const);
  return {
    action: dice.one(['aws:pass', 'aws:drop', 'aws:forward_to_sfe']),
    ...(dice.chance(0.4) ? { to: dice.one(PUBLIC) } : {}),
    ...(dice.chance(0.3) ? { from: '10.0.0.0/24' } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...((protocol === 'tcp' || protocol === 'udp') && dice.chance(0.5) ? { ports: dice.one(RANGES) } : {}),
  };
}

function ruleGroup(dice: Dice): RuleGroupSpec {
  const home = dice.chance(0.3) ? { home: dice.one([['10.0.0.0/8'], ['10.0.0.0/24'], ['10.9.0.0/16', '10.0.3.0/24']]) } : {};
  if (dice.chance(0.5)) {
    const targets = dice.some(NAMES, 0.5);
    const tls = dice.chance(0.8);
    return {
      kind: 'domains',
      allow: dice.chance(0.8),
      targets: targets.length === 0 ? [NAMES[0]] : targets,
      tls,
      http: !tls || dice.chance(0.5),
      ...home,
    };
  }
  return {
    kind: 'rules',
    written: dice.one(['text', 'fields']),
    ...home,
    rules: Array.from({ length: 1 + dice.below(4) }, () => inspection(dice)),
  };
}

function inspection(dice: Dice): InspectionSpec {
  const action = dice.one(['pass', 'pass', 'drop', 'drop', 'alert'] as const);
  const protocol = dice.one(['ip', 'tcp', 'tcp', 'udp', 'icmp', 'tls', 'tls', 'http'] as const);
  const named = action === 'pass' && (protocol === 'tls' || protocol === 'http') && dice.chance(0.7);
  return {
    action,
    protocol,
    from: dice.one(['any', '$HOME_NET', '$HOME_NET', '10.0.0.0/24', '[10.0.0.0/16,!10.0.1.0/24]', '!$HOME_NET']),
    to: dice.one(['any', '$EXTERNAL_NET', '$EXTERNAL_NET', '198.51.100.0/24', '!203.0.113.0/24']),
    ports: protocol === 'ip' || protocol === 'icmp' ? 'any' : dice.one(['any', '443', '!443', '[80,443]', '1024:']),
    ...(protocol === 'tcp' || protocol === 'udp' || protocol === 'ip'
      ? dice.one([{}, {}, { flow: 'established' as const }, { flow: 'not_established' as const }])
      : {}),
    ...(named ? { name: dice.one(NAMES) } : {}),
  };
}
