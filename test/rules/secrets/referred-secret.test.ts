import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { textOf } from '../../../lib/model/json';
import { referredSecret } from '../../../lib/rules/secrets/referred-secret';
import { source } from '../../model/build';

/** What the text of an output refers to, once the template has been computed as far as it can be. */
function referred(Value: Json, Resources: JsonObject = {}): string | undefined {
  const Parameters = {
    Pin: { Type: 'String', NoEcho: true },
    Stage: { Type: 'String' },
    Pins: { Type: 'CommaDelimitedList', NoEcho: true },
    Region: { Type: 'String', NoEcho: true },
  };
  const { templates } = buildModel([{ path: 'App.template.json', body: { Parameters, Resources, Outputs: { Out: { Value } } } }]);
  return referredSecret(templates[0], textOf(templates[0].handedOut.get('Out')) ?? '');
}

const SDK = (properties: JsonObject): JsonObject => ({ Call: { Type: 'Custom::AWS', Properties: properties } });
const KEYS: JsonObject = { Keys: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'orders' } } };
const HIDDEN = 'a parameter that the deployment hides';

test.each<[string, Json, JsonObject, string | undefined]>([
  ['a parameter that is hidden', { Ref: 'Pin' }, {}, HIDDEN],
  ['a parameter that is hidden, within a text', { 'Fn::Sub': 'pin ${Pin} of ${Stage}' }, {}, HIDDEN],
  ['a parameter that is hidden, in what is not computed', { 'Fn::Select': [{ Ref: 'Stage' }, { Ref: 'Pins' }] }, {}, HIDDEN],
  ['a parameter that everybody sees', { Ref: 'Stage' }, {}, undefined],
  ['a text that is called as one', 'Pin', {}, undefined],
  ['a word of CloudFormation that is called as one', { Ref: 'AWS::Region' }, {}, undefined],
  ['a text that looks as if it came from a template that is not there', '${Gone#Pin}', {}, undefined],
  ['a secret of a resource', { 'Fn::GetAtt': ['Keys', 'SecretAccessKey'] }, KEYS, "a secret of 'Keys'"],
  ['the id of such a resource', { Ref: 'Keys' }, KEYS, undefined],
  ['another attribute', { 'Fn::GetAtt': ['Keys', 'Serial'] }, KEYS, undefined],
  ['an attribute of what stands elsewhere', { 'Fn::GetAtt': ['Gone', 'SecretAccessKey'] }, {}, undefined],
  [
    'what a call for a secret answers',
    { 'Fn::GetAtt': ['Call', 'SecretValue'] },
    SDK({ Create: '{"service":"SecretsManager","action":"getSecretValue"}' }),
    "a secret of 'Call'",
  ],
  [
    'what a call for a parameter in plain text answers',
    { 'Fn::GetAtt': ['Call', 'Parameter.Value'] },
    SDK({ Create: '{"action":"getParameter","parameters":{"WithDecryption":true}}' }),
    "a secret of 'Call'",
  ],
  [
    'what another call answers',
    { 'Fn::GetAtt': ['Call', 'Parameter.Value'] },
    SDK({ Create: '{"action":"getParameter"}' }),
    undefined,
  ],
  ['the id of such a call', { Ref: 'Call' }, SDK({ Create: '{"action":"getSecretValue"}' }), undefined],
  [
    'what another resource answers that speaks of such a call',
    { 'Fn::GetAtt': ['Topic', 'TopicName'] },
    { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'getSecretValue' } } },
    undefined,
  ],
])('%s', (_, value, resources, expected) => expect(referred(value, resources)).toBe(expected));

describe('across stacks', () => {
  const Hidden = { Type: 'String', NoEcho: true };
  const ofOther = (value: Json, body: JsonObject) => {
    const { templates } = buildModel([
      source('Reader', { Parameters: { Shown: Hidden }, Outputs: { Out: { Value: value } } }),
      source('Other', body),
    ]);
    return referredSecret(templates[0], textOf(templates[0].handedOut.get('Out')) ?? '');
  };
  const exported = (Ref: string): JsonObject => ({ Outputs: { It: { Value: { Ref }, Export: { Name: 'it' } } } });

  test.each<[string, JsonObject, string | undefined]>([
    ['a parameter that is hidden there', { Parameters: { Pin: Hidden }, ...exported('Pin') }, HIDDEN],
    [
      'a parameter that is shown there, and hidden here',
      { Parameters: { Shown: { Type: 'String' } }, ...exported('Shown') },
      undefined,
    ],
    [
      'a secret of a resource there',
      { Resources: KEYS, Outputs: { It: { Value: { 'Fn::GetAtt': ['Keys', 'SecretAccessKey'] }, Export: { Name: 'it' } } } },
      "a secret of 'Keys'",
    ],
  ])('%s', (_, body, expected) => expect(ofOther({ 'Fn::ImportValue': 'it' }, body)).toBe(expected));
});
