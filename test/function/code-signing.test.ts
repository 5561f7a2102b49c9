import type { App } from 'aws-cdk-lib';
import { Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as signer from 'aws-cdk-lib/aws-signer';
import { Construct } from 'constructs';
import { aFunction, aWaiver, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';
import { aFolder, removeFolders } from './packaging/folders';
import { CodeSigning, FunctionCode, ServerlessGuard } from '../../lib';
import type { SecureFunctionProps } from '../../lib';
import { WAIVER_METADATA } from '../../lib/baseline/waiver';

afterEach(removeFolders);

const outside = { outsideVpc: aWaiver() };

function profileIn(stack: Construct, id = 'Releases', platform = signer.Platform.AWS_LAMBDA_SHA384_ECDSA): signer.SigningProfile {
  return new signer.SigningProfile(stack, id, { platform });
}

/** A function whose archive somebody can have signed. */
function signable(scope: Construct, id = 'Fn', props: Partial<SecureFunctionProps> = {}): void {
  const bucket = s3.Bucket.fromBucketName(scope, `${id}Bucket`, 'releases');
  const code = FunctionCode.s3(bucket, 'orders.zip', 'qUiJCZ5RkLmUzQ', { handler: 'index.handler' });
  aFunction(scope, id, { code, ...outside, ...props });
}

const ENFORCE = { CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } };

describe.each(FLAG_SETS)('a demand under the %s', (_, flags) => {
  test('on the app holds for every function in it, by one configuration in each stack that enforces, and passes the judge', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app);
    const central = new Stack(app, 'Central');
    CodeSigning.demand(app, { profiles: [profileIn(central)] });
    const stacks = [new Stack(app, 'A'), new Stack(app, 'B')];
    for (const stack of stacks) {
      signable(stack, 'One', { outsideVpc: aWaiver() });
      signable(stack, 'Two', { outsideVpc: aWaiver() });
    }
    expect(() => app.synth()).not.toThrow();
    for (const stack of stacks) {
      const template = Template.fromStack(stack);
      template.resourceCountIs('AWS::Lambda::CodeSigningConfig', 1);
      template.hasResourceProperties('AWS::Lambda::CodeSigningConfig', ENFORCE);
      template.allResourcesProperties('AWS::Lambda::Function', {
        CodeSigningConfigArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SecureFunctionCodeSigning'), 'CodeSigningConfigArn'] },
      });
    }
  });

  test('on a stage, a stack or a part of one holds for what is below it, and for nothing else', () => {
    const app = newApp(flags);
    const stage = new Stage(app, 'Prod');
    const [inStage, alone, half] = [new Stack(stage, 'Stack'), new Stack(app, 'Alone'), new Stack(app, 'Half')];
    const part = new Construct(half, 'Part');
    CodeSigning.demand(stage, { profiles: [profileIn(inStage)] });
    CodeSigning.demand(part, { profiles: [profileIn(half)] });
    signable(inStage);
    signable(alone);
    signable(part);
    signable(half);
    const signed = (stack: Stack) =>
      Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(
        ({ Properties }) => 'CodeSigningConfigArn' in Properties,
      );
    expect(signed(inStage)).toEqual([true]);
    expect(signed(alone)).toEqual([false]);
    expect(signed(half).sort()).toEqual([false, true]);
  });

  test('takes a waiver for code that nobody can sign, which stands at the function', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app);
    const stack = new Stack(app, 'Stack');
    CodeSigning.demand(stack, { profiles: [profileIn(stack)] });
    signable(stack, 'Signed');
    const fn = aFunction(stack, 'Inline', { ...outside, unsignedCode: aWaiver() });
    expect(() => app.synth()).not.toThrow();
    const { metadata } = fn.node.findChild('Function').node.findChild('Resource').node;
    expect(metadata.filter(({ type }) => type === WAIVER_METADATA).map(({ data }) => data.rule)).toContain('code-signed');
  });
});

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('code that nobody can have signed', () => {
  const cases: readonly (readonly [string, () => FunctionCode, string])[] = [
    ['inline()', () => FunctionCode.inline('x'), 'stands in the template'],
    ['python()', () => FunctionCode.python(aFolder({ 'index.py': '' })), 'is bundled here and uploaded as it is'],
    ['nodejs()', () => FunctionCode.nodejs('index.ts'), 'is bundled here and uploaded as it is'],
    [
      'asset()',
      () => FunctionCode.asset(aFolder({ 'index.py': '' }), { handler: 'index.handler' }),
      'is a folder, which is put into an archive while it is uploaded',
    ],
    [
      'image()',
      () => FunctionCode.image(aFolder({ Dockerfile: `FROM node@${DIGEST}` })),
      'is an image, which Lambda does not check for signatures',
    ],
  ];
  test.each(cases)('is refused: FunctionCode.%s', (name, code, why) => {
    const stack = newStack();
    CodeSigning.demand(stack, { profiles: [profileIn(stack)] });
    const made = code();
    const runtime =
      made._packaging.packageType === 'Image' || made._packaging.defaultRuntime ? undefined : lambda.Runtime.PYTHON_3_14;
    expect(() => aFunction(stack, 'Fn', { ...outside, code: made, runtime })).toThrow(
      refusal(`'code'`, 'must be signed, because code signing is demanded', `FunctionCode.${name}, which ${why}`),
    );
  });

  test('is not an archive on the disk, which may be signed', () => {
    const stack = newStack();
    CodeSigning.demand(stack, { profiles: [profileIn(stack)] });
    const archive = aFolder({ 'orders.zip': 'PK' });
    aFunction(stack, 'Fn', { ...outside, code: FunctionCode.asset(`${archive}/orders.zip`, { handler: 'index.handler' }) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { CodeSigningConfigArn: Match.anyValue() });
  });
});

describe('a demand is made', () => {
  test('once', () => {
    const demandTwice = (first: (app: App, stack: Stack) => Construct, second: (app: App, stack: Stack) => Construct) => () => {
      const app = newApp();
      const stack = new Stack(app, 'Stack');
      const profiles = [profileIn(stack)];
      CodeSigning.demand(first(app, stack), { profiles });
      CodeSigning.demand(second(app, stack), { profiles });
    };
    const app = (it: App): Construct => it;
    const stack = (_: App, it: Stack): Construct => it;
    const got = (path: string) => refusal('Code signing', 'must be demanded once', `a demand on '${path}' and another`);
    expect(demandTwice(app, app)).toThrow(got('the app'));
    expect(demandTwice(app, stack)).toThrow(got('the app'));
    expect(demandTwice(stack, app)).toThrow(got('Stack'));
  });

  test('before the functions that it is about', () => {
    const stack = newStack();
    signable(stack);
    expect(() => CodeSigning.demand(stack, { profiles: [profileIn(stack)] })).toThrow(
      refusal('Code signing', 'must be demanded before functions are made', `the function 'Stack/Fn'`),
    );
  });

  test.each([
    [[], '0'],
    [undefined, 'undefined'],
    [Array(21).fill(0), '21'],
  ])('of 1 to 20 profiles, not %j', (profiles, got) => {
    expect(() => CodeSigning.demand(newStack(), { profiles: cast(profiles) })).toThrow(
      refusal(`The 'profiles' of CodeSigning.demand()`, 'must be 1 to 20', got),
    );
  });

  test('of profiles that sign for Lambda', () => {
    const stack = newStack();
    const profiles = [profileIn(stack, 'Images', signer.Platform.NOTATION_OCI_SHA384_ECDSA)];
    expect(() => CodeSigning.demand(stack, { profiles })).toThrow(
      refusal('A signing profile', `must sign for Lambda ('AWSLambda-SHA384-ECDSA')`, `'Notation-OCI-SHA384-ECDSA'`),
    );
  });

  test('of a profile of another team', () => {
    const stack = newStack();
    const attributes = { signingProfileName: 'releases', signingProfileVersion: 'AbCdEfGh12' };
    CodeSigning.demand(stack, { profiles: [signer.SigningProfile.fromSigningProfileAttributes(stack, 'Profile', attributes)] });
    signable(stack);
    templateOf(stack).hasResourceProperties('AWS::Lambda::CodeSigningConfig', ENFORCE);
  });
});

describe('what would talk a function out of it fails the synthesis', () => {
  test.each<[string, (config: lambda.CfnCodeSigningConfig) => void]>([
    ['a policy that warns', config => config.addPropertyOverride('CodeSigningPolicies.UntrustedArtifactOnDeployment', 'Warn')],
    ['no policy', config => config.addPropertyDeletionOverride('CodeSigningPolicies')],
    [
      'another publisher',
      config => config.addPropertyOverride('AllowedPublishers.SigningProfileVersionArns', ['arn:aws:signer:x']),
    ],
    ['no configuration', config => cast<Construct>(config.node.scope).node.tryRemoveChild('Resource')],
  ])('%s', (_, talk) => {
    const stack = newStack();
    CodeSigning.demand(stack, { profiles: [profileIn(stack)] });
    signable(stack);
    talk(cast(stack.node.findChild('SecureFunctionCodeSigning').node.findChild('Resource')));
    expect(() => templateOf(stack)).toThrow(/CodeSigningConfig '?.*(?:was changed behind the back|was removed from the tree)/s);
  });

  test('no reference to it', () => {
    const stack = newStack();
    CodeSigning.demand(stack, { profiles: [profileIn(stack)] });
    signable(stack);
    const fn = stack.node.findChild('Fn').node.defaultChild;
    cast<lambda.CfnFunction>(fn).addPropertyDeletionOverride('CodeSigningConfigArn');
    expect(() => templateOf(stack)).toThrow(/'CodeSigningConfigArn' of AWS::Lambda::Function .* was changed behind the back/);
  });
});

describe("a function's own configuration", () => {
  const own = (stack: Stack, untrustedArtifactOnDeployment?: lambda.UntrustedArtifactOnDeployment) =>
    new lambda.CodeSigningConfig(stack, 'Own', { signingProfiles: [profileIn(stack)], untrustedArtifactOnDeployment });

  test('is taken where it enforces', () => {
    const stack = newStack();
    signable(stack, 'Fn', { codeSigning: own(stack, lambda.UntrustedArtifactOnDeployment.ENFORCE) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { CodeSigningConfigArn: Match.anyValue() });
  });

  test('is taken from another team, and what it says is unknown', () => {
    const stack = newStack();
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:code-signing-config/csc-0f6c334abcdea4d8b';
    signable(stack, 'Fn', { codeSigning: lambda.CodeSigningConfig.fromCodeSigningConfigArn(stack, 'Theirs', arn) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { CodeSigningConfigArn: arn });
  });

  test.each([undefined, lambda.UntrustedArtifactOnDeployment.WARN])('is refused where it only warns: %p', policy => {
    const stack = newStack();
    expect(() => signable(stack, 'Fn', { codeSigning: own(stack, policy) })).toThrow(
      refusal(
        `'codeSigning'`,
        'must enforce: by default, unsigned code is deployed with a warning',
        `the configuration 'Stack/Own'`,
      ),
    );
  });

  test('does not replace what is demanded', () => {
    const stack = newStack();
    CodeSigning.demand(stack, { profiles: [profileIn(stack, 'Demanded')] });
    const codeSigning = own(stack, lambda.UntrustedArtifactOnDeployment.ENFORCE);
    expect(() => signable(stack, 'Fn', { codeSigning })).toThrow(
      refusal(`'codeSigning'`, 'is demanded above, and not chosen here', `a demand on 'Stack'`),
    );
  });

  test('is nothing beside a waiver', () => {
    const stack = newStack();
    const codeSigning = own(stack, lambda.UntrustedArtifactOnDeployment.ENFORCE);
    expect(() => signable(stack, 'Fn', { codeSigning, unsignedCode: aWaiver() })).toThrow(
      refusal(`'codeSigning'`, 'cannot be had together with unsignedCode', 'both of them'),
    );
  });
});

test.each([true, 'because', {}])('refuses %p instead of a waiver', unsignedCode => {
  expect(() => signable(newStack(), 'Fn', { unsignedCode: cast(unsignedCode) })).toThrow(
    refusal(`'unsignedCode'`, 'must be a Waiver', String(unsignedCode)),
  );
});
