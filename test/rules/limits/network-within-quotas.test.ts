import type { Json, JsonObject } from '../../../lib/model/facts';
import { networkWithinQuotas } from '../../../lib/rules/limits/network-within-quotas';
import type { Verdict } from '../../../lib/rules/verdict';
import { lambda, modelOf, role } from '../../model/build';
import { TODAY } from '../judge-example';

/** What is said of an app, with the resource that has to change. */
function said(Resources: JsonObject, sections: JsonObject = {}): string[] {
  const app = modelOf({ ...sections, Resources: { Role: role(), ...Resources } });
  const verdicts: Verdict | readonly Verdict[] = networkWithinQuotas.check(app, app, {
    ...{ asOf: TODAY, accountConcurrency: 1_000, policy: {} },
  });
  return [verdicts]
    .flat()
    .map(verdict => (verdict.verdict === 'pass' ? 'pass' : `${verdict.at?.logicalId} ${verdict.property}: ${verdict.message}`));
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const all = (name: string, count: number, make: (index: number) => JsonObject): JsonObject =>
  Object.fromEntries(times(count, index => [`${name}${index}`, make(index)]));

describe('rules of a group', () => {
  const rule = (index: number): JsonObject => ({
    ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `198.51.100.${index}/32`, Description: 'x' },
  });
  const toGroup: JsonObject = {
    ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: 'sg-0a1b', Description: 'x' },
  };
  const toList: JsonObject = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: { Ref: 'List' } };
  const List = (count: number): JsonObject => ({
    Type: 'AWS::EC2::PrefixList',
    Properties: { Entries: times(count, index => ({ Cidr: `198.51.100.${index}/32` })) },
  });
  const group = (SecurityGroupEgress: Json, SecurityGroupIngress: Json = []): JsonObject => ({
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: 'vpc-0a1b', SecurityGroupEgress, SecurityGroupIngress } },
  });
  const alone = (count: number, GroupId: Json, Type = 'AWS::EC2::SecurityGroupEgress') =>
    all('Alone', count, index => ({ Type, Properties: { ...rule(index + 100), GroupId } }));
  const own = { Ref: 'Group' };
  const OUTWARDS = "Group Properties.SecurityGroupEgress: 'Group' has 54 of the 60 rules outwards that AWS takes";
  const INWARDS = "Group Properties.SecurityGroupIngress: 'Group' has 54 of the 60 rules inwards that AWS takes";

  test.each<[string, JsonObject, string[]]>([
    ['with room', group(times(53, rule), times(53, rule)), []],
    ['nearly full outwards', group(times(54, rule), times(53, rule)), [OUTWARDS]],
    ['nearly full inwards', group(times(53, rule), times(54, rule)), [INWARDS]],
    ['nearly full with rules that stand alone', { ...group(times(44, rule)), ...alone(10, own) }, [OUTWARDS]],
    [
      'nearly full with rules inwards that stand alone',
      { ...group([], times(44, rule)), ...alone(10, own, 'AWS::EC2::SecurityGroupIngress') },
      [INWARDS],
    ],
    [
      'over the quota',
      group(times(61, rule)),
      ["Group Properties.SecurityGroupEgress: 'Group' has 61 rules outwards, and AWS takes 60"],
    ],
    ['beside many rules of a group that stands elsewhere', { ...group(times(53, rule)), ...alone(54, 'sg-0a1b') }, []],
    ['with room, whose rules name a group', group(times(53, () => toGroup)), []],
    ['nearly full, whose rules name a group', group(times(54, () => toGroup)), [OUTWARDS]],
    ['nearly full with each address of a list', { List: List(54), ...group([toList]) }, [OUTWARDS]],
    ['nearly full with a list and others', { List: List(14), ...group([...times(40, () => toGroup), toList]) }, [OUTWARDS]],
    [
      'nearly full with a list in a rule that stands alone',
      {
        ...{ List: List(14), ...group(times(40, () => toGroup)) },
        Alone: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...toList, GroupId: own } },
      },
      [OUTWARDS],
    ],
  ])('%s', (_, resources, expected) => expect(said(resources)).toEqual(expected));

  test('count as they are under the condition that makes more of them', () => {
    const Conditions = { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
    expect(said(group({ 'Fn::If': ['IsProd', times(54, rule), times(1, rule)] }), { Conditions })).toEqual([OUTWARDS]);
    expect(said(group({ 'Fn::If': ['IsProd', times(1, rule), times(54, rule)] }), { Conditions })).toEqual([OUTWARDS]);
  });
});

