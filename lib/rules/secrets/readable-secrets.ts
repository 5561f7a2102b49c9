import type { RoleFacts } from '../../model/facts';
import { rightsOf } from '../identity/rights-of';
import { listOf } from '../name-of';

const READS = ['secretsmanager:GetSecretValue', 'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'];

/** What a role may read of what is usually secret, as its policies name it. */
export function readableSecrets(role: RoleFacts): readonly string[] {
  const rights = rightsOf(role);
  return [
    ...new Set(
      READS.flatMap(action => rights.allowing(action)).flatMap(({ resources, notResources }) =>
        resources.length > 0 ? resources : [`all but ${listOf(notResources)}`],
      ),
    ),
  ];
}
