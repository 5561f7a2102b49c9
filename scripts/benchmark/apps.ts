import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Concurrency, FunctionCode, SecureFunction, SecureNetwork } from '../../lib';

/** Every function is called so, with its number. */
export const NAME = 'Measured';

const SOURCE = 'exports.handler = async () => ({})';

/** CloudFormation takes 500 resources a stack, which is no question of how long they take; CDK's own validation of templates is no part of a bare synthesis. */
export function bareApp(outdir?: string): App {
  process.env.CDK_VALIDATION = 'false';
  return new App({ analyticsReporting: false, outdir, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
}

/** A stack of functions in one network of their own. */
export function secureStack(app: App, id: string, functions: number): void {
  const stack = new Stack(app, id);
  const network = new SecureNetwork(stack, 'Network');
  for (let number = 0; number < functions; number += 1) {
    new SecureFunction(stack, `${NAME}${number}`, {
      code: FunctionCode.inline(SOURCE),
      runtime: lambda.Runtime.NODEJS_24_X,
      network,
      limits: { concurrency: Concurrency.reserved(1) },
    });
  }
}

/** The same as most apps have them. */
export function plainStack(app: App, id: string, functions: number): void {
  const stack = new Stack(app, id);
  for (let number = 0; number < functions; number += 1) {
    new lambda.Function(stack, `${NAME}${number}`, {
      code: lambda.Code.fromInline(SOURCE),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
    });
  }
}
