import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as signer from 'aws-cdk-lib/aws-signer';
import type { Construct, IConstruct } from 'constructs';
import type { Promised } from '../baseline/kept-promises';
import { promiseOf } from '../baseline/kept-promises';
import { LIMITS } from '../baseline/limits';
import { Scoped } from '../baseline/scoped';
import { ValidationError } from '../errors';

/** Whose signature is demanded. */
export interface CodeSigningProps {
  /** The profiles of AWS Signer, one at least and 20 at most: code is accepted that one of them has signed. */
  readonly profiles: signer.ISigningProfile[];
}

interface Demand {
  readonly scope: Construct;
  readonly profiles: readonly signer.ISigningProfile[];
}

/** What was demanded, and of which functions. */
export const SIGNING_DEMANDS = new Scoped<Demand>();

/**
 * Demands that code is signed. What is not, Lambda refuses to deploy: the configuration that is made always enforces, and never only warns.
 *
 * Lambda checks archives and their layers, and not images. What `FunctionCode` bundles is not signed: sign the archive with AWS Signer, and deploy it with
 * `FunctionCode.s3()` or, as a signed file, with `FunctionCode.asset()`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
 */
export class CodeSigning {
  /**
   * Demands it of every `SecureFunction` that is made below the scope from now on. One that cannot be signed needs a waiver: `unsignedCode`.
   *
   * Throws where functions stand below the scope already, where it was demanded above or below it, and for profiles that do not sign for Lambda.
   *
   * @param scope an app, a stage, a stack or a part of one
   */
  public static demand(scope: Construct, props: CodeSigningProps): void {
    const { profiles } = props;
    if (!Array.isArray(profiles) || profiles.length < 1 || profiles.length > LIMITS.signingProfiles.max) {
      throw new ValidationError(
        {
          what: `The 'profiles' of CodeSigning.demand()`,
          expected: `must be 1 to ${LIMITS.signingProfiles.max}`,
          got: Array.isArray(profiles) ? String(profiles.length) : typeof profiles,
          remedy: 'Pass the profiles of AWS Signer whose signatures are accepted',
        },
        scope,
      );
    }
    for (const profile of profiles) assertSignsForLambda(profile);
    const other = SIGNING_DEMANDS.around(scope) ?? SIGNING_DEMANDS.below(scope);
    if (other !== undefined) {
      throw new ValidationError(
        {
          what: 'Code signing',
          expected: 'must be demanded once',
          got: `a demand on '${other.scope.node.path || 'the app'}' and another`,
          remedy: 'Keep one of them, with the profiles of both',
        },
        scope,
      );
    }
    const late = SIGNING_DEMANDS.settledBelow(scope);
    if (late !== undefined) {
      throw new ValidationError(
        {
          what: 'Code signing',
          expected: 'must be demanded before functions are made',
          got: `the function '${late.node.path}'`,
          remedy: 'Move the call to where the scope was made',
        },
        scope,
      );
    }
    SIGNING_DEMANDS.say(scope, { scope, profiles: [...profiles] });
  }

  private constructor() {}
}

/** The configuration that a demand comes to, one in each stack. */
export function configurationOf({ scope, profiles }: Demand, fn: IConstruct): lambda.ICodeSigningConfig {
  const stack = Stack.of(fn);
  const home = scope.node.scopes.includes(stack) ? scope : stack;
  const existing = home.node.tryFindChild(ID);
  if (existing instanceof lambda.CodeSigningConfig) return existing;
  const config = new lambda.CodeSigningConfig(home, ID, {
    description: 'Demanded of every function: only what these profiles signed is deployed',
    signingProfiles: [...profiles],
    untrustedArtifactOnDeployment: lambda.UntrustedArtifactOnDeployment.ENFORCE,
  });
  PUBLISHERS.set(
    config,
    profiles.map(({ signingProfileVersionArn }) => signingProfileVersionArn),
  );
  return config;
}

const ID = 'SecureFunctionCodeSigning';

/** Whom a configuration of ours was made to trust. */
const PUBLISHERS = new WeakMap<IConstruct, readonly string[]>();

/** What a configuration must say: that it enforces, and whom it trusts where that was demanded. Of an imported one, nobody here knows. */
export function promisesOfSigning(config: lambda.ICodeSigningConfig | undefined): Promised[] {
  const resource = config?.node.defaultChild;
  if (config === undefined || !(resource instanceof lambda.CfnCodeSigningConfig)) return [];
  const publishers = PUBLISHERS.get(config);
  return promiseOf(resource, {
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: lambda.UntrustedArtifactOnDeployment.ENFORCE },
    ...(publishers === undefined ? {} : { AllowedPublishers: { SigningProfileVersionArns: publishers } }),
  });
}

function assertSignsForLambda(profile: signer.ISigningProfile): void {
  const platform = signer.Platform.AWS_LAMBDA_SHA384_ECDSA.platformId;
  const resource = profile.node.defaultChild;
  if (!(resource instanceof signer.CfnSigningProfile) || resource.platformId === platform) return;
  throw new ValidationError(
    {
      what: 'A signing profile',
      expected: `must sign for Lambda ('${platform}')`,
      got: `'${resource.platformId}'`,
      remedy: 'Write platform: Platform.AWS_LAMBDA_SHA384_ECDSA',
    },
    profile,
  );
}
