import { isIntrinsic } from './intrinsic';
import type { Json } from '../facts';
import { isObject } from '../json';

/** Tags as most resources have them: SAM states them as an object. */
export function tagsOf(tags: Json | undefined): Json | undefined {
  if (!isObject(tags) || isIntrinsic(tags)) return tags;
  return Object.entries(tags).map(([name, value]): Json => ({ Key: name, Value: value }));
}
