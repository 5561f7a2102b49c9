import { place, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const become = (type: string, Properties: JsonObject) => sam({ R: { Type: `AWS::Serverless::${type}`, Properties } });
const KEY: JsonObject = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

test.each<[string, string, JsonObject, JsonObject]>([
  ['a table of nothing', 'SimpleTable', {}, { ...KEY, BillingMode: 'PAY_PER_REQUEST' }],
  [
    'a table with a throughput, which is not paid by the request',
    'SimpleTable',
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    { ...KEY, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
  ],
  [
    'a table with a key, protection and tags',
    'SimpleTable',
    {
      PrimaryKey: { Name: 'n', Type: 'Binary' },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TableName: 't',
      Tags: { a: 'b' },
    },
    {
      AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'B' }],
      KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TableName: 't',
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  ],
  [
    'a layer',
    'LayerVersion',
    { ContentUri: { Bucket: 'b', Key: 'k', Version: '1' }, LayerName: 'l', CompatibleRuntimes: ['nodejs22.x'] },
    { Content: { S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: '1' }, LayerName: 'l', CompatibleRuntimes: ['nodejs22.x'] },
  ],
])('%s becomes just that', (_, type, properties, expected) => {
  expect(propertiesOf(become(type, properties), 'R')).toEqual(expected);
});

test.each<[string, Json | undefined, Json]>([
  ['in a repository', { ApplicationId: 'arn', SemanticVersion: '1.0.0' }, '${?Location}'],
  ['nowhere', undefined, '${?Location}'],
  ['at an address', 'https://example.com/app.yaml', 'https://example.com/app.yaml'],
  ['at an address that is referred to', { Ref: 'L' }, '${L}'],
])('an application that stands %s is a stack with what it passes on', (_, location, TemplateURL) => {
  const stated: JsonObject = location === undefined ? {} : { Location: location };
  const passed: JsonObject = { Parameters: { A: '1' }, NotificationARNs: ['t'], TimeoutInMinutes: 5 };
  const facts = become('Application', { ...stated, ...passed, Tags: { a: 'b' } });
  expect(propertiesOf(facts, 'R')).toEqual({ ...passed, TemplateURL, Tags: [{ Key: 'a', Value: 'b' }] });
});

test.each([
  ['SimpleTable', 'Properties.AttributeDefinitions.0.AttributeName', 'PrimaryKey'],
  ['SimpleTable', 'Properties.KeySchema', 'PrimaryKey'],
  ['SimpleTable', 'Properties.Tags.0', 'Tags'],
  ['SimpleTable', 'Properties.SSESpecification.SSEEnabled', 'SSESpecification.SSEEnabled'],
  ['LayerVersion', 'Properties.Content.S3Key', 'ContentUri'],
  ['Application', 'Properties.TemplateURL', 'Location'],
  ['Application', 'Properties.Parameters.A', 'Parameters.A'],
])('of a %s, %s stands at %s', (type, property, written) => {
  expect(place(become(type, {}), 'R', property)).toBe(`R Properties.${written}`);
});
