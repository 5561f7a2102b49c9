import type { Stack } from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { JsonObject } from '../../lib/model/facts';

export const LAMBDA = new iam.ServicePrincipal('lambda.amazonaws.com');
export const ACCOUNT = '111122223333';
export const STRANGER = '999988887777';
export const REGION = 'eu-west-1';
export const ENV = { account: ACCOUNT, region: REGION };

/** A function as most apps write it; what it lacks, it lacks on both sides. */
export function aFunction(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Fn'): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    role: props.role ?? aRole(stack, `${id}Role`),
    ...props,
  });
}

export function aRole(stack: Stack, id = 'Role', props: Partial<iam.RoleProps> = {}): iam.Role {
  return new iam.Role(stack, id, { assumedBy: LAMBDA, ...props });
}

/** A statement as IAM spells it. */
export type Spelled = JsonObject;

/** A function whose role holds these statements in one policy, which is the answer. */
export function may(stack: Stack, statements: readonly Spelled[], role: Partial<iam.RoleProps> = {}): iam.CfnPolicy {
  const holder = aRole(stack, 'Role', role);
  aFunction(stack, { role: holder });
  return policyOf(stack, holder, statements);
}

export function policyOf(stack: Stack, role: iam.Role, statements: readonly Spelled[], id = 'Rights'): iam.CfnPolicy {
  return new iam.CfnPolicy(stack, id, {
    policyName: id,
    roles: [role.roleName],
    policyDocument: { Version: '2012-10-17', Statement: statements.map(one => ({ Effect: 'Allow', ...one })) },
  });
}

/** A permissions boundary of the app with these statements. */
export function boundary(stack: Stack, statements: readonly Spelled[]): iam.IManagedPolicy {
  const policy = new iam.CfnManagedPolicy(stack, 'Boundary', {
    policyDocument: { Version: '2012-10-17', Statement: statements.map(one => ({ Effect: 'Allow', ...one })) },
  });
  return iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Limit', policy.ref);
}

/** Resources as CloudFormation spells them, under their logical ids; the first is the answer. */
export function raw(stack: Stack, resources: Readonly<Record<string, JsonObject>>): CfnResource {
  const [first] = Object.entries(resources).map(
    ([id, { Type, Properties }]) => new CfnResource(stack, id, { type: Type as string, properties: Properties as JsonObject }),
  );
  return first;
}

export const attribute = (id: string, name = 'Arn'): JsonObject => ({ 'Fn::GetAtt': [id, name] });
