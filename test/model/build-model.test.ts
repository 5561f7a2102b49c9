import { lambda, modelOf, resource, role, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';

test('what a stack hands out is resolved, and so is what stands beside the properties', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'prod' } };
  const Subject = {
    Type: 'T',
    Metadata: { note: { Ref: 'Stage' } },
    Notes: [{ 'Fn::Sub': '${Stage}!' }],
    DependsOn: 'Other',
    Condition: 'C',
  };
  const Outputs = { Stage: { Value: { Ref: 'Stage' } }, Id: { Value: { Ref: 'Subject' } }, Nothing: { Description: 'x' } };
  const app = modelOf({ Description: 'An app', Parameters, Resources: { Subject, Plain: { Type: 'T' } }, Outputs });
  expect([...app.templates[0].handedOut]).toEqual<[string, Json][]>([
    ['Stage', 'prod'],
    ['Id', '${Subject}'],
  ]);
  expect(app.templates[0].description).toBe('An app');
  expect(resource(app, 'Subject').asides).toEqual({ Metadata: { note: 'prod' }, Notes: ['prod!'] });
  expect(resource(app, 'Plain').asides).toEqual({});
  expect(modelOf({ Description: 7, Resources: {} }).templates[0].description).toBeUndefined();
});

test('leaves out resources without a type', () => {
  expect([...modelOf({ Resources: { A: {}, B: { Type: 1 }, C: null, D: { Type: 'T' } } }).templates[0].resources.keys()]).toEqual(
    ['D'],
  );
});

test('a resource is what its template says of it, resolved', () => {
  const app = modelOf({
    Parameters: { Stage: { Type: 'String', Default: 'prod' } },
    Resources: {
      Whole: {
        Type: 'T',
        Properties: { Name: { Ref: 'Stage' } },
        Metadata: { 'aws:cdk:path': 'App/Whole' },
        Condition: 'C',
        DependsOn: 'Bare',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        CreationPolicy: {},
        UpdatePolicy: {},
      },
      Bare: { Type: 'T' },
    },
  });
  const [template] = app.templates;
  expect([...template.resources.values()]).toEqual([
    {
      template,
      logicalId: 'Whole',
      type: 'T',
      properties: { Name: 'prod' },
      asides: { Metadata: { 'aws:cdk:path': 'App/Whole' } },
      constructPath: 'App/Whole',
      condition: 'C',
    },
    { template, logicalId: 'Bare', type: 'T', properties: {}, asides: {} },
  ]);
});

test('a resource that SAM made knows where it was written, and no other does', () => {
  const app = modelOf({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: { F: { Type: 'AWS::Serverless::Function', Properties: { Timeout: 3 } }, Q: { Type: 'AWS::SQS::Queue' } },
  });
  expect(resource(app, 'F').type).toBe('AWS::Lambda::Function');
  expect(resource(app, 'F').expandedFrom?.('Properties.Timeout')).toEqual({
    logicalId: 'F',
    type: 'AWS::Serverless::Function',
    property: 'Properties.Timeout',
  });
  expect(resource(app, 'Q').expandedFrom).toBeUndefined();
});

test('what stands around the resources is kept by its place', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'prod' } };
  const app = modelOf({
    Parameters,
    Metadata: { stage: { Ref: 'Stage' } },
    Rules: { R: { Assertions: [{ AssertDescription: { Ref: 'Stage' } }] } },
    Outputs: {
      All: { Value: 1, Export: { Name: { 'Fn::Sub': '${Stage}-all' } }, Description: 'All of it' },
      Bare: { Value: 2 },
    },
  });
  expect(app.templates[0].asides).toEqual(
    new Map<string, Json>([
      ['Outputs.All.Export', { Name: 'prod-all' }],
      ['Outputs.All.Description', 'All of it'],
      ['Metadata', { stage: 'prod' }],
      ['Rules', { R: { Assertions: [{ AssertDescription: 'prod' }] } }],
    ]),
  );
});

test('of nested stacks, only those whose template was not given are unseen', () => {
  const stack = (asset: string): JsonObject => ({ Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': asset } });
  const app = buildModel([
    source('Parent', { Resources: { Given: stack('Child.template.json'), Missing: stack('Elsewhere.json') } }),
    source('Child', {}),
  ]);
  expect(app.unseenStacks.map(({ logicalId }) => logicalId)).toEqual(['Missing']);
  expect(app.unjudged.map(({ resource: hiding, property }) => [hiding?.logicalId, property])).toEqual([
    ['Missing', 'Properties.TemplateURL'],
  ]);
});

test('an app without acknowledgements has none, and others are handed on', () => {
  const acknowledgement = { rule: 'egress-closed', constructPath: 'App', scope: 'stack' } as const;
  expect(buildModel([]).acknowledgements).toEqual([]);
  expect(buildModel([], [acknowledgement]).acknowledgements).toEqual([acknowledgement]);
});

test('functions, roles and groups of an app are tied to each other', () => {
  const Group = { Type: 'AWS::EC2::SecurityGroup', Properties: {} };
  const app = modelOf({
    Resources: {
      Role: role(),
      Group,
      F: lambda({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } }),
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'F' }, AuthType: 'AWS_IAM' } },
    },
  });
  const [fn] = app.functions;
  expect(fn.role).toBe(app.roles[0]);
  expect(fn.network).toEqual({ subnets: ['subnet-1'], securityGroups: app.securityGroups });
  expect(fn.invokers.map(({ kind, resource: way }) => [kind, way])).toEqual([['url', app.urls[0]]]);
  expect(app.resourcesByType.get('AWS::IAM::Role')).toEqual([app.roles[0].resource]);
});
