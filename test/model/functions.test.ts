import { lambda, modelOf, onlyFunction, role, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { FunctionFacts, Json, JsonObject } from '../../lib/model/facts';

function functionOf(properties: JsonObject, resources: JsonObject = {}): FunctionFacts {
  return onlyFunction(modelOf({ Resources: { Role: role(), F: lambda(properties), ...resources } }));
}

test.each<[string, Json]>([
  ['its attribute', { 'Fn::GetAtt': ['Role', 'Arn'] }],
  ['its name', { Ref: 'Role' }],
  ['an ARN with its name', 'arn:aws:iam::111111111111:role/orders'],
  ['an ARN with a path', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/team/x/orders' }],
  ['an ARN with a reference', { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/${Role}' }],
])('finds the role by %s', (_, value) => {
  expect(functionOf({ Role: value }, { Role: role({ RoleName: 'orders' }) }).role).toMatchObject({
    resource: { logicalId: 'Role' },
  });
});

test.each<[string, Json, string]>([
  ['imported', 'arn:aws:iam::111111111111:role/elsewhere', 'arn:aws:iam::111111111111:role/elsewhere'],
  ['a parameter', { Ref: 'RoleArn' }, '${RoleArn}'],
  ['an attribute of something else', { 'Fn::GetAtt': ['Q', 'Arn'] }, '${Q.Arn}'],
  ['no text', { a: 1 }, 'Role is no text'],
])('a role that is %s is unknown', (_, value, unknown) => {
  expect(functionOf({ Role: value }, { Q: { Type: 'AWS::SQS::Queue' } }).role).toEqual({ unknown });
});

test('stands once for each choice of its conditions', () => {
  const facts = modelOf({ Resources: { Role: role(), F: lambda({ Timeout: { 'Fn::If': ['IsProd', 1, 2] } }) } });
  expect(facts.functions.map(({ when, properties }) => [when, properties.Timeout])).toEqual([
    ['IsProd is true', 1],
    ['IsProd is false', 2],
  ]);
});

test('knows its environment, values that are no text as JSON', () => {
  const { environment } = functionOf({ Environment: { Variables: { A: 'a', N: 1, Q: { Ref: 'Q' }, O: { x: 1 } } } });
  expect([...environment]).toEqual([
    ['A', 'a'],
    ['N', '1'],
    ['Q', '${Q}'],
    ['O', '{"x":1}'],
  ]);
});

test.each<[string, Json]>([
  ['the environment', { Ref: 'E' }],
  ['its variables', { Variables: { Ref: 'E' } }],
])('tells that it does not know %s', (_, value) => {
  expect(functionOf({ Environment: value })).toMatchObject({ environment: new Map(), unknownEnvironment: { unknown: '${E}' } });
});

test('an empty environment is no unknown one', () => {
  const found = functionOf({ Environment: { Variables: {} } });
  expect([found.environment.size, found.unknownEnvironment]).toEqual([0, undefined]);
  expect([functionOf({}).environment.size, functionOf({ Environment: [] }).environment.size]).toEqual([0, 0]);
});

const LOGS: JsonObject = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'orders' } };

test.each<[string, JsonObject, JsonObject]>([
  ['that it refers to', { LoggingConfig: { LogGroup: { Ref: 'Logs' } } }, { Logs: LOGS }],
  ['that it names', { LoggingConfig: { LogGroup: 'orders' } }, { Logs: LOGS }],
  [
    'that bears the name Lambda chooses',
    {},
    { Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Sub': '/aws/lambda/${F}' } } } },
  ],
  [
    'that bears its name',
    { FunctionName: 'f' },
    { Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/f' } } },
  ],
])('finds the log group %s', (_, properties, resources) => {
  expect(functionOf(properties, resources).logGroup).toMatchObject({ resource: { logicalId: 'Logs' } });
});

test.each<[string, JsonObject, unknown]>([
  ['no group', {}, undefined],
  ['a group of another app', { LoggingConfig: { LogGroup: 'elsewhere' } }, { unknown: 'elsewhere' }],
  ['something else', { LoggingConfig: { LogGroup: { Ref: 'Role' } } }, { unknown: '${Role}' }],
  ['no text', { LoggingConfig: { LogGroup: { a: 1 } } }, { unknown: 'LogGroup is no text' }],
])('with %s the log group is told as such', (_, properties, expected) => {
  expect(functionOf(properties).logGroup).toEqual(expected);
});

const GROUP: JsonObject = { Type: 'AWS::EC2::SecurityGroup', Properties: {} };

test('knows its subnets and security groups', () => {
  const SecurityGroupIds: Json = [
    { 'Fn::GetAtt': ['G', 'GroupId'] },
    { Ref: 'G' },
    'sg-1',
    { 'Fn::GetAtt': ['G', 'VpcId'] },
    { a: 1 },
  ];
  const { network } = functionOf(
    { VpcConfig: { SubnetIds: ['subnet-1', { Ref: 'S' }, { Ref: 'T' }], SecurityGroupIds } },
    { G: GROUP },
  );
  expect(network).toMatchObject({
    subnets: ['subnet-1', '${S}', '${T}'],
    securityGroups: [
      { resource: { logicalId: 'G' } },
      { resource: { logicalId: 'G' } },
      { unknown: 'sg-1' },
      { unknown: '${G.VpcId}' },
      { unknown: '{"a":1}' },
    ],
  });
});

test.each<[string, Json, unknown]>([
  ['two empty lists', { SubnetIds: [], SecurityGroupIds: [] }, undefined],
  ['nothing', null, undefined],
  ['groups and no subnet', { SubnetIds: [], SecurityGroupIds: ['sg-1'] }, { subnets: [], securityGroups: [{ unknown: 'sg-1' }] }],
  ['subnets and no group', { SubnetIds: ['subnet-1'], SecurityGroupIds: [] }, { subnets: ['subnet-1'], securityGroups: [] }],
  ['subnets that nobody knows', { SubnetIds: { Ref: 'S' } }, { subnets: { unknown: '${S}' }, securityGroups: [] }],
  ['a property that is not there', { Ref: 'AWS::NoValue' }, undefined],
  ['a reference', { Ref: 'V' }, { unknown: '${V}' }],
  ['a list', ['x'], { unknown: 'VpcConfig is no object' }],
  [
    'lists that nobody knows',
    { SubnetIds: { Ref: 'S' }, SecurityGroupIds: { Ref: 'G' } },
    { subnets: { unknown: '${S}' }, securityGroups: [{ unknown: '${G}' }] },
  ],
])('with %s as VPC configuration', (_, value, expected) => {
  expect(functionOf({ VpcConfig: value }).network).toEqual(expected);
});

const QUALIFIED: JsonObject = {
  V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
  Live: {
    Type: 'AWS::Lambda::Alias',
    Properties: { FunctionName: { Ref: 'F' }, Name: 'live', FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] } },
  },
  Odd: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] } } },
  Foreign: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: 'elsewhere', Name: 'live' } },
};

