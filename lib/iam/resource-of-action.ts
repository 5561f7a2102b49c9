import { mayBeOf } from './reach';
import { covers } from './wildcard';

/** Services whose actions are about their own resources only; those of `sts` are about roles. */
const OWN_RESOURCES: ReadonlyMap<string, string> = new Map([
  ...['dynamodb', 'iam', 'kms', 'lambda', 's3', 'secretsmanager', 'sns', 'sqs', 'ssm'].map(name => [name, name] as const),
  ['sts', 'iam'],
]);

/** What an action of IAM is about, by the words in its name; the first that fits. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^sts:assumerole$|^iam:[a-z]*role(?!s|alias)/, 'role/*'],
  [/^iam:(?:[a-z]*user(?!s|togroup|fromgroup)|(?:create|update|delete)(?:accesskey|loginprofile)$)/, 'user/*'],
  [/^iam:(?:addusertogroup|removeuserfromgroup|[a-z]*group(?!s))/, 'group/*'],
  [/^iam:(?:create|delete)policy(?:version)?$|^iam:setdefaultpolicyversion$/, 'policy/*'],
];

/** Whether a pattern can mean a resource that an action is about: a bucket is none that an action of IAM could touch. */
export function couldBeAbout(action: string, pattern: string): boolean {
  const service = OWN_RESOURCES.get(action.split(':')[0].toLowerCase());
  return service === undefined || mayBeOf(service, pattern);
}

/** Whether a pattern takes in every resource that an action can be about; absent where that is not known. */
export function anyResourceOf(action: string): ((pattern: string) => boolean) | undefined {
  const [, kind] = KINDS.find(([name]) => name.test(action.toLowerCase())) ?? [];
  if (kind === undefined) return undefined;
  return pattern => covers(pattern, `arn:${/^arn:(\$\{[^}]*\}|[^:]*):/.exec(pattern)?.[1] ?? '*'}:iam::*:${kind}`);
}
