import { fn, listening, made, place, propertiesOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { expandServerless } from '../../../lib/model/sam/expand';
import { resource } from '../build';

const QUEUE: JsonObject = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } };

test.each<[string, JsonObject]>([
  ['plain resources', { Resources: { Q: QUEUE }, Conditions: { C: true } }],
  ['what is no resource', { Resources: { N: null, T: 'x', A: { Type: 7 }, B: {}, Q: { ...QUEUE, Connectors: 'x' } } }],
  ['no resources', {}],
])('a template with %s stays the very same', (_, body) => {
  const expansion = expandServerless(body);
  expect(expansion).toEqual({ body, origins: new Map(), unmade: [] });
  expect(expansion.body).toBe(body);
});

test('what of a template is not SAM’s stays as it is', () => {
  const others: JsonObject = {
    Parameters: { P: { Type: 'String' } },
    Mappings: { M: { a: { b: 'c' } } },
    Conditions: { C: { 'Fn::Equals': ['a', 'b'] } },
    Outputs: { O: { Value: { 'Fn::GetAtt': ['F', 'Arn'] } } },
  };
  const { body } = expandServerless({ ...others, Resources: { Q: QUEUE, F: fn() } });
  const { Resources, ...sections } = body;
  expect(sections).toEqual(others);
  expect(Resources).toMatchObject({ Q: QUEUE, F: { Type: 'AWS::Lambda::Function' } });
});

test('conditions that SAM adds stand beside those of the template', () => {
  const Role = { 'Fn::If': ['C', 'arn', { Ref: 'AWS::NoValue' }] };
  const { body } = expandServerless({ Conditions: { C: true }, Resources: { F: fn({ Role }) } });
  expect(body.Conditions).toEqual({ C: true, NOTC: { 'Fn::Not': [{ Condition: 'C' }] } });
});

test('what SAM makes of one template stands at what the user wrote', () => {
  const facts = sam({
    F: fn({ AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce' } }),
    G: fn({ DeploymentPreference: { Type: 'AllAtOnce' } }),
    M: stateMachine({ Events: { E: { Type: 'Schedule', Properties: { Schedule: 's' } } } }),
    T: { Type: 'AWS::Serverless::SimpleTable' },
    A: { Type: 'AWS::Serverless::HttpApi' },
    Q: QUEUE,
  });
  expect(made(facts)).toEqual({
    F: 'Lambda::Function',
    FRole: 'IAM::Role',
    FVersion: 'Lambda::Version',
    FAliaslive: 'Lambda::Alias',
    FDeploymentGroup: 'CodeDeploy::DeploymentGroup',
    ServerlessDeploymentApplication: 'CodeDeploy::Application',
    CodeDeployServiceRole: 'IAM::Role',
    G: 'Lambda::Function',
    GRole: 'IAM::Role',
    M: 'StepFunctions::StateMachine',
    MRole: 'IAM::Role',
    ME: 'Events::Rule',
    MERole: 'IAM::Role',
    T: 'DynamoDB::Table',
    A: 'ApiGatewayV2::Api',
    AApiGatewayDefaultStage: 'ApiGatewayV2::Stage',
    Q: 'SQS::Queue',
  });
  expect(place(facts, 'MERole')).toBe('M Properties.Events.E');
});

test('a macro in a plain resource is told as the plain resource’s, once', () => {
  const Q = { Type: 'AWS::SQS::Queue', Properties: { Tags: { 'Fn::Transform': { Name: 'M' } } } };
  expect(unknownIn(sam({ F: fn(), Q }))).toEqual(unknownIn(sam({ Q })));
});

test.each<[string, JsonObject, JsonObject, string[]]>([
  ['all properties', {}, { 'Fn::Transform': { Name: 'M' } }, ['Properties']],
  ['one property', {}, { Tags: { a: { 'Fn::Transform': { Name: 'M' } } } }, ['Properties.Tags.a']],
  ['the globals', { Layers: [{ 'Fn::Transform': { Name: 'M' } }] }, {}, ['Properties.Layers.0']],
  ['nothing', { Layers: ['l'] }, { Tags: { a: 'b' } }, []],
])('a macro that rewrites %s is told before SAM is given it', (_, global, properties, places) => {
  const { unmade } = expandServerless({ Globals: { Function: global }, Resources: { F: fn(properties) } });
  const what = 'is rewritten by a macro before it is deployed';
  expect(unmade).toEqual(places.map(property => ({ logicalId: 'F', property, what })));
});

const CONNECTED: JsonObject = { Destination: { Id: 'Q' }, Permissions: ['Write'] };
const write = (connectors: Json): JsonObject => fn({}, { Connectors: connectors, Metadata: { 'aws:cdk:path': 'S/F' } });

test('a connector of its own is gone once its rights are given, and one in its source takes nothing away', () => {
  const own = { Type: 'AWS::Serverless::Connector', Properties: { Source: { Id: 'F' }, ...CONNECTED } };
  const facts = sam({ F: write({ To: { Properties: CONNECTED } }), Q: QUEUE, C: own, FTo: QUEUE });
  expect(Object.keys(made(facts)).sort()).toEqual(['CPolicy', 'F', 'FRole', 'FTo', 'FToPolicy', 'Q']);
  expect(resource(facts, 'FToPolicy').constructPath).toBe('S/F');
  expect(place(facts, 'FToPolicy')).toBe('F Connectors.To');
});

test('a template whose only SAM is a connector in a plain resource is expanded', () => {
  const Topic = { Type: 'AWS::SNS::Topic', Connectors: { To: { Properties: CONNECTED } } };
  expect(made(sam({ Topic, Q: QUEUE }))).toEqual({
    Topic: 'SNS::Topic',
    Q: 'SQS::Queue',
    TopicToQueuePolicy: 'SQS::QueuePolicy',
  });
});

test('plain buckets know what they notify once every function is expanded', () => {
  const facts = sam({ ...listening('S3', { Bucket: { Ref: 'B' }, Events: 'a' }), B: { Type: 'AWS::S3::Bucket' } });
  expect(propertiesOf(facts, 'B')).toEqual({
    NotificationConfiguration: { LambdaConfigurations: [{ Event: 'a', Function: '${F.Arn}' }] },
  });
});
