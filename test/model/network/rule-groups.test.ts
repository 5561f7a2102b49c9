import { ALL, firewall, NAMED, POLICY, rules, text } from './firewalled';
import { att, placesAfter, reachAfter, ref, route } from './places';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { asksForHome } from '../../../lib/model/network/firewall/rule-groups';
import { CONTENT } from '../../../lib/model/network/traffic';

const places = (change: JsonObject) => placesAfter(firewall(change));

describe('rules in five fields', () => {
  const five = (Header: JsonObject, Action = 'PASS', ...RuleOptions: JsonObject[]): JsonObject => ({
    Action,
    Header: {
      Protocol: 'TCP',
      Source: '$HOME_NET',
      SourcePort: 'ANY',
      Direction: 'FORWARD',
      Destination: 'ANY',
      DestinationPort: '443',
      ...Header,
    },
    RuleOptions: [{ Keyword: 'sid', Settings: ['1'] }, ...RuleOptions],
  });
  const after = (...StatefulRules: JsonObject[]) => places({ Rules: rules({ StatefulRules }) });

  test.each<[string, JsonObject[], string[]]>([
    ['let through what they say', [five({})], ['internet every address :443 via Firewall Nat Igw']],
    [
      'name lists of addresses',
      [five({ Destination: '[198.51.100.0/24, 203.0.113.0/24]' })],
      ['internet 198.51.100.0/24, 203.0.113.0/24 :443 via Firewall Nat Igw'],
    ],
    ['look at where a connection comes from', [five({ Source: '10.9.0.0/16' })], []],
    ['look at the port that it comes from', [five({ SourcePort: '22' })], []],
    ['hold for one direction', [five({ Source: '198.51.100.0/24', Destination: '$HOME_NET', DestinationPort: 'ANY' })], []],
    [
      'hold for both',
      [
        five({
          Source: '198.51.100.0/24',
          SourcePort: '443',
          Destination: '$HOME_NET',
          DestinationPort: 'ANY',
          Direction: 'ANY',
        }),
      ],
      ['internet 198.51.100.0/24 :443 via Firewall Nat Igw'],
    ],
    [
      'have a direction that is none of both',
      [five({ Source: '198.51.100.0/24', Destination: 'ANY', Direction: 'ANYWHERE' })],
      [],
    ],
    [
      'drop',
      [five({ DestinationPort: '80' }, 'DROP'), five({ DestinationPort: '[80,443]' })],
      ['internet every address :443 via Firewall Nat Igw'],
    ],
    ['alert', [five({}, 'ALERT')], []],
    [
      'take what is left out for anything',
      [{ Action: 'PASS', Header: { Protocol: 'UDP' } }],
      ['internet every address udp via Firewall Nat Igw'],
    ],
    [
      'name a host',
      [
        five(
          { Protocol: 'TLS' },
          'PASS',
          { Keyword: 'tls.sni' },
          { Keyword: 'content', Settings: ['"a.test"'] },
          { Keyword: 'startswith' },
          { Keyword: 'endswith' },
        ),
      ],
      [NAMED('a.test')],
    ],
    ['ask for answers', [five({}, 'PASS', { Keyword: 'flow', Settings: ['to_client', 'established'] })], []],
    [
      'ask for something that this judge does not know',
      [five({}, 'PASS', { Settings: ['x'] })],
      [
        expect.stringMatching(
          /^internet every address :443 via Firewall Nat Igw unless the firewall rule 'pass tcp/,
        ) as unknown as string,
      ],
    ],
  ])('%s', (_, statefulRules, expected) => expect(after(...statefulRules)).toEqual(expected));
});

