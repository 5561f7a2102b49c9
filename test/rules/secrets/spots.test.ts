import type { Json } from '../../../lib/model/facts';
import { spotsIn } from '../../../lib/rules/secrets/spots';

describe('texts of a template', () => {
  test('stand as deep as anybody writes, and where a list of them is named', () => {
    const nested = Array.from({ length: 60 }).reduce<Json>(value => ({ A: [value] }), 'deep');
    expect(spotsIn(nested, 'P').map(({ text, key }) => [text, key])).toEqual([['deep', 'A']]);
    const keyed = spotsIn({ Passwords: { '12': ['a', 'b'] }, '2nd': 'c', v2: 'd' }, 'P');
    expect(keyed.map(({ text, key }) => [text, key])).toEqual([
      ['a', 'Passwords'],
      ['b', 'Passwords'],
      ['c', '2nd'],
      ['d', 'v2'],
    ]);
    expect(spotsIn(['x'], '0').map(({ key }) => key)).toEqual(['0']);
  });

  test('are none where a value is left out', () => {
    expect(spotsIn({ A: { Ref: 'AWS::NoValue' }, B: 'b' }, 'P').map(({ text }) => text)).toEqual(['b']);
  });

  test('have the name of their key, or the one beside them', () => {
    const spots = spotsIn({ A: [{ Key: 'k', Value: 'v' }], B: { Name: 'n', Value: { C: 'c' } }, D: true }, 'Properties');
    expect(spots.map(({ property, name, text, named }) => [property, name, text, named])).toEqual([
      ['Properties.A.0.Key', 'Key', 'k', false],
      ['Properties.A.0.Value', 'k', 'v', true],
      ['Properties.B.Name', 'Name', 'n', false],
      ['Properties.B.Value.C', 'C', 'c', true],
      ['Properties.D', 'D', 'true', false],
    ]);
  });

  test('stand in JSON too, in each branch, and not in what is no JSON', () => {
    expect(spotsIn('{"a":["b"]}', 'P').map(({ property, name, text }) => [property, name, text])).toEqual([['P', 'a', 'b']]);
    expect(spotsIn({ 'Fn::If': ['C', 'x', 'y'] }, 'P', 'p').map(({ text }) => text)).toEqual(['x', 'y']);
    expect(spotsIn('{ no JSON', 'P').map(({ text }) => text)).toEqual(['{ no JSON']);
    expect(spotsIn(null, 'P')).toEqual([]);
  });

  test('end where nobody reads any more', () => {
    const within = (wrap: (inner: Json) => Json) => Array.from({ length: 600 }).reduce<Json>(wrap, 'deep');
    expect(
      spotsIn(
        within(inner => [inner]),
        'P',
      ),
    ).toEqual([]);
    expect(
      spotsIn(
        within(inner => ({ A: inner })),
        'P',
      ),
    ).toEqual([]);
    expect(
      spotsIn(
        within(inner => ({ 'Fn::If': ['C', inner, 'x'] })),
        'P',
      ).map(({ text }) => text),
    ).not.toContain('deep');
  });

  test.each<[string, Json, string]>([
    ['the name beside it', { Name: 'DB_PASSWORD', Value: 'v' }, 'DB_PASSWORD'],
    ['the name beside it, in small letters', { name: 'DB_PASSWORD', value: 'v' }, 'DB_PASSWORD'],
    ['the name of an option', { OptionName: 'DB_PASSWORD', Value: 'v' }, 'DB_PASSWORD'],
    ['the key of a parameter', { ParameterKey: 'Password', ParameterValue: 'v' }, 'Password'],
    ['the name of a header', { HeaderName: 'x-token', HeaderValue: 'v' }, 'x-token'],
    ['its own key, where what stands beside it is no text', { Name: { Ref: ['x'] }, Value: 'v' }, 'Value'],
    ['the name beside it, of a plain variable', { Name: 'DB_PASSWORD', Value: 'v', Type: 'PLAINTEXT' }, 'DB_PASSWORD'],
    ['none, where it names a secret', { Name: 'DB_PASSWORD', Value: 'v', Type: 'SECRETS_MANAGER' }, ''],
    ['none, where it names a parameter', { name: 'DB_PASSWORD', value: 'v', type: 'PARAMETER_STORE' }, ''],
    ['its own key in what a secret holds', { Value: 'v', Type: 'SECRETS_MANAGER' }, 'Value'],
  ])('are called by %s', (_, value, name) => {
    expect(spotsIn(value, 'P').find(({ text }) => text === 'v')?.name).toBe(name);
  });

  test('in JSON that stands in JSON stand where the outer text does, under a name that somebody gave', () => {
    const inner = JSON.stringify({ password: 'p', list: ['a', 1, null, true] });
    const spots = spotsIn({ Settings: ` ${JSON.stringify([{ inner }])}` }, 'Properties');
    expect(spots.map(({ property, key, name, text, named }) => [property, key, name, text, named])).toEqual([
      ['Properties.Settings', 'Settings', 'password', 'p', true],
      ['Properties.Settings', 'Settings', 'list', 'a', true],
      ['Properties.Settings', 'Settings', 'list', '1', true],
      ['Properties.Settings', 'Settings', 'list', 'true', true],
    ]);
  });
});
