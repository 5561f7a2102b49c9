import type { Rule } from './define-rule';
import { asyncFailuresCaptured } from './events/async-failures-captured';
import { eventSourceFailuresCaptured } from './events/event-source-failures-captured';
import { notFedByItself } from './events/not-fed-by-itself';
import { queueEncrypted } from './events/queue-encrypted';
import { queueHasDeadLetters } from './events/queue-has-dead-letters';
import { queueRequiresTls } from './events/queue-requires-tls';
import { recursionTerminated } from './events/recursion-terminated';
import { subscriptionFailuresCaptured } from './events/subscription-failures-captured';
import { targetFailuresCaptured } from './events/target-failures-captured';
import { topicEncrypted } from './events/topic-encrypted';
import { topicRequiresTls } from './events/topic-requires-tls';
import { visibilityExceedsTimeout } from './events/visibility-exceeds-timeout';
import { eniRightsUnusableFromCode } from './identity/eni-rights-unusable-from-code';
import { noAdministratorRights } from './identity/no-administrator-rights';
import { noAwsManagedPolicy } from './identity/no-aws-managed-policy';
import { noEscalationRights } from './identity/no-escalation-rights';
import { rightsScopedToResources } from './identity/rights-scoped-to-resources';
import { roleNotShared } from './identity/role-not-shared';
import { roleTrustsLambdaOnly } from './identity/role-trusts-lambda-only';
import { apiRequiresAuthorization } from './invocation/api-requires-authorization';
import { functionUrlRequiresIam } from './invocation/function-url-requires-iam';
import { invokerBoundToSource } from './invocation/invoker-bound-to-source';
import { noPublicInvoker } from './invocation/no-public-invoker';
import { permissionOnlyInvokes } from './invocation/permission-only-invokes';
import { fileSystemNotShared } from './isolation/file-system-not-shared';
import { concurrencyReserved } from './limits/concurrency-reserved';
import { concurrencyWithinQuota } from './limits/concurrency-within-quota';
import { eventSourceWithinConcurrency } from './limits/event-source-within-concurrency';
import { functionWithinQuotas } from './limits/function-within-quotas';
import { limitsExplicit } from './limits/limits-explicit';
import { networkWithinQuotas } from './limits/network-within-quotas';
import { policiesWithinQuotas } from './limits/policies-within-quotas';
import { stackWithinQuotas } from './limits/stack-within-quotas';
import { adminPortsClosed } from './network/admin-ports-closed';
import { defaultGroupClosed } from './network/default-group-closed';
import { egressClosed } from './network/egress-closed';
import { endpointsUseTls } from './network/endpoints-use-tls';
import { functionInVpc } from './network/function-in-vpc';
import { groupDescribed } from './network/group-described';
import { groupEgressClosed } from './network/group-egress-closed';
import { groupEgressNarrow } from './network/group-egress-narrow';
import { ingressNarrow } from './network/ingress-narrow';
import { ingressNotFromEverywhere } from './network/ingress-not-from-everywhere';
import { networkAclNarrow } from './network/network-acl-narrow';
import { noRouteToEverywhere } from './network/no-route-to-everywhere';
import { subnetAssignsNoPublicAddress } from './network/subnet-assigns-no-public-address';
import { vpcFlowLogged } from './network/vpc-flow-logged';
import { logGroupEncrypted } from './observability/log-group-encrypted';
import { logGroupForgets } from './observability/log-group-forgets';
import { logsEncrypted } from './observability/logs-encrypted';
import { ownLogGroup } from './observability/own-log-group';
import { tracingActive } from './observability/tracing-active';
import { keyRotates } from './secrets/key-rotates';
import { noLiteralSecrets } from './secrets/no-literal-secrets';
import { noSecretValues } from './secrets/no-secret-values';
import { secretEncrypted } from './secrets/secret-encrypted';
import { secretRotates } from './secrets/secret-rotates';
import { codeNotHijacked } from './supply-chain/code-not-hijacked';
import { runtimeNewest } from './supply-chain/runtime-newest';
import { runtimeSupported } from './supply-chain/runtime-supported';
import { everyTemplateJudged } from './templates/every-template-judged';
import { optOutIsAWaiver } from './waivers/opt-out-is-a-waiver';
import { waiverNotExpired } from './waivers/waiver-not-expired';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  adminPortsClosed,
  apiRequiresAuthorization,
  asyncFailuresCaptured,
  codeNotHijacked,
  concurrencyReserved,
  concurrencyWithinQuota,
  defaultGroupClosed,
  egressClosed,
  endpointsUseTls,
  eniRightsUnusableFromCode,
  eventSourceFailuresCaptured,
  eventSourceWithinConcurrency,
  everyTemplateJudged,
  fileSystemNotShared,
  functionInVpc,
  functionUrlRequiresIam,
  functionWithinQuotas,
  groupDescribed,
  groupEgressClosed,
  groupEgressNarrow,
  ingressNarrow,
  ingressNotFromEverywhere,
  invokerBoundToSource,
  keyRotates,
  limitsExplicit,
  logGroupEncrypted,
  logGroupForgets,
  logsEncrypted,
  networkAclNarrow,
  networkWithinQuotas,
  noAdministratorRights,
  noAwsManagedPolicy,
  noEscalationRights,
  noLiteralSecrets,
  noPublicInvoker,
  noRouteToEverywhere,
  noSecretValues,
  notFedByItself,
  optOutIsAWaiver,
  ownLogGroup,
  permissionOnlyInvokes,
  policiesWithinQuotas,
  queueEncrypted,
  queueHasDeadLetters,
  queueRequiresTls,
  recursionTerminated,
  rightsScopedToResources,
  roleNotShared,
  roleTrustsLambdaOnly,
  runtimeNewest,
  runtimeSupported,
  secretEncrypted,
  secretRotates,
  stackWithinQuotas,
  subnetAssignsNoPublicAddress,
  subscriptionFailuresCaptured,
  targetFailuresCaptured,
  topicEncrypted,
  topicRequiresTls,
  tracingActive,
  visibilityExceedsTimeout,
  vpcFlowLogged,
  waiverNotExpired,
];