describe('lists of names', () => {
  const list = (TargetTypes: Json, more: JsonObject = {}) =>
    rules({ RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes, Targets: ['a.test'], ...more } });
  const contents = (Rules: JsonObject) =>
    reachAfter(firewall({ Rules }))
      .destinations.filter(({ domains }) => domains !== undefined)
      .flatMap(({ traffic }) => traffic.map(({ contents: some }) => some));

  test.each<[string, Json, unknown[]]>([
    ['TLS', ['TLS_SNI'], [CONTENT.TLS]],
    ['HTTP', ['HTTP_HOST'], [CONTENT.HTTP]],
    ['both', ['TLS_SNI', 'HTTP_HOST'], [CONTENT.TLS, CONTENT.HTTP]],
    ['whatever it is, where the address decides', ['AWS_ROUTE_53_RESOLVED_DOMAIN'], [[[0n, 2n]]]],
    ['whatever it is, where nothing is said', [], [[[0n, 2n]]]],
  ])('let %s through', (_, types, expected) => expect(contents(list(types))).toEqual(expected));

  test('drop all other names under the default order, and only what they look at', () => {
    const byAction = (TargetTypes: Json) =>
      reachAfter(
        firewall({ Policy: POLICY({ StatefulEngineOptions: {}, StatefulDefaultActions: [] }), Rules: list(TargetTypes) }),
      )
        .destinations.filter(({ kind, domains }) => kind === 'internet' && domains === undefined)
        .flatMap(({ traffic }) => traffic.filter(({ protocols: [[first]] }) => first === 6n).map(({ contents: some }) => some));
    expect(byAction(['TLS_SNI'])).toEqual([
      [
        [0n, 0n],
        [2n, 2n],
      ],
    ]);
    expect(byAction(['TLS_SNI', 'HTTP_HOST'])).toEqual([[[0n, 0n]]]);
  });

  test('hold names that nobody knows', () =>
    expect(places({ Rules: list(['TLS_SNI'], { Targets: [{ 'Fn::GetAtt': ['Found', 'Name'] }] }) })).toEqual([
      expect.stringMatching(/^internet every address tcp via Firewall Nat Igw for \$\{.*\}$/) as unknown as string,
    ]));

  test.each<[string, Json | undefined, boolean]>([
    ['a list of names', { RulesSourceList: {} }, true],
    ['rules from home', { RulesString: 'pass tcp $HOME_NET any -> any any (sid:1;)' }, true],
    ['rules to elsewhere', { StatefulRules: [{ Header: { Destination: '$EXTERNAL_NET' } }] }, true],
    ['rules of other sets', { RulesString: 'pass tcp $HOME any -> any any (sid:1;)' }, false],
    ['nothing', undefined, false],
  ])('%s: asks for home', (_, rulesSource, expected) => expect(asksForHome(rulesSource)).toBe(expected));
});

