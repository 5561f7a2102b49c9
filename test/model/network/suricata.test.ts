import { addressesOf, cidrsOf, EVERY_ADDRESS } from '../../../lib/model/network/addresses';
import type { FirewallRule } from '../../../lib/model/network/firewall/firewall-rule';
import { suricataRules } from '../../../lib/model/network/firewall/suricata';
import { Variables } from '../../../lib/model/network/firewall/variables';
import { holdsAll } from '../../../lib/model/network/ranges';
import type { Ranges } from '../../../lib/model/network/ranges';
import { CONTENT, EVERY_PORT, NOT_TCP } from '../../../lib/model/network/traffic';
import type { Filter } from '../../../lib/model/network/traffic';
import { modelOf } from '../build';

const [template] = modelOf({ Resources: {} }).templates;
const HOME = [addressesOf('10.0.0.0/16')!];
const SETS = {
  IPSets: {
    PARTNERS: { Definition: ['198.51.100.0/24', '203.0.113.0/24'] },
    HIDDEN: { Definition: [{ Ref: 'Nobody' }, '192.0.2.0/24'] },
  },
  PortSets: { WEB: { Definition: ['80', '8000:8010'] } },
};
const variables = new Variables({ least: HOME, most: HOME }, undefined, { template, value: SETS });
const read = (line: string): readonly FirewallRule[] => suricataRules(line, template, variables);

const PROTOCOLS = new Map([
  ['6-6', 'tcp'],
  ['17-17', 'udp'],
  ['1-1', 'icmp'],
]);
const SPOKEN = new Map<Ranges, string>([
  [CONTENT.TLS, 'tls'],
  [CONTENT.HTTP, 'http'],
  [CONTENT.OTHER, 'other'],
]);
const spelled = (ranges: Ranges) => ranges.map(([first, last]) => `${first}-${last}`).join(',');
const portsIn = (ports: Ranges | undefined) =>
  ports === undefined ? '?' : holdsAll(ports, EVERY_PORT) ? 'any' : spelled(ports).replace(/\b(\d+)-\1\b/g, '$1');
const addressesIn = (addresses: Ranges | undefined) =>
  holdsAll(addresses ?? [], EVERY_ADDRESS) ? 'any' : cidrsOf(addresses ?? []).join(',');

/** A filter in short: `tcp tls 10.0.0.0/16 any > any 443`. */
function inShort({ protocols, contents, from, sourcePorts, to, ports }: Filter): string {
  const spoken = contents === undefined ? [] : [SPOKEN.get(contents) ?? spelled(contents)];
  const protocol =
    protocols === undefined
      ? 'ip'
      : protocols === NOT_TCP
        ? 'not-tcp'
        : (PROTOCOLS.get(spelled(protocols)) ?? spelled(protocols));
  return [protocol, ...spoken, addressesIn(from), portsIn(sourcePorts), '>', addressesIn(to), portsIn(ports)].join(' ');
}

/** Rules in short; a `?` stands behind the action of one that need not match all of what it says. */
const short = (line: string) =>
  read(line).map(({ action, filters, certain, domains }) =>
    [
      `${action}${certain ? '' : '?'}`,
      filters.map(inShort).join(' | '),
      ...(domains === undefined ? [] : [`for ${domains}`]),
    ].join(' '),
  );

