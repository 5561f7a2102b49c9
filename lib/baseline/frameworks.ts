/**
 * Which items of public frameworks our controls answer. Nothing here is our own opinion of a framework but the choice of the item: what a
 * Security Hub control requires of NIST and PCI stands in its page under "Related requirements".
 */

/** A public framework in one edition. */
export interface Framework {
  /** As the command takes it, and as it stands before each item: `SecurityHub`. */
  readonly name: string;
  readonly title: string;
  readonly edition: string;
  /** Where its items are published. */
  readonly source: string;
}

/** Every framework that we map to, by name. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'CSA',
    title: 'CSA, The 12 Most Critical Risks for Serverless Applications',
    edition: '2019',
    source: 'https://cloudsecurityalliance.org/artifacts/the-12-most-critical-risks-for-serverless-applications',
  },
  {
    name: 'Config',
    title: 'AWS Config managed rules',
    edition: 'as aws-cdk-lib lists them, November 2026',
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html',
  },
  {
    name: 'NIST.800-53.r5',
    title: 'NIST SP 800-53',
    edition: 'revision 5, through the related requirements of AWS Security Hub',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference-nist-800-53.html',
  },
  {
    name: 'OWASP-Serverless',
    title: 'OWASP Top 10, Serverless Interpretation',
    edition: '2018, after the Top 10 of 2017',
    source: 'https://owasp.org/www-project-serverless-top-10/',
  },
  {
    name: 'PCI-DSS-3.2.1',
    title: 'PCI DSS',
    edition: '3.2.1, through the related requirements of AWS Security Hub',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/pci-standard.html',
  },
  {
    name: 'PCI-DSS-4.0.1',
    title: 'PCI DSS',
    edition: '4.0.1, through the related requirements of AWS Security Hub',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/pci-standard.html',
  },
  {
    name: 'SecurityHub',
    title: 'AWS Security Hub CSPM controls',
    edition: 'as published up to November 2026',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html',
  },
];

/** A control of Security Hub, with what its page says that it requires of NIST SP 800-53 r5 and of PCI DSS. */
interface HubControl {
  /** The page of the user guide. */
  readonly page: string;
  readonly nist: readonly string[];
  /** PCI DSS 3.2.1 */
  readonly pci3?: readonly string[];
  /** PCI DSS 4.0.1 */
  readonly pci4?: readonly string[];
}

const AT_REST = ['CA-9(1)', 'CM-3(6)', 'SC-13', 'SC-28', 'SC-28(1)', 'SC-7(10)', 'SI-7(6)'];
const NOT_PUBLIC = [
  ...['AC-21', 'AC-3', 'AC-3(7)', 'AC-4', 'AC-4(21)', 'AC-6', 'SC-7', 'SC-7(11)', 'SC-7(16)', 'SC-7(20)', 'SC-7(21)', 'SC-7(3)'],
  ...['SC-7(4)', 'SC-7(9)'],
];
const FILTERED = ['AC-4', 'AC-4(21)', 'SC-7', 'SC-7(11)', 'SC-7(16)', 'SC-7(21)', 'SC-7(4)', 'SC-7(5)'];
const LOGGED = ['AC-4(26)', 'AU-10', 'AU-12', 'AU-2', 'AU-3', 'AU-6(3)', 'AU-6(4)', 'CA-7', 'SC-7(9)', 'SI-7(8)'];

