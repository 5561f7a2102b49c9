import { judge } from './judge-example';
import { Control } from '../../lib/baseline/control';
import { evaluate } from '../../lib/checks/evaluate';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import { applyExample } from '../../lib/rules/example';
import type { Example } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';

const TODAY = new Date('2026-11-23T12:00:00Z');
const HEX = '0123456789abcdef'.repeat(4);
const text = { Setting: { Type: 'String' } };
const setting = { Ref: 'Setting' };

const ofFunction = (Properties: JsonObject, Parameters: JsonObject = {}): Example => ({
  Parameters,
  Resources: { Function: { Properties } },
});
const image = (ImageUri: Json): Example => ({
  ...ofFunction({ Runtime: null, Handler: null, PackageType: 'Image', Code: { ZipFile: null, ImageUri } }),
  Parameters: text,
});
const archive = (Code: JsonObject): Example => ({ ...ofFunction({ Code: { ZipFile: null, ...Code } }), Parameters: text });
const layers = (...Layers: Json[]): Example => ({ ...ofFunction({ Layers }), Parameters: text });

const verdictsOf = (example: Example): string[] => judge(example).map(({ rule, verdict }) => `${rule} ${verdict}`);

test.each<[string, Example, string[]]>([
  ['a parameter', image(setting), [`${Control.IMAGE_BY_DIGEST} unknown`]],
  [
    'a tag that is a parameter',
    image({ 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/orders:${Setting}' }),
    [`${Control.IMAGE_BY_DIGEST} unknown`],
  ],
  [
    'a digest that is a parameter',
    image({ 'Fn::Sub': '1.dkr.ecr.eu-west-1.amazonaws.com/orders@${Setting}' }),
    [`${Control.IMAGE_BY_DIGEST} unknown`],
  ],
  ['a repository that is a parameter', image({ 'Fn::Sub': `\${Setting}@sha256:${HEX}` }), []],
  [
    'a tag of a repository of the app',
    image({ 'Fn::Sub': 'x.amazonaws.com/${Setting}:latest' }),
    [`${Control.IMAGE_BY_DIGEST} fail`],
  ],
  [
    'a tag behind a repository that is a parameter',
    image({ 'Fn::Sub': '${Setting}/orders:latest' }),
    [`${Control.IMAGE_BY_DIGEST} fail`],
  ],
  ['a tag beside a digest', image(`1.dkr.ecr.eu-west-1.amazonaws.com/orders:latest@sha256:${HEX}`), []],
  [
    'a digest that is too short',
    image(`1.dkr.ecr.eu-west-1.amazonaws.com/orders@sha256:${HEX.slice(1)}`),
    [`${Control.IMAGE_BY_DIGEST} fail`],
  ],
  ['what is no text', image({ Unknown: 1 }), [`${Control.IMAGE_BY_DIGEST} fail`]],
])('an image by %s', (_, example, verdicts) => expect(verdictsOf(example)).toEqual(verdicts));

test.each<[string, Example, string[]]>([
  ['a key that is a parameter', archive({ S3Bucket: 'b', S3Key: setting }), [`${Control.CODE_BY_VERSION} unknown`]],
  ['a version that is a parameter', archive({ S3Bucket: 'b', S3Key: 'x.zip', S3ObjectVersion: setting }), []],
  [
    'a version that is empty',
    archive({ S3Bucket: 'b', S3Key: 'x.zip', S3ObjectVersion: '' }),
    [`${Control.CODE_BY_VERSION} fail`],
  ],
  [
    'a version that is nothing',
    archive({ S3Bucket: 'b', S3Key: 'x.zip', S3ObjectVersion: { Ref: 'AWS::NoValue' } }),
    [`${Control.CODE_BY_VERSION} fail`],
  ],
  ['a key behind a prefix that is a parameter', archive({ S3Bucket: 'b', S3Key: { 'Fn::Sub': `\${Setting}${HEX}.zip` } }), []],
  [
    'a key that only starts with a digest',
    archive({ S3Bucket: 'b', S3Key: `${HEX}/latest.zip` }),
    [`${Control.CODE_BY_VERSION} fail`],
  ],
])('an archive by %s', (_, example, verdicts) => expect(verdictsOf(example)).toEqual(verdicts));

test.each<[string, Example, string[]]>([
  ['a parameter', layers(setting), [`${Control.LAYERS_OF_KNOWN_ACCOUNTS} unknown`]],
  [
    'an account that is a parameter',
    layers({ 'Fn::Sub': 'arn:aws:lambda:eu-west-1:${Setting}:layer:tools:7' }),
    [`${Control.LAYERS_OF_KNOWN_ACCOUNTS} unknown`],
  ],
  [
    'what is no layer',
    layers('arn:aws:lambda:eu-west-1:111122223333:function:tools'),
    [`${Control.LAYERS_OF_KNOWN_ACCOUNTS} unknown`],
  ],
  ['another partition', layers('arn:aws-cn:lambda:cn-north-1:498634801083:layer:AWSLambdaPowertoolsTypeScriptV2:41'), []],
  [
    'two of which one is a stranger',
    layers(
      'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-arm64-ver-1-30-2:1',
      'arn:aws:lambda:eu-west-1:1:layer:x:1',
    ),
    [`${Control.LAYERS_OF_KNOWN_ACCOUNTS} fail`],
  ],
])('a layer of %s', (_, example, verdicts) => expect(verdictsOf(example)).toEqual(verdicts));

test("a layer of the stack's own account is no stranger's", () => {
  const body = applyExample(SECURE_APP, layers('arn:aws:lambda:eu-west-1:111122223333:layer:tools:7'));
  const findings = (account?: string) =>
    evaluate(buildModel([{ path: 'a', body, ...(account === undefined ? {} : { account }) }]), {
      profile: 'strict',
      asOf: TODAY,
    });
  expect(findings('111122223333')).toEqual([]);
  expect(findings('444455556666')).toEqual([
    expect.objectContaining({ message: expect.stringContaining('neither its own nor AWS') }),
  ]);
  expect(findings()).toEqual([
    expect.objectContaining({ message: expect.stringContaining('neither known to be its own nor AWS') }),
  ]);
});

const signing = (CodeSigningPolicies: Json): Example => ({
  Parameters: text,
  Resources: {
    Signing: { Type: 'AWS::Lambda::CodeSigningConfig', Properties: { CodeSigningPolicies } },
    Function: { Properties: { CodeSigningConfigArn: { Ref: 'Signing' } } },
  },
});

test.each<[string, Example, string[]]>([
  [
    'a policy that is a parameter',
    signing({ UntrustedArtifactOnDeployment: setting }),
    [`${Control.CODE_SIGNING_ENFORCED} unknown`],
  ],
  ['policies that are a parameter', signing(setting), [`${Control.CODE_SIGNING_ENFORCED} unknown`]],
  [
    'an attribute of the configuration',
    {
      ...signing({ UntrustedArtifactOnDeployment: 'Enforce' }),
      Resources: {
        ...signing({ UntrustedArtifactOnDeployment: 'Enforce' }).Resources,
        Function: { Properties: { CodeSigningConfigArn: { 'Fn::GetAtt': ['Signing', 'CodeSigningConfigArn'] } } },
      },
    },
    [],
  ],
  [
    'a configuration of another team',
    ofFunction({ CodeSigningConfigArn: 'arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b' }),
    [`${Control.CODE_SIGNING_ENFORCED} unknown`],
  ],
])('code signing by %s', (_, example, verdicts) => expect(verdictsOf(example)).toEqual(verdicts));

test('says that images cannot be signed', () => {
  const example: Example = {
    Resources: {
      Signing: {
        Type: 'AWS::Lambda::CodeSigningConfig',
        Properties: { CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } },
      },
      Signed: { Type: 'AWS::Lambda::Function', Properties: { CodeSigningConfigArn: { Ref: 'Signing' } } },
      ...image(`1.dkr.ecr.eu-west-1.amazonaws.com/orders@sha256:${HEX}`).Resources,
    },
  };
  expect(judge(example).filter(({ rule }) => rule === Control.CODE_SIGNED)).toEqual([
    expect.objectContaining({ resource: 'Function', message: expect.stringMatching(/Lambda checks no signatures of images$/) }),
  ]);
});
