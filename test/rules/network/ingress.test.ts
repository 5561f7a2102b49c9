import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { beside, failures, findingsOf } from '../said';

const WORLD = { CidrIp: '0.0.0.0/0' };
const inline = (rules: Json, more: Omit<Example, 'Resources'> = {}) =>
  beside({ Group: { Properties: { SecurityGroupIngress: rules } } }, more);
const alone = (properties: JsonObject, more: Omit<Example, 'Resources'> = {}) =>
  beside({ Ingress: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { Description: 'An example', ...properties } } }, more);
const tcp = (from: Json, to: Json = from, more: JsonObject = WORLD): JsonObject => ({
  ...{ IpProtocol: 'tcp', FromPort: from, ToPort: to, Description: 'An example' },
  ...more,
});
const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };

describe('shells, desktops and databases', () => {
  const ADMIN = Control.ADMIN_PORTS_CLOSED;

  test.each<[string, Example]>([
    ['as a list', inline([tcp(22)])],
    ['as a single rule', inline(tcp(22))],
    ['with ports as text', inline([tcp('22')])],
    ['with the number of the protocol', inline([tcp(22, 22, { ...WORLD, IpProtocol: 6 })])],
    ['within a range', inline([tcp(0, 1024)])],
    ['without an end of the range', inline([{ IpProtocol: 'tcp', FromPort: 22, Description: 'x', ...WORLD }])],
    ['without any port', inline([{ IpProtocol: 'TCP', Description: 'x', ...WORLD }])],
    ['with -1 for all ports', inline([tcp(-1, -1)])],
    ['up to -1', inline([tcp(1, -1)])],
    ['in IPv6', inline([tcp(3389, 3389, { CidrIpv6: '::/0' })])],
    ['in IPv6 written out', inline([tcp(3389, 3389, { CidrIpv6: '0000:0000:0000:0000:0000:0000:0000:0000/0' })])],
    ['from an address with no length', inline([tcp(22, 22, { CidrIp: '1.2.3.4/0' })])],
    ['from addresses in a list', inline([tcp(22, 22, { CidrIp: ['10.0.0.1/32', '0.0.0.0/0'] })])],
    ['from half of the internet', inline([tcp(22, 22, { CidrIp: '0.0.0.0/1' })])],
    ['in one branch', inline([{ 'Fn::If': ['IsProd', tcp(22), { Ref: 'AWS::NoValue' }] }], isProd)],
    [
      'in a parameter',
      inline([tcp(22, 22, { CidrIp: { Ref: 'From' } })], { Parameters: { From: { Type: 'String', Default: '0.0.0.0/0' } } }),
    ],
    ['in a port that is a parameter', inline([tcp({ Ref: 'Port' })], { Parameters: { Port: { Type: 'Number', Default: 22 } } })],
    ['put together', inline([tcp(22, 22, { CidrIp: { 'Fn::Join': ['/', ['0.0.0.0', '0']] } })])],
    [
      'in a prefix list',
      beside({
        Everywhere: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: [{ Cidr: '0.0.0.0/0' }] } },
        Group: {
          Properties: {
            SecurityGroupIngress: [tcp(22, 22, { SourcePrefixListId: { 'Fn::GetAtt': ['Everywhere', 'PrefixListId'] } })],
          },
        },
      }),
    ],
  ])('are found %s', (_, example) => {
    expect(failures(ADMIN, example)).toEqual([
      expect.stringMatching(/^error Group Properties\.SecurityGroupIngress\S* NET-05 NET-06$/),
    ]);
  });

  test('are found from a large part of the internet, which is not all of it', () => {
    const half = (CidrIpv6: string) => failures(ADMIN, inline([tcp(22, 22, { CidrIpv6 })]));
    expect(half('2000::/3')).toEqual([expect.stringMatching(/ NET-05 NET-06$/)]);
    expect(half('2a00::/12')).toEqual([expect.stringMatching(/0 NET-06$/)]);
  });

  test('are found in a rule of its own, with the group behind it', () => {
    const example = alone({ ...tcp(5432), GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } });
    expect(findingsOf(ADMIN, example)).toEqual([
      expect.objectContaining({ severity: 'error', resource: 'Ingress', relatedResources: ['Group'], property: 'Properties' }),
    ]);
    expect(findingsOf(ADMIN, alone({ ...tcp(5432), GroupId: 'sg-0a1b' }))[0]).not.toHaveProperty('relatedResources');
  });

  test('says what stands behind the ports, not all of it', () => {
    expect(findingsOf(ADMIN, inline([tcp(22)]))[0].message).toBe(
      "'Group' lets tcp 22 in from 0.0.0.0/0, which leads to SSH (22)",
    );
    expect(findingsOf(ADMIN, inline([tcp(0, 65535)]))[0].message).toMatch(
      /^'Group' lets tcp on every port in from 0\.0\.0\.0\/0, which leads to FTP \(20\), FTP \(21\), SSH \(22\) and \d+ more$/,
    );
    expect(findingsOf(ADMIN, inline([tcp(20, 22)]))[0].message).toContain('lets tcp 20-22 in');
    expect(findingsOf(ADMIN, inline([tcp(0, 1024)]))[0].message).toContain('lets tcp 0-1024 in');
    expect(findingsOf(ADMIN, inline([tcp(1024, 65535)]))[0].message).toContain('lets tcp 1024-65535 in');
    expect(findingsOf(ADMIN, inline([tcp(21, 23)]))[0].message).toMatch(/which leads to [^,]+, [^,]+ and \w+ \(23\)$/);
  });

  test.each<[string, JsonObject]>([
    ['from one address', tcp(22, 22, { CidrIp: '198.51.100.7/32' })],
    ['from an address without a length', tcp(22, 22, { CidrIp: '198.51.100.7' })],
    ['from a private network', tcp(22, 22, { CidrIp: '10.0.0.0/8' })],
    ['over another protocol', tcp(22, 22, { ...WORLD, IpProtocol: 'udp' })],
    ['as ICMP', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, Description: 'x', ...WORLD }],
    ['on port 0', tcp(0)],
    ['up to a port that nobody knows', tcp(22, { 'Fn::GetAtt': ['Table', 'Port'] })],
    ['behind a port that nobody knows', tcp({ 'Fn::GetAtt': ['Table', 'Port'] })],
  ])('are left alone %s', (_, rule) => expect(failures(ADMIN, inline([rule]))).toEqual([]));

  test.each<[string, JsonObject, boolean]>([
    ['every protocol of a group', { IpProtocol: -1, SourceSecurityGroupId: 'sg-0a1b', Description: 'x' }, true],
    ['every protocol of a network', { IpProtocol: '-1', CidrIp: '10.0.0.0/16', Description: 'x' }, true],
    ['every protocol in a word', { IpProtocol: 'all', CidrIp: '10.0.0.0/16', Description: 'x' }, true],
    ['plain text from a network', tcp(21, 21, { CidrIp: '10.0.0.0/16' }), true],
    ['plain text from one address', tcp(21, 21, { CidrIp: '10.0.0.1/32' }), false],
    ['plain text from a group', tcp(21, 21, { SourceSecurityGroupId: 'sg-0a1b' }), false],
  ])('%s is a warning: %#', (_, rule, warned) => {
    expect(failures(ADMIN, inline([rule]))).toEqual(warned ? ['warning Group Properties.SecurityGroupIngress.0 NET-06'] : []);
  });
});