describe('what a rule of Suricata lets through or drops', () => {
  test.each<[string, string[]]>([
    ['pass tcp $HOME_NET any -> any 443 (sid:1;)', ['pass tcp 10.0.0.0/16 any > any 443']],
    ['  PASS TCP $HOME_NET ANY -> Any 443 (sid:1;)  ', ['pass tcp 10.0.0.0/16 any > any 443']],
    [
      'drop udp any 53 -> $PARTNERS any (msg:"no; thanks"; sid:1; rev:2;)',
      ['drop udp any 53 > 198.51.100.0/24,203.0.113.0/24 any'],
    ],
    ['reject icmp any any -> any any (sid:1;)', ['drop icmp any any > any any']],
    ['Alert tcp any any -> any any (sid:1;)', []],
    ['bypass tcp any any -> any any (sid:1;)', ['pass? ip  ? >  ?']],
    ['passive tcp any any -> any any (sid:1;)', ['pass? ip  ? >  ?']],
    ['config ip any any -> any any (sid:1;)', ['pass? ip  ? >  ?']],
    ['pass tcp any any -> any any', ['pass? ip  ? >  ?']],
    [
      'pass tcp $HOME_NET 1024: <> $PARTNERS :443 (sid:1;)',
      [
        'pass tcp 10.0.0.0/16 1024-65535 > 198.51.100.0/24,203.0.113.0/24 0-443 | tcp 198.51.100.0/24,203.0.113.0/24 0-443 > 10.0.0.0/16 1024-65535',
      ],
    ],
  ])('%s', (line, expected) => expect(short(line)).toEqual(expected));

  test.each([
    ['tcp-pkt', 'pass tcp'],
    ['tcp-stream', 'pass tcp'],
    ['ip', 'pass ip'],
    ['17', 'pass udp'],
    ['tls', 'pass tcp tls'],
    ['ssl', 'pass tcp tls'],
    ['http', 'pass tcp http'],
    ['http1', 'pass? tcp http'],
    ['http2', 'pass? tcp http'],
    ['http3', 'pass? ip other'],
    ['http11', 'pass? ip other'],
    ['xhttp', 'pass? ip other'],
    ['my-tcp-pkt', 'pass? ip other'],
    ['tcp-pkts', 'pass? ip other'],
    ['dns', 'pass? ip other'],
  ])('speaks %s', (protocol, expected) =>
    expect(short(`pass ${protocol} any any -> any any (sid:1;)`)).toEqual([`${expected} any any > any any`]),
  );

  test.each<[string, string[]]>([
    ['flow:established;', ['pass tcp any any > any any']],
    ['flow: established, to_server;', ['pass tcp any any > any any']],
    ['flow:to_server, stateless;', ['pass? tcp any any > any any']],
    ['flow:unestablished;', ['pass? tcp any any > any any']],
    ['flow:established_not;', ['pass? tcp any any > any any']],
    ['flow:not_established;', []],
    ['flow:to_client;', []],
    ['flow:from_server, established;', []],
    ['FLOW:from_client;', ['pass tcp any any > any any']],
    ['app-layer-protocol:tls;', ['pass tcp tls any any > any any']],
    ['app-layer-protocol:http;', ['pass tcp http any any > any any']],
    ['app-layer-protocol:!tls;', ['pass? tcp any any > any any']],
    ['geoip:dst,XX;', ['pass? tcp any any > any any']],
    ['msg:"a \\"quoted\\" word; and more"; priority:3; metadata:x y', ['pass tcp any any > any any']],
    ['tls.sni; content:"api.test"; startswith; endswith;', ['pass tcp any any > any any for api.test']],
    ['tls_sni; content:"api.test"; nocase; to_lowercase; startswith; endswith;', ['pass tcp any any > any any for api.test']],
    ['http.host; content:".test"; dotprefix; endswith;', ['pass tcp any any > any any for *.test']],
    ['http_host; content:".test"; endswith;', ['pass tcp any any > any any for *.test']],
    ['tls.sni; content:"test"; dotprefix; endswith;', ['pass tcp any any > any any for *test']],
    ['tls.sni; content:".test"; dotprefix;', ['pass tcp any any > any any for *.test*']],
    ['tls.sni; content:"test"; endswith;', ['pass tcp any any > any any for *test']],
    ['tls.sni; content:"api."; startswith;', ['pass tcp any any > any any for api.*']],
    ['tls.sni; content:"api"; ', ['pass tcp any any > any any for *api*']],
    ['tls.sni; content:"a"; content:"b";', ['pass? tcp any any > any any']],
    ['tls.sni; content:!"api.test"; startswith;', ['pass? tcp any any > any any']],
    ['content:"api.test"; startswith;', ['pass? tcp any any > any any']],
    ['http.uri; content:"/x"; startswith;', ['pass? tcp any any > any any']],
    ['tls.sni; content:"api.test"; startswith; endswith; xcontent:"y";', ['pass? tcp any any > any any for api.test']],
    ['tls.sni; content:"api.test"; startswith; endswith; content_length:5;', ['pass? tcp any any > any any for api.test']],
  ])('asks for %s', (options, expected) => expect(short(`pass tcp any any -> any any (${options} sid:1;)`)).toEqual(expected));

  test.each<[string, string[]]>([
    ['drop tcp any any -> any any (flow:established; sid:1;)', ['drop tcp any any > any any']],
    ['drop ip any any -> any any (flow:established; sid:1;)', ['drop tcp any any > any any']],
    ['drop ip any any -> any any (flow:not_established; sid:1;)', ['drop ip any any > any any']],
    ['pass ip any any -> any any (flow:not_established; sid:1;)', ['pass not-tcp any any > any any']],
    ['pass udp any any -> any any (flow:not_established; sid:1;)', ['pass udp any any > any any']],
    ['drop udp any any -> any any (flow:established; sid:1;)', []],
    ['drop tls any any -> any any (tls.sni; content:"x.test"; sid:1;)', []],
    ['drop dns any any -> any any (sid:1;)', []],
    ['drop tcp any any -> any $NOBODY (sid:1;)', []],
    ['drop tcp any $NOBODY -> any 443 (sid:1;)', []],
    ['drop tcp any any -> $HIDDEN any (sid:1;)', ['drop tcp any any > 192.0.2.0/24 any']],
    ['pass tcp any any -> $HIDDEN any (sid:1;)', ['pass? tcp any any > any any']],
    ['pass tcp $HIDDEN any -> any any (sid:1;)', ['pass? tcp any any > any any']],
    ['pass tcp any any -> any $NOBODY (sid:1;)', ['pass? tcp any any > any ?']],
    ['pass tcp any $NOBODY -> any 443 (sid:1;)', ['pass? tcp any ? > any 443']],
  ])('%s', (line, expected) => expect(short(line)).toEqual(expected));

  test('only what hides the rule itself is told', () => {
    const told = (line: string) => read(line).map(({ unknown }) => unknown);
    expect(told('pass tcp any any -> any any (sid:1;)')).toEqual([undefined]);
    expect(told('pass dns any any -> any any (sid:1;)')).toEqual([undefined]);
    expect(told('pass tcp any any -> any any (geoip:dst,XX; sid:1;)')).toEqual([
      "the firewall rule 'pass tcp any any -> any any (geoip:dst,XX; sid:1;)'",
    ]);
  });

  test('rules stand on lines, comments are none', () =>
    expect(
      short(
        '# drop ip any any -> any any (sid:1;)\r\n\n   \n\tpass tcp any any \\\r\n -> any 1 (sid:2;)\npass udp any any -> any 2 (sid:3;)',
      ),
    ).toEqual(['pass tcp any any > any 1', 'pass udp any any > any 2']));
});