describe('network interfaces', () => {
  const placed = (SubnetIds: Json, ...groups: string[]): JsonObject =>
    lambda({ VpcConfig: { SubnetIds, SecurityGroupIds: groups } });
  const subnets = (count: number, VpcId: Json = { Ref: 'Vpc' }) =>
    all('Subnet', count, () => ({ Type: 'AWS::EC2::Subnet', Properties: { VpcId } }));
  const ids = (count: number, from = 0): Json => times(count, index => ({ Ref: `Subnet${index + from}` }));
  const Vpc: JsonObject = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  const FULL = "Vpc undefined: 'Vpc' needs 450 of the 500 network interfaces for functions that AWS takes";
  const functions = (count: number, make: (index: number) => JsonObject) => all('Function', count, make);
  const nine = functions(9, index => placed(ids(50), `sg-${index}`));

  test.each<[string, JsonObject, string[]]>([
    ['one for each pair of a subnet and a group', { Vpc, ...subnets(50), ...nine }, [FULL]],
    ['with room for more', { Vpc, ...subnets(49), ...functions(9, index => placed(ids(49), `sg-${index}`)) }, []],
    [
      'one for all functions of one pair, in whatever order they name their groups',
      {
        ...{ Vpc, ...subnets(50) },
        ...functions(18, index =>
          index % 2 ? placed(ids(50), 'sg-0', `sg-1${index - 1}`) : placed(ids(50), `sg-1${index}`, 'sg-0'),
        ),
      },
      [FULL],
    ],
    [
      'by groups of the app',
      {
        ...{ Vpc, ...subnets(50) },
        ...all('Group', 9, () => ({ Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' } } })),
        ...functions(9, index => placed(ids(50), `\${Group${index}.GroupId}`)),
      },
      [FULL],
    ],
    [
      'by each network',
      {
        ...{ Vpc, Other: Vpc, ...subnets(25) },
        ...all('Others', 25, () => ({ Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Other' } } })),
        ...functions(18, index =>
          placed(index < 9 ? ids(25) : times(25, position => ({ Ref: `Others${position}` })), `sg-${index % 9}`),
        ),
      },
      [],
    ],
    [
      'in a network of somebody else, at the first function there',
      functions(9, index =>
        placed(
          times(51, position => `subnet-${position}`),
          `sg-${index}`,
        ),
      ),
      ['Function0 undefined: A VPC of somebody else needs 459 of the 500 network interfaces for functions that AWS takes'],
    ],
    [
      'in subnets of the app in such a network',
      { ...subnets(56, 'vpc-0a1b'), ...functions(9, index => placed(ids(56), `sg-${index}`)) },
      ['Function0 undefined: A VPC of somebody else needs 504 network interfaces for functions, and AWS takes 500'],
    ],
    [
      'in subnets that name no network',
      { ...subnets(51, { Ref: 'AWS::NoValue' }), ...functions(9, index => placed(ids(51), `sg-${index}`)) },
      ['Function0 undefined: A VPC of somebody else needs 459 of the 500 network interfaces for functions that AWS takes'],
    ],
    [
      'none of functions whose network is not known, or that have none',
      {
        ...{ Vpc, ...subnets(50), ...nine },
        Free: lambda(),
        Hidden: lambda({ VpcConfig: { 'Fn::Transform': { Name: 'Net' } } }),
        Asked: placed({ Ref: 'Subnets' }, 'sg-0'),
      },
      [FULL],
    ],
  ])('are counted %s', (_, resources, expected) =>
    expect(said(resources, { Parameters: { Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' } } })).toEqual(expected),
  );
});

test.each<[number, string[]]>([
  [4, []],
  [5, ["Function Properties.VpcConfig.SecurityGroupIds: 'Function' has 5 of the 5 security groups that AWS takes"]],
  [6, ["Function Properties.VpcConfig.SecurityGroupIds: 'Function' has 6 security groups, and AWS takes 5"]],
])('a function in %d groups', (count, expected) => {
  const VpcConfig = { SubnetIds: ['subnet-0a'], SecurityGroupIds: times(count, index => `sg-${index}`) };
  expect(said({ Function: lambda({ VpcConfig }) })).toEqual(expected);
});
