import { apiBehindWebAcl } from './api/api-behind-web-acl';
import { apiCacheEncrypted } from './api/api-cache-encrypted';
import { apiCallsLogged } from './api/api-calls-logged';
import { apiExecutionLogged } from './api/api-execution-logged';
import { apiFrontDoorOnly } from './api/api-front-door-only';
import { apiPresentsCertificate } from './api/api-presents-certificate';
import { apiRequestsValidated } from './api/api-requests-validated';
import { apiThrottled } from './api/api-throttled';
import { apiTlsCurrent } from './api/api-tls-current';
import { apiTraced } from './api/api-traced';
import { authorizerExact } from './api/authorizer-exact';
import { stageAskedFor } from './api/stage-asked-for';
import { noOpenPathToSecrets } from './combinations/no-open-path-to-secrets';
import { noWayToPublicStores } from './combinations/no-way-to-public-stores';
import type { Rule } from './define-rule';
import { asyncFailuresCaptured } from './events/async-failures-captured';
import { destinationsInOwnAccount } from './events/destinations-in-own-account';
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
import { capacityProviderNotShared } from './identity/capacity-provider-not-shared';
import { decryptionBoundToUse } from './identity/decryption-bound-to-use';
import { eniRightsUnusableFromCode } from './identity/eni-rights-unusable-from-code';
import { foreignTrustConfirmed } from './identity/foreign-trust-confirmed';
import { functionCannotChangeItself } from './identity/function-cannot-change-itself';
import { grantsListWhatTheyAllow } from './identity/grants-list-what-they-allow';
import { inlinePoliciesNamedApart } from './identity/inline-policies-named-apart';
import { noAdministratorIdentities } from './identity/no-administrator-identities';
import { noAdministratorRights } from './identity/no-administrator-rights';
import { noAwsManagedPolicy } from './identity/no-aws-managed-policy';
import { noEscalatingIdentities } from './identity/no-escalating-identities';
import { noEscalationRights } from './identity/no-escalation-rights';
import { noFullAccessPolicy } from './identity/no-full-access-policy';
import { noSharingRights } from './identity/no-sharing-rights';
import { rightsScopedToResources } from './identity/rights-scoped-to-resources';
import { roleJudged } from './identity/role-judged';
import { roleNotShared } from './identity/role-not-shared';
import { roleTrustsLambdaOnly } from './identity/role-trusts-lambda-only';
import { trustNamesSomebody } from './identity/trust-names-somebody';
import { apiPermissionNamesItsRoute } from './invocation/api-permission-names-its-route';
import { apiRequiresAuthorization } from './invocation/api-requires-authorization';
import { corsNamesItsOrigins } from './invocation/cors-names-its-origins';
import { functionUrlRequiresIam } from './invocation/function-url-requires-iam';
import { invokerBoundToSource } from './invocation/invoker-bound-to-source';
import { noGuestInvoker } from './invocation/no-guest-invoker';
import { noPublicInvoker } from './invocation/no-public-invoker';
import { oneInvokerPerFunction } from './invocation/one-invoker-per-function';
import { permissionOnlyInvokes } from './invocation/permission-only-invokes';
import { permissionsNotOverwritten } from './invocation/permissions-not-overwritten';
import { webEndpointRequiresIam } from './invocation/web-endpoint-requires-iam';
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
import { dataReaderOffline } from './network/data-reader-offline';
import { defaultGroupClosed } from './network/default-group-closed';
import { defaultGroupUnused } from './network/default-group-unused';
import { dnsFiltered } from './network/dns-filtered';
import { domainListBounded } from './network/domain-list-bounded';
import { egressByConnector } from './network/egress-by-connector';
import { egressClosed } from './network/egress-closed';
import { endpointPolicyBounded } from './network/endpoint-policy-bounded';
import { endpointsUseTls } from './network/endpoints-use-tls';
import { firewallDropsByDefault } from './network/firewall-drops-by-default';
import { functionInVpc } from './network/function-in-vpc';
import { functionNotInPublicSubnet } from './network/function-not-in-public-subnet';
import { groupDescribed } from './network/group-described';
import { groupEgressClosed } from './network/group-egress-closed';
import { groupEgressNarrow } from './network/group-egress-narrow';
import { homeNetCoversSenders } from './network/home-net-covers-senders';
import { ingressNarrow } from './network/ingress-narrow';
import { ingressNotFromEverywhere } from './network/ingress-not-from-everywhere';
import { internetBehindFirewall } from './network/internet-behind-firewall';
import { networkAclNarrow } from './network/network-acl-narrow';
import { noRouteToEverywhere } from './network/no-route-to-everywhere';
import { routesSymmetric } from './network/routes-symmetric';
import { subnetAssignsNoPublicAddress } from './network/subnet-assigns-no-public-address';
import { vpcFlowLogged } from './network/vpc-flow-logged';
import { logGroupEncrypted } from './observability/log-group-encrypted';
import { logGroupForgets } from './observability/log-group-forgets';
import { logsEncrypted } from './observability/logs-encrypted';
import { logsTamperProof } from './observability/logs-tamper-proof';
import { logsWritable } from './observability/logs-writable';
import { ownLogGroup } from './observability/own-log-group';
import { tracingActive } from './observability/tracing-active';
import { durableDataEncrypted } from './secrets/durable-data-encrypted';
import { keyRotates } from './secrets/key-rotates';
import { noLiteralSecrets } from './secrets/no-literal-secrets';
import { noSecretValues } from './secrets/no-secret-values';
import { secretEncrypted } from './secrets/secret-encrypted';
import { secretRotates } from './secrets/secret-rotates';
import { snapshotHoldsNoSecrets } from './secrets/snapshot-holds-no-secrets';
import { eventBusPolicyClosed } from './sharing/event-bus-policy-closed';
import { keyPolicyClosed } from './sharing/key-policy-closed';
import { queuePolicyClosed } from './sharing/queue-policy-closed';
import { secretPolicyClosed } from './sharing/secret-policy-closed';
import { storePolicyClosed } from './sharing/store-policy-closed';
import { topicPolicyClosed } from './sharing/topic-policy-closed';
import { codeByVersion } from './supply-chain/code-by-version';
import { codeNotHijacked } from './supply-chain/code-not-hijacked';
import { codeSigned } from './supply-chain/code-signed';
import { codeSigningEnforced } from './supply-chain/code-signing-enforced';
import { imageByDigest } from './supply-chain/image-by-digest';
import { layersOfKnownAccounts } from './supply-chain/layers-of-known-accounts';
import { runtimeNewest } from './supply-chain/runtime-newest';
import { runtimeNotPinned } from './supply-chain/runtime-not-pinned';
import { runtimeSupported } from './supply-chain/runtime-supported';
import { everyTemplateJudged } from './templates/every-template-judged';
import { optOutIsAWaiver } from './waivers/opt-out-is-a-waiver';
import { suppressionDoesNothing } from './waivers/suppression-does-nothing';
import { waiverNotExpired } from './waivers/waiver-not-expired';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  adminPortsClosed,
  apiBehindWebAcl,
  apiCacheEncrypted,
  apiCallsLogged,
  apiExecutionLogged,
  apiFrontDoorOnly,
  apiPermissionNamesItsRoute,
  apiPresentsCertificate,
  apiRequestsValidated,
  apiRequiresAuthorization,
  apiThrottled,
  apiTlsCurrent,
  apiTraced,
  asyncFailuresCaptured,
  authorizerExact,
  capacityProviderNotShared,
  codeByVersion,
  codeNotHijacked,
  codeSigned,
  codeSigningEnforced,
  concurrencyReserved,
  concurrencyWithinQuota,
  corsNamesItsOrigins,
  dataReaderOffline,
  decryptionBoundToUse,
  defaultGroupClosed,
  defaultGroupUnused,
  destinationsInOwnAccount,
  dnsFiltered,
  domainListBounded,
  durableDataEncrypted,
  egressByConnector,
  egressClosed,
  endpointPolicyBounded,
  endpointsUseTls,
  eniRightsUnusableFromCode,
  eventBusPolicyClosed,
  eventSourceFailuresCaptured,
  eventSourceWithinConcurrency,
  everyTemplateJudged,
  fileSystemNotShared,
  firewallDropsByDefault,
  foreignTrustConfirmed,
  functionCannotChangeItself,
  functionInVpc,
  functionNotInPublicSubnet,
  functionUrlRequiresIam,
  functionWithinQuotas,
  grantsListWhatTheyAllow,
  groupDescribed,
  groupEgressClosed,
  groupEgressNarrow,
  homeNetCoversSenders,
  imageByDigest,
  ingressNarrow,
  ingressNotFromEverywhere,
  inlinePoliciesNamedApart,
  internetBehindFirewall,
  invokerBoundToSource,
  keyPolicyClosed,
  keyRotates,
  layersOfKnownAccounts,
  limitsExplicit,
  logGroupEncrypted,
  logGroupForgets,
  logsEncrypted,
  logsTamperProof,
  logsWritable,
  networkAclNarrow,
  networkWithinQuotas,
  noAdministratorIdentities,
  noAdministratorRights,
  noAwsManagedPolicy,
  noEscalatingIdentities,
  noEscalationRights,
  noFullAccessPolicy,
  noGuestInvoker,
  noLiteralSecrets,
  noOpenPathToSecrets,
  noPublicInvoker,
  noRouteToEverywhere,
  noSecretValues,
  noSharingRights,
  noWayToPublicStores,
  notFedByItself,
  oneInvokerPerFunction,
  optOutIsAWaiver,
  ownLogGroup,
  permissionOnlyInvokes,
  permissionsNotOverwritten,
  policiesWithinQuotas,
  queueEncrypted,
  queueHasDeadLetters,
  queuePolicyClosed,
  queueRequiresTls,
  recursionTerminated,
  rightsScopedToResources,
  roleJudged,
  roleNotShared,
  roleTrustsLambdaOnly,
  routesSymmetric,
  runtimeNewest,
  runtimeNotPinned,
  runtimeSupported,
  secretEncrypted,
  secretPolicyClosed,
  secretRotates,
  snapshotHoldsNoSecrets,
  stackWithinQuotas,
  stageAskedFor,
  storePolicyClosed,
  subnetAssignsNoPublicAddress,
  subscriptionFailuresCaptured,
  suppressionDoesNothing,
  targetFailuresCaptured,
  topicEncrypted,
  topicPolicyClosed,
  topicRequiresTls,
  tracingActive,
  trustNamesSomebody,
  visibilityExceedsTimeout,
  vpcFlowLogged,
  waiverNotExpired,
  webEndpointRequiresIam,
];
