import { App, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ServerlessGuard } from '../lib/guard';
import { ServerlessGuardPack } from '../lib/guard-pack';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

function unsafe(app: App): App {
  const fn = new lambda.Function(new Stack(app, 'Orders'), 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
  });
  fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  return app;
}

test('registered by hand, the pack fails the synth like the guard', () => {
  const app = new App();
  const pack = new ServerlessGuardPack(app);
  Validations.of(app).addPlugins(pack);
  expect(() => unsafe(app).synth()).toThrow();
  expect(pack.ruleIds).toContain('function-url-requires-iam');
  expect([pack.name, pack.readPackName]).toEqual(['cdk-secure-function', 'cdk-secure-function']);
});

test('a safe app passes', () => {
  const app = new App();
  Validations.of(app).addPlugins(new ServerlessGuardPack(app, { accountConcurrency: 100 }));
  new Stack(app, 'Empty');
  expect(() => app.synth()).not.toThrow();
});

test('an app has one judge, whichever door it came through', () => {
  const [one, other] = [new App(), new App()];
  ServerlessGuard.protect(one);
  expect(() => new ServerlessGuardPack(one)).toThrow(/The app must be guarded once/);
  new ServerlessGuardPack(other);
  expect(() => ServerlessGuard.protect(other)).toThrow(/The app must be guarded once/);
});

test('a stage is no app', () => {
  expect(() => new ServerlessGuardPack(new Stage(new App(), 'Prod') as unknown as App)).toThrow(/must be the App/);
});

test('a looser policy is refused, by both doors', () => {
  expect(() => new ServerlessGuardPack(new App(), { policy: { maxWaiverDays: 999 } })).toThrow(/from 0 to 366/);
  expect(() => ServerlessGuard.protect(new App(), { policy: { maxWaiverDays: 999 } })).toThrow(/from 0 to 366/);
});

test('the pack cannot judge before there are templates', () => {
  const app = new App();
  expect(() => new ServerlessGuardPack(app).validateScope(app)).toThrow(/must be asked by a synthesis/);
});

test('nothing is judged resource by resource', () => {
  class Exposed extends ServerlessGuardPack {
    public check(): void {
      this.checkResource(new CfnResource(new Stack(), 'R', { type: 'T' }));
    }
  }
  expect(() => new Exposed(new App()).check()).not.toThrow();
});
