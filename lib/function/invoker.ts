import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { renderedProperties } from '../baseline/kept-promises';
import { ValidationError } from '../errors';

const INVOKE_ACTIONS = new Set(['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl']);

/** Refuses invokers that nobody chose, and binds a service that names no source to this account. */
export function boundPermission(scope: IConstruct, permission: lambda.Permission): lambda.Permission {
  const action = permission.action ?? 'lambda:InvokeFunction';
  if (!INVOKE_ACTIONS.has(action)) {
    throw new ValidationError(
      {
        what: `The 'action' of a permission`,
        expected: 'invokes the function',
        got: action,
        remedy: 'Grant management to a role, with an identity policy',
      },
      scope,
    );
  }
  if (permission.functionUrlAuthType === lambda.FunctionUrlAuthType.NONE) {
    throw openTo('everyone through its URL', scope);
  }
  for (const bound of [permission.organizationId, permission.sourceAccount, permission.sourceArn]) {
    assertNamesSomebody(scope, bound);
  }
  const conditions = conditionKeys(permission.principal);
  const inOrganization = permission.organizationId !== undefined || conditions.has('aws:PrincipalOrgID');
  if (isEveryone(permission.principal) && !inOrganization) throw openTo(`everyone ('*')`, scope);

  const bound = permission.sourceArn !== undefined || permission.sourceAccount !== undefined || inOrganization;
  const isService = 'service' in unwrapped(permission.principal);
  if (!isService || bound || conditions.has('aws:SourceArn') || conditions.has('aws:SourceAccount')) return permission;
  return { ...permission, sourceAccount: Stack.of(scope).account };
}

/** Refuses a URL that anybody can call. */
export function assertUrlRequiresIam(scope: IConstruct, options: lambda.FunctionUrlOptions): void {
  if (options.authType !== undefined && options.authType !== lambda.FunctionUrlAuthType.AWS_IAM) {
    throw openTo('everyone through its URL', scope);
  }
}

/** A source that is nothing but a wildcard is no source. */
function assertNamesSomebody(scope: IConstruct, bound: string | undefined): void {
  if (
    bound === undefined ||
    Token.isUnresolved(bound) ||
    !/^(?:|[*?]+|o-[*?]*|arn:[^:]*:[^:]*:[^:]*:[^:]*:?[*?]*|arn:[*?]+)$/.test(bound)
  ) {
    return;
  }
  throw openTo(`whatever fits '${bound}'`, scope);
}

/** What is open to everyone among the permissions and URLs of a function, its versions and its aliases, as they will be written. */
export function openInvokers(scope: IConstruct): string[] {
  return scope.node.findAll().flatMap(child => {
    if (child instanceof lambda.CfnPermission) {
      const { Principal, PrincipalOrgID, FunctionUrlAuthType } = renderedProperties(child);
      const open = (Principal === '*' && PrincipalOrgID === undefined) || FunctionUrlAuthType === 'NONE';
      return open ? [`'${child.node.path}' lets everyone invoke the function. Name the caller instead.`] : [];
    }
    if (child instanceof lambda.CfnUrl && renderedProperties(child).AuthType !== 'AWS_IAM') {
      return [`'${child.node.path}' answers everyone. Use FunctionUrlAuthType.AWS_IAM.`];
    }
    return [];
  });
}

function openTo(whom: string, scope: IConstruct): ValidationError {
  return new ValidationError(
    {
      what: 'A function',
      expected: 'is invoked by named callers only',
      got: `a permission for ${whom}`,
      remedy: 'Put an API with an authorizer in front of it, or use FunctionUrlAuthType.AWS_IAM and grantInvokeUrl(role)',
    },
    scope,
  );
}

function isEveryone(wrapping: iam.IPrincipal): boolean {
  const principal = unwrapped(wrapping) as iam.IPrincipal & { readonly accountId?: unknown; readonly service?: unknown };
  if (principal.accountId === '*' || principal.service === '*') return true;
  const { principalJson } = principal.policyFragment;
  return Object.values(principalJson).some(values => values.some(value => value === '*' || /:iam::\*:/.test(value)));
}

function unwrapped(principal: iam.IPrincipal): iam.IPrincipal {
  return 'wrapped' in principal ? unwrapped(principal.wrapped as iam.IPrincipal) : principal;
}

function conditionKeys(principal: iam.IPrincipal): ReadonlySet<string> {
  return new Set(Object.values(principal.policyFragment.conditions).flatMap(members => Object.keys(members as object)));
}
