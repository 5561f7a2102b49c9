import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { modelOf } from '../../model/build';
import { TODAY } from '../judge-example';
import { beside, findingsOf } from '../said';

const messages = (rule: string, example: Parameters<typeof findingsOf>[1]) =>
  findingsOf(rule, example).map(({ message }) => message);

describe('functions', () => {
  const of = (Properties: JsonObject) => messages(Control.FUNCTION_WITHIN_QUOTAS, beside({ Function: { Properties } }));
  const layers = (count: number) => Array.from({ length: count }, (_, index) => `layer-${index}`);
  const environment = (NOTES: string) => ({ Environment: { Variables: { TABLE: null, NOTES } } });

  test.each([
    [4_096 - 5, "'Function' has 4096 of the 4096 bytes of environment that AWS takes"],
    [4_096 - 4, "'Function' has 4097 bytes of environment, and AWS takes 4096"],
  ])('an environment with %d bytes of text', (length, message) => expect(of(environment('x'.repeat(length)))).toEqual([message]));

  test('an environment just below nine tenths has room; letters beyond ASCII count by their bytes', () => {
    expect(of(environment('x'.repeat(3_681)))).toEqual([]);
    expect(of(environment('x'.repeat(3_682)))).toHaveLength(1);
    expect(of(environment('ä'.repeat(1_841)))).toHaveLength(1);
  });

  test('what only the deployment knows has no length', () => {
    expect(of({ Environment: { Variables: { NOTES: { 'Fn::Join': ['', [{ Ref: 'Table' }, 'x'.repeat(3_600)]] } } } })).toEqual(
      [],
    );
  });

  test.each([
    [4, []],
    [5, ["'Function' has 5 of the 5 layers that AWS takes"]],
    [6, ["'Function' has 6 layers, and AWS takes 5"]],
  ])('%d layers', (count, expected) => expect(of({ Layers: layers(count) })).toEqual(expected));
});

describe('policies', () => {
  const statement = (length: number) => [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'x'.repeat(length) }];
  const of = (Resources: JsonObject) => messages(Control.POLICIES_WITHIN_QUOTAS, beside(Resources));

  test('inline policies of a role count together, whoever writes them', () => {
    const Policies = [{ PolicyName: 'inline', PolicyDocument: { Statement: statement(4_000) } }];
    expect(of({ Role: { Properties: { Policies } } })).toEqual([]);
    expect(
      of({ Role: { Properties: { Policies } }, Workload: { Properties: { PolicyDocument: { Statement: statement(4_500) } } } }),
    ).toEqual([expect.stringMatching(/^'Role' has \d+ of the 10240 characters of inline policies that AWS takes$/)]);
  });

  test('managed policies count by themselves, and by their number', () => {
    const Managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: statement(6_100) } } };
    expect(of({ Managed })).toEqual([expect.stringMatching(/^'Managed' has 61\d\d characters of policy, and AWS takes 6144$/)]);
    const ManagedPolicyArns = Array.from({ length: 9 }, (_, index) => `arn:aws:iam::111122223333:policy/p${index}`);
    expect(of({ Role: { Properties: { ManagedPolicyArns } } })).toEqual([
      "'Role' has 9 of the 10 managed policies that AWS takes",
    ]);
  });
});