test('knows its aliases and versions', () => {
  expect(functionOf({}, QUALIFIED).qualifiers.map(({ kind, name }) => [kind, name])).toEqual([
    ['alias', 'live'],
    ['alias', 'Odd'],
    ['version', 'V'],
  ]);
});

const to = (target: Json): JsonObject => ({ DestinationConfig: { OnFailure: { Destination: target } } });

test.each<[string, JsonObject, unknown[]]>([
  [
    'the function',
    { FunctionName: { Ref: 'F' }, Qualifier: '$LATEST', ...to('arn:q') },
    [{ qualifier: '$LATEST', onFailure: 'arn:q' }],
  ],
  ['no qualifier', { FunctionName: { Ref: 'F' } }, [{ qualifier: '$LATEST' }]],
  [
    'a version',
    { FunctionName: { Ref: 'F' }, Qualifier: { 'Fn::GetAtt': ['V', 'Version'] }, ...to('q') },
    [{ qualifier: 'V', onFailure: 'q' }],
  ],
  [
    'an alias as CDK names it',
    { FunctionName: { Ref: 'F' }, Qualifier: { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: 'Live' }] }] } },
    [{ qualifier: 'live' }],
  ],
  ['an alias by reference', { FunctionName: { Ref: 'Live' } }, [{ qualifier: 'live' }]],
  ['an ARN with a qualifier', { FunctionName: { 'Fn::Sub': '${F.Arn}:live' } }, [{ qualifier: 'live' }]],
  [
    'a destination that a condition takes away',
    {
      FunctionName: { Ref: 'F' },
      DestinationConfig: { 'Fn::If': ['C', { OnFailure: { Destination: 'q' } }, { Ref: 'AWS::NoValue' }] },
    },
    [{ qualifier: '$LATEST' }],
  ],
  [
    'a destination under either condition',
    { FunctionName: { Ref: 'F' }, ...to({ 'Fn::If': ['C', 'q', 'r'] }) },
    [{ qualifier: '$LATEST', onFailure: 'q' }],
  ],
  ['another function', { FunctionName: 'elsewhere' }, []],
  ['no function', {}, []],
])('knows what happens to failures of %s', (_, properties, expected) => {
  const { asyncConfigs } = functionOf(
    {},
    { ...QUALIFIED, Async: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: properties } },
  );
  expect(asyncConfigs.map(({ resource, ...config }) => config)).toEqual(expected);
});

test('aliases of aliases end', () => {
  const alias = (name: string): JsonObject => ({
    Type: 'AWS::Lambda::Alias',
    Properties: { FunctionName: { Ref: name }, Name: 'x' },
  });
  expect(functionOf({}, { A: alias('B'), B: alias('A'), C: { Type: 'AWS::Lambda::Alias', Properties: {} } }).qualifiers).toEqual(
    [],
  );
});

test('a function of another stack is found by reference, name and ARN', () => {
  const names: Json[] = [
    { 'Fn::ImportValue': 'f' },
    'orders',
    'orders:live',
    'arn:aws:lambda:us-east-1:111111111111:function:orders:live',
    { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:1:function:orders' },
  ];
  const versions = names.map((FunctionName, index): [string, Json] => [
    `V${index}`,
    { Type: 'AWS::Lambda::Version', Properties: { FunctionName } },
  ]);
  const facts = buildModel([
    source('A', {
      Resources: { Role: role(), F: lambda({ FunctionName: 'orders' }) },
      Outputs: { F: { Value: { 'Fn::GetAtt': ['F', 'Arn'] }, Export: { Name: 'f' } } },
    }),
    source('B', { Resources: Object.fromEntries(versions) }),
  ]);
  expect(facts.functions[0].qualifiers).toHaveLength(names.length);
});
