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
import { dataReaderOffline } from './network/data-reader-offline';
import { defaultGroupUnused } from './network/default-group-unused';
import { dnsFiltered } from './network/dns-filtered';
import { domainListBounded } from './network/domain-list-bounded';
import { egressClosed } from './network/egress-closed';
import { endpointPolicyBounded } from './network/endpoint-policy-bounded';
import { firewallDropsByDefault } from './network/firewall-drops-by-default';
import { functionInVpc } from './network/function-in-vpc';
import { functionNotInPublicSubnet } from './network/function-not-in-public-subnet';
import { homeNetCoversSenders } from './network/home-net-covers-senders';
import { internetBehindFirewall } from './network/internet-behind-firewall';
import { routesSymmetric } from './network/routes-symmetric';
import { logsEncrypted } from './observability/logs-encrypted';
import { ownLogGroup } from './observability/own-log-group';
import { tracingActive } from './observability/tracing-active';
import { noSecretValues } from './secrets/no-secret-values';
import { codeNotHijacked } from './supply-chain/code-not-hijacked';
import { runtimeSupported } from './supply-chain/runtime-supported';
import { everyTemplateJudged } from './templates/every-template-judged';
import { optOutIsAWaiver } from './waivers/opt-out-is-a-waiver';
import { suppressionDoesNothing } from './waivers/suppression-does-nothing';
import { waiverNotExpired } from './waivers/waiver-not-expired';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  apiRequiresAuthorization,
  asyncFailuresCaptured,
  codeNotHijacked,
  concurrencyReserved,
  concurrencyWithinQuota,
  dataReaderOffline,
  defaultGroupUnused,
  dnsFiltered,
  domainListBounded,
  egressClosed,
  endpointPolicyBounded,
  eniRightsUnusableFromCode,
  everyTemplateJudged,
  firewallDropsByDefault,
  functionInVpc,
  functionNotInPublicSubnet,
  functionUrlRequiresIam,
  homeNetCoversSenders,
  internetBehindFirewall,
  invokerBoundToSource,
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
  routesSymmetric,
  runtimeSupported,
  suppressionDoesNothing,
  tracingActive,
  waiverNotExpired,
];
