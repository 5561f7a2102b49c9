import * as fc from 'fast-check';
import { source } from './build';
import { buildModel } from '../../lib/model/build-model';
import { variantsOf } from '../../lib/model/conditions';
import type { Json, JsonObject } from '../../lib/model/facts';

const TYPES = [
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::ResourcePolicy',
  'AWS::Lambda::Url',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::CloudFormation::Stack',
  'Custom::CrossRegionExportWriter',
  'Custom::CrossRegionExportReader',
];

const PROPERTIES = [
  'FunctionName',
  'TargetFunctionArn',
  'ResourceArn',
  'PolicyDocument',
  'Principal',
  'Role',
  'RoleName',
  'Roles',
  'Policies',
  'ManagedPolicyArns',
  'AssumeRolePolicyDocument',
  'Environment',
  'VpcConfig',
  'LoggingConfig',
  'Code',
  'Handler',
  'Name',
  'Qualifier',
  'DestinationConfig',
  'SecurityGroupEgress',
  'GroupId',
  'HttpMethod',
  'Integration',
  'Body',
  'ApiId',
  'RouteKey',
  'Target',
  'IntegrationUri',
  'Parameters',
  'TemplateURL',
  'WriterProps',
];

const ODD: Json[] = [null, [], {}, '', 'x', 0, true, [null], [[]], { a: null }];
const INTRINSICS = [
  'Ref',
  'Fn::GetAtt',
  'Fn::Sub',
  'Fn::Join',
  'Fn::Select',
  'Fn::Split',
  'Fn::If',
  'Fn::FindInMap',
  'Fn::ImportValue',
  'Fn::GetStackOutput',
  'Fn::Base64',
  'Fn::Transform',
  'Fn::Length',
  'Condition',
];

test.each(TYPES)('reads %s with anything in place of its properties', Type => {
  const intrinsic = INTRINSICS.flatMap(name => ODD.map(value => ({ [name]: value })));
  for (const value of [...ODD, ...intrinsic]) {
    const whole: JsonObject = { Type, Properties: value, Metadata: value, Condition: value };
    const each: JsonObject = { Type, Properties: Object.fromEntries(PROPERTIES.map(name => [name, value])) };
    const facts = buildModel([source('A', { Resources: { Whole: whole, Each: each } })]);
    expect(facts.templates[0].resources.size).toBe(2);
  }
});

test.each(['Resources', 'Parameters', 'Outputs', 'Mappings', 'Conditions'])(
  'reads a template with anything in place of %s',
  section => {
    for (const value of ODD) {
      const reader = {
        R: { Type: 'T', Properties: { A: { Ref: 'x' }, B: { 'Fn::If': ['x', 1, 2] }, C: { 'Fn::FindInMap': ['x', 'y', 'z'] } } },
      };
      for (const inner of [value, { x: value }, { x: { Value: value, Export: value, Default: value, Type: value } }]) {
        const facts = buildModel([source('A', { Resources: reader, [section]: inner })]);
        for (const { resources } of facts.templates) [...resources.values()].forEach(variantsOf);
      }
    }
  },
);

test.each(ODD.map(body => [JSON.stringify(body), body] as const))('reads %s in place of a template', (_, body) => {
  expect(buildModel([source('A', body as JsonObject), source('A', {})]).functions).toEqual([]);
});

test('reads no template at all', () => {
  expect(buildModel([])).toMatchObject({ templates: [], functions: [], acknowledgements: [] });
});

test('keys that JavaScript knows are keys like others', () => {
  const resources = JSON.parse(
    '{"__proto__": {"Type": "T", "Properties": {"__proto__": {"a": 1}}}, "constructor": {"Type": "T"}}',
  ) as JsonObject;
  const [{ resources: read }] = buildModel([source('A', { Resources: resources })]).templates;
  expect([...read.keys()]).toEqual(['__proto__', 'constructor']);
  expect(JSON.stringify(read.get('__proto__')?.properties)).toBe('{"__proto__":{"a":1}}');
  expect(({} as { a?: number }).a).toBeUndefined();
});

