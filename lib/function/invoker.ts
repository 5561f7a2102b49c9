import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { isAlexa } from '../baseline/skills';
import { Written } from '../baseline/written';
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
  const conditions = conditionsOf(scope, permission.principal);
  const organization = permission.organizationId ?? conditions.get('aws:PrincipalOrgID');
  const sourceArn = permission.sourceArn ?? conditions.get('aws:SourceArn');
  const sourceAccount = permission.sourceAccount ?? conditions.get('aws:SourceAccount');
  if (isEveryone(permission.principal) && organization === undefined) throw openTo(`everyone ('*')`, scope);
  for (const bound of [organization, sourceAccount, sourceArn]) assertNamesSomebody(scope, bound);

  const service = serviceOf(permission.principal);
  if (service !== undefined && isAlexa(service)) {
    if (permission.eventSourceToken === undefined) throw openTo('every skill of Alexa', scope, REMEDY_FOR_SKILLS);
    return permission;
  }
  if (service === undefined || sourceAccount !== undefined || organization !== undefined) return permission;
  // The ARN of a bucket names no account: whoever takes the name after the bucket is gone would be let in.
  const isBound = sourceArn !== undefined && !/^s3\./.test(service);
  return isBound ? permission : { ...permission, sourceAccount: Stack.of(scope).account };
}

/** Refuses a URL that anybody can call. */
export function assertUrlRequiresIam(scope: IConstruct, options: lambda.FunctionUrlOptions): void {
  if (options.authType !== undefined && options.authType !== lambda.FunctionUrlAuthType.AWS_IAM) {
    throw openTo('everyone through its URL', scope);
  }
}

/** A source that is nothing but a wildcard, or that any account may have, is no source. */
function assertNamesSomebody(scope: IConstruct, bound: string | undefined): void {
  if (bound === undefined || Token.isUnresolved(bound)) return;
  const account = bound.startsWith('arn:') ? bound.split(':')[ACCOUNT] : bound;
  const isWildcard = /^(?:|[*?]+|arn:[^:]*:[^:]*:[^:]*:[^:]*:?[*?]*|arn:[*?]+)$/.test(bound);
  if (isWildcard || /[*?]/.test(account ?? '')) throw openTo(`whatever fits '${bound}'`, scope);
}

/** Where an ARN names its account. */
const ACCOUNT = 4;

/** What is open to everyone among the permissions and URLs of a function, its versions and its aliases, as they will be written. */
export function openInvokers(scope: IConstruct): string[] {
  return scope.node.findAll().flatMap(child => {
    if (child instanceof lambda.CfnPermission) return openness(child).map(what => `'${child.node.path}' ${what}`);
    if (child instanceof lambda.CfnUrl && new Written(child).at('AuthType') !== 'AWS_IAM') {
      return [`'${child.node.path}' answers everyone. Use FunctionUrlAuthType.AWS_IAM.`];
    }
    return [];
  });
}

function openness(permission: lambda.CfnPermission): string[] {
  const written = new Written(permission);
  const principal = written.at('Principal');
  const organization = written.at('PrincipalOrgID');
  if ((principal === '*' && organization === undefined) || written.at('FunctionUrlAuthType') === 'NONE') {
    return ['lets everyone invoke the function. Name the caller instead.'];
  }
  const isService = /\.amazonaws\.com(?:\.cn)?$/.test(String(principal));
  const isBound = [organization, written.at('SourceArn'), written.at('SourceAccount')].some(bound => bound !== undefined);
  if (!isService || isBound) return [];
  return [`lets every customer of ${String(principal)} invoke the function. Add sourceArn or sourceAccount.`];
}

const REMEDY_FOR_SKILLS = `Name the skill: eventSourceToken: skillId.valueAsString, from new CfnParameter(this, 'SkillId', { noEcho: true })`;

const REMEDY = 'Put an API with an authorizer in front of it, or use FunctionUrlAuthType.AWS_IAM and grantInvokeUrl(role)';

function openTo(whom: string, scope: IConstruct, remedy = REMEDY): ValidationError {
  return new ValidationError(
    {
      what: 'A function',
      expected: 'is invoked by named callers only',
      got: `a permission for ${whom}`,
      remedy,
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

function serviceOf(principal: iam.IPrincipal): string | undefined {
  const { service } = unwrapped(principal) as { readonly service?: unknown };
  return service === undefined ? undefined : String(service);
}

/** What a principal is bound to by its own conditions. CDK drops those that are lists, and the principal would be bound to nothing. */
function conditionsOf(scope: IConstruct, principal: iam.IPrincipal): ReadonlyMap<string, string> {
  return new Map(
    Object.values(principal.policyFragment.conditions)
      .flatMap(members => Object.entries(members as object))
      .map(([key, value]) => {
        if (typeof value !== 'string') throw openTo(`whoever fits a list in '${key}'`, scope);
        return [key, value];
      }),
  );
}
