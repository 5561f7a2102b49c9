import type { Template } from 'aws-cdk-lib/assertions';

type Json = Readonly<Record<string, unknown>>;

interface StatementJson {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Json>>;
}

/** Who may invoke what: `sns.amazonaws.com: lambda:InvokeFunction on Fn.Arn for Topic`. */
export function invokersIn(template: Template): string[] {
  const lines = resourcesOf(template, 'AWS::Lambda::Permission').map(([, properties]) => {
    const { Principal, Action, FunctionName, SourceArn, SourceAccount, PrincipalOrgID, InvokedViaFunctionUrl } = properties;
    const bound = [
      ...(SourceArn === undefined ? [] : [`for ${text(SourceArn)}`]),
      ...(SourceAccount === undefined ? [] : [`of ${text(SourceAccount)}`]),
      ...(PrincipalOrgID === undefined ? [] : [`in ${text(PrincipalOrgID)}`]),
      ...(InvokedViaFunctionUrl === undefined ? [] : ['through its URL']),
    ];
    return [`${text(Principal)}: ${text(Action)} on ${text(FunctionName)}`, ...bound].join(' ');
  });
  return lines.sort();
}

/** What the workload policies of an execution role allow: `sqs:ReceiveMessage on Queue.Arn`. */
export function rightsOf(template: Template, fn = 'Fn'): string[] {
  return allowances(
    template,
    role => role === `${fn}ExecutionRole`,
    id => !id.startsWith(`${fn}PlatformPolicy`),
  );
}

/** What other roles may do with functions: `lambda:InvokeFunction on Fn.Arn`. */
export function callersIn(template: Template): string[] {
  const mayNotBe = (role: string): boolean => !role.endsWith('ExecutionRole');
  return allowances(template, mayNotBe, () => true).filter(line => line.startsWith('lambda:'));
}

function allowances(template: Template, isRole: (role: string) => boolean, isPolicy: (id: string) => boolean): string[] {
  const lines = resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([id, { Roles }]) => isPolicy(id) && (Roles as unknown[]).map(text).some(isRole))
    .flatMap(([, { PolicyDocument }]) => (PolicyDocument as { readonly Statement: StatementJson[] }).Statement)
    .flatMap(statement => pairsOf(statement));
  return [...new Set(lines)].sort();
}

function pairsOf({ Action, Resource, Condition }: StatementJson): string[] {
  const conditions = Object.values(Condition ?? {}).flatMap(keys => Object.entries(keys));
  const only = conditions.map(([key, value]) => ` if ${key} is ${text(value)}`).join('');
  return [Action].flat().flatMap(action => [Resource].flat().map(resource => `${action} on ${text(resource)}${only}`));
}

function resourcesOf(template: Template, type: string): [string, Json][] {
  return Object.entries(template.findResources(type)).map(([id, { Properties }]) => [id, Properties as Json]);
}

/** A value as a person would write it: references by the logical id without its hash, joined text in one piece. */
export function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof ref === 'string') return withoutHash(ref);
  if (Array.isArray(attribute)) return `${withoutHash(String(attribute[0]))}.${String(attribute[1])}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(text).join(String(join[0]));
  return JSON.stringify(value);
}

function withoutHash(id: string): string {
  return id
    .replace(/^AWS::/, '')
    .replace(/^FnFunction(?=[0-9A-F]{8}$)/, 'Fn')
    .replace(/(?:[0-9A-F]{8}|[0-9A-F]{8}[0-9a-f]{32})$/, '');
}
