import {
  AWS_POLICY_STATEMENTS,
  ESCALATING_AWS_POLICIES,
  LOG_WRITING_AWS_POLICIES,
  OTHER_AWS_POLICIES,
} from './aws-managed-policies-data';
import type { Danger } from './danger';
import { dangerOf } from './danger';
import { Rights } from './rights';
import type { Statement } from './statement';
import { parsePolicyDocument } from './statement';

/** A policy that AWS wrote, as it was on the day of the data. */
export interface AwsManagedPolicy {
  readonly name: string;
  /** What it says; absent for the longer ones, of which only what they come to is known. */
  readonly statements?: readonly Statement[];
  /** Whether it makes its holder an administrator, or lets it become one. */
  readonly danger?: Danger['kind'];
  /** Whether it writes to log groups, wherever they are. */
  readonly writesLogs: boolean;
}

/** The name of a policy that AWS wrote; absent for a customer's. CloudFormation attaches by ARN, SAM also by bare name. */
export function awsManagedName(policy: string): string | undefined {
  const arn = /:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(policy);
  if (arn !== null) return arn[1];
  return /^[A-Za-z0-9_-]+$/.test(policy) ? policy : undefined;
}

/** What is known of the policy of AWS with this name; nothing where it is none, or newer than the data. */
export function awsManagedPolicy(name: string): AwsManagedPolicy | undefined {
  const known = policies.get(name) ?? lookUp(name);
  if (known) policies.set(name, known);
  return known;
}

/** The same few policies are asked about for every role of an app. */
const policies = new Map<string, AwsManagedPolicy>();

function lookUp(name: string): AwsManagedPolicy | undefined {
  if (Object.hasOwn(AWS_POLICY_STATEMENTS, name)) return short(name, AWS_POLICY_STATEMENTS[name]);
  const [escalates, writesLogs, isOther] = [ESCALATING_AWS_POLICIES, LOG_WRITING_AWS_POLICIES, OTHER_AWS_POLICIES].map(names =>
    names.split(' ').includes(name),
  );
  if (!escalates && !writesLogs && !isOther) return undefined;
  return { name, ...(escalates ? { danger: 'escalation' } : {}), writesLogs };
}

function short(name: string, text: string): AwsManagedPolicy {
  const statements = parsePolicyDocument(`{"Statement":${text}}`);
  const rights = new Rights(statements);
  const danger = dangerOf(statements);
  return {
    name,
    statements,
    ...(danger === undefined ? {} : { danger: danger.kind }),
    writesLogs: ['logs:CreateLogStream', 'logs:PutLogEvents'].every(action => rights.mayPerform(action)),
  };
}

/** Whether the name of a policy of AWS says that it gives everything, or everything of a service. */
export function isFullAccess(name: string): boolean {
  return /Full_?[Aa]ccess|AdministratorAccess|^PowerUserAccess$|^(?:System|Network|Database)Administrator$/.test(name);
}
