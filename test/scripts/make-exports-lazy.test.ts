import { lazyExports } from '../../scripts/make-exports-lazy';

const COMPILED = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Waiver = exports.Range = exports.Egress = void 0;
var egress_1 = require("./network/egress");
Object.defineProperty(exports, "Egress", { enumerable: true, get: function () { return egress_1.Egress; } });
Object.defineProperty(exports, "Range", { enumerable: true, get: function () { return egress_1.Range; } });
var waiver_1 = require("./baseline/waiver");
Object.defineProperty(exports, "Waiver", { enumerable: true, get: function () { return waiver_1.Waiver; } });
`;

/** The exports of an index, and the modules that it has loaded so far. */
function run(source: string) {
  const loaded: string[] = [];
  const exported: Record<string, unknown> = {};
  const load = (file: string) => {
    loaded.push(file);
    return { Egress: 'an egress', Range: 'a range', Waiver: 'a waiver' };
  };
  new Function('exports', 'require', source)(exported, load);
  return { exported, loaded };
}

test('loads nothing before a name is read, and then its module only', () => {
  const { exported, loaded } = run(lazyExports(COMPILED));

  expect(loaded).toEqual([]);
  expect(exported.Range).toBe('a range');
  expect(loaded).toEqual(['./network/egress']);
});

test('exports the same names, in the same order', () => {
  expect(Object.keys(run(lazyExports(COMPILED)).exported)).toEqual(Object.keys(run(COMPILED).exported));
  expect({ ...run(lazyExports(COMPILED)).exported }).toEqual({ Egress: 'an egress', Range: 'a range', Waiver: 'a waiver' });
});

test('names its exports where Node.js looks for those that ES modules import', () => {
  const lazy = lazyExports(COMPILED);

  expect(lazy).toContain('exports.Waiver = exports.Range = exports.Egress = void 0;');
  expect(lazy).not.toContain('Object.defineProperty(exports, "Egress"');
});

test.each([
  ['an export in other words', `${COMPILED}exports.More = require("./more").More;\n`],
  ['no export at all', '"use strict";\n'],
])('refuses %s', (_, source) => {
  expect(() => lazyExports(source)).toThrow(/in a way that is not known here/);
});
