/**
 * The promises by name: one word for each thing that holds for every function. The constructs keep them, the rules judge them,
 * waivers and reports name them. An id is never reused and never renamed.
 */
export const Control = {
  ROLE_NOT_SHARED: 'role-not-shared',
  ROLE_TRUSTS_LAMBDA_ONLY: 'role-trusts-lambda-only',
  NO_ADMINISTRATOR_RIGHTS: 'no-administrator-rights',
  NO_ESCALATION_RIGHTS: 'no-escalation-rights',
  NO_AWS_MANAGED_POLICY: 'no-aws-managed-policy',
  RIGHTS_SCOPED_TO_RESOURCES: 'rights-scoped-to-resources',
  ENI_RIGHTS_UNUSABLE_FROM_CODE: 'eni-rights-unusable-from-code',
  TRACING_ACTIVE: 'tracing-active',
  OWN_LOG_GROUP: 'own-log-group',
  LOGS_ENCRYPTED: 'logs-encrypted',
  LIMITS_EXPLICIT: 'limits-explicit',
  CONCURRENCY_RESERVED: 'concurrency-reserved',
  CONCURRENCY_WITHIN_QUOTA: 'concurrency-within-quota',
  NO_SECRET_VALUES: 'no-secret-values',
  FUNCTION_IN_VPC: 'function-in-vpc',
  EGRESS_CLOSED: 'egress-closed',
  INTERNET_BEHIND_FIREWALL: 'internet-behind-firewall',
  DATA_READER_OFFLINE: 'data-reader-offline',
  DEFAULT_GROUP_UNUSED: 'default-group-unused',
  DNS_FILTERED: 'dns-filtered',
  DOMAIN_LIST_BOUNDED: 'domain-list-bounded',
  ENDPOINT_POLICY_BOUNDED: 'endpoint-policy-bounded',
  FIREWALL_DROPS_BY_DEFAULT: 'firewall-drops-by-default',
  FUNCTION_NOT_IN_PUBLIC_SUBNET: 'function-not-in-public-subnet',
  HOME_NET_COVERS_SENDERS: 'home-net-covers-senders',
  ROUTES_SYMMETRIC: 'routes-symmetric',
  NO_PUBLIC_INVOKER: 'no-public-invoker',
  INVOKER_BOUND_TO_SOURCE: 'invoker-bound-to-source',
  FUNCTION_URL_REQUIRES_IAM: 'function-url-requires-iam',
  API_REQUIRES_AUTHORIZATION: 'api-requires-authorization',
  ASYNC_FAILURES_CAPTURED: 'async-failures-captured',
  RECURSION_TERMINATED: 'recursion-terminated',
  RUNTIME_SUPPORTED: 'runtime-supported',
  OPT_OUT_IS_A_WAIVER: 'opt-out-is-a-waiver',
  WAIVER_NOT_EXPIRED: 'waiver-not-expired',
  SUPPRESSION_DOES_NOTHING: 'suppression-does-nothing',
  EVERY_TEMPLATE_JUDGED: 'every-template-judged',
  CODE_NOT_HIJACKED: 'code-not-hijacked',
  PERMISSION_ONLY_INVOKES: 'permission-only-invokes',
} as const;

/** The id of a control. */
export type ControlId = (typeof Control)[keyof typeof Control];

/** The name under which findings and acknowledgements are filed: `cdk-secure-function::function-in-vpc`. */
export const PLUGIN_NAME = 'cdk-secure-function';

/** What nobody may waive: its finding is `fatal`, and an acknowledgement of it is a finding of its own. */
export const NEVER_WAIVED: ReadonlySet<ControlId> = new Set<ControlId>([
  Control.ROLE_NOT_SHARED,
  Control.ROLE_TRUSTS_LAMBDA_ONLY,
  Control.NO_ADMINISTRATOR_RIGHTS,
  Control.NO_ESCALATION_RIGHTS,
  Control.NO_SECRET_VALUES,
  Control.NO_PUBLIC_INVOKER,
  Control.FUNCTION_URL_REQUIRES_IAM,
  Control.OPT_OUT_IS_A_WAIVER,
  Control.WAIVER_NOT_EXPIRED,
]);
