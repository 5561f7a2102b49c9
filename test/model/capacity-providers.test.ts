import { modelOf, role, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';

const GROUP: JsonObject = { Type: 'AWS::EC2::SecurityGroup' };
const provider = (VpcConfig: Json): JsonObject => ({
  Type: 'AWS::Lambda::CapacityProvider',
  Properties: { CapacityProviderName: 'machines', VpcConfig },
});
const on = (CapacityProviderArn: Json, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...more,
    CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } },
  },
});
const ARN = { 'Fn::GetAtt': ['Machines', 'Arn'] };
const IN = { SubnetIds: [{ Ref: 'A' }, { Ref: 'B' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] };
const networkIn = (Resources: JsonObject, more: JsonObject = {}) =>
  modelOf({ ...more, Resources: { Role: role(), Group: GROUP, ...Resources } }).functions[0].network;

const FOUND = { subnets: ['${A}', '${B}'], securityGroups: [{ resource: { logicalId: 'Group' } }] };

test.each<[string, Json]>([
  ['by reference', ARN],
  ['by its ARN', 'arn:aws:lambda:eu-west-1:111122223333:capacity-provider:machines'],
])('a function stands in the network of its capacity provider, named %s', (_, arn) => {
  expect(networkIn({ F: on(arn), Machines: provider(IN) })).toMatchObject(FOUND);
});

test('whatever it says of its own', () => {
  const VpcConfig = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
  expect(networkIn({ F: on(ARN, { VpcConfig }), Machines: provider(IN) })).toMatchObject(FOUND);
});

test('a capacity provider of no template has a network that nobody knows', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:capacity-provider:others';
  expect(networkIn({ F: on(arn) })).toEqual({ subnets: { unknown: arn }, securityGroups: [{ unknown: arn }] });
});

test('nor is one known that a condition decides', () => {
  const machines = provider({ 'Fn::If': ['Prod', IN, { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }] });
  const Conditions = { Prod: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } };
  expect(networkIn({ F: on(ARN), Machines: machines }, { Conditions })).toEqual({
    subnets: { unknown: '${Machines.Arn}' },
    securityGroups: [{ unknown: '${Machines.Arn}' }],
  });
});

test('a capacity provider of another stack is read with the names of that stack', () => {
  const Machines = provider(IN);
  const Outputs = { Arn: { Value: ARN, Export: { Name: 'machines' } } };
  const facts = buildModel([
    source('Orders', { Resources: { Role: role(), F: on({ 'Fn::ImportValue': 'machines' }) } }),
    source('Network', { Resources: { Group: GROUP, Machines }, Outputs }),
  ]);
  expect(facts.functions[0].network).toMatchObject({
    subnets: ['${Network#A}', '${Network#B}'],
    securityGroups: [{ resource: { logicalId: 'Group' } }],
  });
});
