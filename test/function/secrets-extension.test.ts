import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { parseExtensionVersion } from '../../lib/baseline/secrets-extension';
import { aFunction, aWaiver, FLAG_SETS, newStack, refusal, templateOf } from '../apps';

const ARM = 'arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:101';
const X86 = 'arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:101';
const FROZEN = RegionInfo.get('eu-west-1').paramsAndSecretsLambdaLayerArn('1.0.103', 'arm64') ?? '';

const version = lambda.ParamsAndSecretsLayerVersion.fromVersionArn;

describe.each(FLAG_SETS)('the Parameters and Secrets extension, under the %s', (_, flags) => {
  test('is a layer in one version, configured by variables', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { paramsAndSecrets: version(ARM, { secretsManagerTtl: Duration.minutes(1) }) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Layers: [ARM],
      Environment: {
        Variables: Match.objectLike({ SECRETS_MANAGER_TTL: '60', PARAMETERS_SECRETS_EXTENSION_CACHE_ENABLED: 'true' }),
      },
    });
  });

  test('stands beside other layers, of which there are five at most', () => {
    const stack = newStack(flags);
    const layers = [1, 2, 3, 4, 5].map(n =>
      lambda.LayerVersion.fromLayerVersionArn(stack, `Layer${n}`, `arn:aws:lambda:eu-west-1:444455556666:layer:tools:${n}`),
    );
    aFunction(stack, 'Fits', { layers: layers.slice(1), foreignLayers: aWaiver(), paramsAndSecrets: version(ARM) });
    expect(() => templateOf(stack)).not.toThrow();
    expect(() => aFunction(stack, 'Full', { layers, foreignLayers: aWaiver(), paramsAndSecrets: version(ARM) })).toThrow(
      refusal(`'layers'`, 'must be at most 5', '6'),
    );
  });

  test('fits the architecture', () => {
    const { X86_64, ARM_64 } = lambda.Architecture;
    const stack = newStack(flags);
    aFunction(stack, 'Fits', { architecture: X86_64, paramsAndSecrets: version(X86) });
    for (const [architecture, arn] of [
      [X86_64, ARM],
      [ARM_64, X86],
    ] as const) {
      expect(() => aFunction(stack, `For${architecture.name}`, { architecture, paramsAndSecrets: version(arn) })).toThrow(
        refusal(`'paramsAndSecrets'`, `must be built for ${architecture.name}`, `'${arn}'`),
      );
    }
  });

  test('is in the region of the stack', () => {
    const stack = newStack(flags, { env: { region: 'us-east-1' } });
    expect(() => aFunction(stack, 'Fn', { paramsAndSecrets: version(ARM) })).toThrow(
      refusal(`'paramsAndSecrets'`, `must be in 'us-east-1'`, `'eu-west-1'`),
    );
  });

  test.each([
    ['that somebody else publishes', ARM.replace('015030872274', '444455556666')],
    ['of another region by its account', ARM.replace('eu-west-1', 'eu-west-2')],
    ['without its version', ARM.replace(/:101$/, '')],
    ['that is another layer', 'arn:aws:lambda:eu-west-1:015030872274:layer:Tools:1'],
  ])('is refused as one %s', (_case, arn) => {
    expect(() => aFunction(newStack(flags), 'Fn', { paramsAndSecrets: version(arn) })).toThrow(
      refusal(`'paramsAndSecrets'`, 'must be a version that AWS publishes', `'${arn}'`),
    );
  });

  test('is refused in the version that CDK was frozen at, by its ARN and by its name', () => {
    const expected = 'must be a version that AWS still mends';
    expect(() => aFunction(newStack(flags), 'Fn', { paramsAndSecrets: version(FROZEN) })).toThrow(
      refusal(`'paramsAndSecrets'`, expected, `the one that CDK was frozen at, '${FROZEN}'`),
    );
    const byName = lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103);
    const inRegion = newStack(flags, { env: { region: 'eu-west-1' } });
    expect(() => aFunction(inRegion, 'Fn', { paramsAndSecrets: byName })).toThrow(
      refusal(`'paramsAndSecrets'`, expected, 'the one that CDK was frozen at'),
    );
    expect(() => aFunction(newStack(flags), 'Fn', { paramsAndSecrets: byName })).toThrow(
      refusal(`'paramsAndSecrets'`, 'must be named in one version', 'an ARN that only the deployment knows'),
    );
  });

  test('and the environment do not set the same variable', () => {
    const environment = { SECRETS_MANAGER_TTL: '0' };
    expect(() => aFunction(newStack(flags), 'Fn', { environment, paramsAndSecrets: version(ARM) })).toThrow(
      refusal(`The environment variable 'SECRETS_MANAGER_TTL'`, 'must be set once', `'environment' and 'paramsAndSecrets'`),
    );
  });
});

describe('the publishers of the extension', () => {
  test.each(RegionInfo.regions.map(({ name }) => name))('are those that CDK knows in %s', region => {
    const arn = RegionInfo.get(region).paramsAndSecretsLambdaLayerArn('1.0.103', 'x86_64');
    if (arn !== undefined) expect(parseExtensionVersion(arn)).toEqual({ region, isArm: false });
  });
});
