import type { Rule } from './define-rule';
import { asyncFailuresCaptured } from './events/async-failures-captured';
import { recursionTerminated } from './events/recursion-terminated';
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
import { concurrencyReserved } from './limits/concurrency-reserved';
import { concurrencyWithinQuota } from './limits/concurrency-within-quota';
import { limitsExplicit } from './limits/limits-explicit';
import { egressClosed } from './network/egress-closed';
import { functionInVpc } from './network/function-in-vpc';
import { logsEncrypted } from './observability/logs-encrypted';
import { ownLogGroup } from './observability/own-log-group';
import { tracingActive } from './observability/tracing-active';
import { noSecretValues } from './secrets/no-secret-values';
import { codeByVersion } from './supply-chain/code-by-version';
import { codeNotHijacked } from './supply-chain/code-not-hijacked';
import { codeSigned } from './supply-chain/code-signed';
import { codeSigningEnforced } from './supply-chain/code-signing-enforced';
import { imageByDigest } from './supply-chain/image-by-digest';
import { layersOfKnownAccounts } from './supply-chain/layers-of-known-accounts';
import { runtimeSupported } from './supply-chain/runtime-supported';
import { everyTemplateJudged } from './templates/every-template-judged';
import { optOutIsAWaiver } from './waivers/opt-out-is-a-waiver';
import { waiverNotExpired } from './waivers/waiver-not-expired';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  apiRequiresAuthorization,
  asyncFailuresCaptured,
  codeByVersion,
  codeNotHijacked,
  codeSigned,
  codeSigningEnforced,
  concurrencyReserved,
  concurrencyWithinQuota,
  egressClosed,
  eniRightsUnusableFromCode,
  everyTemplateJudged,
  functionInVpc,
  functionUrlRequiresIam,
  imageByDigest,
  invokerBoundToSource,
  layersOfKnownAccounts,
  limitsExplicit,
  logsEncrypted,
  noAdministratorRights,
  noAwsManagedPolicy,
  noEscalationRights,
  noPublicInvoker,
  noSecretValues,
  optOutIsAWaiver,
  ownLogGroup,
  permissionOnlyInvokes,
  recursionTerminated,
  rightsScopedToResources,
  roleNotShared,
  roleTrustsLambdaOnly,
  runtimeSupported,
  tracingActive,
  waiverNotExpired,
];
