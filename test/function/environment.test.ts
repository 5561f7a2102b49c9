import { CfnParameter, Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Concurrency, FunctionCode, ParameterAccess, SecretAccess, SecureFunction } from '../../lib';
import { HIJACKING_VARIABLES } from '../../lib/baseline/environment';
import { aFunction, cast, FLAG_SETS, networkOf, newApp, newStack, refusal, templateOf } from '../apps';

const NO_SECRET = 'must hold no secret: everyone who may read the configuration reads it';

const SECRETS: readonly (readonly [string, (stack: Stack) => string, string])[] = [
  [
    'secret.secretValue.unsafeUnwrap()',
    stack => new secretsmanager.Secret(stack, 'S').secretValue.unsafeUnwrap(),
    'a resolved secret',
  ],
  [
    'a field of a secret',
    stack => new secretsmanager.Secret(stack, 'S').secretValueFromJson('password').unsafeUnwrap(),
    'a resolved secret',
  ],
  ['SecretValue.ssmSecure()', () => SecretValue.ssmSecure('/db/password').unsafeUnwrap(), 'a resolved secret'],
  ['SecretValue.secretsManager()', () => SecretValue.secretsManager('db').unsafeUnwrap(), 'a resolved secret'],
  ['a dynamic reference', () => '{{resolve:secretsmanager:db:SecretString:password}}', 'a resolved secret'],
  ['a dynamic reference in a longer text', () => 'postgres://db?p={{resolve:ssm-secure:/db/password}}', 'a resolved secret'],
  [
    'a secret within a text',
    stack => `token=${new secretsmanager.Secret(stack, 'S').secretValue.unsafeUnwrap()}`,
    'a resolved secret',
  ],
  ['a parameter with NoEcho', stack => new CfnParameter(stack, 'P', { noEcho: true }).valueAsString, 'a parameter with NoEcho'],
  [
    'a text around a parameter with NoEcho',
    stack => `token=${new CfnParameter(stack, 'P', { noEcho: true }).valueAsString}`,
    'a parameter with NoEcho',
  ],
  ['an AWS access key', () => `AKIA${'ABCDEFGH234567IJ'}`, 'an AWS access key id'],
  ['a GitHub token', () => `ghp_${'a'.repeat(36)}`, 'a GitHub token'],
  ['a Stripe key', () => `sk_live_${'a'.repeat(24)}`, 'a Stripe key'],
  ['a private key', () => '-----BEGIN PRIVATE KEY-----\nMII', 'a private key'],
  ['a password in a URL', () => 'postgres://admin:hunter2@db/orders', 'a password in a URL'],
  ['a secret of a database', stack => databaseSecret(stack).secretValueFromJson('password').unsafeUnwrap(), 'a resolved secret'],
];

function databaseSecret(stack: Stack): secretsmanager.ISecret {
  return new rds.DatabaseSecret(stack, 'DatabaseSecret', { username: 'admin' });
}

describe.each(FLAG_SETS)('an environment variable under the %s', (_, flags) => {
  test.each(SECRETS)('refuses %s, at the line that sets it', (_case, value, kind) => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    expect(() => fn.addEnvironment('TOKEN', value(stack))).toThrow(refusal(`The environment variable 'TOKEN'`, NO_SECRET, kind));
  });

  test.each(SECRETS)('refuses %s among the props', (_case, value, kind) => {
    const stack = newStack(flags);
    const environment = { TOKEN: value(stack) };
    expect(() => aFunction(stack, 'Fn', { environment })).toThrow(refusal(`The environment variable 'TOKEN'`, NO_SECRET, kind));
  });

  test('refuses a parameter with NoEcho of another stack', () => {
    const app = newApp(flags);
    const parameter = new CfnParameter(new Stack(app, 'Other'), 'P', { noEcho: true });
    expect(() => aFunction(new Stack(app, 'Stack'), 'Fn', { environment: { TOKEN: parameter.valueAsString } })).toThrow(
      'a parameter with NoEcho',
    );
  });

  test('refuses a lazy value that turns out to be a secret', () => {
    const stack = newStack(flags);
    let value = 'harmless';
    aFunction(stack, 'Fn', { environment: { TOKEN: Lazy.uncachedString({ produce: () => value }) } });
    value = '{{resolve:secretsmanager:db}}';
    expect(() => templateOf(stack)).toThrow(/'TOKEN' must hold no secret, got a resolved secret/);
  });

  test('accepts references, parameters and plain text', () => {
    const stack = newStack(flags);
    const secret = new secretsmanager.Secret(stack, 'Secret');
    aFunction(stack, 'Fn', {
      environment: {
        SECRET_ARN: secret.secretArn,
        STAGE: new CfnParameter(stack, 'Stage').valueAsString,
        HOST: '{{resolve:ssm:/db/host:1}}',
        EMPTY: '',
      },
    }).addEnvironment('URL', 'https://api.example.com:8443/orders');
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          SECRET_ARN: stack.resolve(secret.secretArn),
          STAGE: { Ref: 'Stage' },
          EMPTY: '',
          URL: 'https://api.example.com:8443/orders',
        },
      },
    });
  });
});

