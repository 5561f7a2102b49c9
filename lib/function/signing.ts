import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { configurationOf, promisesOfSigning, SIGNING_DEMANDS } from './code-signing';
import type { Packaging } from './packaging/packaging';
import type { SecureFunctionProps } from './secure-function-props';
import { brokenPromises } from '../baseline/kept-promises';
import { Waiver } from '../baseline/waiver';
import type { Refusal } from '../errors';

/** Who must have signed the code of a function, or why nobody has. */
export function signingOf(
  scope: IConstruct,
  props: SecureFunctionProps,
  packaging: Packaging,
  refuse: (refusal: Refusal) => never,
): { codeSigning: lambda.ICodeSigningConfig | undefined; unsignedCode: Waiver | undefined } {
  const { codeSigning: own, unsignedCode } = props;
  const demand = SIGNING_DEMANDS.around(scope);
  SIGNING_DEMANDS.settle(scope);
  if (unsignedCode !== undefined && !(unsignedCode instanceof Waiver)) {
    refuse({
      what: `'unsignedCode'`,
      expected: 'must be a Waiver',
      got: String(unsignedCode),
      remedy: 'Write new Waiver({ reason, owner, expires })',
    });
  }
  if (own !== undefined && (unsignedCode !== undefined || demand !== undefined)) {
    refuse({
      what: `'codeSigning'`,
      expected: demand === undefined ? 'cannot be had together with unsignedCode' : 'is demanded above, and not chosen here',
      got: demand === undefined ? 'both of them' : `a demand on '${demand.scope.node.path || 'the app'}'`,
      remedy: 'Leave one of them out',
    });
  }
  if (unsignedCode !== undefined || (own === undefined && demand === undefined)) return { codeSigning: undefined, unsignedCode };
  if (packaging.unsignable !== undefined) {
    refuse({
      what: `'code'`,
      expected: 'must be signed, because code signing is demanded',
      got: `${packaging.name}, which ${packaging.unsignable}`,
      remedy: `Sign the archive with AWS Signer and use FunctionCode.s3(), or write unsignedCode: new Waiver({ reason, owner, expires })`,
    });
  }
  if (brokenPromises(scope, promisesOfSigning(own)).length > 0) {
    refuse({
      what: `'codeSigning'`,
      expected: 'must enforce: by default, unsigned code is deployed with a warning',
      got: `the configuration '${own?.node.path}'`,
      remedy: 'Write untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE, or use CodeSigning.demand()',
    });
  }
  return { codeSigning: own ?? (demand && configurationOf(demand, scope)), unsignedCode };
}
