import { modelOf, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';

const group = (egress?: Json, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: egress === undefined ? {} : { SecurityGroupEgress: egress },
  ...more,
});
const egress = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::EC2::SecurityGroupEgress',
  Properties: { GroupId: { 'Fn::GetAtt': ['G', 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...properties },
  ...more,
});

function groupOf(resources: JsonObject) {
  const [{ egress: rules, openByOmission }] = modelOf({ Resources: resources }).securityGroups;
  return { rules: rules.map(({ resource, ...rule }) => ({ in: resource.logicalId, ...rule })), openByOmission };
}

test.each<[string, JsonObject]>([
  ['states no egress', { G: group() }],
  ['states an empty list', { G: group([]) }],
  ['states nothing where its list would stand', { G: group(null) }],
  ['has rules only for another group', { G: group(), R: egress({ GroupId: 'sg-1' }) }],
  ['has a rule only under a condition', { G: group(), R: egress({}, { Condition: 'C' }) }],
  [
    'has a rule that a condition gives to another group',
    { G: group(), R: egress({ GroupId: { 'Fn::If': ['C', { Ref: 'G' }, 'sg-1'] } }) },
  ],
  [
    'has a rule under a condition that is not its own',
    { G: group(undefined, { Condition: 'C' }), R: egress({}, { Condition: 'D' }) },
  ],
  ['has its list only under a condition', { G: group({ 'Fn::If': ['C', [{ IpProtocol: 'tcp' }], { Ref: 'AWS::NoValue' }] }) }],
])('a group that %s is open', (_, resources) => {
  expect(groupOf(resources).openByOmission).toBe(true);
});

test.each<[string, JsonObject]>([
  ['a rule of its own', { G: group([{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32', FromPort: 252, ToPort: 86 }]) }],
  ['a rule as a resource', { G: group(), R: egress({}) }],
  ['a rule as a resource by name', { G: group(), R: egress({ GroupId: { Ref: 'G' } }) }],
  [
    'a rule whose address a condition decides',
    { G: group(), R: egress({ CidrIp: { 'Fn::If': ['C', '1.1.1.1/32', '2.2.2.2/32'] } }) },
  ],
  ['a rule under the same condition', { G: group(undefined, { Condition: 'C' }), R: egress({}, { Condition: 'C' }) }],
  ['a list that nobody knows', { G: group({ Ref: 'Rules' }) }],
])('a group with %s is not open by omission', (_, resources) => {
  expect(groupOf(resources).openByOmission).toBe(false);
});

test('knows every rule, inline and as a resource', () => {
  const { rules } = groupOf({
    G: group([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' },
      { IpProtocol: '-1', CidrIpv6: '::/0' },
      { IpProtocol: -1, DestinationPrefixListId: 'pl-1' },
      { DestinationSecurityGroupId: { Ref: 'H' } },
    ]),
    H: group(),
    R: egress({ CidrIp: '0.0.0.0/0' }),
  });
  expect(rules).toEqual([
    { in: 'G', property: 'Properties.SecurityGroupEgress.0', protocol: 'tcp', fromPort: 443, toPort: 443, cidr: '10.0.0.0/16' },
    { in: 'G', property: 'Properties.SecurityGroupEgress.1', protocol: '-1', cidr: '::/0' },
    { in: 'G', property: 'Properties.SecurityGroupEgress.2', protocol: '-1', prefixList: 'pl-1' },
    { in: 'G', property: 'Properties.SecurityGroupEgress.3', protocol: '-1', securityGroup: '${H}' },
    { in: 'R', property: 'Properties', protocol: 'tcp', fromPort: 443, toPort: 443, cidr: '0.0.0.0/0' },
  ]);
});

test('knows the rules of both branches, each once', () => {
  const rule = (CidrIp: Json): JsonObject => ({ IpProtocol: 'tcp', CidrIp });
  const { rules } = groupOf({
    G: group([rule({ 'Fn::If': ['C', '10.0.0.0/8', '0.0.0.0/0'] }), rule('10.1.0.0/16')]),
    R: egress({ CidrIp: { 'Fn::If': ['C', '1.1.1.1/32', '2.2.2.2/32'] } }),
  });
  expect(rules.map(({ cidr }) => cidr)).toEqual(['10.0.0.0/8', '10.1.0.0/16', '0.0.0.0/0', '1.1.1.1/32', '2.2.2.2/32']);
});

test.each<[string, Json, string, string]>([
  ['a list', { Ref: 'Rules' }, '${Rules}', 'Properties.SecurityGroupEgress'],
  ['an item', [{ Ref: 'Rule' }], '${Rule}', 'Properties.SecurityGroupEgress.0'],
  ['a wrong item', [null], '${?SecurityGroupEgress}', 'Properties.SecurityGroupEgress.0'],
])('%s that nobody knows leads to an unknown address', (_, value, cidr, property) => {
  expect(groupOf({ G: group(value) }).rules).toEqual([{ in: 'G', property, cidr, protocol: '-1' }]);
});

test('a condition of the same name in another stack is another condition', () => {
  const facts = buildModel([
    source('A', {
      Resources: { G: group(undefined, { Condition: 'C' }) },
      Outputs: { G: { Value: { Ref: 'G' }, Export: { Name: 'group' } } },
    }),
    source('B', { Resources: { R: egress({ GroupId: { 'Fn::ImportValue': 'group' } }, { Condition: 'C' }) } }),
  ]);
  expect(facts.securityGroups[0]).toMatchObject({ openByOmission: true, egress: [{ resource: { logicalId: 'R' } }] });
});

test('an attribute of a group that is not its id means no group', () => {
  const { rules } = groupOf({ G: group(), R: egress({ GroupId: { 'Fn::GetAtt': ['G', 'VpcId'] } }) });
  expect(rules).toEqual([]);
});

test('a rule of another stack closes a group as one of its own does', () => {
  const facts = buildModel([
    source('A', { Resources: { G: group() }, Outputs: { G: { Value: { Ref: 'G' }, Export: { Name: 'group' } } } }),
    source('B', { Resources: { R: egress({ GroupId: { 'Fn::ImportValue': 'group' } }) } }),
  ]);
  expect(facts.securityGroups[0].openByOmission).toBe(false);
});

test('rules of groups that stand elsewhere are kept apart', () => {
  const { detachedEgress } = modelOf({
    Resources: {
      G: group(),
      Own: egress({ CidrIp: '10.0.0.0/8' }),
      Theirs: egress({ GroupId: 'sg-1', CidrIp: '0.0.0.0/0' }),
      Unknown: egress({ GroupId: { Ref: 'Group' }, CidrIp: ' ::/0 ' }),
      Wrong: egress({ GroupId: { Ref: 'Theirs' }, CidrIp: '10.0.0.0/8' }),
    },
  });
  expect(detachedEgress.map(({ resource, cidr }) => [resource.logicalId, cidr])).toEqual([
    ['Theirs', '0.0.0.0/0'],
    ['Unknown', '::/0'],
    ['Wrong', '10.0.0.0/8'],
  ]);
});
