import * as path from 'node:path';
import { CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aFolder, removeFolders } from './folders';
import { FunctionCode, ServerlessGuard } from '../../../lib';
import { aFunction, aWaiver, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../../apps';

const HEX = '0123456789abcdef'.repeat(4);
const DIGEST = `sha256:${HEX}`;
const DOCKERFILE = { Dockerfile: `FROM public.ecr.aws/lambda/nodejs:24@${DIGEST}\nCOPY index.js .\nCMD ["index.handler"]\n` };
const image = { runtime: undefined, outsideVpc: aWaiver() };

afterEach(removeFolders);

const repositoryIn = (stack = newStack()) => ecr.Repository.fromRepositoryName(stack, 'Repository', 'orders');

describe.each(FLAG_SETS)('under the %s', (_, flags) => {
  test('an image is built for the architecture of the function, without Docker at synthesis', () => {
    const stack = newStack(flags);
    const code = FunctionCode.image(aFolder(DOCKERFILE), {
      buildArgs: { STAGE: 'production' },
      command: ['index.other'],
      entryPoint: ['/lambda-entrypoint.sh'],
      workingDirectory: '/var/task',
    });
    aFunction(stack, 'Fn', { code, ...image });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Image',
      Architectures: ['arm64'],
      Code: { ImageUri: { 'Fn::Sub': Match.stringLikeRegexp(':[0-9a-f]{64}$') } },
      ImageConfig: { Command: ['index.other'], EntryPoint: ['/lambda-entrypoint.sh'], WorkingDirectory: '/var/task' },
      Runtime: Match.absent(),
      Handler: Match.absent(),
      Layers: Match.absent(),
    });
    const manifest = stack.node.root.node.tryFindChild('Tree') && cast<{ readonly outdir: string }>(stack.node.root).outdir;
    const assets = jest.requireActual(path.join(String(manifest), 'Stack.assets.json'));
    expect(Object.values(assets.dockerImages)).toEqual([
      expect.objectContaining({
        source: expect.objectContaining({
          platform: 'linux/arm64',
          dockerFile: 'Dockerfile',
          dockerBuildArgs: { STAGE: 'production' },
        }),
      }),
    ]);
  });

  test('an image of a repository is named by its digest', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { code: FunctionCode.imageFromEcr(repositoryIn(stack), DIGEST), ...image });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Image',
      Code: { ImageUri: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`/orders@${DIGEST}$`)])] } },
      ImageConfig: Match.absent(),
    });
  });

  test('the execution role gets no rights on the repository: Lambda pulls the image, and the repository lets it', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { code: FunctionCode.imageFromEcr(new ecr.Repository(stack, 'Images'), DIGEST), ...image });
    const template = templateOf(stack);
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('ecr:');
    template.hasResourceProperties('AWS::ECR::Repository', {
      RepositoryPolicyText: { Statement: [Match.objectLike({ Principal: { Service: 'lambda.amazonaws.com' } })] },
    });
  });

  test('both pass the judge', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app);
    const stack = new Stack(app, 'Stack');
    aFunction(stack, 'Built', { code: FunctionCode.image(aFolder(DOCKERFILE)), runtime: undefined });
    aFunction(stack, 'Named', { code: FunctionCode.imageFromEcr(repositoryIn(stack), DIGEST), runtime: undefined });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('FunctionCode.imageFromEcr()', () => {
  test.each([
    undefined,
    null,
    '',
    'latest',
    '1.4.2',
    'sha256',
    'sha256:',
    `sha256:${HEX.slice(1)}`,
    `sha256:${HEX.toUpperCase()}`,
    HEX,
    `${DIGEST} `,
    `latest@${DIGEST}`,
  ])('refuses %p instead of a digest', digest => {
    expect(() => FunctionCode.imageFromEcr(repositoryIn(), cast(digest))).toThrow(
      refusal(
        'FunctionCode.imageFromEcr()',
        'needs the digest of the image, written out: a tag names another image as soon as somebody moves it',
        digest ? `'${digest}'` : 'none',
      ),
    );
  });

  test.each([
    ['a parameter', () => new CfnParameter(newStack(), 'Digest').valueAsString],
    ['a lazy value', () => Lazy.string({ produce: () => DIGEST })],
  ])('refuses %s, which the judge cannot see through', (_, digest) => {
    expect(() => FunctionCode.imageFromEcr(repositoryIn(), digest())).toThrow(
      refusal(
        'FunctionCode.imageFromEcr()',
        'needs the digest of the image, written out: a tag names another image as soon as somebody moves it',
        'a token',
      ),
    );
  });
});

