import type { Json } from '../../lib/model/facts';
import { spoken } from '../../lib/rules/property';

test.each<[Json | undefined, string]>([
  [undefined, 'left out'],
  ['PassThrough', 'PassThrough'],
  [true, 'true'],
  [0, '0'],
  [{ Ref: 'Mode' }, '{"Ref":"Mode"}'],
])('%j is spoken as it would be read: %s', (value, words) => expect(spoken(value)).toBe(words));