test('addEnvironment can be chained', () => {
  const fn = aFunction(newStack());
  expect(fn.addEnvironment('A', '1').addEnvironment('B', '2')).toBe(fn);
});

test('a refusal never repeats the secret', () => {
  const fn = aFunction(newStack());
  const secret = `ghp_${'z'.repeat(36)}`;
  expect(() => fn.addEnvironment('TOKEN', secret)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('zzzz') }),
  );
});

test.each(Object.entries(HIJACKING_VARIABLES))('refuses %s: it %s', (variable, reason) => {
  const fn = aFunction(newStack());
  expect(() => fn.addEnvironment(variable, '/opt/anything')).toThrow(
    refusal(`The environment variable '${variable}'`, `must not be set: it ${reason}`),
  );
});

test('accepts the one option of Node.js that only changes how errors are printed', () => {
  const fn = aFunction(newStack());
  expect(() => fn.addEnvironment('NODE_OPTIONS', '--enable-source-maps')).not.toThrow();
  expect(() => fn.addEnvironment('NODE_OPTIONS', '--enable-source-maps --require /opt/x')).toThrow('must not be set');
});

test.each([undefined, null, 5])('refuses %p, which is no text', value => {
  const fn = aFunction(newStack());
  expect(() => fn.addEnvironment('A', cast(value))).toThrow(
    refusal(`The environment variable 'A'`, 'must be text', typeof value),
  );
});

describe('a reference', () => {
  const aSecret = (stack: Stack): SecretAccess => SecretAccess.read(new secretsmanager.Secret(stack, 'Secret'));
  const aParameter = (stack: Stack): ParameterAccess =>
    ParameterAccess.read(new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' }));

  test.each([
    ['a variable and a secret', (stack: Stack) => ({ environment: { NAME: 'x' }, secrets: { NAME: aSecret(stack) } })],
    ['a variable and a parameter', (stack: Stack) => ({ environment: { NAME: 'x' }, parameters: { NAME: aParameter(stack) } })],
    [
      'a secret and a parameter',
      (stack: Stack) => ({ secrets: { NAME: aSecret(stack) }, parameters: { NAME: aParameter(stack) } }),
    ],
  ])('refuses %s under one name', (_, props) => {
    const stack = newStack();
    expect(() => aFunction(stack, 'Fn', props(stack))).toThrow(
      refusal(`The environment variable 'NAME'`, 'must be set once', 'two values'),
    );
  });
});

test('a subclass that skips the check is caught when the template is written', () => {
  class Careless extends SecureFunction {
    public override addEnvironment(variable: string, value: string): this {
      const inner = this.node.findChild('Function') as lambda.Function;
      inner.addEnvironment(variable, value);
      return this;
    }
  }
  const stack = newStack();
  new Careless(stack, 'Fn', {
    code: FunctionCode.inline(' '),
    runtime: lambda.Runtime.NODEJS_24_X,
    limits: { concurrency: Concurrency.reserved(1) },
    network: networkOf(stack),
    environment: { TOKEN: '{{resolve:secretsmanager:db}}' },
  });
  expect(() => templateOf(stack)).toThrow(/'TOKEN' must hold no secret/);
});
