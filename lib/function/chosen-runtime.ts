import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Packaging } from './packaging/packaging';
import { runtimeStatus } from '../baseline/runtimes';
import type { Refuse } from '../errors';

/** The runtime that was chosen, or that the packaging brings. Throws for one that does not fit the code, and for one that is not patched any more. */
export function runtimeOf(given: lambda.Runtime | undefined, packaging: Packaging, refuse: Refuse): lambda.Runtime {
  if (packaging.packageType === 'Image') {
    return given === undefined
      ? lambda.Runtime.FROM_IMAGE
      : refuse({
          what: `'runtime'`,
          expected: `must be left out for ${packaging.name}, because the image brings its own`,
          got: given.name,
          remedy: 'Leave it out, and keep the base image patched',
        });
  }
  const runtime =
    given ??
    packaging.defaultRuntime ??
    refuse({
      what: `'runtime'`,
      expected: 'is required for this kind of code',
      got: 'none',
      remedy: 'Write runtime: Runtime.PYTHON_3_14, say',
    });
  const { family } = packaging;
  if (runtime.name === lambda.Runtime.FROM_IMAGE.name || (family !== undefined && runtime.family !== family)) {
    refuse({
      what: `'runtime'`,
      expected: 'must fit the code',
      got: runtime.name,
      remedy: family === undefined ? 'Name the runtime that the code is written for' : `Leave it out for ${packaging.name}`,
    });
  }
  if (!Token.isUnresolved(runtime.name) && runtimeStatus(runtime.name, new Date()) === 'deprecated') {
    refuse({
      what: `'runtime'`,
      expected: 'must be one that AWS still patches',
      got: runtime.name,
      remedy: 'Choose a newer one: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    });
  }
  return runtime;
}
