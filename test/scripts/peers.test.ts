import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { countOf, documented, drift } from '../../scripts/peers/findings';

const TOOLS = ['cfn-lint', 'checkov', 'cfn-guard'];
const ROW = '| checkov | CKV_AWS_116 | 1 | 2 | failures go to a destination |';
const FOUND = [1, 2, 2].map(n => ({ tool: 'checkov', rule: 'CKV_AWS_116', app: n === 1 ? 'example' : 'integrations' }));

test('what other scanners find is what is documented', () => {
  expect(drift(countOf(FOUND), documented(ROW, TOOLS))).toEqual([]);
});

test.each([
  [
    'a finding that is new',
    [...FOUND, { tool: 'cfn-lint', rule: 'E3001', app: 'example' }],
    'cfn-lint E3001 in example: found 1, documented 0',
  ],
  ['one that is gone', FOUND.slice(1), 'checkov CKV_AWS_116 in example: found 0, documented 1'],
  ['one more of the same', [...FOUND, FOUND[1]], 'checkov CKV_AWS_116 in integrations: found 3, documented 2'],
])('%s is told', (_case, found, difference) => {
  expect(drift(countOf(found), documented(ROW, TOOLS))).toEqual([difference]);
});

test('tools that were not asked are not missed', () => {
  expect(documented(`${ROW}\n| cfn-guard | LAMBDA_DLQ_CHECK | 1 | 1 | the same |`, ['checkov'])).toEqual(documented(ROW, TOOLS));
});

test.each([
  ['why', '| checkov | CKV_AWS_116 | 1 | 2 | |', /does not say why/],
  ['how often', '| checkov | CKV_AWS_116 | some | 2 | because |', /does not say how often/],
])('a row says %s', (_what, row, error) => {
  expect(() => documented(row, TOOLS)).toThrow(error);
});

test('the document can be read', () => {
  const counts = documented(readFileSync(path.join(__dirname, '../../docs/peers.md'), 'utf8'), TOOLS);
  expect(counts.get('checkov CKV_AWS_116 in example')).toBeGreaterThan(0);
});