/** The controls of Security Hub that ours answer. */
export const HUB_CONTROLS: Readonly<Record<string, HubControl>> = {
  'APIGateway.1': { page: 'apigateway-controls', nist: LOGGED },
  'APIGateway.2': {
    page: 'apigateway-controls',
    nist: [
      ...['AC-17(2)', 'AC-4', 'IA-5(1)', 'SC-12(3)', 'SC-13', 'SC-23', 'SC-23(3)', 'SC-7(4)', 'SC-8', 'SC-8(1)', 'SC-8(2)'],
      'SI-7(6)',
    ],
  },
  'APIGateway.3': { page: 'apigateway-controls', nist: ['CA-7'] },
  'APIGateway.4': { page: 'apigateway-controls', nist: ['AC-4(21)'] },
  'APIGateway.5': { page: 'apigateway-controls', nist: AT_REST },
  'APIGateway.8': { page: 'apigateway-controls', nist: ['AC-3', 'CM-2', 'CM-2(2)'] },
  'APIGateway.9': { page: 'apigateway-controls', nist: LOGGED },
  'EC2.2': { page: 'ec2-controls', nist: FILTERED, pci3: ['1.2.1', '1.3.4', '2.1'] },
  'EC2.6': {
    page: 'ec2-controls',
    nist: ['AC-4(26)', 'AU-12', 'AU-2', 'AU-3', 'AU-6(3)', 'AU-6(4)', 'CA-7', 'SI-7(8)'],
    pci3: ['10.3.3', '10.3.4', '10.3.5', '10.3.6'],
  },
  'EC2.13': { page: 'ec2-controls', nist: [...FILTERED, 'CM-7'], pci3: ['1.2.1', '1.3.1', '2.2.2'] },
  'EC2.14': { page: 'ec2-controls', nist: [] },
  'EC2.15': { page: 'ec2-controls', nist: NOT_PUBLIC },
  'EC2.18': { page: 'ec2-controls', nist: FILTERED },
  'EC2.19': { page: 'ec2-controls', nist: [...FILTERED, 'CA-9(1)', 'CM-2', 'CM-2(2)', 'CM-7'] },
  'EC2.21': {
    page: 'ec2-controls',
    nist: ['AC-4(21)', 'CA-9(1)', 'CM-2', 'CM-2(2)', 'CM-7', 'SC-7', 'SC-7(21)', 'SC-7(5)'],
  },
  'IAM.1': {
    page: 'iam-controls',
    nist: ['AC-2', 'AC-2(1)', 'AC-3', 'AC-3(15)', 'AC-3(7)', 'AC-5', 'AC-6', 'AC-6(10)', 'AC-6(2)', 'AC-6(3)'],
    pci3: ['7.2.1'],
  },
  'KMS.4': { page: 'kms-controls', nist: ['SC-12', 'SC-12(2)', 'SC-28(3)'], pci3: ['3.6.4'] },
  'Lambda.1': {
    page: 'lambda-controls',
    nist: NOT_PUBLIC,
    pci3: ['1.2.1', '1.3.1', '1.3.2', '1.3.4', '7.2.1'],
    pci4: ['7.2.1'],
  },
  'Lambda.2': { page: 'lambda-controls', nist: ['CA-9(1)', 'CM-2', 'SI-2', 'SI-2(2)', 'SI-2(4)', 'SI-2(5)'] },
  'Lambda.3': { page: 'lambda-controls', nist: NOT_PUBLIC, pci3: ['1.2.1', '1.3.1', '1.3.2', '1.3.4'] },
  'Lambda.5': { page: 'lambda-controls', nist: ['CP-10', 'CP-6(2)', 'SC-36', 'SC-5(2)', 'SI-13(5)'] },
  'Lambda.7': { page: 'lambda-controls', nist: [] },
  'SNS.1': { page: 'sns-controls', nist: AT_REST },
  'SQS.1': { page: 'sqs-controls', nist: AT_REST },
  'SecretsManager.1': { page: 'secretsmanager-controls', nist: ['AC-2(1)', 'AC-3(15)'], pci4: ['8.3.9', '8.6.3'] },
};

/** What a control of ours answers: controls of Security Hub, managed rules of AWS Config, risks of the CSA and of OWASP. */
interface Mapping {
  readonly hub?: readonly string[];
  readonly config?: readonly string[];
  /** `SAS-4` */
  readonly csa?: readonly string[];
  /** `S5` */
  readonly owasp?: readonly string[];
}

const RIGHTS: Mapping = { csa: ['SAS-4'], owasp: ['S5'] };
const TRUST: Mapping = { csa: ['SAS-4'], owasp: ['S5'] };
const OPEN_NETWORK: Mapping = { csa: ['SAS-3'], owasp: ['S6'] };
const NOT_EXHAUSTED: Mapping = { csa: ['SAS-8'], owasp: ['S6'] };
const FAILURES_KEPT: Mapping = { csa: ['SAS-10'], owasp: ['S10'] };
const NO_SECRETS: Mapping = { csa: ['SAS-7'], owasp: ['S3'] };
const OPEN_POLICY: Mapping = { csa: ['SAS-2'], owasp: ['S5'] };
const IN_TRANSIT: Mapping = { csa: ['SAS-3'], owasp: ['S3'] };