describe('networks', () => {
  const rule = (index: number): JsonObject => ({
    ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `198.51.100.${index}/32`, Description: 'x' },
  });
  const of = (Resources: JsonObject) => messages(Control.NETWORK_WITHIN_QUOTAS, beside(Resources));
  const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => rule(index + from));

  test('rules of a group count in each direction, inline and of their own', () => {
    const alone = Object.fromEntries(
      many(10, 100).map((properties, index) => [
        `Egress${index}`,
        { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...properties, GroupId: { Ref: 'Group' } } },
      ]),
    );
    expect(of({ Group: { Properties: { SecurityGroupEgress: many(44), SecurityGroupIngress: many(53) } }, ...alone })).toEqual([
      "'Group' has 54 of the 60 rules outwards that AWS takes",
    ]);
    expect(of({ Group: { Properties: { SecurityGroupEgress: many(43), SecurityGroupIngress: many(54) } }, ...alone })).toEqual([
      "'Group' has 54 of the 60 rules inwards that AWS takes",
    ]);
  });

  test('a rule of a group that stands elsewhere counts nowhere', () => {
    const Egress = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...rule(1), GroupId: 'sg-0a1b' } };
    expect(of({ Group: { Properties: { SecurityGroupEgress: many(53) } }, Egress })).toEqual([]);
  });

  test('a rule counts once for a group, and once for each address of a list', () => {
    const toGroup = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: 'sg-0a1b', Description: 'x' };
    const toList = { ...toGroup, DestinationSecurityGroupId: null as never, DestinationPrefixListId: { Ref: 'List' } };
    const List = (count: number): JsonObject => ({
      Type: 'AWS::EC2::PrefixList',
      Properties: { Entries: many(count).map(({ CidrIp }) => ({ Cidr: CidrIp })) },
    });
    const inline = (...rules: JsonObject[]) => ({ Group: { Properties: { SecurityGroupEgress: rules } } });
    const groups = (count: number) => Array.from({ length: count }, () => toGroup);
    expect(of(inline(...groups(53)))).toEqual([]);
    expect(of(inline(...groups(54)))).toEqual(["'Group' has 54 of the 60 rules outwards that AWS takes"]);
    expect(of({ List: List(54), ...inline(toList) })).toEqual(["'Group' has 54 of the 60 rules outwards that AWS takes"]);
    const Egress = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...toList, GroupId: { Ref: 'Group' } } };
    expect(of({ List: List(14), Egress, ...inline(...groups(40)) })).toEqual([
      "'Group' has 54 of the 60 rules outwards that AWS takes",
    ]);
  });

  test('under a condition, the longer list counts', () => {
    const SecurityGroupEgress = { 'Fn::If': ['IsProd', many(54), many(1)] };
    const example = {
      ...beside({ Group: { Properties: { SecurityGroupEgress } } }),
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
    };
    expect(messages(Control.NETWORK_WITHIN_QUOTAS, example)).toHaveLength(1);
  });

  const appWith = (functions: number, subnets: number, vpc: boolean): string[] => {
    const { Function: secure, SubnetA, ...rest } = SECURE_APP.Resources as { [id: string]: JsonObject };
    const groupOf = (index: number) => `Group${index}`;
    const subnetIds = Array.from({ length: subnets }, (_, index) => (vpc ? { Ref: `Subnet${index}` } : `subnet-${index}`));
    const Resources = {
      ...rest,
      ...Object.fromEntries(Array.from({ length: subnets }, (_, index) => [`Subnet${index}`, SubnetA])),
      ...Object.fromEntries(Array.from({ length: functions }, (_, index) => [groupOf(index), rest.Group])),
      ...Object.fromEntries(
        Array.from({ length: functions }, (_, index) => [
          `Function${index}`,
          {
            ...secure,
            Properties: {
              ...(secure.Properties as JsonObject),
              VpcConfig: { SubnetIds: subnetIds, SecurityGroupIds: [{ 'Fn::GetAtt': [groupOf(index), 'GroupId'] }] },
            },
          },
        ]),
      ),
    };
    return evaluate(modelOf({ Resources }), { profile: 'strict', asOf: TODAY })
      .filter(({ rule: id }) => id === Control.NETWORK_WITHIN_QUOTAS)
      .map(({ message }) => message);
  };

  test('interfaces count by pairs of a subnet and a set of groups', () => {
    expect(appWith(45, 10, true)).toEqual(["'Vpc' needs 450 of the 500 network interfaces for functions that AWS takes"]);
    expect(appWith(44, 10, true)).toEqual([]);
    expect(appWith(51, 10, false)).toEqual([
      'A VPC of somebody else needs 510 network interfaces for functions, and AWS takes 500',
    ]);
  });
});

test('stacks count their resources, parameters and outputs', () => {
  const of = (body: JsonObject) =>
    evaluate(modelOf({ Resources: {}, ...body }), { profile: 'strict', asOf: TODAY })
      .filter(({ rule }) => rule === Control.STACK_WITHIN_QUOTAS)
      .map(({ message, property }) => `${property}: ${message}`);
  const many = (count: number, value: JsonObject) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, value]));
  expect(of({ Resources: many(449, { Type: 'AWS::CloudFormation::WaitConditionHandle' }) })).toEqual([]);
  expect(of({ Parameters: many(180, { Type: 'String' }), Outputs: many(201, { Value: 'x' }) })).toEqual([
    'Outputs: App.template.json has 201 outputs, and AWS takes 200',
    'Parameters: App.template.json has 180 of the 200 parameters that AWS takes',
  ]);
});

test('event sources of a function count together; what nobody limits counts nothing', () => {
  const source = (more: JsonObject): JsonObject => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, ...more },
  });
  const limited = (most: number) => source({ ScalingConfig: { MaximumConcurrency: most } });
  const of = (Resources: JsonObject) => messages(Control.EVENT_SOURCE_WITHIN_CONCURRENCY, beside(Resources));
  expect(of({ One: limited(3), Two: limited(3) })).toEqual([
    "The event sources of 'Function' send up to 6 batches at once, and it reserves 5 executions",
  ]);
  expect(of({ One: limited(3), Two: source({}) })).toEqual([]);
  const invoke = {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'Function' }, Principal: 'sns.amazonaws.com' },
  };
  expect(of({ One: limited(3), Two: limited(3), Invoke: invoke })).toHaveLength(1);
  expect(of({ One: limited(9), Function: { Properties: { ReservedConcurrentExecutions: { Ref: 'AWS::NoValue' } } } })).toEqual(
    [],
  );
});

test('one access point in one app may stand in several templates', () => {
  const fn = (Arn: Json): JsonObject => ({
    Type: 'AWS::Lambda::Function',
    Properties: { FileSystemConfigs: [{ Arn, LocalMountPath: '/mnt/files' }, { LocalMountPath: '/mnt/none' }] },
  });
  const of = (body: JsonObject) =>
    evaluate(modelOf(body), { profile: 'strict', asOf: TODAY }).filter(({ rule }) => rule === Control.FILE_SYSTEM_NOT_SHARED);
  const Point = { Type: 'AWS::EFS::AccessPoint', Properties: { FileSystemId: 'fs-0a' } };
  const arn = { 'Fn::GetAtt': ['Point', 'Arn'] };
  expect(of({ Resources: { Point, One: fn(arn), Two: fn(arn) } })).toEqual([
    expect.objectContaining({
      resource: 'Point',
      relatedResources: ['One', 'Two'],
      message: "'One' and 'Two' mount the same access point 'Point'",
    }),
  ]);
  const joined = { 'Fn::Sub': 'arn:aws:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:access-point/${Point}' };
  expect(of({ Resources: { Point, One: fn(arn), Two: fn(joined) } })).toHaveLength(1);
  expect(of({ Resources: { Point, One: fn(arn), Two: fn('arn:aws:elasticfilesystem:x') } })).toEqual([]);
});
