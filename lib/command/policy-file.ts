import { parseText, readText } from './input/read-text';
import { namedPath } from './input/template-path';
import { reasonOf } from './input/unreadable-text';
import type { GuardPolicy } from '../baseline/guard-policy';
import { usablePolicy } from '../baseline/guard-policy';
import { ValidationError } from '../errors';
import type { Json } from '../model/facts';
import { isObject } from '../model/json';

/** The policy of an organization in a file, as `ServerlessGuard.protect` takes it. Throws where it is none, or where it is looser than the rules. */
export function readPolicyFile(file: string, cwd: string): GuardPolicy {
  const { shown, absolute } = namedPath(file, cwd);
  let content: Json;
  try {
    content = parseText(readText(absolute), absolute);
  } catch (error) {
    throw refusal(shown, 'must be readable JSON or YAML', reasonOf(error));
  }
  if (!isObject(content)) throw refusal(shown, 'must hold an object', JSON.stringify(content));
  return usablePolicy(content as GuardPolicy);
}

function refusal(shown: string, expected: string, got: string): ValidationError {
  return new ValidationError({
    what: `The policy '${shown}'`,
    expected,
    got,
    remedy:
      "Write the bounds that 'ServerlessGuard.protect' takes as 'policy', such as { \"maxWaiverDays\": 90 }, or leave --policy out",
  });
}
