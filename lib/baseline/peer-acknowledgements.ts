import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const HIPAA = 'HIPAA.Security';
const NIST_R4 = 'NIST.800.53.R4';
const NIST_R5 = 'NIST.800.53.R5';
const PCI = 'PCI.DSS.321';
const SERVERLESS = 'Serverless';
const SOLUTIONS = 'AwsSolutions';

interface PeerFinding {
  /** The findings by pack and rule, as cdk-nag files them. */
  readonly rules: readonly (readonly [pack: string, rule: string])[];
  /** Why they are wrong here. */
  readonly reason: string;
}

/** Findings of cdk-nag's packs that are right in general and wrong about a resource of ours: every exception that this package makes is in this list. */
const PEER_FINDINGS = {
  inlinePolicy: {
    rules: [HIPAA, NIST_R4, NIST_R5, PCI].map(pack => [pack, 'IAMNoInlinePolicy'] as const),
    reason: 'A policy that lives and dies with its one role cannot be attached to another, which is the least privilege there is',
  },
  platformWildcard: {
    rules: [[SOLUTIONS, 'IAM5[Resource::*]']],
    reason:
      'X-Ray and the network interfaces of a function accept no resource but *; the same policy denies the latter to the code, and grants of the workload stand in another policy',
  },
  destinationInsteadOfDeadLetters: {
    rules: [HIPAA, NIST_R5, SERVERLESS].map(pack => [pack, 'LambdaDLQ'] as const),
    reason:
      'Failed events go to an on-failure destination, which holds the request and the error where a dead-letter queue holds the request only',
  },
  queueOfFailures: {
    rules: [
      [SOLUTIONS, 'SQS3'],
      [SERVERLESS, 'SQSRedrivePolicy'],
    ],
    reason: 'This queue is where failed events end; nothing consumes it that could fail again',
  },
  routeToInternetGateway: {
    rules: [HIPAA, NIST_R5, PCI].map(pack => [pack, 'VPCNoUnrestrictedRouteToIGW'] as const),
    reason: 'Nothing but NAT gateways stands in this subnet; what reaches them is decided by the filter on the way there',
  },
} as const satisfies Record<string, PeerFinding>;

/** What a waiver of ours waives in the packs of cdk-nag, because it is the same fact. */
const WAIVED_TOGETHER: Readonly<Record<string, readonly (readonly [pack: string, rule: string])[]>> = {
  'function-in-vpc': [HIPAA, NIST_R4, NIST_R5, PCI].map(pack => [pack, 'LambdaInsideVPC'] as const),
  'concurrency-reserved': [HIPAA, NIST_R5].map(pack => [pack, 'LambdaConcurrency'] as const),
  'async-failures-captured': [HIPAA, NIST_R5, SERVERLESS].map(pack => [pack, 'LambdaDLQ'] as const),
};

/** Acknowledges findings of cdk-nag on exactly the resource they name. */
export function acknowledgeForPeers(resource: IConstruct, ...findings: (keyof typeof PEER_FINDINGS)[]): void {
  for (const { rules, reason } of findings.map(finding => PEER_FINDINGS[finding])) acknowledge(resource, rules, reason);
}

/** Acknowledges what cdk-nag finds because of a waiver, with the waiver's reason. */
export function acknowledgeWaivedForPeers(resource: IConstruct, control: string, reason: string): void {
  acknowledge(resource, WAIVED_TOGETHER[control] ?? [], reason);
}

/** Acknowledges the right of a durable function on all executions of itself, which have no name before they run. */
export function acknowledgeOwnExecutions(policy: IConstruct, functionId: string): void {
  const reason = 'Executions have no name before they run, and the pattern matches those of this one function only';
  acknowledge(policy, [[SOLUTIONS, `IAM5[Resource::<${functionId}.Arn>:*]`]], reason);
}

/**
 * Acknowledges that a resource uses what the schemas which the oldest supported release of CDK brings along do not know yet. Newer releases know it, and
 * find nothing.
 *
 * @param finding the rule of CDK's own template validation
 */
export function acknowledgeNewerThanSchemas(resource: IConstruct, finding: string): void {
  const reason = 'Documented by CloudFormation, and newer than the schemas that this release of CDK brings along';
  Validations.of(resource).acknowledge({ id: `CloudFormation-Validate::${finding}`, reason });
}

function acknowledge(resource: IConstruct, rules: readonly (readonly [pack: string, rule: string])[], reason: string): void {
  Validations.of(resource).acknowledge(...rules.map(([pack, rule]) => ({ id: `${pack}::${pack}-${rule}`, reason })));
}