describe('everybody', () => {
  const EVERYBODY = Control.INGRESS_NOT_FROM_EVERYWHERE;

  test('is one control from everywhere, and two from a part of it', () => {
    expect(failures(EVERYBODY, inline([tcp(443)]))).toEqual(['warning Group Properties.SecurityGroupIngress.0 NET-05']);
    expect(failures(EVERYBODY, inline([tcp(443, 443, { CidrIp: '52.0.0.0/8' })]))).toEqual([
      'warning Group Properties.SecurityGroupIngress.0 NET-05 NET-13',
    ]);
  });

  test('is said once where shells are open too', () => expect(findingsOf(EVERYBODY, inline([tcp(22)]))).toEqual([]));

  test('may stand behind a parameter, and not behind a network of the app', () => {
    const from = (CidrIp: Json, Parameters: JsonObject = {}) =>
      findingsOf(EVERYBODY, inline([tcp(443, 443, { CidrIp })], { Parameters }));
    expect(from({ Ref: 'From' }, { From: { Type: 'String' } })).toEqual([
      expect.objectContaining({ verdict: 'unknown', controls: ['NET-05'], message: expect.stringContaining('${From}') }),
    ]);
    expect(from('{{resolve:ssm:/network/partner}}')).toEqual([expect.objectContaining({ verdict: 'unknown' })]);
    expect(from({ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] })).toEqual([]);
    expect(from({ 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }] })).toEqual([]);
  });
});

