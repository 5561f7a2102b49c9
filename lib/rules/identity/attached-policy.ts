/** The name of a policy that AWS wrote; absent for a customer's. CloudFormation attaches by ARN, SAM also by bare name. */
export function awsManagedName(policy: string): string | undefined {
  const arn = /:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(policy);
  if (arn !== null) return arn[1];
  return /^[A-Za-z0-9_-]+$/.test(policy) ? policy : undefined;
}

/** Whether a policy that AWS wrote gives everything, or everything of a service. */
export function isFullAccess(name: string): boolean {
  return /FullAccess|^AdministratorAccess|^PowerUserAccess$|^(?:System|Network|Database)Administrator$/.test(name);
}
