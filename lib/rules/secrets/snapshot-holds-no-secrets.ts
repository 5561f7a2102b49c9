import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { at } from '../../model/json';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { readableSecrets } from './readable-secrets';

/** A snapshot is taken once and serves for months: what the code read before it was taken, every instance begins with. */
export const snapshotHoldsNoSecrets = defineRule({
  id: Control.SNAPSHOT_HOLDS_NO_SECRETS,
  subject: 'function',
  title: 'No snapshot of SnapStart holds a secret',
  why: 'What the code reads while it starts is frozen: the snapshot keeps the secret at rest, and every instance begins with a value that may have been rotated since.',
  fix: 'Read secrets in the handler, or in a hook that runs after the snapshot is restored, and acknowledge this; or turn SnapStart off.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html'],
  severity: 'info',
  profile: 'strict',
  controls: [],
  check: fn => {
    if (at(fn.properties, 'SnapStart', 'ApplyOn') !== 'PublishedVersions' || 'unknown' in fn.role) return pass;
    const readable = readableSecrets(fn.role);
    if (readable.length === 0) return pass;
    return fail({
      message: `${nameOf(fn.resource)} may read ${listOf(readable)}, and snapshots are taken of it after its code has started`,
      property: 'Properties.SnapStart.ApplyOn',
      related: [fn.role.resource],
    });
  },
  bad: { 'a snapshot beside a secret': snapped('PublishedVersions', 'secretsmanager:GetSecretValue') },
  good: {
    'a secret, and no snapshot': snapped('None', 'secretsmanager:GetSecretValue'),
    'a snapshot, and no secret': snapped('PublishedVersions', 'secretsmanager:DescribeSecret'),
  },
});

function snapped(ApplyOn: string, Action: string): JsonObject {
  const Resource = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf';
  return {
    Resources: {
      Function: { Properties: { Runtime: 'python3.13', SnapStart: { ApplyOn } } },
      Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } },
    },
  };
}
