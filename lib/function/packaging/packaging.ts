import type { CfnResource } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Written } from '../../baseline/written';

/** What code is packaged for. */
export interface CodeTarget {
  readonly architecture: lambda.Architecture;
  readonly runtime: lambda.Runtime;
}

/** What packaged code brings to a function. */
export interface BoundCode {
  readonly code: lambda.Code;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The part of `Code` without which others could exchange what runs. */
  readonly pinnedBy?: string;
  /** What is written down about the code without redeploying it when it changes. */
  readonly provenance?: Readonly<Record<string, string>>;
}

/** One kind of packaging: how code gets from its source into a function. */
export interface Packaging {
  /** As the user writes it: `FunctionCode.nodejs()`. */
  readonly name: string;
  readonly packageType: 'Image' | 'Zip';
  /** The runtime where none is given; absent where the code does not tell. */
  readonly defaultRuntime?: lambda.Runtime;
  /** The only family of runtimes that runs it. */
  readonly family?: lambda.RuntimeFamily;
  /** Why nobody can have signed what is deployed; absent where somebody can. */
  readonly unsignable?: string;
  bind(target: CodeTarget): BoundCode;
}

/** Writes down where the code came from, in the construct's metadata: a changed lock file is seen, and redeploys nothing. */
export function recordProvenance(resource: CfnResource, code: BoundCode): void {
  if (code.provenance !== undefined) resource.node.addMetadata('cdk-secure-function:code', code.provenance);
}

/** A version that turns out to be nothing pins nothing. */
export function codeAtSynthesis(fn: lambda.Function, { pinnedBy }: BoundCode): string[] {
  const resource = fn.node.tryFindChild('Resource');
  if (pinnedBy === undefined || !(resource instanceof lambda.CfnFunction)) return [];
  return new Written(resource).at('Code', pinnedBy)
    ? []
    : [`The code must be pinned, got no '${pinnedBy}'. Give the version of the object as text or as a parameter.`];
}
