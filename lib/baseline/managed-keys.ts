/** Whether a key's id or alias is one that AWS made and manages: nobody can change its policy, and everybody in the account may use it. */
export function isAwsManagedKey(key: string): boolean {
  return /(?:^|[:/])aws\/[a-z0-9-]+$/i.test(key);
}