describe('FunctionCode.image()', () => {
  test('refuses a folder without a Dockerfile', () => {
    const folder = aFolder();
    expect(() => FunctionCode.image(folder)).toThrow(
      refusal('FunctionCode.image()', 'must name a folder with a Dockerfile', `'${folder}/Dockerfile', which does not exist`),
    );
  });

  test('refuses a secret among the arguments of the build', () => {
    expect(() => FunctionCode.image(aFolder(DOCKERFILE), { buildArgs: { KEY: `sk_live_${'a'.repeat(24)}` } })).toThrow(
      refusal(
        `The build argument 'KEY' of FunctionCode.image()`,
        'must hold no secret: it can be read from the image',
        'a Stripe key',
      ),
    );
  });

  test('refuses a base image by its tag', () => {
    const folder = aFolder({ 'build/Dockerfile': 'FROM public.ecr.aws/lambda/nodejs:24\n' });
    expect(() => FunctionCode.image(folder, { dockerfile: 'build/Dockerfile' })).toThrow(
      refusal(
        `Line 1 of '${folder}/build/Dockerfile'`,
        'must name an image by its digest: a tag names another image as soon as somebody moves it',
        `'public.ecr.aws/lambda/nodejs:24'`,
      ),
    );
  });

  test('absent is undefined', () => {
    const folder = aFolder(DOCKERFILE);
    const uriOf = (options?: object) => {
      const stack = newStack();
      aFunction(stack, 'Fn', { code: FunctionCode.image(folder, options), ...image });
      return Object.values(templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { PackageType: 'Image' } }))[0]
        .Properties.Code;
    };
    const names = ['dockerfile', 'target', 'buildArgs', 'exclude', 'command', 'entryPoint', 'workingDirectory'];
    expect(uriOf(Object.fromEntries(names.map(name => [name, undefined])))).toEqual(uriOf());
  });
});

describe('what an image cannot have', () => {
  const code = () => FunctionCode.image(aFolder(DOCKERFILE));

  test.each([lambda.Runtime.NODEJS_24_X, lambda.Runtime.FROM_IMAGE])('is a runtime: %p', runtime => {
    expect(() => aFunction(newStack(), 'Fn', { ...image, code: code(), runtime })).toThrow(
      refusal(`'runtime'`, 'must be left out for FunctionCode.image(), because the image brings its own', runtime.name),
    );
  });

  test('is layers', () => {
    const stack = newStack();
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:7';
    const layers = [lambda.LayerVersion.fromLayerVersionArn(stack, 'Tools', arn)];
    expect(() => aFunction(stack, 'Fn', { ...image, code: code(), layers })).toThrow(
      refusal(`'layers'`, 'must be left out for FunctionCode.image(), because an image has none', '1'),
    );
  });

  test('other code does not run from an image', () => {
    expect(() => aFunction(newStack(), 'Fn', { runtime: lambda.Runtime.FROM_IMAGE })).toThrow(
      refusal(`'runtime'`, 'must fit the code', 'FROM_IMAGE'),
    );
  });
});

test.each<[string, string, unknown]>([
  ['another command', 'ImageConfig.Command', ['other.handler']],
  ['another entry point', 'ImageConfig.EntryPoint', ['/bin/sh']],
  ['another image', 'Code.ImageUri', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:latest'],
  ['another kind of package', 'PackageType', 'Zip'],
])('an override that starts %s fails the synthesis', (_, property, value) => {
  const stack = newStack();
  const fn = aFunction(stack, 'Fn', { code: FunctionCode.image(aFolder(DOCKERFILE)), ...image });
  cast<lambda.CfnFunction>(fn.node.defaultChild).addPropertyOverride(property, value);
  expect(() => templateOf(stack)).toThrow(
    new RegExp(`'${property.split('.')[0]}' of AWS::Lambda::Function .* was changed behind the back`),
  );
});
