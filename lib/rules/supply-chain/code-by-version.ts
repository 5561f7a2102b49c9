import { Control } from '../../baseline/control';
import { variantsOf } from '../../model/conditions';
import type { Json, ResourceFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';

/** A key that is the digest of what it names, as CDK and SAM upload it: other content gets another key. */
const CONTENT_HASH = /(?:^|\/|\})(?:[0-9a-f]{64}|[0-9a-f]{32})(?:\.\w+)?$/;

/** The archive that runs is the archive that was reviewed. */
export const codeByVersion = defineRule({
  id: Control.CODE_BY_VERSION,
  subject: 'app',
  title: 'Code from a bucket is named in one version',
  why: 'A key names other code as soon as somebody writes to it: whoever may write to the bucket chooses what runs with the rights of the function at its next deployment.',
  fix: 'Switch on versioning of the bucket and set S3ObjectVersion, with FunctionCode.s3(bucket, key, objectVersion); keys that are a digest of the content, as CDK and SAM upload them, are fine.',
  links: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: app => [
    ...app.functions.flatMap(({ resource, properties }) => judged(resource, properties.Code, 'Code', 'S3')),
    ...app.templates.flatMap(({ resources }) =>
      [...resources.values()]
        .filter(({ type }) => type === 'AWS::Lambda::LayerVersion')
        .flatMap(layer => variantsOf(layer).flatMap(({ properties }) => judged(layer, properties.Content, 'Content', 'S3'))),
    ),
  ],
  bad: {
    'a key alone': code({ S3Bucket: 'releases', S3Key: 'orders.zip' }),
    'the version that an unversioned bucket overwrites': code({
      S3Bucket: 'releases',
      S3Key: 'orders.zip',
      S3ObjectVersion: 'null',
    }),
    'a layer by its key': {
      Resources: {
        Tools: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Bucket: 'releases', S3Key: 'tools.zip' } } },
      },
    },
  },
  good: {
    'a key and a version': code({ S3Bucket: 'releases', S3Key: 'orders.zip', S3ObjectVersion: 'qUiJCZ5RkLmUzQ' }),
    'an asset of CDK': code({
      S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
      S3Key: `${'0123456789abcdef'.repeat(4)}.zip`,
    }),
    'a package of SAM': code({ S3Bucket: 'releases', S3Key: `orders/${'0123456789abcdef'.repeat(2)}` }),
  },
});

function judged(resource: ResourceFacts, source: Json | undefined, property: string, prefix: string): Verdict[] {
  const key = at(source, `${prefix}Key`);
  if (key === undefined) return [];
  const version = textOf(at(source, `${prefix}ObjectVersion`));
  const text = textOf(key) ?? JSON.stringify(key);
  if ((version !== undefined && version !== '' && version !== 'null') || CONTENT_HASH.test(text)) return [];
  const place = { at: resource, property: `Properties.${property}.${prefix}ObjectVersion` };
  return isSymbolic(text)
    ? [unknown({ message: `Which code ${nameOf(resource)} holds depends on ${text}, which the templates do not tell`, ...place })]
    : [
        fail({
          message: `${nameOf(resource)} takes its code from the key ${text} in no particular version: whoever may write to the bucket exchanges it`,
          ...place,
        }),
      ];
}

function code(source: Record<string, Json>) {
  return { Resources: { Function: { Properties: { Code: { ZipFile: null, ...source } } } } };
}