test('values that double with every stack do not grow without end', () => {
  const doubling = (decided: boolean) =>
    Array.from({ length: 60 }, (_, index): JsonObject => {
      const before: Json = index === 0 ? 'x' : { 'Fn::ImportValue': `E${index - 1}` };
      const Value: Json = decided ? { 'Fn::If': [`C${index}`, before, before] } : { 'Fn::Join': ['', [before, before]] };
      return { Outputs: { O: { Value, Export: { Name: `E${index}` } } }, Resources: { R: { Type: 'T', Properties: { Value } } } };
    });
  for (const decided of [true, false]) {
    const { templates } = buildModel(doubling(decided).map((body, index) => source(`S${index}`, body)));
    expect(templates).toHaveLength(60);
  }
});

test('never throws, whatever a resource holds', () => {
  const leaf = fc.oneof(
    fc.constantFrom<Json>(...ODD),
    fc.constantFrom<Json>('${R0}', '${R1.Arn}', 'R0', 'R1', 'C', 'AWS::NoValue', '$LATEST'),
  );
  const { value } = fc.letrec<{ value: Json }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.tuple(fc.constantFrom(...INTRINSICS), tie('value')).map(([name, operand]): Json => ({ [name]: operand })),
      fc.tuple(tie('value'), tie('value')).map(([then, otherwise]): Json => ({ 'Fn::If': ['C', then, otherwise] })),
      fc.dictionary(
        fc.constantFrom('Statement', 'Effect', 'Action', 'Principal', 'Variables', 'SubnetIds', 'paths', 'security', 'get'),
        tie('value'),
        { maxKeys: 3 },
      ),
    ),
  }));
  const resource = fc
    .tuple(fc.constantFrom(...TYPES), fc.dictionary(fc.constantFrom(...PROPERTIES), value, { maxKeys: 4 }))
    .map(([Type, Properties]): JsonObject => ({ Type, Properties }));
  fc.assert(
    fc.property(fc.array(resource, { maxLength: 4 }), value, (resources, output) => {
      const Resources = Object.fromEntries(resources.map((one, index) => [`R${index}`, one]));
      const Outputs = { O: { Value: output, Export: { Name: 'C' } } };
      buildModel([source('A', { Resources, Outputs }), source('B', { Resources, Parameters: { R0: { Default: output } } })]);
    }),
    { numRuns: 500 },
  );
});

test('stays linear: ten times the functions take no more than a multiple of the time', () => {
  const body = (count: number): JsonObject => ({
    Resources: Object.fromEntries(
      Array.from({ length: count }, (_, index) => index).flatMap((index): [string, Json][] => [
        [`R${index}`, { Type: 'AWS::IAM::Role', Properties: { RoleName: `r${index}` } }],
        [
          `P${index}`,
          {
            Type: 'AWS::IAM::Policy',
            Properties: {
              Roles: [`r${index}`],
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*' }] },
            },
          },
        ],
        [
          `F${index}`,
          {
            Type: 'AWS::Lambda::Function',
            Properties: { FunctionName: `f${index}`, Role: { 'Fn::GetAtt': [`R${index}`, 'Arn'] } },
          },
        ],
        [
          `M${index}`,
          { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: `f${index}`, Principal: 's3.amazonaws.com' } },
        ],
      ]),
    ),
  });
  const seconds = (count: number): number => {
    const start = process.hrtime.bigint();
    buildModel([source('A', body(count))]);
    return Number(process.hrtime.bigint() - start) / 1e9;
  };
  seconds(300);
  expect(seconds(3000)).toBeLessThan(40 * Math.max(seconds(300), 0.01));
});

test('a policy in a text that nests too deeply is unknown, and ends nothing', () => {
  const PolicyDocument = `{"Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const { identities } = buildModel([
    source('A', { Resources: { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } } } }),
  ]);
  expect(identities[0].unknownPolicies).toHaveLength(1);
});
