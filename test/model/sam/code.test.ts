import { fn, place, propertiesOf, sam } from './build';
import type { JsonObject } from '../../../lib/model/facts';

test.each<[string, JsonObject, JsonObject]>([
  ['an address', { CodeUri: 's3://b/a/k.zip' }, { S3Bucket: 'b', S3Key: 'a/k.zip' }],
  ['an address of a version', { CodeUri: 's3://b/k?versionId=7' }, { S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: '7' }],
  [
    'a bucket, a key and a version',
    { CodeUri: { Bucket: { Ref: 'B' }, Key: 'k', Version: '7' } },
    { S3Bucket: '${B}', S3Key: 'k', S3ObjectVersion: '7' },
  ],
  ['a bucket alone', { CodeUri: { Bucket: 'b' } }, { S3Bucket: '${?Package}', S3Key: '${?Package}' }],
  ['a key alone', { CodeUri: { Key: 'k' } }, { S3Bucket: '${?Package}', S3Key: '${?Package}' }],
  ['a reference', { CodeUri: { Ref: 'U' } }, { S3Bucket: '${?Package}', S3Key: '${?Package}' }],
  ['nothing', { CodeUri: null }, { S3Bucket: '${?Package}', S3Key: '${?Package}' }],
  ['a folder', { CodeUri: './src' }, { S3Bucket: '${?Package}', S3Key: '${?Package(./src)}' }],
  [
    'a folder, under a key',
    { CodeUri: './src', SourceKMSKeyArn: 'k' },
    { S3Bucket: '${?Package}', S3Key: '${?Package(./src)}', SourceKMSKeyArn: 'k' },
  ],
  ['its text', { InlineCode: 'x' }, { ZipFile: 'x' }],
  ['its text, under a key', { InlineCode: 'x', SourceKMSKeyArn: 'k' }, { ZipFile: 'x', SourceKMSKeyArn: 'k' }],
  ['an image, which has no key', { PackageType: 'Image', ImageUri: 'i', SourceKMSKeyArn: 'k' }, { ImageUri: 'i' }],
])('code by %s', (_, properties, code) => {
  const facts = sam({ F: fn(properties) });
  expect(propertiesOf(facts, 'F').Code).toEqual(code);
});

test.each([
  ['an archive', { CodeUri: './src' }, 'S3Key', 'CodeUri'],
  ['a text', { InlineCode: 'x' }, 'ZipFile', 'InlineCode'],
  ['a text, under a key', { InlineCode: 'x' }, 'SourceKMSKeyArn', 'InlineCode'],
  ['an image', { PackageType: 'Image', ImageUri: 'i' }, 'ImageUri', 'ImageUri'],
])('code that is %s stands where it is stated', (_, properties, name, written) => {
  expect(place(sam({ F: fn(properties) }), 'F', `Properties.Code.${name}`)).toBe(`F Properties.${written}`);
  expect(place(sam({ F: fn(properties) }), 'F', 'Properties.Code')).toBe(`F Properties.${written}`);
});
