import {
  addressesOf,
  cidrsOf,
  EVERY_IPV4,
  EVERY_IPV6,
  PRIVATE,
  PUBLIC,
  TRANSLATED,
  translated,
} from '../../../lib/model/network/addresses';
import { difference, holdsAll, intersection, union } from '../../../lib/model/network/ranges';
import type { Range } from '../../../lib/model/network/ranges';
import { EVERYTHING, limit, TCP, withoutAll } from '../../../lib/model/network/traffic';

const range = (cidr: string): Range => addressesOf(cidr)!;
const of = (...cidrs: string[]) => union(cidrs.map(range));

describe('sets of numbers', () => {
  test('ranges that overlap or touch are one range', () => {
    expect(
      union([
        [5n, 9n],
        [1n, 3n],
        [4n, 4n],
        [20n, 30n],
        [22n, 25n],
      ]),
    ).toEqual([
      [1n, 9n],
      [20n, 30n],
    ]);
  });

  test('what is taken out leaves what stands before, between and behind it', () => {
    expect(
      difference(
        [
          [1n, 10n],
          [20n, 30n],
        ],
        [
          [0n, 2n],
          [5n, 6n],
          [9n, 21n],
        ],
      ),
    ).toEqual([
      [3n, 4n],
      [7n, 8n],
      [22n, 30n],
    ]);
    expect(
      intersection(
        [
          [1n, 10n],
          [20n, 30n],
        ],
        [
          [0n, 2n],
          [5n, 6n],
          [9n, 21n],
        ],
      ),
    ).toEqual([
      [1n, 2n],
      [5n, 6n],
      [9n, 10n],
      [20n, 21n],
    ]);
    expect(
      holdsAll(
        [[1n, 10n]],
        [
          [2n, 3n],
          [10n, 10n],
        ],
      ),
    ).toBe(true);
    expect(holdsAll([[1n, 10n]], [[2n, 11n]])).toBe(false);
  });
});

describe('addresses', () => {
  test.each(['10.0.0.0/8', '198.51.100.7/32', '0.0.0.0/0', '::/0', '2600:1f00::/28', '64:ff9b::/96', 'fd00::1/128'])(
    '%s is spelled as it was read',
    cidr => {
      expect(cidrsOf([range(cidr)])).toEqual([cidr]);
    },
  );

  test('bits behind the prefix do not count, and an address without one is itself', () => {
    expect(range('10.1.2.3/8')).toEqual(range('10.0.0.0/8'));
    expect(cidrsOf([range('::ffff:1.2.3.4')])).toEqual(['::ffff:102:304/128']);
  });

  test.each(['', 'ten', '10.0.0.0/33', '1.2.3/8', '2600::/129', '10.0.0.0/', '${Cidr}'])('%p is no range', text => {
    expect(addressesOf(text)).toBeUndefined();
  });

  test('a set is as few blocks as can be, of both families', () => {
    expect(cidrsOf(of('10.0.0.0/25', '10.0.0.128/25', '10.0.1.0/24', '2600::/16'))).toEqual(['10.0.0.0/23', '2600::/16']);
    expect(cidrsOf([[range('10.0.0.1')[0], range('10.0.0.6')[0]]])).toEqual([
      '10.0.0.1/32',
      '10.0.0.2/31',
      '10.0.0.4/31',
      '10.0.0.6/32',
    ]);
  });

  test('no address is in both families, and no private one is public', () => {
    expect(intersection(EVERY_IPV4, EVERY_IPV6)).toEqual([]);
    expect(intersection(PRIVATE, PUBLIC)).toEqual([]);
    expect(intersection(PUBLIC, of('169.254.0.0/16', '255.255.255.255/32', 'fe80::/10', '64:ff9b::/96'))).toEqual([]);
    expect(holdsAll(PUBLIC, of('198.51.100.0/24', '2600:1f00::/28'))).toBe(true);
  });

  test('an address of the translated prefix stands for one of IPv4', () => {
    expect(cidrsOf(translated(of('64:ff9b::c633:6400/120')))).toEqual(['198.51.100.0/24']);
    expect(translated(TRANSLATED)).toEqual(EVERY_IPV4);
  });
});

describe('traffic', () => {
  const some = { ...EVERYTHING, to: of('10.0.0.0/8'), ports: [[0n, 100n]] as const };

  test('a filter limits what it names', () => {
    expect(limit(some, { ports: [[50n, 200n]], protocols: TCP })).toEqual({ ...some, ports: [[50n, 100n]], protocols: TCP });
    expect(limit(some, { to: of('11.0.0.0/8') })).toBeUndefined();
  });

  test('what a filter does not match is left, each combination once', () => {
    const left = withoutAll([some], [{ to: of('10.0.0.0/9'), ports: [[10n, 20n]] }]);
    expect(left).toEqual([
      { ...some, to: of('10.128.0.0/9') },
      {
        ...some,
        to: of('10.0.0.0/9'),
        ports: [
          [0n, 9n],
          [21n, 100n],
        ],
      },
    ]);
    expect(withoutAll([some], [{}])).toEqual([]);
    expect(withoutAll([some], [{ to: of('11.0.0.0/8') }])).toEqual([some]);
  });
});