describe('one port from one caller', () => {
  const NARROW = Control.INGRESS_NARROW;

  test.each<[string, JsonObject, string]>([
    ['a range', tcp(8000, 8003, { CidrIp: '10.0.0.1/32' }), 'tcp 8000-8003'],
    ['a network', tcp(443, 443, { CidrIp: '10.0.0.0/16' }), 'the network 10.0.0.0/16'],
    ['both', tcp(8000, 8003, { CidrIp: '10.0.0.0/16' }), 'tcp 8000-8003 from the network 10.0.0.0/16'],
    ['a range of a group', tcp(8000, 8003, { SourceSecurityGroupId: 'sg-0a1b' }), 'tcp 8000-8003'],
  ])('%s is more', (_, rule, what) => {
    expect(findingsOf(NARROW, inline([rule]))).toEqual([
      expect.objectContaining({ severity: 'info', message: `'Group' lets in ${what}: one port and one caller is enough` }),
    ]);
  });

  test('a rule of its own names its group', () => {
    const example = alone({ ...tcp(443, 443, { CidrIpv6: '2001:db8::/64' }), GroupId: { Ref: 'Group' } });
    expect(findingsOf(NARROW, example)).toEqual([expect.objectContaining({ resource: 'Ingress', relatedResources: ['Group'] })]);
  });

  test.each<[string, JsonObject]>([
    ['everything', { IpProtocol: '-1', SourceSecurityGroupId: 'sg-0a1b', Description: 'x' }],
    ['everybody', tcp(443)],
    ['one port of a group', tcp('443', 443, { SourceSecurityGroupId: 'sg-0a1b' })],
    ['one address of IPv6', tcp(443, 443, { CidrIpv6: '2001:db8::1/128' })],
  ])('%s is the finding of another rule, or none', (_, rule) => expect(findingsOf(NARROW, inline([rule]))).toEqual([]));
});

describe('descriptions', () => {
  const said36 = (example: Example) => findingsOf(Control.GROUP_DESCRIBED, example).map(({ message }) => message);

  test('names everything that says nothing', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.1/32' };
    const Properties = {
      GroupDescription: null,
      SecurityGroupIngress: rule,
      SecurityGroupEgress: [{ ...rule, Description: ' ' }],
    };
    expect(said36(beside({ Group: { Properties } }))).toEqual([
      "'Group' does not say what it is for: GroupDescription, SecurityGroupIngress.Description and SecurityGroupEgress.0.Description are left out",
    ]);
  });

  test('a rule that is empty, or only a reference, has nothing to say', () => {
    expect(said36(inline([{}, { Ref: 'AWS::NoValue' }, 'sgr-0a1b']))).toEqual([]);
  });
});