describe('stateless rules', () => {
  const TO_STATEFUL = ['aws:forward_to_sfe'];
  const stateless = (...definitions: [number | undefined, Json, JsonObject?][]): JsonObject => ({
    StatelessRulesAndCustomActions: {
      StatelessRules: definitions.map(([Priority, Actions, MatchAttributes = {}]) => ({
        ...(Priority === undefined ? {} : { Priority }),
        RuleDefinition: { Actions, MatchAttributes },
      })),
    },
  });
  const after = (source: JsonObject, change: JsonObject = {}, rest: Json = ['aws:drop'], more: JsonObject = {}) =>
    places({
      Policy: POLICY({
        StatelessDefaultActions: rest,
        StatelessRuleGroupReferences: [{ Priority: 1, ResourceArn: ref('Single') }],
      }),
      Single: { ...rules(source), ...change },
      ...more,
    });
  const https = { Protocols: [6], DestinationPorts: [{ FromPort: 443, ToPort: 443 }] };
  const only = (ports: string) => [`internet every address ${ports} via Firewall Nat Igw`];

  test.each<[string, JsonObject, string[]]>([
    ['pass what they match', stateless([1, ['aws:pass'], https]), only(':443')],
    [
      'pass a range of ports, given as text',
      stateless([1, ['aws:pass'], { Protocols: ['17'], DestinationPorts: [{ FromPort: '53', ToPort: '60' }] }]),
      only('udp :53-60'),
    ],
    ['pass two protocols', stateless([1, ['aws:pass'], { Protocols: [6, 17] }]), only('tcp, udp')],
    ['pass everything where they say nothing', stateless([1, ['aws:pass']]), only('tcp, udp, icmp')],
    [
      'pass ports of any protocol that has some',
      stateless([1, ['aws:pass'], { DestinationPorts: [{ FromPort: 80, ToPort: 80 }] }]),
      only(':80, udp :80, icmp'),
    ],
    [
      'take half a range of ports for all',
      stateless([1, ['aws:pass'], { Protocols: [6], DestinationPorts: [{ FromPort: 443 }] }]),
      only('tcp'),
    ],
    [
      'take one port that nobody knows for all',
      stateless([
        1,
        ['aws:pass'],
        {
          Protocols: [6],
          DestinationPorts: [
            { FromPort: 1, ToPort: 2 },
            { FromPort: ref('Setting'), ToPort: 2 },
          ],
        },
      ]),
      only('tcp'),
    ],
    ['count what a custom action counts', stateless([1, ['Count', 'aws:pass'], https]), only(':443')],
    [
      'drop before they pass',
      stateless([1, ['aws:drop'], { Protocols: [17] }], [2, ['aws:pass'], { Protocols: [6, 17] }]),
      only('tcp'),
    ],
    [
      'go by their priority and not by their place',
      stateless([20, ['aws:pass'], { Protocols: [6, 17] }], [3, ['aws:drop'], { Protocols: [17] }]),
      only('tcp'),
    ],
    [
      'come first without a priority',
      stateless([2, ['aws:pass'], { Protocols: [6, 17] }], [undefined, ['aws:drop'], { Protocols: [17] }]),
      only('tcp'),
    ],
    [
      'look at where packets go',
      stateless([
        1,
        ['aws:pass'],
        { Protocols: [6], Destinations: [{ AddressDefinition: '198.51.100.0/24' }, { AddressDefinition: '203.0.113.0/24' }] },
      ]),
      ['internet 198.51.100.0/24, 203.0.113.0/24 tcp via Firewall Nat Igw'],
    ],
    [
      'look at where packets come from',
      stateless([1, ['aws:pass'], { Protocols: [6], Sources: [{ AddressDefinition: '10.9.0.0/16' }] }]),
      [],
    ],
    [
      'look at the port that packets come from',
      stateless([1, ['aws:pass'], { Protocols: [6], SourcePorts: [{ FromPort: 1, ToPort: 1023 }] }]),
      [],
    ],
    [
      'pass whatever an address may be',
      stateless([1, ['aws:pass'], { Protocols: [6], Destinations: [{ AddressDefinition: ref('Setting') }] }]),
      only('tcp'),
    ],
    [
      'pass whatever an address may be that is left out',
      stateless([1, ['aws:pass'], { Protocols: [6], Destinations: [{}] }]),
      only('tcp'),
    ],
    [
      'drop nothing for an address that nobody knows',
      stateless(
        [1, ['aws:drop'], { Destinations: [{ AddressDefinition: ref('Setting') }] }],
        [2, ['aws:pass'], { Protocols: [6] }],
      ),
      only('tcp'),
    ],
    [
      'drop what they know of two addresses',
      stateless(
        [1, ['aws:drop'], { Destinations: [{ AddressDefinition: '0.0.0.0/1' }] }],
        [
          2,
          ['aws:pass'],
          { Protocols: [6], Destinations: [{ AddressDefinition: '64.0.0.0/2' }, { AddressDefinition: '198.51.100.0/24' }] },
        ],
      ),
      ['internet 198.51.100.0/24 tcp via Firewall Nat Igw'],
    ],
    [
      'drop some packets by their flags, and not all',
      stateless([1, ['aws:drop'], { Protocols: [6], TCPFlags: [{ Flags: ['SYN'], Masks: ['SYN'] }] }], [2, ['aws:pass'], https]),
      only(':443'),
    ],
  ])('%s', (_, source, expected) => expect(after(source)).toEqual(expected));

  test('hand over to the stateful ones, and what they passed is not asked again', () => {
    const source = stateless([1, TO_STATEFUL, https], [2, ['aws:pass'], { Protocols: [6] }]);
    expect(after(source)).toEqual(['internet every address :0-442, :444-65535 via Firewall Nat Igw', NAMED('api.example.com')]);
    expect(after(stateless([1, ['Count'], https]))).toEqual([NAMED('api.example.com')]);
    expect(after(stateless([1, ['aws:drop'], https]), {}, TO_STATEFUL)).toEqual([]);
  });

  test('that may be missing drop nothing', () => {
    const source = stateless([1, ['aws:drop'], { Protocols: [17] }], [2, ['aws:pass'], { Protocols: [6, 17] }]);
    expect(after(source, { Condition: 'IsProd' })).toEqual(only('tcp, udp'));
    expect(after(source)).toEqual(only('tcp'));
    const either = stateless([1, [{ 'Fn::If': ['IsProd', 'aws:drop', 'aws:pass'] }], { Protocols: [17] }]);
    expect(after(either)).toEqual(only('udp'));
  });

  test('of AWS let nothing through that others do not, whatever stands in them', () => {
    const references = (ResourceArn: Json) =>
      places({ Policy: POLICY({ StatelessDefaultActions: ['aws:drop'], StatelessRuleGroupReferences: [{ ResourceArn }] }) });
    expect(references('arn:aws:network-firewall:eu-west-1:aws-managed:stateless-rulegroup/x')).toEqual([]);
    expect(references('arn:aws:network-firewall:eu-west-1:111122223333:stateless-rulegroup/x')).toEqual([
      `${ALL} unless the rule group arn:aws:network-firewall:eu-west-1:111122223333:stateless-rulegroup/x`,
    ]);
    expect(references(ref('Vpc'))).toEqual([`${ALL} unless the rule group \${Vpc}`]);
    expect(references(undefined as unknown as Json)).toEqual([`${ALL} unless the rule group \${?ResourceArn}`]);
  });
});

