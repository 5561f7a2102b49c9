import { isAwsManagedKey } from '../baseline/managed-keys';
import type { Json } from '../model/facts';
import { textOf } from '../model/json';

/** With which key something is encrypted: with one of the account's owner, with one that AWS manages for the service, or with none that is named. */
export function keyOf(value: Json | undefined): 'own' | 'aws-managed' | 'none' {
  const key = textOf(value)?.trim() ?? '';
  return key === '' ? 'none' : isAwsManagedKey(key) ? 'aws-managed' : 'own';
}
