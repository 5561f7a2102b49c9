import type { IResource, ResourceEnvironment } from 'aws-cdk-lib';
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { SecureFunctionProps } from './secure-function-props';
import { ValidationError } from '../errors';

/**
 * Refuses what stands in another region than the function, or its network in another account. CDK hands over the names of things across both, and only
 * the deployment, or the first invocation, would tell that they do not work there.
 */
export function refuseElsewhere(scope: IConstruct, props: SecureFunctionProps): void {
  const { network, logs, failures, encryptionKey, codeSigning } = props;
  const things: readonly (readonly [what: string, resource: IResource | undefined, remedy: string])[] = [
    [
      'network',
      network?.vpc,
      'Make a network there, or import the subnets that are shared with it and use SecureNetwork.fromVpc()',
    ],
    ['logs.encryptionKey', logs?.encryptionKey, 'Leave it out for the key of the stack, or replicate the key'],
    ['failures.queue', failures?.queue, 'Leave it out for a queue of its own, or make one there'],
    ['encryptionKey', encryptionKey, 'Replicate the key'],
    ['codeSigning', codeSigning, 'Make a configuration there'],
    ...Object.entries(props.secrets ?? {}).map(
      ([variable, { secret }]) => [`secrets.${variable}`, secret, 'Replicate it with addReplicaRegion()'] as const,
    ),
    ...Object.entries(props.parameters ?? {}).map(
      ([variable, { parameter }]) => [`parameters.${variable}`, parameter, 'Make a parameter there'] as const,
    ),
  ];
  const { region, account } = Stack.of(scope);
  for (const [what, resource, remedy] of things) {
    const env: ResourceEnvironment | undefined = resource?.env;
    if (env === undefined) continue;
    if (differ(env.region, region)) throw elsewhere(scope, what, 'region', region, env.region, remedy);
    if (resource === network?.vpc && differ(env.account, account)) {
      throw elsewhere(scope, what, 'account', account, env.account, remedy);
    }
  }
}

function elsewhere(scope: IConstruct, what: string, kind: string, here: string, there: string, remedy: string): ValidationError {
  return new ValidationError(
    { what: `'${what}'`, expected: `must be in the ${kind} of the function, ${here}`, got: there, remedy },
    scope,
  );
}

/** What the deployment decides may turn out to be the same. */
function differ(one: string, other: string): boolean {
  return Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
}
