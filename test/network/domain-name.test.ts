import { Token } from 'aws-cdk-lib';
import { covers, domainName } from '../../lib/network/domain-name';
import { cast } from '../apps';

const LONG = `${'a'.repeat(63)}.`.repeat(4);

describe('the name of a domain', () => {
  test.each([
    'api.stripe.com',
    '*.example.com',
    'a.b',
    'xn--mnchen-3ya.example',
    '1.example.com',
    'x-y.z0.io',
    '*.corp.internal',
  ])('may be %s', name => {
    expect(domainName('A domain', name)).toBe(name);
  });

  test.each([
    ['*', 'must not let in names that strangers can register', `'*.example.com'`],
    ['*.', 'must not let in names that strangers can register', `'*.example.com'`],
    ['*.com', 'must not let in names that strangers can register', `'*.example.com'`],
    ['*.co.uk', 'must not let in names that strangers can register', 'below co.uk that are yours'],
    ['*.cloudfront.net', 'must not let in names that strangers can register', 'below cloudfront.net that are yours'],
    ['a.*.example.com', 'may have a wildcard as its first label only', `'*.example.com'`],
    ['*.*.example.com', 'may have a wildcard as its first label only', `'*.example.com'`],
    ['*example.com', 'may have a wildcard as its first label only', `'*.example.com'`],
    ['api*.example.com', 'may have a wildcard as its first label only', `'*.example.com'`],
    ['203.0.113.7', 'must be a name, not an address', 'Egress.toConnectable(Peer.ipv4('],
    ['2130706433', 'must be a name, not an address', 'Egress.toConnectable(Peer.ipv4('],
    ['127.1', 'must be a name, not an address', 'Egress.toConnectable(Peer.ipv4('],
    ['2001:db8::1', 'must be a name, not an address', 'Egress.toConnectable(Peer.ipv4('],
    ['[2001:db8::1]', 'must be a name, not an address', 'Egress.toConnectable(Peer.ipv4('],
    ['https://api.example.com', 'must be a name without scheme and path', `Write 'api.example.com'`],
    ['https://user:x@API.example.com:8443/v1?q#f', 'must be a name without scheme and path', `Write 'api.example.com'`],
    ['api.example.com/v1', 'must be a name without scheme and path', `Write 'api.example.com'`],
    ['api.example.com:8443', 'must be a name without a port', `Write 'api.example.com'; the port is 443`],
    ['API.example.com', 'must be in lower case, without a dot at the end', `Write 'api.example.com'`],
    ['api.example.com.', 'must be in lower case, without a dot at the end', `Write 'api.example.com'`],
    ['münchen.example', 'must be spelled as it travels over the network', `Write 'xn--mnchen-3ya.example'`],
    ['*.münchen.example', 'must be spelled as it travels over the network', `Write '*.xn--mnchen-3ya.example'`],
    ['localhost', 'must be a full domain name', `'api.example.com'`],
    ['', 'must be a full domain name', `'api.example.com'`],
    ['-a.example.com', 'must be a full domain name', `'api.example.com'`],
    ['a..example.com', 'must be a full domain name', `'api.example.com'`],
    ['a_b.example.com', 'must be a full domain name', `'api.example.com'`],
    ['api.example.com ', 'must be a full domain name', `'api.example.com'`],
    ['api.example.123', 'must be a full domain name', `'api.example.com'`],
    [`${LONG}com`, 'must be a full domain name', `'api.example.com'`],
    [`${'a'.repeat(64)}.com`, 'must be a full domain name', `'api.example.com'`],
  ])('refuses %p, which %s', (name, expected, remedy) => {
    const refused = () => domainName('A domain', name);
    expect(refused).toThrow(`A domain ${expected}`);
    expect(refused).toThrow(`got '${name}'`);
    expect(refused).toThrow(remedy);
  });

  test('refuses what only the deployment knows', () => {
    const token = Token.asString({ Ref: 'Domain' });
    expect(() => domainName('A domain', token)).toThrow('must be a name that is known at synthesis, got a token');
    expect(() => domainName('A domain', `api.${token}`)).toThrow('got a token');
    expect(() => domainName('A domain', cast(undefined))).toThrow('must be a name that is known at synthesis, got undefined');
  });
});

test.each([
  ['api.example.com', 'api.example.com', true],
  ['api.example.com', 'www.example.com', false],
  ['api.example.com', 'v2.api.example.com', false],
  ['*.example.com', 'api.example.com', true],
  ['*.example.com', 'v2.api.example.com', true],
  ['*.example.com', '*.api.example.com', true],
  ['*.example.com', '*.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'badexample.com', false],
  ['*.api.example.com', '*.example.com', false],
])('%s covers %s: %p', (allowed, name, expected) => {
  expect(covers(allowed, name)).toBe(expected);
});
