import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { WAIVER_METADATA } from '../../lib/baseline/waiver';
import { aFunction, aWaiver, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';
import { aFolder, removeFolders } from './packaging/folders';
import { ServerlessGuard } from '../../lib';

const STRANGER = 'arn:aws:lambda:eu-west-1:444455556666:layer:tools:7';
const OF_AWS = 'arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:101';
const OWN = { env: { account: '111122223333', region: 'eu-west-1' } };

afterEach(removeFolders);

const imported = (stack: Stack, ...arns: readonly string[]) =>
  arns.map((arn, index) => lambda.LayerVersion.fromLayerVersionArn(stack, `Layer${index}`, arn));
const outside = { outsideVpc: aWaiver() };
const withLayers =
  (stack: Stack, ...arns: readonly string[]) =>
  () =>
    aFunction(stack, 'Fn', { ...outside, layers: imported(stack, ...arns) });

describe.each(FLAG_SETS)('layers under the %s', (_, flags) => {
  test('of the app, of the account and of AWS are taken, and pass the judge', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app);
    const stack = new Stack(app, 'Stack', OWN);
    const own = new lambda.LayerVersion(stack, 'Own', { code: lambda.Code.fromAsset(aFolder({ 'index.js': '' })) });
    const arns = [
      OF_AWS,
      'arn:aws:lambda:eu-west-1:111122223333:layer:tools:7',
      `arn:aws:lambda:eu-west-1:${stack.account}:layer:other:1`,
    ];
    aFunction(stack, 'Fn', { layers: [own, ...imported(stack, ...arns)] });
    expect(() => app.synth()).not.toThrow();
  });

  test('of the account that only the deployment knows are taken', () => {
    const stack = newStack(flags);
    withLayers(
      stack,
      stack.formatArn({
        service: 'lambda',
        resource: 'layer',
        resourceName: 'tools:7',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    )();
    expect(() => templateOf(stack)).not.toThrow();
  });

  test('of strangers are taken with a waiver, which stands at the function, and pass the judge', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app);
    const stack = new Stack(app, 'Stack');
    const fn = aFunction(stack, 'Fn', { layers: imported(stack, STRANGER), foreignLayers: aWaiver() });
    expect(() => app.synth()).not.toThrow();
    const { metadata } = fn.node.findChild('Function').node.findChild('Resource').node;
    expect(metadata.filter(({ type }) => type === WAIVER_METADATA).map(({ data }) => data.rule)).toEqual([
      'layers-of-known-accounts',
    ]);
  });
});

const KNOWN = 'must come from this account or from AWS: its code runs with all rights of the function';

test.each([
  ['in a stack whose account is known', () => newStack({}, OWN), 'Publish a copy of it here'],
  ['in a stack whose account is not', () => newStack(), 'Write the account as Stack.of(this).account if it is this one'],
])('refuses the layer of a stranger %s', (_, stackOf, remedy) => {
  expect(withLayers(stackOf(), STRANGER)).toThrow(refusal('A layer', KNOWN, `'${STRANGER}'`));
  expect(withLayers(stackOf(), STRANGER)).toThrow(remedy);
});

test('refuses the layer of a stranger in a region that only the deployment knows', () => {
  const stack = newStack();
  const arn = `arn:${stack.partition}:lambda:${stack.region}:444455556666:layer:tools:7`;
  expect(withLayers(stack, arn)).toThrow(
    refusal('A layer', KNOWN, "'arn:${AWS::Partition}:lambda:${AWS::Region}:444455556666:layer:tools:7'"),
  );
});

const STEM = 'arn:aws:lambda:eu-west-1:015030872274:layer:tools';

test.each([
  STEM,
  `${STEM}:`,
  `${STEM}:$LATEST`,
  `${STEM}:latest`,
  `${STEM}:7:8`,
  'tools:1',
  'arn:aws:lambda:eu-west-1:015030872274:function:tools:1',
  `${STEM}:1*`,
])('refuses the layer %s, whose version is open', arn => {
  expect(withLayers(newStack(), arn)).toThrow(refusal('A layer', 'must be named in one version', `'${arn}'`));
});

test('a version that only the deployment knows is accepted, and a part of an ARN that is no version is not', () => {
  const stack = newStack();
  expect(withLayers(stack, `arn:aws:lambda:${stack.region}:${stack.account}:layer:tools:${Fn.ref('Version')}`)).not.toThrow();
  const other = newStack();
  expect(withLayers(other, `arn:aws:lambda:${other.region}:${other.account}:layer:${Fn.ref('Name')}`)).toThrow(
    /must be named in one version/,
  );
});

test('five layers are accepted, six are not', () => {
  expect(withLayers(newStack(), ...Array<string>(5).fill(`${STEM}:1`))).not.toThrow();
  expect(withLayers(newStack(), ...Array<string>(6).fill(`${STEM}:1`))).toThrow(refusal(`'layers'`, 'must be at most 5', '6'));
});

test.each([true, 'because', {}])('refuses %p instead of a waiver', foreignLayers => {
  expect(() => aFunction(newStack(), 'Fn', { ...outside, foreignLayers: cast(foreignLayers) })).toThrow(
    refusal(`'foreignLayers'`, 'must be a Waiver', String(foreignLayers)),
  );
});

test.each<[string, (fn: lambda.Function, stack: Stack) => void]>([
  ['to the inner function', (fn, stack) => fn.addLayers(...imported(stack, OF_AWS))],
  ['to the resource', fn => cast<lambda.CfnFunction>(fn.node.defaultChild).addPropertyOverride('Layers', [OF_AWS])],
])('a layer that is added later %s fails the synthesis', (_, add) => {
  const stack = newStack();
  add(cast(aFunction(stack, 'Fn', outside).node.findChild('Function')), stack);
  expect(() => templateOf(stack)).toThrow(/'Layers' of AWS::Lambda::Function 'Function\/Resource' was changed behind the back/);
});

test('a list of layers that changes afterwards changes nothing', () => {
  const stack = newStack();
  const layers = imported(stack, OF_AWS);
  aFunction(stack, 'Fn', { ...outside, layers });
  layers.push(...imported(new Stack(stack, 'Other'), STRANGER));
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Layers: [OF_AWS] });
});
