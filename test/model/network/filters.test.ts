import { ALL, firewall, NAMED, POLICY, rules, text } from './firewalled';
import type { Change } from './places';
import { associated, att, endpointOf, inShort, placesAfter, reachAfter, reachOfAll, ref, route } from './places';
import type { JsonObject } from '../../../lib/model/facts';
import { source } from '../build';

const OUT = { Out: route('Table', { NatGatewayId: ref('Nat') }) };
const entry = (RuleNumber: unknown, properties: JsonObject, NetworkAclId: JsonObject = ref('Acl')): JsonObject => ({
  Type: 'AWS::EC2::NetworkAclEntry',
  Properties: {
    NetworkAclId,
    RuleNumber: RuleNumber as number,
    Protocol: -1,
    RuleAction: 'allow',
    CidrBlock: '0.0.0.0/0',
    ...properties,
  },
});
const acl = (entries: JsonObject): Change => ({
  Parameters: { Setting: { Type: 'String' } },
  Conditions: { IsProd: { 'Fn::Equals': [ref('Setting'), 'prod'] } },
  Resources: {
    ...OUT,
    Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
    Filter: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: ref('Near'), NetworkAclId: ref('Acl') } },
    ...entries,
  },
});
const answers = { Answers: entry(100, { Protocol: 6, PortRange: { From: 1024, To: 65535 } }) };

describe('network ACLs', () => {
  test.each<[string, Change, string[]]>([
    ['an ACL without entries lets nothing through', acl({}), []],
    [
      'what is let out needs an answer that is let in',
      acl({ Leave: entry(100, { Egress: true, Protocol: '6', PortRange: { From: 443, To: 443 } }) }),
      [],
    ],
    [
      'HTTPS and its answers',
      acl({ Leave: entry(100, { Egress: true, Protocol: '6', PortRange: { From: 443, To: 443 } }), ...answers }),
      ['internet every address :443 via Nat Igw'],
    ],
    [
      'UDP needs no answer to have left',
      acl({ Leave: entry(100, { Egress: true, Protocol: 17, PortRange: { From: 53, To: 53 } }) }),
      ['internet every address udp :53 via Nat Igw'],
    ],
    [
      'the lowest number decides, whatever the order in the template',
      acl({ Leave: entry(200, { Egress: true }), Stop: entry('100', { Egress: 'true', RuleAction: 'deny' }), ...answers }),
      [],
    ],
    [
      'a denial under a condition may be missing',
      acl({
        Leave: entry(200, { Egress: true }),
        Stop: { ...entry(100, { Egress: true, RuleAction: 'deny' }), Condition: 'IsProd' },
        ...answers,
      }),
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'a denial of a range that is a parameter may be missing, and leave of one may be leave of all',
      acl({
        Leave: entry(200, { Egress: true, CidrBlock: ref('Setting') }),
        Stop: entry(100, { Egress: true, RuleAction: 'deny', CidrBlock: ref('Setting') }),
        ...answers,
      }),
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'a number that is a parameter decides nothing for certain',
      acl({ Stop: entry(ref('Setting'), { Egress: true, RuleAction: 'deny' }), Leave: entry(200, { Egress: true }), ...answers }),
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'a denial of a range that a condition chooses may be missing for either',
      acl({
        Leave: entry(200, { Egress: true }),
        Stop: entry(100, { Egress: true, RuleAction: 'deny', CidrBlock: { 'Fn::If': ['IsProd', '0.0.0.0/1', '128.0.0.0/1'] } }),
        ...answers,
      }),
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'ports count for TCP and UDP only',
      acl({ Leave: entry(100, { Egress: true, Protocol: -1, PortRange: { From: 443, To: 443 } }), ...answers }),
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'TCP without ports is all of it',
      acl({ Leave: entry(100, { Egress: true, Protocol: 6 }), ...answers }),
      ['internet every address tcp via Nat Igw'],
    ],
    [
      'half a range of ports is none',
      acl({ Leave: entry(100, { Egress: true, Protocol: 6, PortRange: { From: 443 } }), ...answers }),
      ['internet every address tcp via Nat Igw'],
    ],
    [
      'leave for another protocol lets no TCP out',
      acl({ Leave: entry(100, { Egress: true, Protocol: 47 }), ...answers }),
      [expect.not.stringContaining('tcp') as unknown as string],
    ],
    [
      'a protocol that is none is taken for all',
      acl({ Leave: entry(100, { Egress: true, Protocol: 'everything' }), ...answers }),
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'an ACL from elsewhere is taken to filter nothing',
      {
        Resources: {
          ...OUT,
          Filter: { Type: 'AWS::EC2::SubnetNetworkAclAssociation', Properties: { SubnetId: ref('Near'), NetworkAclId: 'acl-1' } },
        },
      },
      ['internet every address tcp, udp, icmp via Nat Igw'],
    ],
    [
      'the default one can be changed',
      { Resources: { ...OUT, Stop: entry(1, { Egress: true, RuleAction: 'deny' }, att('Vpc', 'DefaultNetworkAcl')) } },
      [],
    ],
    [
      'the default one lets everything through where its entries do not',
      {
        Resources: {
          ...OUT,
          Stop: entry(1, { Egress: true, RuleAction: 'deny', CidrBlock: '0.0.0.0/1' }, att('Vpc', 'DefaultNetworkAcl')),
        },
      },
      [expect.stringMatching(/^internet 128\.0\.0\.0\/3/) as unknown as string],
    ],
  ])('%s', (_, change, places) => {
    expect(placesAfter(change)).toEqual(places);
  });
});

