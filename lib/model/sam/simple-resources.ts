import { archiveAt } from './code';
import { isIntrinsic, pick, present } from './intrinsic';
import type { Making } from './making';
import type { SamResource } from './sam-resource';
import { tagsOf } from './tags';
import type { Json } from '../facts';
import { at, isObject, textOf } from '../json';
import { notComputable } from '../symbolic';

const ATTRIBUTE_TYPES: ReadonlyMap<string, string> = new Map([
  ['String', 'S'],
  ['Number', 'N'],
  ['Binary', 'B'],
]);

/** A table with one key. */
export function expandSimpleTable(making: Making, from: SamResource): void {
  const { logicalId, properties } = from;
  const key = properties.PrimaryKey;
  const name = at(key, 'Name') ?? 'id';
  const type = textOf(at(key, 'Type')) ?? 'String';
  const made = {
    ...pick(properties, 'PointInTimeRecoverySpecification', 'ProvisionedThroughput', 'SSESpecification', 'TableName'),
    ...present({
      AttributeDefinitions: [{ AttributeName: name, AttributeType: ATTRIBUTE_TYPES.get(type) ?? type }],
      KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
      BillingMode: properties.ProvisionedThroughput === undefined ? 'PAY_PER_REQUEST' : undefined,
      Tags: tagsOf(properties.Tags),
    }),
  };
  making.make(from, logicalId, 'AWS::DynamoDB::Table', made, {
    places: { AttributeDefinitions: 'PrimaryKey', KeySchema: 'PrimaryKey', Tags: 'Tags' },
  });
}

/** A layer. SAM adds a hash to its logical id; here it keeps the one under which the template refers to it. */
export function expandLayerVersion(making: Making, from: SamResource): void {
  const { logicalId, properties } = from;
  const made = {
    ...pick(properties, 'CompatibleArchitectures', 'CompatibleRuntimes', 'Description', 'LicenseInfo'),
    LayerName: properties.LayerName ?? logicalId,
    Content: archiveAt(properties.ContentUri, 'S3Bucket', 'S3Key', 'S3ObjectVersion'),
  };
  making.make(from, logicalId, 'AWS::Lambda::LayerVersion', made, { places: { Content: 'ContentUri' } });
}

/** An application from elsewhere: a nested stack whose template is not at hand. */
export function expandApplication(making: Making, from: SamResource): void {
  const { logicalId, properties } = from;
  const { Location: location } = properties;
  const url: Json =
    isObject(location) && !isIntrinsic(location) ? notComputable('Location') : (location ?? notComputable('Location'));
  const made = {
    ...pick(properties, 'NotificationARNs', 'Parameters', 'TimeoutInMinutes'),
    ...present({ TemplateURL: url, Tags: tagsOf(properties.Tags) }),
  };
  making.make(from, logicalId, 'AWS::CloudFormation::Stack', made, { places: { TemplateURL: 'Location', Tags: 'Tags' } });
}
