import { Control } from '../../baseline/control';
import { isAwsLayerAccount, layerArn } from '../../baseline/layers';
import type { Json, ResourceFacts } from '../../model/facts';
import { listOf, textOf } from '../../model/json';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, pass, unknown } from '../verdict';

const PROPERTY = 'Properties.Layers';

/** Code that runs with the function's rights comes from somebody who answers for it. */
export const layersOfKnownAccounts = defineRule({
  id: Control.LAYERS_OF_KNOWN_ACCOUNTS,
  subject: 'function',
  title: 'Layers come from the same account or from AWS',
  why: 'A layer runs with all rights of the function, and its extensions see every event and every secret that the function reads. Nobody here reviewed what a stranger published.',
  fix: 'Publish a copy of the layer in the account after a review, or bundle what it holds; a vendor whom you trust takes a waiver (foreignLayers).',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) =>
    listOf(properties.Layers)
      .flatMap(listOf)
      .map(layer => judged(resource, layer)),
  bad: {
    'a layer of a stranger': layers('arn:aws:lambda:eu-west-1:444455556666:layer:tools:7'),
    'a layer of a stranger in any region': layers({ 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:444455556666:layer:tools:7' }),
  },
  good: {
    'a layer of the app': {
      Resources: {
        Tools: {
          Type: 'AWS::Lambda::LayerVersion',
          Properties: { Content: { S3Bucket: 'releases', S3Key: 'tools.zip', S3ObjectVersion: 'qUiJCZ5RkLmUzQ' } },
        },
        Function: { Properties: { Layers: [{ Ref: 'Tools' }] } },
      },
    },
    'a layer of the account': layers({ 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:layer:tools:7' }),
    'a layer of AWS': layers('arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:101'),
  },
});

function judged(resource: ResourceFacts, layer: Json): Verdict {
  const text = textOf(layer) ?? JSON.stringify(layer);
  const { template } = resource;
  if (lookup(template, text)?.resource.type === 'AWS::Lambda::LayerVersion') return pass;
  const account = layerArn(text)?.account;
  if (account !== undefined) {
    return account === template.account || isAwsLayerAccount(account)
      ? pass
      : fail({
          message: `${nameOf(resource)} runs the layer ${text} of the account ${account}, which is neither ${template.account === undefined ? 'known to be its own' : 'its own'} nor AWS's`,
          property: PROPERTY,
        });
  }
  if (/:\$\{AWS::AccountId\}:layer:/.test(text)) return pass;
  return unknown({
    message: isSymbolic(text)
      ? `Whose code the layer ${text} of ${nameOf(resource)} is, the templates do not tell`
      : `${text} of ${nameOf(resource)} is no layer that this judge can read`,
    property: PROPERTY,
  });
}

function layers(...Layers: Json[]) {
  return { Resources: { Function: { Properties: { Layers } } } };
}