test('a NAT gateway sends from ports of its own, whatever the ACL of the sender leaves', () => {
  const own = acl({
    Leave: entry(100, { Egress: true }),
    Answers: entry(100, { Protocol: 6, PortRange: { From: 5432, To: 5432 } }),
    OuterAcl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
    OuterFilter: {
      Type: 'AWS::EC2::SubnetNetworkAclAssociation',
      Properties: { SubnetId: ref('Outer'), NetworkAclId: ref('OuterAcl') },
    },
    OuterLeave: entry(100, { Egress: true }, ref('OuterAcl')),
    OuterEnter: entry(100, { CidrBlock: '10.0.0.0/16' }, ref('OuterAcl')),
    OuterAnswers: entry(101, { Protocol: 6, PortRange: { From: 32768, To: 60999 } }, ref('OuterAcl')),
  });
  expect(placesAfter(own)).toEqual(['internet every address tcp, udp, icmp via Nat Igw']);
});

describe('network firewalls', () => {
  test.each<[string, JsonObject, string[]]>([
    ['one name', {}, [NAMED('api.example.com')]],
    [
      'everything below a name',
      { Rules: text('pass tls any any -> any 443 (tls_sni; content:".example.com"; dotprefix; nocase; endswith; sid:1;)') },
      [NAMED('*.example.com')],
    ],
    [
      'names that end so',
      { Rules: text('pass tls any any -> any 443 (tls.sni; content:"example.com"; endswith; sid:1;)') },
      [NAMED('*example.com')],
    ],
    [
      'names that begin so',
      { Rules: text('pass tls any any -> any 443 (tls.sni; content:"api."; startswith; sid:1;)') },
      [NAMED('api.*')],
    ],
    [
      'a comment, an empty line and a rule over two lines',
      {
        Rules: text(
          '# pass ip any any -> any any (sid:9;)',
          '',
          'pass tls any any -> any 443 \\',
          '(tls.sni; content:"a.example.com"; startswith; endswith; sid:1;)',
        ),
      },
      [NAMED('a.example.com')],
    ],
    [
      'both directions',
      { Rules: text('pass tcp 198.51.100.0/24 any <> $HOME_NET any (sid:1;)') },
      ['internet 198.51.100.0/24 tcp via Firewall Nat Igw'],
    ],
    [
      'an alert stops nothing',
      { Rules: text('alert tcp any any -> any any (sid:1;)', 'pass tcp any any -> any any (sid:2;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'established connections carry data',
      { Rules: text('pass tcp any any -> any any (flow:established, to_server; sid:1;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'a drop of whatever it is leaves nothing',
      { Rules: text('drop ip any any -> any any (sid:1;)', 'pass tcp any any -> any any (sid:2;)') },
      [],
    ],
    [
      'a drop of what comes from one port leaves what comes from others',
      { Rules: text('drop tcp any 22 -> any any (sid:1;)', 'pass tcp any any -> any any (sid:2;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'a drop of what comes from a port that nobody knows may stop nothing',
      { Rules: text('drop tcp any $NONE -> any 443 (sid:1;)', 'pass tcp any any -> any 443 (sid:2;)') },
      ['internet every address :443 via Firewall Nat Igw'],
    ],
    [
      'an order by action, in which what is passed is not dropped, and what nothing names passes',
      {
        Policy: POLICY({ StatefulEngineOptions: {}, StatefulDefaultActions: [] }),
        Rules: text('drop tcp any any -> any any (sid:1;)', 'pass tcp any any -> any 443 (sid:2;)'),
      },
      ['internet every address :443, udp, icmp via Firewall Nat Igw'],
    ],
    [
      'what drops established connections only lets datagrams out',
      { Policy: POLICY({ StatefulDefaultActions: ['aws:alert_established', 'aws:drop_established'] }) },
      [NAMED('api.example.com'), 'internet every address udp, icmp via Firewall Nat Igw'],
    ],
    [
      'what only alerts lets everything out',
      { Policy: POLICY({ StatefulDefaultActions: ['aws:alert_strict'] }) },
      [NAMED('api.example.com'), ALL],
    ],
    [
      'groups in the order of their priorities, whatever their places',
      {
        Policy: POLICY({
          StatefulRuleGroupReferences: [
            { Priority: 20, ResourceArn: ref('Passes') },
            { Priority: '3', ResourceArn: ref('Drops') },
          ],
        }),
        Passes: text('pass tcp any any -> any any (sid:1;)'),
        Drops: text('drop tcp any any -> any !443 (sid:2;)'),
      },
      ['internet every address :443 via Firewall Nat Igw'],
    ],
    ['an alert lets nothing through', { Rules: text('alert tcp any any -> any any (sid:1;)') }, []],
    [
      'a rule for answers lets nothing out',
      { Rules: text('pass tcp any any -> any any (flow:to_client, established; sid:1;)') },
      [],
    ],
    [
      'handshakes of TCP carry no data',
      { Rules: text('pass tcp any any -> any any (flow:not_established, to_server; sid:1;)') },
      [],
    ],
    [
      'datagrams do, before anything stands',
      { Rules: text('pass ip any any -> any any (flow:not_established; sid:1;)') },
      ['internet every address udp, icmp via Firewall Nat Igw'],
    ],
    [
      'a line that is no rule may let anything through',
      { Rules: text('accept:hook tcp:all any any -> any any') },
      [`${ALL} unless the firewall rule 'accept:hook tcp:all any any -> any any'`],
    ],
    [
      'a condition on the content that this judge does not know',
      { Rules: text('pass tls any any -> any 443 (tls.sni; pcre:"/x$/"; sid:1;)') },
      [
        `internet every address :443 via Firewall Nat Igw unless the firewall rule 'pass tls any any -> any 443 (tls.sni; pcre:"/x$/"; sid:1;)'`,
      ],
    ],
    [
      'what is dropped for certain is not passed later',
      {
        Rules: text(
          'drop tcp any any -> any !443 (sid:1;)',
          'drop udp any any -> any any (sid:2;)',
          'pass ip any any -> any any (sid:3;)',
        ),
      },
      ['internet every address :443, icmp via Firewall Nat Igw'],
    ],
    [
      'a drop under a condition that is not understood may not happen',
      { Rules: text('drop tcp any any -> any any (geoip:dst,XX; sid:1;)', 'pass tcp any any -> any any (sid:2;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'a drop of one name leaves the others',
      {
        Rules: text(
          'drop tls any any -> any any (tls.sni; content:"evil.test"; startswith; endswith; sid:1;)',
          'pass tcp any any -> any any (sid:2;)',
        ),
      },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'everything that is no TLS is dropped',
      {
        Rules: text(
          'drop tcp any any -> any any (app-layer-protocol:!tls; flow:established; sid:1;)',
          'pass tls any any -> any any (tls.sni; content:"a.test"; startswith; endswith; sid:2;)',
          'pass tcp any any -> any 443 (app-layer-protocol:tls; sid:3;)',
        ),
      },
      ['internet every address :443 via Firewall Nat Igw', 'internet every address tcp via Firewall Nat Igw for a.test'],
    ],
    [
      'SSH is something else than TLS and HTTP',
      { Rules: text('pass ssh any any -> any 22 (sid:1;)') },
      ['internet every address :22, udp :22, icmp via Firewall Nat Igw'],
    ],
    [
      'ranges, lists and variables of ports',
      {
        Rules: rules(
          { RulesString: 'pass tcp any 1024: -> any [80,$WEB,!81] (sid:1;)' },
          { RuleVariables: { PortSets: { WEB: { Definition: ['443', '8000:8010'] } } } },
        ),
      },
      ['internet every address :80, :443, :8000-8010 via Firewall Nat Igw'],
    ],
    [
      'a port that nobody knows passes whatever it is, and drops nothing',
      { Rules: text('drop tcp any any -> any $NONE (sid:1;)', 'pass tcp any any -> any [$NONE,80] (sid:2;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'ports that are none',
      { Rules: text('pass tcp any any -> any : (sid:1;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'lists and variables of addresses',
      {
        Rules: rules(
          { RulesString: 'pass tcp any any -> [198.51.100.0/24,$PARTNER,!203.0.113.128/25] any (sid:1;)' },
          { RuleVariables: { IPSets: { PARTNER: { Definition: ['203.0.113.0/24'] } } } },
        ),
      },
      ['internet 198.51.100.0/24, 203.0.113.0/25 tcp via Firewall Nat Igw'],
    ],
    [
      'all but some addresses',
      { Rules: text('pass tcp any any -> [!0.0.0.0/1] any (sid:1;)') },
      [expect.stringMatching(/^internet 128\.0\.0\.0\/3.* tcp via/) as unknown as string],
    ],
    [
      'an address that nobody knows passes whatever it is',
      { Rules: text('drop tcp any any -> @LIST any (sid:1;)', 'pass tcp any any -> $PARTNER any (sid:2;)') },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'an empty variable',
      {
        Rules: rules(
          { RulesString: 'pass tcp any any -> $PARTNER any (sid:1;)' },
          { RuleVariables: { IPSets: { PARTNER: { Definition: [] } } } },
        ),
      },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'a variable of the policy',
      { Policy: POLICY({ PolicyVariables: { RuleVariables: { HOME_NET: { Definition: ['10.9.0.0/16'] } } } }) },
      [],
    ],
    [
      'a list of names',
      {
        Rules: rules({
          RulesSourceList: {
            GeneratedRulesType: 'ALLOWLIST',
            TargetTypes: ['TLS_SNI', 'HTTP_HOST'],
            Targets: ['a.test', '.b.test'],
          },
        }),
      },
      ['internet every address tcp via Firewall Nat Igw for a.test *.b.test'],
    ],
    [
      'a list of names by the addresses that they resolve to',
      {
        Rules: rules({
          RulesSourceList: {
            GeneratedRulesType: 'ALLOWLIST',
            TargetTypes: ['AWS_ROUTE_53_RESOLVED_DOMAIN'],
            Targets: ['a.test'],
          },
        }),
      },
      ['internet every address tcp via Firewall Nat Igw for a.test'],
    ],
    [
      'a list of names that are denied lets nothing through by itself',
      { Rules: rules({ RulesSourceList: { GeneratedRulesType: 'DENYLIST', TargetTypes: ['TLS_SNI'], Targets: ['a.test'] } }) },
      [],
    ],
    [
      'a policy from elsewhere',
      {
        Firewall: {
          Type: 'AWS::NetworkFirewall::Firewall',
          Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: 'arn:policy', SubnetMappings: [{ SubnetId: ref('Inner') }] },
        },
      },
      [`internet every address tcp, udp, icmp via Firewall Nat Igw unless the firewall policy arn:policy`],
    ],
    [
      'a rule group from elsewhere',
      { Policy: POLICY({ StatefulRuleGroupReferences: [{ ResourceArn: 'arn:group' }] }) },
      [`${ALL} unless the rule group arn:group`],
    ],
    [
      'a rule group that AWS maintains lets nothing through',
      {
        Policy: POLICY({
          StatefulRuleGroupReferences: [{ ResourceArn: 'arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/x' }],
        }),
      },
      [],
    ],
    [
      'a stateless group from elsewhere',
      { Policy: POLICY({ StatelessRuleGroupReferences: [{ Priority: 1, ResourceArn: 'arn:group' }] }) },
      [NAMED('api.example.com'), `${ALL} unless the rule group arn:group`],
    ],
    [
      'a policy of two faces',
      { Policy: POLICY({ StatelessDefaultActions: [{ 'Fn::If': ['IsProd', 'aws:forward_to_sfe', 'aws:pass'] }] }) },
      [NAMED('api.example.com'), ALL],
    ],
    [
      'a group whose drop a condition decides',
      { Rules: { ...text('drop tcp any any -> any any (sid:1;)', 'pass tcp any any -> any any (sid:2;)'), Condition: 'IsProd' } },
      ['internet every address tcp via Firewall Nat Igw'],
    ],
    [
      'a group of two faces',
      {
        Rules: rules({
          RulesString: { 'Fn::If': ['IsProd', 'drop ip any any -> any any (sid:1;)', 'pass udp any any -> any 53 (sid:2;)'] },
        }),
      },
      ['internet every address udp :53 via Firewall Nat Igw'],
    ],
    [
      'a firewall whose subnets stand elsewhere',
      {
        Firewall: {
          Type: 'AWS::NetworkFirewall::Firewall',
          Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: ref('Policy'), SubnetMappings: [{ SubnetId: 'subnet-1' }] },
        },
      },
      ['hidden the subnets of the firewall Firewall via Firewall'],
    ],
    [
      'an endpoint of its own in the VPC',
      {
        Firewall: { Type: 'AWS::NetworkFirewall::Firewall', Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: ref('Policy') } },
        Association: {
          Type: 'AWS::NetworkFirewall::VpcEndpointAssociation',
          Properties: { VpcId: ref('Vpc'), FirewallArn: ref('Firewall'), SubnetMapping: { SubnetId: ref('Inner') } },
        },
        Out: route('Table', { VpcEndpointId: att('Association', 'EndpointId') }),
      },
      [NAMED('api.example.com')],
    ],
    [
      'an endpoint of a firewall from elsewhere',
      {
        Association: {
          Type: 'AWS::NetworkFirewall::VpcEndpointAssociation',
          Properties: { VpcId: ref('Vpc'), FirewallArn: 'arn:firewall', SubnetMapping: { SubnetId: ref('Inner') } },
        },
        Out: route('Table', { VpcEndpointId: att('Association', 'EndpointId') }),
      },
      [expect.stringMatching(/^beyond Association every address unless what the endpoint/) as unknown as string],
    ],
    [
      'an endpoint that a custom resource found',
      { Found: { Type: 'Custom::Endpoint' }, Out: route('Table', { VpcEndpointId: att('Found', 'Id') }) },
      ['beyond Found every address unless what the endpoint ${Found.Id} lets through'],
    ],
    [
      'the appliance of somebody else',
      {
        Appliance: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcEndpointType: 'GatewayLoadBalancer',
            VpcId: ref('Vpc'),
            ServiceName: 'com.amazonaws.vpce.x',
            SubnetIds: [ref('Inner')],
          },
        },
        Out: route('Table', { VpcEndpointId: ref('Appliance') }),
      },
      ['internet every address tcp, udp, icmp via Appliance Nat Igw unless what the endpoint ${Appliance} lets through'],
    ],
    [
      'two firewalls let through what both do',
      {
        Second: {
          Type: 'AWS::NetworkFirewall::Firewall',
          Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: ref('SecondPolicy'), SubnetMappings: [{ SubnetId: ref('Third') }] },
        },
        Third: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.7.0/24' } },
        ThirdTable: { Type: 'AWS::EC2::RouteTable' },
        ThirdAssociation: associated('Third', 'ThirdTable'),
        ThirdRoute: route('ThirdTable', { NatGatewayId: ref('Nat') }),
        InnerRoute: route('InnerTable', { VpcEndpointId: endpointOf('Second') }),
        SecondPolicy: POLICY({ StatefulRuleGroupReferences: [{ ResourceArn: ref('SecondRules') }] }),
        SecondRules: rules({
          RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['.example.com', 'other.test'] },
        }),
      },
      ['internet every address :443 via Firewall Second Nat Igw for api.example.com'],
    ],
    [
      'two firewalls that agree on nothing',
      {
        Second: {
          Type: 'AWS::NetworkFirewall::Firewall',
          Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: ref('SecondPolicy'), SubnetMappings: [{ SubnetId: ref('Third') }] },
        },
        Third: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.7.0/24' } },
        ThirdTable: { Type: 'AWS::EC2::RouteTable' },
        ThirdAssociation: associated('Third', 'ThirdTable'),
        ThirdRoute: route('ThirdTable', { NatGatewayId: ref('Nat') }),
        InnerRoute: route('InnerTable', { VpcEndpointId: endpointOf('Second') }),
        SecondPolicy: POLICY({ StatefulRuleGroupReferences: [{ ResourceArn: ref('SecondRules') }] }),
        SecondRules: rules({
          RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['other.test'] },
        }),
      },
      [],
    ],
  ])('let through: %s', (_, change, places) => {
    expect(placesAfter(firewall(change))).toEqual([...places].sort());
  });

  test('a list of names lets nothing through to home, and nothing from elsewhere', () => {
    const Inside = route('Table', { DestinationCidrBlock: '10.0.9.0/24', VpcEndpointId: endpointOf('Firewall') });
    const names = (...home: string[]): JsonObject =>
      rules(
        { RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['a.test'] } },
        { RuleVariables: { IPSets: { HOME_NET: { Definition: home } } } },
      );
    const Out = null as unknown as JsonObject;
    expect(placesAfter(firewall({ Out, Inside, Rules: names('10.0.0.0/16') }))).toEqual([]);
    expect(placesAfter(firewall({ Out, Inside, Rules: names('10.0.0.0/24') }))).toEqual([
      'network Vpc 10.0.9.0/24 tcp via Firewall for a.test',
    ]);
    expect(placesAfter(firewall({ Out, Inside, Rules: names('10.0.1.0/24') }))).toEqual([]);
  });

  test('a route of another stack leads to a firewall by the name of its output', () => {
    const other = source('Routes', {
      Resources: {
        Out: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { 'Fn::ImportValue': 'table' },
            DestinationCidrBlock: '0.0.0.0/0',
            VpcEndpointId: { 'Fn::ImportValue': 'endpoint' },
          },
        },
      },
    });
    const Outputs = {
      Endpoint: { Value: endpointOf('Firewall'), Export: { Name: 'endpoint' } },
      Table: { Value: ref('Table'), Export: { Name: 'table' } },
    };
    const change = firewall({ Out: null as unknown as JsonObject });
    expect(placesAfter({ ...change, Outputs }, [other])).toEqual([NAMED('api.example.com')]);
    expect(placesAfter(change, [other])).toEqual([]);
  });
});

