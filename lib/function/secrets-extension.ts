import { Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { parseExtensionVersion } from '../baseline/secrets-extension';
import { ValidationError } from '../errors';

/** The extension as a function takes it: a layer in one version, and the variables that configure it. */
export interface BoundExtension {
  readonly layer: lambda.ILayerVersion;
  readonly environment: Readonly<Record<string, string>>;
}

/** Accepts what AWS publishes for this region and these processors, in a version that is written out. */
export function bindExtension(
  scope: Construct,
  extension: lambda.ParamsAndSecretsLayerVersion,
  architecture: lambda.Architecture,
): BoundExtension {
  const { arn, environmentVars } = extension._bind(scope, { architecture } as lambda.IFunction);
  const refuse = (expected: string, got: string): never => {
    throw new ValidationError(
      {
        what: `'paramsAndSecrets'`,
        expected,
        got,
        remedy: 'Write ParamsAndSecretsLayerVersion.fromVersionArn() with the ARN that AWS lists for the region today',
      },
      scope,
    );
  };
  if (Token.isUnresolved(arn)) refuse('must be named in one version', 'an ARN that only the deployment knows');
  const version = parseExtensionVersion(arn);
  if (version === undefined) return refuse('must be a version that AWS publishes', `'${arn}'`);

  const { region } = Stack.of(scope);
  if (!Token.isUnresolved(region) && version.region !== region) refuse(`must be in '${region}'`, `'${version.region}'`);
  if (version.isArm !== (architecture === lambda.Architecture.ARM_64)) {
    refuse(`must be built for ${architecture.name}`, `'${arn}'`);
  }
  if (arn === frozenArn(version.region, architecture)) {
    refuse('must be a version that AWS still mends', `the one that CDK was frozen at, '${arn}'`);
  }
  return {
    layer: lambda.LayerVersion.fromLayerVersionArn(scope, 'ParamsAndSecrets', arn),
    environment: Object.fromEntries(Object.entries(environmentVars).map(([variable, value]) => [variable, String(value)])),
  };
}

/** The only version that CDK knows by itself, of 2023. */
function frozenArn(region: string, { name }: lambda.Architecture): string | undefined {
  return RegionInfo.get(region).paramsAndSecretsLambdaLayerArn(lambda.ParamsAndSecretsVersions.V1_0_103, name);
}
