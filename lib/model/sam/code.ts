import { present } from './intrinsic';
import type { Places } from './sam-resource';
import type { Json, JsonObject } from '../facts';
import { isObject, textOf } from '../json';
import { notComputable } from '../symbolic';

const S3_ADDRESS = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/;

/** The code of a function, and where the user wrote it. What lies on a disk gets its address when it is packaged. */
export function codeOf(properties: JsonObject): { readonly code: Json; readonly places: Places } {
  const { PackageType: packageType, InlineCode: inline, CodeUri: uri, ImageUri: image, SourceKMSKeyArn: key } = properties;
  if (packageType === 'Image') {
    return { code: { ImageUri: image ?? notComputable('ImageUri') }, places: { Code: 'ImageUri', 'Code.ImageUri': 'ImageUri*' } };
  }
  const sealed = present({ SourceKMSKeyArn: key });
  if (inline !== undefined) {
    return { code: { ZipFile: inline, ...sealed }, places: { Code: 'InlineCode', 'Code.ZipFile': 'InlineCode*' } };
  }
  return { code: { ...archiveAt(uri, 'S3Bucket', 'S3Key', 'S3ObjectVersion'), ...sealed }, places: { Code: 'CodeUri' } };
}

/** Where an archive lies in S3, under the names that a resource has for that. */
export function archiveAt(uri: Json | undefined, bucket: string, key: string, version: string): JsonObject {
  if (isObject(uri) && uri.Bucket !== undefined && uri.Key !== undefined) {
    return present({ [bucket]: uri.Bucket, [key]: uri.Key, [version]: uri.Version });
  }
  const address = textOf(uri) ?? '';
  const parts = S3_ADDRESS.exec(address);
  if (parts === null) return { [bucket]: notComputable('Package'), [key]: notComputable('Package', address) };
  return present({ [bucket]: parts[1], [key]: parts[2], [version]: parts[3] });
}