describe('answers', () => {
  const asymmetries = (change: Change) =>
    reachAfter(change).asymmetries.map(({ kind, at, firewall: { logicalId } }) => `${kind} at ${at.logicalId} of ${logicalId}`);

  test('come back through the same firewall', () => expect(asymmetries(firewall())).toEqual([]));

  test('that a NAT gateway routes past the firewall are told', () => {
    expect(asymmetries(firewall({ Back: null }))).toEqual(['answer at OuterTable of Firewall']);
  });

  test('that an internet gateway routes past the firewall are told, and those that only come back through one', () => {
    const edge = (table: JsonObject) => ({
      Edge: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
      EdgeAssociation: {
        Type: 'AWS::EC2::GatewayRouteTableAssociation',
        Properties: { GatewayId: ref('Igw'), RouteTableId: ref('Edge') },
      },
      ...table,
    });
    const toOuter = { EdgeRoute: route('Edge', { DestinationCidrBlock: '10.0.9.0/24', VpcEndpointId: endpointOf('Firewall') }) };
    const behindNat = {
      Out: route('Table', { NatGatewayId: ref('Nat') }),
      Back: null,
      OuterRoute: route('OuterTable', { VpcEndpointId: endpointOf('Firewall') }),
      InnerRoute: route('InnerTable', { GatewayId: ref('Igw') }),
    };
    expect(asymmetries(firewall({ ...behindNat, ...edge(toOuter) }))).toEqual([]);
    expect(asymmetries(firewall({ ...behindNat, ...edge({}) }))).toEqual(['answer at Edge of Firewall']);
    expect(asymmetries(firewall(behindNat))).toEqual(['answer at Igw of Firewall']);
    expect(asymmetries(firewall(edge(toOuter)))).toEqual(['answer at Edge of Firewall']);
  });

  test('inside the network come back through the same firewall too', () => {
    const inside = {
      Rules: text('pass ip any any -> any any (sid:1;)'),
      Peer: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.5.0/24' } },
      PeerTable: { Type: 'AWS::EC2::RouteTable' },
      PeerAssociation: associated('Peer', 'PeerTable'),
      Inside: route('Table', { DestinationCidrBlock: '10.0.5.0/24', VpcEndpointId: endpointOf('Firewall') }),
    };
    expect(asymmetries(firewall(inside))).toEqual(['answer at PeerTable of Firewall']);
    expect(
      asymmetries(
        firewall({
          ...inside,
          PeerBack: route('PeerTable', { DestinationCidrBlock: '10.0.0.0/24', VpcEndpointId: endpointOf('Firewall') }),
        }),
      ),
    ).toEqual([]);
  });

  test('stay in their zone where the endpoint is known', () => {
    const zone = (AvailabilityZone: string) => ({ Properties: { AvailabilityZone } });
    const inner = firewall().Resources!.Inner as JsonObject;
    const zoned = {
      Near: zone('a'),
      Inner: { ...inner, Properties: { ...(inner.Properties as JsonObject), AvailabilityZone: 'b' } },
    };
    expect(asymmetries(firewall(zoned))).toEqual(['zone at Table of Firewall']);
    const mappings = [{ SubnetId: ref('Inner') }, { SubnetId: ref('Outer') }];
    expect(
      asymmetries(
        firewall({
          ...zoned,
          Firewall: {
            Type: 'AWS::NetworkFirewall::Firewall',
            Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: ref('Policy'), SubnetMappings: mappings },
          },
        }),
      ),
    ).not.toContain('zone at Table of Firewall');
  });
});

