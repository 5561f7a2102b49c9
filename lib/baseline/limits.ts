/**
 * The numbers called safe, each in its unit, with its reason. Quotas are those of the Lambda Developer Guide ("Lambda quotas", read November 2026);
 * the API accepts more for special kinds of functions, which is no measure for a standard one.
 */
export const LIMITS = {
  /** Lambda stops a standard function after 15 minutes. */
  timeoutSeconds: { min: 1, max: 900, default: 10 },
  /** MiB. 256 is enough for a handler with the AWS SDK; Lambda's own default of 128 is not. */
  memoryMebibytes: { min: 128, max: 10_240, default: 256 },
  /** MiB of /tmp. */
  ephemeralStorageMebibytes: { min: 512, max: 10_240, default: 512 },
  /** Seconds for which Lambda keeps an asynchronous event; its default of six hours outlives most incidents. */
  eventAgeSeconds: { min: 60, max: 21_600, default: 3_600 },
  retryAttempts: { min: 0, max: 2, default: 2 },
  layers: { max: 5 },
  /** Profiles of one code-signing configuration. */
  signingProfiles: { max: 20 },
  /** Characters of a function's description. */
  descriptionLength: { max: 256 },
  /** What an account may run at once unless AWS raised or lowered it, and what Lambda insists on leaving unreserved. */
  accountConcurrency: { default: 1_000, unreservedFloor: 100 },
  /** Months for which a waiver may stand before somebody must look again. */
  waiverMonths: { max: 12 },
  /** The widest public network an egress rule may name: a /16 is a partner, a /1 is half the internet. */
  publicCidrPrefix: { ipv4: 16, ipv6: 32 },
  /** Availability zones that a function's subnets span at least. */
  availabilityZones: { min: 2 },
  /** Lambda's own default, where a function states no timeout. */
  lambdaDefaultTimeoutSeconds: 3,
  /** How long SQS hides a message that somebody works on: its default, and how many timeouts of the function AWS wants at least. */
  queueVisibilitySeconds: { default: 30, timeouts: 6 },
  /** The periods that CloudWatch Logs knows; any other is refused. */
  logRetentionDays: [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653,
  ] as readonly number[],
  /** Places of a DNS Firewall's rule group in a VPC; the numbers around it are Firewall Manager's. */
  dnsFirewallPriority: { min: 101, max: 9_899 },
  /** Characters of an endpoint policy. */
  endpointPolicyLength: { max: 20_480 },
  /** Rules of a security group in each direction, unless AWS raised it. */
  securityGroupRules: { max: 60 },
  /** Domains that functions of one network declare. A Network Firewall reserves room for each, which cannot be changed later, out of 30,000 rules. */
  domains: { max: 1_000 },
} as const;

/**
 * What AWS lets an app have, each with what is counted. Raised quotas are told to nobody here, so a rule warns and never fails. Read November 2026 in
 * "Lambda quotas", "IAM and AWS STS quotas", "Amazon VPC quotas" and "CloudFormation quotas".
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const QUOTAS = {
  /** Bytes of names and values of a function's environment together. */
  environmentBytes: 4_096,
  /** Layers of a function. */
  layers: 5,
  /** Characters, without white space, of a role's inline policies together, of one managed policy, and of a trust policy. */
  inlinePolicyCharacters: 10_240,
  managedPolicyCharacters: 6_144,
  trustPolicyCharacters: 2_048,
  /** Managed policies attached to a role. */
  managedPoliciesPerRole: 10,
  /** Rules of a security group in each direction; each address range counts. */
  rulesPerGroup: 60,
  /** Security groups of a network interface. */
  groupsPerInterface: 5,
  /** Network interfaces that Lambda makes in a VPC: one for each pair of a subnet and a set of security groups. */
  interfacesPerVpc: 500,
  /** Resources, parameters and outputs of a template. */
  resourcesPerStack: 500,
  parametersPerStack: 200,
  outputsPerStack: 200,
} as const;

/** From this share of a quota on there is little room left. */
export const NEARLY_FULL = 0.9;
