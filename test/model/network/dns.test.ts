import type { Change } from './places';
import { att, reachAfter, ref } from './places';
import type { JsonObject } from '../../../lib/model/facts';

const list = (...Domains: string[]): JsonObject => ({
  Type: 'AWS::Route53Resolver::FirewallDomainList',
  Properties: { Domains },
});
const group = (...FirewallRules: JsonObject[]): JsonObject => ({
  Type: 'AWS::Route53Resolver::FirewallRuleGroup',
  Properties: { FirewallRules },
});
const associated = (Priority: unknown, name = 'Rules', more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  Properties: { VpcId: ref('Vpc'), FirewallRuleGroupId: att(name, 'Id'), Priority: Priority as number },
  ...more,
});
const rule = (Priority: number, Action: string, name: string, more: JsonObject = {}): JsonObject => ({
  Priority,
  Action,
  FirewallDomainListId: att(name, 'Id'),
  ...more,
});
const condition = { Parameters: { Stage: { Type: 'String' } }, Conditions: { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } } };

const answer = (change: Change) => {
  const [{ answers, names, unknown }] = reachAfter({
    ...change,
    Resources: { Some: list('api.example.com'), Every: list('*'), ...change.Resources },
  }).dns;
  return [answers, ...names, ...(unknown === undefined ? [] : [`unless ${unknown}`])];
};

const closed = group(rule(1, 'ALLOW', 'Some'), rule(2, 'BLOCK', 'Every'));

test.each<[string, Change, string[]]>([
  ['nothing is associated', {}, ['everything']],
  [
    'names are allowed and all others blocked',
    { Resources: { Rules: closed, In: associated(101) } },
    ['names', 'api.example.com'],
  ],
  [
    'the rules stand in another order than they work',
    { Resources: { Rules: group(rule(2, 'BLOCK', 'Every'), rule(1, 'ALLOW', 'Some')), In: associated(101) } },
    ['names', 'api.example.com'],
  ],
  [
    'everything is blocked first',
    { Resources: { Rules: group(rule(1, 'BLOCK', 'Every'), rule(2, 'ALLOW', 'Some')), In: associated(101) } },
    ['names'],
  ],
  [
    'two groups, of which the second blocks',
    {
      Resources: {
        First: group(rule(1, 'ALLOW', 'Some')),
        Rules: group(rule(1, 'BLOCK', 'Every')),
        A: associated(201),
        B: associated(101, 'First'),
      },
    },
    ['names', 'api.example.com'],
  ],
  [
    'one that blocks under a condition',
    { ...condition, Resources: { Rules: closed, In: associated(101, 'Rules', { Condition: 'IsProd' }) } },
    ['everything'],
  ],
  [
    'one that blocks in one of its two faces',
    {
      ...condition,
      Resources: {
        Rules: group(rule(1, 'ALLOW', 'Some'), { 'Fn::If': ['IsProd', rule(2, 'BLOCK', 'Every'), ref('AWS::NoValue')] }),
        In: associated(101),
      },
    },
    ['everything'],
  ],
  [
    'another network is filtered',
    {
      Resources: {
        Rules: closed,
        In: { ...associated(101), Properties: { VpcId: 'vpc-1', FirewallRuleGroupId: att('Rules', 'Id') } },
      },
    },
    ['everything'],
  ],
  [
    'a rule group from elsewhere',
    { Resources: { In: { ...associated(101), Properties: { VpcId: ref('Vpc'), FirewallRuleGroupId: 'rslvr-frg-1' } } } },
    ['unknown', 'unless rslvr-frg-1'],
  ],
  [
    'a list in a file',
    {
      Resources: {
        Some: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { DomainFileUrl: 's3://x' } },
        Rules: closed,
        In: associated(101),
      },
    },
    ['names', expect.stringMatching(/^unless \$\{Some\.Id\}$/) as unknown as string],
  ],
  [
    'a list from elsewhere that is blocked',
    {
      Resources: {
        Rules: group(
          { Priority: 1, Action: 'BLOCK', FirewallDomainListId: 'rslvr-fdl-1' },
          ...[rule(2, 'ALLOW', 'Some'), rule(3, 'BLOCK', 'Every')],
        ),
        In: associated(101),
      },
    },
    ['names', 'api.example.com'],
  ],
  [
    'a protection against threats, which is no list',
    {
      Resources: {
        Rules: group({ Priority: 1, Action: 'ALERT', DnsThreatProtection: 'DGA' }, rule(2, 'BLOCK', 'Every')),
        In: associated(101),
      },
    },
    ['names'],
  ],
  [
    'rules that are none',
    { Resources: { Rules: group('x' as unknown as JsonObject, rule(2, 'BLOCK', 'Every')), In: associated(101) } },
    ['names'],
  ],
])('what the resolver answers where %s', (_, change, expected) => {
  expect(answer(change)).toEqual(expected);
});

test('a filter that fails open is told by the resource that says so', () => {
  const config = (FirewallFailOpen: string): JsonObject => ({
    Type: 'AWS::Route53Resolver::FirewallConfig',
    Properties: { ResourceId: att('Vpc', 'VpcId'), FirewallFailOpen },
  });
  expect(reachAfter({ Resources: { Config: config('ENABLED') } }).dns[0].failsOpen.map(({ logicalId }) => logicalId)).toEqual([
    'Config',
  ]);
  expect(reachAfter({ Resources: { Config: config('DISABLED') } }).dns[0].failsOpen).toEqual([]);
});