test('a drop of a group that a condition decides is none, and a pass is', () => {
  const Rules = { ...text('drop udp any any -> any any (sid:1;)', 'pass ip any any -> any any (sid:2;)'), Condition: 'IsProd' };
  expect(places({ Rules })).toEqual([ALL]);
});

test.each<[string, Json, string[]]>([
  ['aws:drop_strict', ['aws:drop_strict'], []],
  ['aws:drop_established', ['aws:drop_established'], ['internet every address udp, icmp via Firewall Nat Igw']],
  [
    'aws:drop_established_app_layer',
    ['aws:drop_established_app_layer'],
    ['internet every address udp, icmp via Firewall Nat Igw'],
  ],
  ['aws:alert_established', ['aws:alert_established'], [ALL]],
  ['no:aws:drop_established', ['no:aws:drop_established'], [ALL]],
  ['what a macro writes', [{ Ref: 'Nobody' }, null], [ALL]],
])('strict, and what no rule names meets %s', (_, actions, expected) =>
  expect(
    places({ Policy: POLICY({ StatefulDefaultActions: actions }), Rules: text('alert ip any any -> any any (sid:1;)') }),
  ).toEqual(expected),
);

test('a target that only looks like a firewall is none', () => {
  const Look = { Type: 'AWS::Test::Firewall', Properties: {} };
  expect(places({ Look, Out: route('Table', { VpcEndpointId: att('Look', 'EndpointId') }) })).toEqual([
    'beyond Look every address unless what the endpoint ${Look.EndpointId} lets through',
  ]);
});