describe('groups and those who bear them', () => {
  const only = (rule: JsonObject) => ({ Group: { Properties: { SecurityGroupEgress: [rule] } } });
  const toPeers = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: att('Peers', 'GroupId') };
  const peers = (ingress: JsonObject[], more: JsonObject = {}): JsonObject => ({
    Peers: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: ingress } },
    Database: {
      Type: 'AWS::RDS::DBCluster',
      Properties: { VpcSecurityGroupIds: [att('Peers', 'GroupId')], DBSubnetGroupName: ref('Subnets') },
    },
    Subnets: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [ref('Outer')] } },
    ...more,
  });
  const fromUs = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, SourceSecurityGroupId: att('Group', 'GroupId') };
  const services = (change: Change) =>
    reachAfter(change)
      .destinations.filter(({ kind }) => kind !== 'network')
      .map(inShort);

  test.each<[string, JsonObject, string[]]>([
    ['a peer that lets the group in', { ...peers([fromUs]), ...only(toPeers) }, ['peer Database :5432']],
    [
      'a peer that lets the subnet in',
      { ...peers([{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: att('Vpc', 'CidrBlock') }]), ...only(toPeers) },
      ['peer Database :5432'],
    ],
    [
      'a peer that lets in a list of nobody knows whom',
      { ...peers([{ IpProtocol: '-1', SourcePrefixListId: 'pl-1' }]), ...only(toPeers) },
      ['peer Database :5432'],
    ],
    [
      'a peer that a macro describes',
      { ...peers(['everybody' as unknown as JsonObject]), ...only(toPeers) },
      ['peer Database :5432'],
    ],
    [
      'a peer that lets somebody else in',
      { ...peers([{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.7.0/24' }]), ...only(toPeers) },
      [],
    ],
    ['a peer that lets another port in', { ...peers([{ ...fromUs, FromPort: 22, ToPort: 22 }]), ...only(toPeers) }, []],
    [
      'a rule of its own',
      {
        ...peers([], {
          Enter: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: att('Peers', 'GroupId'), ...fromUs } },
        }),
        ...only(toPeers),
      },
      ['peer Database :5432'],
    ],
    [
      'a peer whose group stands elsewhere',
      {
        ...peers([], {
          Database: {
            Type: 'AWS::RDS::DBCluster',
            Properties: { VpcSecurityGroupIds: ['sg-1'], DBSubnetGroupName: ref('Subnets') },
          },
        }),
        ...only({ ...toPeers, DestinationSecurityGroupId: 'sg-1' }),
      },
      ['peer Database :5432'],
    ],
    [
      'a peer by its address',
      { ...peers([fromUs]), ...only({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.9.0/24' }) },
      ['peer Database :5432'],
    ],
    [
      'an instance of a cluster is not another peer',
      {
        ...peers([fromUs], { Writer: { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: ref('Database') } } }),
        ...only(toPeers),
      },
      ['peer Database :5432'],
    ],
    [
      'a prefix list of the app',
      {
        ...peers([fromUs]),
        ...only({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationPrefixListId: att('List', 'PrefixListId') }),
        List: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: [{ Cidr: '10.0.9.0/24' }] } },
      },
      ['peer Database :5432'],
    ],
    ['an address that is a parameter', { ...only({ IpProtocol: '-1', CidrIp: 'ten' }) }, ['list ten']],
    [
      'a group that nobody bears',
      { Peers: { Type: 'AWS::EC2::SecurityGroup' }, ...only(toPeers) },
      ['group ${App#Peers.GroupId} :5432'],
    ],
    ['a peer in a subnet of nobody knows which network', { ...peers([fromUs], { Subnets: null }), ...only(toPeers) }, []],
  ])('%s', (_, resources, places) => {
    expect(services({ Resources: resources })).toEqual(places);
  });

  const byDefault = { Function: { Properties: { VpcConfig: { SecurityGroupIds: null } } } };
  const sibling = { Sibling: { Type: 'AWS::EC2::Instance', Properties: { SubnetId: ref('Outer') } } };

  test('members of the default group let each other in, unless CDK closed it', () => {
    const closing = {
      Closing: {
        Type: 'Custom::VpcRestrictDefaultSG',
        Properties: { DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup') },
      },
    };
    expect(services({ Resources: { ...byDefault, ...sibling } })).toEqual(['peer Sibling']);
    expect(services({ Resources: { ...byDefault, ...sibling, ...closing } })).toEqual([]);
    expect(services({ Resources: { ...sibling } })).toEqual([]);
  });

  test('members of a default group that CDK closed and somebody opened to them again get in', () => {
    const group = att('Vpc', 'DefaultSecurityGroup');
    const opened: JsonObject = {
      Closing: { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: group } },
      In: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: group, SourceSecurityGroupId: group, IpProtocol: '-1' },
      },
      Out: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }] },
      },
    };
    const both = { Function: { Properties: { VpcConfig: { SecurityGroupIds: [att('Out', 'GroupId'), group] } } } };
    expect(services({ Resources: { ...both, ...sibling, ...opened } })).toContain('peer Sibling');
  });

  test('a NAT gateway bears no group, and has an address of its own', () => {
    const translated = (ingress: JsonObject): Change => ({
      Resources: {
        ...peers([ingress]),
        ...only({ IpProtocol: '-1', CidrIpv6: '64:ff9b::/96' }),
        Near: { Properties: { Ipv6CidrBlock: '2600:1f00:0:ff00::/64' } },
        Function: { Properties: { VpcConfig: { Ipv6AllowedForDualStack: true } } },
        Out: route('Table', { DestinationIpv6CidrBlock: '64:ff9b::/96', NatGatewayId: ref('Nat') }),
        OuterRoute: null,
      },
    });
    expect(services(translated(fromUs))).toEqual([]);
    expect(services(translated({ IpProtocol: '-1', CidrIp: '10.0.0.0/24' }))).toEqual([]);
    expect(services(translated({ IpProtocol: '-1', CidrIp: '10.0.9.0/24' }))).toEqual(['peer Database tcp, udp, icmp via Nat']);
  });

  test('functions with like groups of their own get to the same places only where these are let in alike', () => {
    const twin = {
      Twin: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [toPeers] } },
      Second: {
        Type: 'AWS::Lambda::Function',
        Properties: { VpcConfig: { SubnetIds: [ref('Near')], SecurityGroupIds: [att('Twin', 'GroupId')] } },
      },
    };
    const { app } = reachOfAll({ Resources: { ...peers([fromUs]), ...only(toPeers), ...twin } });
    const [first, second] = app.functions.map(fn => app.networking.reachOf(fn)!.destinations.map(inShort));
    expect(first).toEqual(['peer Database :5432']);
    expect(second).toEqual([]);
  });

  test('a gateway endpoint is reached where the network is let out, not where a partner is', () => {
    const endpoint = {
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.s3', RouteTableIds: [ref('Table')] },
      },
    };
    expect(services({ Resources: endpoint })).toEqual(['service Endpoint tcp']);
    expect(
      services({
        Resources: { ...endpoint, ...only({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.51.100.0/24' }) },
      }),
    ).toEqual([]);
    expect(
      services({
        Resources: { ...endpoint, ...only({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-1' }) },
      }),
    ).toEqual(['service Endpoint :443', 'list pl-1 :443']);
  });

  test('an interface endpoint is a service that listens', () => {
    const endpoint = {
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          VpcId: ref('Vpc'),
          VpcEndpointType: 'Interface',
          ServiceName: 'com.amazonaws.eu-west-1.sqs',
          SubnetIds: [ref('Outer')],
          SecurityGroupIds: [att('Peers', 'GroupId')],
        },
      },
    };
    expect(
      services({ Resources: { ...peers([fromUs]), ...endpoint, ...only({ ...toPeers, FromPort: 443, ToPort: 443 }) } }),
    ).toEqual(['service Endpoint :443', 'peer Database :443'].sort().reverse());
  });
});

test('from a subnet that stands elsewhere, groups still name whom they let out to', () => {
  const out = (DestinationSecurityGroupId: JsonObject | string): JsonObject => ({
    IpProtocol: 'tcp',
    FromPort: 5432,
    ToPort: 5432,
    DestinationSecurityGroupId,
  });
  const change: Change = {
    Resources: {
      Function: { Properties: { VpcConfig: { SubnetIds: ['subnet-1'] } } },
      Group: { Properties: { SecurityGroupEgress: [out(att('Theirs', 'GroupId')), out('sg-1')] } },
      Theirs: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.0.0/8' }] },
      },
      Database: { Type: 'AWS::RDS::DBCluster', Properties: { VpcSecurityGroupIds: [att('Theirs', 'GroupId')] } },
    },
  };
  const places = [...new Set(placesAfter(change))];
  expect(places).toEqual([expect.stringMatching(/^group sg-1 :5432/), expect.stringMatching(/^peer Database :5432/)]);
});
