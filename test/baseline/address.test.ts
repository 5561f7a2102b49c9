import fc from 'fast-check';
import { widerThanAllowed } from '../../lib/baseline/address';

describe('a range that reaches more of the internet than an egress rule may open', () => {
  test.each([
    '0.0.0.0/0',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '1.0.0.0/8',
    '52.0.0.0/15',
    '10.0.0.0/0',
    '10.0.0.0/7',
    '172.16.0.0/11',
    '192.168.0.0/15',
    '100.64.0.0/9',
    '169.254.0.0/15',
    '172.32.0.0/12',
    '::/0',
    '::/1',
    '2000::/3',
    '2a05:d000::/31',
    '64:ff9b::/96',
    '64:FF9B::/96',
    '64:ff9b::/111',
    '64:ff9b:1::/48',
  ])('%s is refused', cidr => {
    expect(widerThanAllowed(cidr)).toBe(true);
  });
});

describe('a narrow or private range', () => {
  test.each([
    '10.0.0.0/8',
    '10.1.2.0/24',
    '172.16.0.0/12',
    '172.31.0.0/16',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '169.254.0.0/16',
    '127.0.0.0/8',
    '52.1.0.0/16',
    '203.0.113.7/32',
    '203.0.113.7',
    'fd00::/8',
    'fc12:3456::/32',
    '2a05:d018::/32',
    '2001:db8::1',
    '64:ff9b::/112',
  ])('%s is accepted', cidr => {
    expect(widerThanAllowed(cidr)).toBe(false);
  });
});

test('no IPv4 range shorter than /8 is ever accepted', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 7 }), (address, prefix) => widerThanAllowed(`${address}/${prefix}`)),
  );
});

test('a single IPv4 address is always accepted', () => {
  fc.assert(fc.property(fc.ipV4(), address => !widerThanAllowed(address) && !widerThanAllowed(`${address}/32`)));
});

test('what a range refuses, every wider range around it refuses', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (address, prefix) => {
      fc.pre(widerThanAllowed(`${address}/${prefix}`));
      return widerThanAllowed(`${address}/${prefix - 1}`);
    }),
  );
});
