import { modelOf } from './build';
import type { Json } from '../../lib/model/facts';

const said = (Metadata: Json) =>
  modelOf({ Resources: { R: { Type: 'T', Metadata } } }).suppressions.map(({ resource, tool, rules, property }) => [
    resource.logicalId,
    tool,
    rules.join(),
    property,
  ]);

test.each<[Json, string[]]>([
  [
    { cfn_nag: { rules_to_suppress: [{ id: 'W1', reason: 'x' }, { id: 'F2' }] } },
    ['R', 'cfn_nag', 'W1,F2', 'Metadata.cfn_nag.rules_to_suppress'],
  ],
  [{ cdk_nag: { rules_to_suppress: [{ id: 'A-1' }] } }, ['R', 'cdk-nag', 'A-1', 'Metadata.cdk_nag.rules_to_suppress']],
  [{ checkov: { skip: [{ id: 'CKV_1' }] } }, ['R', 'checkov', 'CKV_1', 'Metadata.checkov.skip']],
  [{ checkov: { skip: 'CKV_1' } }, ['R', 'checkov', 'CKV_1', 'Metadata.checkov.skip']],
  [
    { cfn_nag: { rules_to_suppress: ['W1', { id: 'W2' }, { reason: 'x' }] } },
    ['R', 'cfn_nag', 'W1,W2', 'Metadata.cfn_nag.rules_to_suppress'],
  ],
  [{ guard: { SuppressedRules: ['A', 'B'] } }, ['R', 'cfn-guard', 'A,B', 'Metadata.guard.SuppressedRules']],
])('reads %j', (metadata, suppression) => expect(said(metadata)).toEqual([suppression]));

test.each<Json>([
  null,
  'x',
  {},
  { cfn_nag: null },
  { cfn_nag: { rules_to_suppress: [] } },
  { checkov: { skip: [{}] } },
  { 'aws:cdk:path': 'a/b' },
])('finds nothing in %j', metadata => expect(said(metadata)).toEqual([]));

test('finds nothing where there are no metadata', () =>
  expect(modelOf({ Resources: { R: { Type: 'T' } } }).suppressions).toEqual([]));
