import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Concurrency, FunctionCode, SecureFunction, SecureNetwork, Waiver } from '../lib';
import type { SecureFunctionProps, WaiverProps } from '../lib';

export type Flags = Readonly<Record<string, unknown>>;

/** What an app gets that says nothing, and what `cdk init` writes. */
export const FLAG_SETS: readonly (readonly [string, Flags])[] = [
  ['default flags', {}],
  ['recommended flags', JSON.parse(readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8')) as Flags],
];

export function newApp(flags: Flags = {}): App {
  return new App({ postCliContext: { ...flags }, analyticsReporting: false });
}

export function newStack(flags: Flags = {}, props: StackProps = {}): Stack {
  return new Stack(newApp(flags), 'Stack', props);
}

/** A day so many days from now, as waivers write it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export function aWaiver(props: Partial<WaiverProps> = {}): Waiver {
  return new Waiver({
    reason: 'The partner only answers over the internet',
    owner: 'team-orders',
    expires: inDays(30),
    ...props,
  });
}

/** A function with everything required and nothing else; the network of its stack is made when the first function asks for it. */
export function aFunction(scope: Construct, id = 'Fn', props: Partial<SecureFunctionProps> = {}): SecureFunction {
  return new SecureFunction(scope, id, {
    code: FunctionCode.inline('exports.handler = async () => ({})'),
    runtime: lambda.Runtime.NODEJS_24_X,
    limits: { concurrency: Concurrency.reserved(5) },
    ...(props.outsideVpc === undefined && !('network' in props) ? { network: networkOf(scope) } : {}),
    ...props,
  });
}

export function networkOf(scope: Construct): SecureNetwork {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild('Network');
  return existing instanceof SecureNetwork ? existing : new SecureNetwork(stack, 'Network');
}

export function templateOf(scope: Construct): Template {
  return Template.fromStack(Stack.of(scope));
}

/** Removes the type, as a user does who casts their way around the compiler. */
export function cast<T>(value: unknown): T {
  return value as T;
}

/** The four parts of a refusal: what, what was expected, what it got (or nothing), and the remedy. */
export function refusal(what: string, expected: string, got?: string): RegExp {
  const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `${escaped(what)} ${escaped(expected)}${got === undefined ? '\\.' : `, got ${escaped(got)}.*\\.`} \\S.+`,
    's',
  );
}
