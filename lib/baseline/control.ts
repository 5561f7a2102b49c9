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
  NO_PUBLIC_INVOKER: 'no-public-invoker',
  INVOKER_BOUND_TO_SOURCE: 'invoker-bound-to-source',
  FUNCTION_URL_REQUIRES_IAM: 'function-url-requires-iam',
  API_REQUIRES_AUTHORIZATION: 'api-requires-authorization',
  ASYNC_FAILURES_CAPTURED: 'async-failures-captured',
  RECURSION_TERMINATED: 'recursion-terminated',
  RUNTIME_SUPPORTED: 'runtime-supported',
  OPT_OUT_IS_A_WAIVER: 'opt-out-is-a-waiver',
  WAIVER_NOT_EXPIRED: 'waiver-not-expired',
  EVERY_TEMPLATE_JUDGED: 'every-template-judged',
  CODE_NOT_HIJACKED: 'code-not-hijacked',
  PERMISSION_ONLY_INVOKES: 'permission-only-invokes',
  ADMIN_PORTS_CLOSED: 'admin-ports-closed',
  DEFAULT_GROUP_CLOSED: 'default-group-closed',
  GROUP_DESCRIBED: 'group-described',
  GROUP_EGRESS_CLOSED: 'group-egress-closed',
  GROUP_EGRESS_NARROW: 'group-egress-narrow',
  INGRESS_NARROW: 'ingress-narrow',
  INGRESS_NOT_FROM_EVERYWHERE: 'ingress-not-from-everywhere',
  NETWORK_ACL_NARROW: 'network-acl-narrow',
  NO_ROUTE_TO_EVERYWHERE: 'no-route-to-everywhere',
  SUBNET_ASSIGNS_NO_PUBLIC_ADDRESS: 'subnet-assigns-no-public-address',
  VPC_FLOW_LOGGED: 'vpc-flow-logged',
  EVENT_SOURCE_FAILURES_CAPTURED: 'event-source-failures-captured',
  NOT_FED_BY_ITSELF: 'not-fed-by-itself',
  QUEUE_ENCRYPTED: 'queue-encrypted',
  QUEUE_HAS_DEAD_LETTERS: 'queue-has-dead-letters',
  QUEUE_REQUIRES_TLS: 'queue-requires-tls',
  SUBSCRIPTION_FAILURES_CAPTURED: 'subscription-failures-captured',
  TARGET_FAILURES_CAPTURED: 'target-failures-captured',
  TOPIC_ENCRYPTED: 'topic-encrypted',
  TOPIC_REQUIRES_TLS: 'topic-requires-tls',
  VISIBILITY_EXCEEDS_TIMEOUT: 'visibility-exceeds-timeout',
  LOG_GROUP_ENCRYPTED: 'log-group-encrypted',
  LOG_GROUP_FORGETS: 'log-group-forgets',
  KEY_ROTATES: 'key-rotates',
  SECRET_ENCRYPTED: 'secret-encrypted',
  SECRET_ROTATES: 'secret-rotates',
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