/** By the id of a control of the catalogue; by that of a rule where the catalogue has none. */
export const MAPPINGS: Readonly<Record<string, Mapping>> = {
  'API-01': {
    hub: ['APIGateway.8'],
    config: ['api-gwv2-authorization-type-configured'],
    csa: ['SAS-2'],
    owasp: ['S2'],
  },
  'API-02': { hub: ['APIGateway.9'], config: ['api-gwv2-access-logs-enabled'], csa: ['SAS-5'], owasp: ['S10'] },
  'API-03': { csa: ['SAS-5'], owasp: ['S10'] },
  'API-04': { hub: ['APIGateway.1'], config: ['api-gw-execution-logging-enabled'], csa: ['SAS-5'], owasp: ['S10'] },
  'API-05': { hub: ['APIGateway.3'], config: ['api-gw-xray-enabled'], csa: ['SAS-5'], owasp: ['S10'] },
  'API-06': NOT_EXHAUSTED,
  'API-07': { hub: ['APIGateway.4'], config: ['api-gw-associated-with-waf'], csa: ['SAS-3'], owasp: ['S6'] },
  'API-08': { hub: ['APIGateway.5'], config: ['api-gw-cache-enabled-and-encrypted'], owasp: ['S3'] },
  'API-10': { csa: ['SAS-1'], owasp: ['S1'] },
  'API-11': { hub: ['APIGateway.2'], config: ['api-gw-ssl-enabled'], owasp: ['S3'] },
  'API-12': IN_TRANSIT,
  'ENV-01': { owasp: ['S3'] },
  'ESC-01': RIGHTS,
  'ESC-02': RIGHTS,
  'ESC-03': RIGHTS,
  'ESC-04': RIGHTS,
  'EVT-01': FAILURES_KEPT,
  'EVT-03': FAILURES_KEPT,
  'EVT-04': OPEN_POLICY,
  'EVT-05': FAILURES_KEPT,
  'EVT-06': FAILURES_KEPT,
  'FN-01': { hub: ['Lambda.2'], config: ['lambda-function-settings-check'], csa: ['SAS-11'], owasp: ['S9'] },
  'FN-02': { csa: ['SAS-11'], owasp: ['S9'] },
  'FN-03': { config: ['lambda-concurrency-check'], ...NOT_EXHAUSTED },
  'FN-04': { config: ['lambda-dlq-check'], ...FAILURES_KEPT },
  'FN-05': FAILURES_KEPT,
  'FN-06': { hub: ['Lambda.7'], config: ['lambda-function-xray-enabled'], csa: ['SAS-5'], owasp: ['S10'] },
  'FN-07': NOT_EXHAUSTED,
  'FN-08': NOT_EXHAUSTED,
  'FN-10': { csa: ['SAS-5'], owasp: ['S10'] },
  'KMS-01': OPEN_POLICY,
  'KMS-02': { hub: ['KMS.4'], config: ['cmk-backing-key-rotation-enabled'], owasp: ['S3'] },
  'LOG-01': { config: ['cw-loggroup-retention-period-check'], csa: ['SAS-5'], owasp: ['S10'] },
  'LOG-02': { config: ['cloudwatch-log-group-encrypted'], owasp: ['S3'] },
  'NET-01': { hub: ['Lambda.3'], config: ['lambda-inside-vpc'], ...OPEN_NETWORK },
  'NET-02': OPEN_NETWORK,
  'NET-03': OPEN_NETWORK,
  'NET-04': OPEN_NETWORK,
  'NET-05': { hub: ['EC2.18'], config: ['vpc-sg-open-only-to-authorized-ports'], ...OPEN_NETWORK },
  'NET-06': {
    hub: ['EC2.13', 'EC2.14', 'EC2.19'],
    config: ['restricted-common-ports', 'restricted-ssh'],
    ...OPEN_NETWORK,
  },
  'NET-07': { hub: ['EC2.6'], config: ['vpc-flow-logs-enabled'], csa: ['SAS-5'], owasp: ['S10'] },
  'NET-08': { hub: ['EC2.15'], config: ['subnet-auto-assign-public-ip-disabled'], ...OPEN_NETWORK },
  'NET-09': OPEN_NETWORK,
  'NET-10': { hub: ['EC2.2'], config: ['vpc-default-security-group-closed'], ...OPEN_NETWORK },
  'NET-11': { hub: ['EC2.21'], config: ['nacl-no-unrestricted-ssh-rdp'], ...OPEN_NETWORK },
  'NET-13': OPEN_NETWORK,
  'PERM-01': { hub: ['Lambda.1'], config: ['lambda-function-public-access-prohibited'], csa: ['SAS-2'], owasp: ['S2'] },
  'PERM-02': { hub: ['Lambda.1'], config: ['lambda-function-public-access-prohibited'], csa: ['SAS-2'], owasp: ['S2'] },
  'PERM-03': { csa: ['SAS-4'], owasp: ['S5'] },
  'PERM-04': { csa: ['SAS-3'], owasp: ['S5'] },
  'ROLE-01': { hub: ['IAM.1'], config: ['iam-policy-no-statements-with-admin-access'], ...RIGHTS },
  'ROLE-02': RIGHTS,
  'ROLE-03': { config: ['iam-policy-no-statements-with-full-access'], ...RIGHTS },
  'ROLE-04': { config: ['iam-policy-no-statements-with-full-access'], ...RIGHTS },
  'ROLE-05': RIGHTS,
  'ROLE-06': RIGHTS,
  'ROLE-07': RIGHTS,
  'ROLE-08': RIGHTS,
  'ROLE-10': RIGHTS,
  'SEC-01': NO_SECRETS,
  'SEC-02': NO_SECRETS,
  'SEC-03': { config: ['secretsmanager-using-cmk'], owasp: ['S3'] },
  'SEC-04': { hub: ['SecretsManager.1'], config: ['secretsmanager-rotation-enabled-check'], ...NO_SECRETS },
  'SEC-05': NO_SECRETS,
  'SNS-01': { hub: ['SNS.1'], config: ['sns-encrypted-kms'], owasp: ['S3'] },
  'SNS-02': OPEN_POLICY,
  'SNS-03': OPEN_POLICY,
  'SNS-04': IN_TRANSIT,
  'SQS-01': { hub: ['SQS.1'], owasp: ['S3'] },
  'SQS-02': OPEN_POLICY,
  'SQS-03': OPEN_POLICY,
  'SQS-04': IN_TRANSIT,
  'TRUST-01': TRUST,
  'TRUST-02': TRUST,
  'TRUST-03': TRUST,
  'TRUST-04': TRUST,
  'URL-01': { csa: ['SAS-2'], owasp: ['S2'] },
  'URL-02': { csa: ['SAS-3'], owasp: ['S6'] },
  'code-not-hijacked': { csa: ['SAS-3'], owasp: ['S6'] },
  'concurrency-within-quota': NOT_EXHAUSTED,
  'endpoints-use-tls': IN_TRANSIT,
  'event-source-within-concurrency': NOT_EXHAUSTED,
  'file-system-not-shared': { csa: ['SAS-12'], owasp: ['S6'] },
  'function-in-vpc': { hub: ['Lambda.5'], config: ['lambda-vpc-multi-az-check'] },
  'capacity-provider-not-shared': { csa: ['SAS-12'] },
  'decryption-bound-to-use': { csa: ['SAS-4'] },
  'durable-data-encrypted': { csa: ['SAS-7'] },
  'eni-rights-unusable-from-code': { csa: ['SAS-4'] },
  'function-cannot-change-itself': { csa: ['SAS-4'] },
  'function-url-requires-iam': { hub: ['Lambda.1'] },
  'logs-tamper-proof': { csa: ['SAS-5'] },
  'no-open-path-to-secrets': { csa: ['SAS-7'] },
  'no-way-to-public-stores': { csa: ['SAS-4'] },
  'web-endpoint-requires-iam': { csa: ['SAS-2'] },
  'not-fed-by-itself': NOT_EXHAUSTED,
  'recursion-terminated': NOT_EXHAUSTED,
};

/** Every item of every framework that a rule answers in a case: through the controls of the case, and by itself. `SecurityHub:Lambda.1` */
export function itemsOf(rule: string, controls: readonly string[]): readonly string[] {
  return [...new Set([...controls, rule].flatMap(id => (Object.hasOwn(MAPPINGS, id) ? expanded(MAPPINGS[id]) : [])))].sort();
}

/** The framework to which an item belongs. */
export function frameworkOf(item: string): string {
  return item.slice(0, item.indexOf(':'));
}

function expanded({ hub = [], config = [], csa = [], owasp = [] }: Mapping): readonly string[] {
  return [
    ...hub.flatMap(control => {
      const { nist, pci3 = [], pci4 = [] } = HUB_CONTROLS[control];
      return [
        `SecurityHub:${control}`,
        ...nist.map(item => `NIST.800-53.r5:${item}`),
        ...pci3.map(item => `PCI-DSS-3.2.1:${item}`),
        ...pci4.map(item => `PCI-DSS-4.0.1:${item}`),
      ];
    }),
    ...config.map(item => `Config:${item}`),
    ...csa.map(item => `CSA:${item}`),
    ...owasp.map(item => `OWASP-Serverless:${item}`),
  ];
}
