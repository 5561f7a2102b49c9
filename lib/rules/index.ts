import type { Rule } from './define-rule';
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
import { asyncFailuresCaptured } from './events/async-failures-captured';
import { recursionTerminated } from './events/recursion-terminated';
import { eniRightsUnusableFromCode } from './identity/eni-rights-unusable-from-code';
import { foreignTrustConfirmed } from './identity/foreign-trust-confirmed';
import { grantsListWhatTheyAllow } from './identity/grants-list-what-they-allow';
import { noAdministratorIdentities } from './identity/no-administrator-identities';
import { noAdministratorRights } from './identity/no-administrator-rights';
import { noAwsManagedPolicy } from './identity/no-aws-managed-policy';
import { noEscalatingIdentities } from './identity/no-escalating-identities';
import { noEscalationRights } from './identity/no-escalation-rights';
import { noFullAccessPolicy } from './identity/no-full-access-policy';
import { rightsScopedToResources } from './identity/rights-scoped-to-resources';
import { roleNotShared } from './identity/role-not-shared';
import { roleTrustsLambdaOnly } from './identity/role-trusts-lambda-only';
import { trustNamesSomebody } from './identity/trust-names-somebody';
import { apiPermissionNamesItsRoute } from './invocation/api-permission-names-its-route';
import { apiRequiresAuthorization } from './invocation/api-requires-authorization';
import { corsNamesItsOrigins } from './invocation/cors-names-its-origins';
import { functionUrlRequiresIam } from './invocation/function-url-requires-iam';
import { invokerBoundToSource } from './invocation/invoker-bound-to-source';
import { noPublicInvoker } from './invocation/no-public-invoker';
import { oneInvokerPerFunction } from './invocation/one-invoker-per-function';
import { permissionOnlyInvokes } from './invocation/permission-only-invokes';
import { concurrencyReserved } from './limits/concurrency-reserved';
import { concurrencyWithinQuota } from './limits/concurrency-within-quota';
import { limitsExplicit } from './limits/limits-explicit';
import { egressClosed } from './network/egress-closed';
import { functionInVpc } from './network/function-in-vpc';
import { logsEncrypted } from './observability/logs-encrypted';
import { logsWritable } from './observability/logs-writable';
import { ownLogGroup } from './observability/own-log-group';
import { tracingActive } from './observability/tracing-active';
import { noSecretValues } from './secrets/no-secret-values';
import { eventBusPolicyClosed } from './sharing/event-bus-policy-closed';
import { keyPolicyClosed } from './sharing/key-policy-closed';
import { queuePolicyClosed } from './sharing/queue-policy-closed';
import { secretPolicyClosed } from './sharing/secret-policy-closed';
import { storePolicyClosed } from './sharing/store-policy-closed';
import { topicPolicyClosed } from './sharing/topic-policy-closed';
import { codeNotHijacked } from './supply-chain/code-not-hijacked';
import { runtimeSupported } from './supply-chain/runtime-supported';
import { everyTemplateJudged } from './templates/every-template-judged';
import { optOutIsAWaiver } from './waivers/opt-out-is-a-waiver';
import { waiverNotExpired } from './waivers/waiver-not-expired';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
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
  codeNotHijacked,
  concurrencyReserved,
  concurrencyWithinQuota,
  corsNamesItsOrigins,
  egressClosed,
  eniRightsUnusableFromCode,
  eventBusPolicyClosed,
  everyTemplateJudged,
  foreignTrustConfirmed,
  functionInVpc,
  functionUrlRequiresIam,
  grantsListWhatTheyAllow,
  invokerBoundToSource,
  keyPolicyClosed,
  limitsExplicit,
  logsEncrypted,
  logsWritable,
  noAdministratorIdentities,
  noAdministratorRights,
  noAwsManagedPolicy,
  noEscalatingIdentities,
  noEscalationRights,
  noFullAccessPolicy,
  noPublicInvoker,
  noSecretValues,
  oneInvokerPerFunction,
  optOutIsAWaiver,
  ownLogGroup,
  permissionOnlyInvokes,
  queuePolicyClosed,
  recursionTerminated,
  rightsScopedToResources,
  roleNotShared,
  roleTrustsLambdaOnly,
  runtimeSupported,
  secretPolicyClosed,
  storePolicyClosed,
  topicPolicyClosed,
  tracingActive,
  trustNamesSomebody,
  waiverNotExpired,
];