describe('addresses and ports', () => {
  test.each([
    ['any', 'any'],
    ['anybody', ''],
    ['company', ''],
    ['10.1.0.0/16', '10.1.0.0/16'],
    ['!10.0.0.0/1', '128.0.0.0/1,::/0'],
    ['$HOME_NET', '10.0.0.0/16'],
    ['[10.1.0.0/16, 10.2.0.0/16]', '10.1.0.0/16,10.2.0.0/16'],
    ['[10.0.0.0/8, !10.0.0.0/9]', '10.128.0.0/9'],
    ['[!0.0.0.0/1, !::/0]', '128.0.0.0/1'],
    ['![10.0.0.0/1, ::/0]', '128.0.0.0/1'],
    ['$NOBODY', ''],
    ['${Network}', ''],
  ])('%s is certainly %s', (spelling, expected) => {
    expect(cidrsOf(variables.addressesIn(template, ` ${spelling} `).least).join()).toBe(
      expected === 'any' ? '0.0.0.0/0,::/0' : expected,
    );
  });

  test.each([
    ['any', 'any'],
    ['443', '443'],
    ['1024:', '1024-65535'],
    [':1024', '0-1024'],
    ['80:90', '80-90'],
    ['!443', '0-442,444-65535'],
    ['[80, 443]', '80,443'],
    ['[1:100, !50]', '1-49,51-100'],
    ['[!50, !60]', '0-49,51-59,61-65535'],
    ['![80, 443]', '0-79,81-442,444-65535'],
    ['$WEB', '80,8000-8010'],
    ['[$WEB,443]', '80,443,8000-8010'],
    ['$NOBODY', '?'],
    ['!$NOBODY', '?'],
    ['[80,$NOBODY]', '?'],
    ['[80,!$NOBODY]', '?'],
    ['anything', '?'],
    ['many', '?'],
    [':', '?'],
    ['x80', '?'],
    ['80x', '?'],
    ['', '?'],
  ])('%s are the ports %s', (spelling, expected) => expect(portsIn(variables.portsIn(` ${spelling} `))).toBe(expected));

  test('what stands outside is what is not home, unless somebody says otherwise', () => {
    const outside = (value: object | null) =>
      cidrsOf(new Variables({ least: HOME, most: HOME }, undefined, { template, value } as never).external.least)
        .slice(0, 2)
        .join();
    expect(outside({})).toBe('0.0.0.0/5,8.0.0.0/7');
    expect(outside({ IPSets: { EXTERNAL_NET: { Definition: ['192.0.2.0/24'] } } })).toBe('192.0.2.0/24');
    expect(outside({ IPSets: { HOME_NET: { Definition: ['0.0.0.0/1'] } } })).toBe('128.0.0.0/1,::/0');
    expect(outside({ IPSets: null })).toBe('0.0.0.0/5,8.0.0.0/7');
    expect(outside({ IPSets: ['HOME_NET'] })).toBe('0.0.0.0/5,8.0.0.0/7');
  });
});
