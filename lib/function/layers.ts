import { Stack, Token } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { Packaging } from './packaging/packaging';
import type { SecureFunctionProps } from './secure-function-props';
import { isAwsLayerAccount, layerArn } from '../baseline/layers';
import { LIMITS } from '../baseline/limits';
import { Waiver } from '../baseline/waiver';
import type { Refusal } from '../errors';
import { asText } from '../iam/text';

/** The layers of a function: each in one version, and of an account that somebody answers for. */
export function layersOf(
  scope: IConstruct,
  props: SecureFunctionProps,
  packaging: Packaging,
  refuse: (refusal: Refusal) => never,
): { layers: readonly lambda.ILayerVersion[]; foreignLayers: Waiver | undefined } {
  const { layers = [], foreignLayers } = props;
  if (foreignLayers !== undefined && !(foreignLayers instanceof Waiver)) {
    refuse({
      what: `'foreignLayers'`,
      expected: 'must be a Waiver',
      got: String(foreignLayers),
      remedy: 'Write new Waiver({ reason, owner, expires })',
    });
  }
  if (layers.length > 0 && packaging.packageType === 'Image') {
    refuse({
      what: `'layers'`,
      expected: `must be left out for ${packaging.name}, because an image has none`,
      got: String(layers.length),
      remedy: 'Copy what they hold into the image, in its Dockerfile',
    });
  }
  if (layers.length > LIMITS.layers.max) {
    refuse({
      what: `'layers'`,
      expected: `must be at most ${LIMITS.layers.max}`,
      got: String(layers.length),
      remedy: 'Bundle what they hold',
    });
  }
  for (const layer of layers) assertKnown(scope, layer, foreignLayers, refuse);
  return { layers: [...layers], foreignLayers };
}

function assertKnown(
  scope: IConstruct,
  layer: lambda.ILayerVersion,
  waiver: Waiver | undefined,
  refuse: (refusal: Refusal) => never,
): void {
  const stack = Stack.of(scope);
  const text = asText(stack.resolve(layer?.layerVersionArn));
  if (/^\$\{[^}]*\}$/.test(text)) return;
  const arn = layerArn(text);
  if (arn?.isVersion !== true) {
    refuse({
      what: `A layer`,
      expected: 'must be named in one version',
      got: `'${text}'`,
      remedy: 'Write its ARN with the version at the end, such as …:layer:tools:7',
    });
  }
  const { account } = arn;
  const own = Token.isUnresolved(stack.account) ? undefined : stack.account;
  if (account === undefined || account === own || isAwsLayerAccount(account) || waiver !== undefined) return;
  refuse({
    what: `A layer`,
    expected: 'must come from this account or from AWS: its code runs with all rights of the function',
    got: `'${text}'`,
    remedy:
      own === undefined
        ? `Write the account as Stack.of(this).account if it is this one, or foreignLayers: new Waiver({ reason, owner, expires })`
        : `Publish a copy of it here, or write foreignLayers: new Waiver({ reason, owner, expires })`,
  });
}
