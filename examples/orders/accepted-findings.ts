import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const HIPAA = 'HIPAA.Security';
const NIST_R4 = 'NIST.800.53.R4';
const NIST_R5 = 'NIST.800.53.R5';
const PCI = 'PCI.DSS.321';
const SERVERLESS = 'Serverless';
const SOLUTIONS = 'AwsSolutions';

type Finding = readonly [pack: string, rule: string];

/** What the packs of cdk-nag find in this service and the team accepts, each on the resource that the finding names. */
export const ACCEPTED = {
  tableBackups: {
    findings: [HIPAA, NIST_R4, NIST_R5].map(pack => [pack, 'DynamoDBInBackupPlan']),
    reason: 'Point-in-time recovery over 35 days covers what an order is worth',
  },
  databaseBackups: {
    findings: [HIPAA, NIST_R4, NIST_R5].map(pack => [pack, 'RDSInBackupPlan']),
    reason: 'Fourteen days of automated backups cover what a shipment is worth',
  },
  rotation: {
    findings: [[SOLUTIONS, 'SMG4'], ...[HIPAA, NIST_R5].map(pack => [pack, 'SecretsManagerRotationEnabled'])],
    reason: 'Rotated by the warehouse together with its own copy; the function reads a new value within five minutes',
  },
  unusedPassword: {
    findings: [[SOLUTIONS, 'SMG4'], ...[HIPAA, NIST_R5].map(pack => [pack, 'SecretsManagerRotationEnabled'])],
    reason: 'The master password is for emergencies; the function signs in with IAM tokens of fifteen minutes',
  },
  monitoringRole: {
    findings: [[SOLUTIONS, 'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]']],
    reason: 'The role that RDS writes its metrics with takes no other policy',
  },
  privateCallers: {
    findings: [[SOLUTIONS, 'APIG3'], ...[NIST_R5, PCI].map(pack => [pack, 'APIGWAssociatedWithWAF'])],
    reason: 'Every caller signs with IAM credentials of this account, and the stage throttles: there are no strangers to filter',
  },
  noCache: {
    findings: [HIPAA, NIST_R4, NIST_R5, PCI].map(pack => [pack, 'APIGWCacheEnabledAndEncrypted']),
    reason: 'The only method writes; a cache would answer for orders that were never placed',
  },
  lambdaBackend: {
    findings: [HIPAA, NIST_R5, PCI].map(pack => [pack, 'APIGWSSLEnabled']),
    reason: 'A client certificate proves the API to an HTTP backend; Lambda authorizes it by IAM',
  },
  validatedPerMethod: {
    findings: [[SOLUTIONS, 'APIG2']],
    reason: 'The only method validates its body against the model of an order',
  },
  iamInsteadOfCognito: {
    findings: [[SOLUTIONS, 'COG4']],
    reason: 'Callers are services with roles, which sign their requests with IAM',
  },
  endOfTheLine: {
    findings: [[SERVERLESS, 'SQSRedrivePolicy']],
    reason: 'This queue is where messages end that failed five times',
  },
  queueKeepsFailures: {
    findings: [[SERVERLESS, 'LambdaEventSourceMappingDestination']],
    reason: 'The source queue moves what fails to its dead letters; a mapping of SQS takes no destination',
  },
} as const satisfies Record<string, { readonly findings: readonly (readonly string[])[]; readonly reason: string }>;

/** Accepts findings on the resource of a construct. */
export function accept(construct: IConstruct, ...names: (keyof typeof ACCEPTED)[]): void {
  for (const { findings, reason } of names.map(name => ACCEPTED[name])) {
    const rules = (findings as readonly Finding[]).map(([pack, rule]) => ({ id: `${pack}::${pack}-${rule}`, reason }));
    Validations.of(construct.node.defaultChild ?? construct).acknowledge(...rules);
  }
}
