import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Lazy, RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { IConstruct } from 'constructs';
import { Control } from '../lib/baseline/control';
import { Waiver } from '../lib/baseline/waiver';
import * as evaluation from '../lib/checks/evaluate';
import type { ServerlessGuardOptions } from '../lib/guard';
import { Profile, ServerlessGuard } from '../lib/guard';
import { RULES } from '../lib/rules';
import { SECURE_APP } from '../lib/rules/secure-app';

interface Judgement {
  /** The text that the synth failed with; absent where it did not. */
  readonly failure?: string;
  /** `rule construct/path severity`, sorted. */
  readonly violations: readonly string[];
  readonly suppressed: readonly string[];
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

const FLAGS = { 'without flags': {}, 'with the recommended flags': { ...recommendedFlags } } as const;

function appWith(context: Record<string, unknown> = {}, options?: ServerlessGuardOptions): App {
  const app = new App({ context });
  ServerlessGuard.protect(app, options);
  return app;
}

function judgement(app: App): Judgement {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let failure: string | undefined;
  try {
    app.synth();
  } catch (error) {
    failure = (error as Error).message;
  }
  const reports = ours(app);
  const lines = (violations: readonly Violation[]) =>
    violations
      .flatMap(({ ruleName, severity, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath} ${severity}`),
      )
      .sort();
  return {
    ...(failure === undefined ? {} : { failure }),
    violations: lines(reports.flatMap(({ violations }) => violations)),
    suppressed: lines(reports.flatMap(({ suppressedViolations = [] }) => suppressedViolations)),
  };
}

function ours(app: App): Report['pluginReports'] {
  try {
    const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as Report;
    return pluginReports.filter(({ pluginName }) => pluginName === 'cdk-secure-function');
  } catch {
    return [];
  }
}

function rawFunction(scope: IConstruct, id: string, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope as Stack, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('//'),
    ...props,
  });
}

/** The secure app, as resources of a stack. */
function secureStack(scope: IConstruct, id: string): Stack {
  const stack = new Stack(scope as App, id);
  const file = join(mkdtempSync(join(tmpdir(), 'include-')), 'template.json');
  writeFileSync(file, JSON.stringify(SECURE_APP));
  new CfnInclude(stack, 'Included', { templateFile: file });
  return stack;
}

afterEach(() => jest.restoreAllMocks());

describe.each(Object.entries(FLAGS))('an app %s', (_, context) => {
  test('passes where it is secure', () => {
    const app = appWith(context);
    secureStack(app, 'Orders');
    expect(judgement(app)).toEqual({ violations: [], suppressed: [] });
  });

  test('is refused for a function that nobody secured, at its construct', () => {
    const app = appWith(context);
    rawFunction(new Stack(app, 'Orders'), 'Handler');
    const { failure, violations } = judgement(app);
    expect(failure).toContain("ERROR 'Handler");
    expect(violations).toContain('function-in-vpc Orders/Handler/Resource error');
    expect(violations).toContain('no-aws-managed-policy Orders/Handler/ServiceRole/Resource error');
  });

  test('is judged once in each stage', () => {
    const app = appWith(context);
    for (const name of ['Dev', 'Prod']) rawFunction(new Stack(new Stage(app, name), 'Orders'), 'Handler');
    const { failure, violations } = judgement(app);
    expect(failure).toBeDefined();
    expect(violations.filter(line => line.startsWith('tracing-active'))).toEqual([
      'tracing-active Dev/Orders/Handler/Resource error',
      'tracing-active Prod/Orders/Handler/Resource error',
    ]);
  });

  test('is refused for a role that functions of two stacks share', () => {
    const app = appWith(context, { profile: Profile.BASELINE });
    const role = new iam.Role(new Stack(app, 'Identity'), 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    rawFunction(new Stack(app, 'Orders'), 'Handler', { role });
    rawFunction(new Stack(app, 'Payments'), 'Handler', { role });
    expect(judgement(app).violations).toEqual(['role-not-shared Identity/Role/Resource fatal']);
  });

  test('is refused for an open API and an open URL', () => {
    const app = appWith(context, { profile: Profile.BASELINE });
    const stack = new Stack(app, 'Orders');
    const fn = rawFunction(stack, 'Handler');
    new apigateway.LambdaRestApi(stack, 'Api', { handler: fn, proxy: false, deploy: false }).root.addMethod('GET');
    fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    const { violations } = judgement(app);
    expect(violations).toContain('api-requires-authorization Orders/Api/Default/GET/Resource error');
    expect(violations).toContain('function-url-requires-iam Orders/Handler/FunctionUrl/Resource fatal');
    expect(violations.filter(line => line.startsWith('no-public-invoker')).length).toBeGreaterThan(0);
  });

  test('is not refused for what CDK itself adds', () => {
    const app = appWith(context);
    new s3.Bucket(secureStack(app, 'Orders'), 'Uploads', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    expect(judgement(app)).toEqual({ violations: [], suppressed: [] });
  });
});

describe('waivers', () => {
  const soon = new Date(Date.now() + 90 * 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
  const waiver = () => new Waiver({ reason: 'The webhook holds no data and calls nobody', owner: 'team-orders', expires: soon });

  function openFunction(options?: ServerlessGuardOptions): { app: App; fn: CfnResource } {
    const app = appWith({}, options);
    const fn = secureStack(app, 'Orders').node.findChild('Included').node.findChild('Function') as CfnResource;
    fn.addPropertyDeletionOverride('TracingConfig');
    return { app, fn };
  }

  test('let through what they name, and stand in the report', () => {
    const { app, fn } = openFunction();
    waiver().applyTo(fn, Control.TRACING_ACTIVE);
    expect(judgement(app)).toEqual({ violations: [], suppressed: ['tracing-active Orders/Included/Function error'] });
  });

  test('let nothing else through', () => {
    const { app, fn } = openFunction();
    waiver().applyTo(fn, Control.FUNCTION_IN_VPC);
    expect(judgement(app).violations).toEqual(['tracing-active Orders/Included/Function error']);
  });

  test('cannot be placed on the whole app either, not even over the rule that forbids it', () => {
    const { app } = openFunction();
    for (const { id } of RULES) Validations.of(app).acknowledge({ id: `cdk-secure-function::${id}`, reason: 'because' });
    const { failure, violations } = judgement(app);
    expect(failure).toBeDefined();
    expect(new Set(violations)).toEqual(new Set(['opt-out-is-a-waiver  fatal']));
  });
});

describe('protect', () => {
  test('demands strict promises unless told otherwise, also where options are given as undefined', () => {
    for (const options of [
      undefined,
      {},
      { profile: undefined, inventory: undefined, accountConcurrency: undefined, packs: undefined },
      { profile: Profile.STRICT },
    ]) {
      const app = appWith({}, options);
      rawFunction(new Stack(app, 'Orders'), 'Handler');
      expect(judgement(app).violations).toContain('tracing-active Orders/Handler/Resource error');
    }
  });

  test('demands only the baseline where told so', () => {
    const app = appWith({}, { profile: Profile.BASELINE });
    rawFunction(new Stack(app, 'Orders'), 'Handler');
    expect(judgement(app)).toEqual({ violations: [], suppressed: [] });
  });

  test('judges also what is added after it', () => {
    const app = appWith();
    expect(judgement(app).failure).toBeUndefined();
  });

  test('refuses a second call for the same app', () => {
    const app = appWith();
    expect(() => ServerlessGuard.protect(app)).toThrow(
      /^The app must be guarded once, got a second ServerlessGuard\.protect\(app\)\. Remove one of the calls/,
    );
    expect(() => appWith()).not.toThrow();
  });

  test('refuses what is no app', () => {
    const app = new App();
    for (const scope of [new Stage(app, 'Prod'), new Stack(app, 'Orders')]) {
      expect(() => ServerlessGuard.protect(scope as App)).toThrow(/must be the App\. Write 'ServerlessGuard\.protect\(app\)'/);
    }
  });

  test('refuses an app that is synthesized already, because nobody would be asked any more', () => {
    const app = new App();
    app.synth();
    expect(() => ServerlessGuard.protect(app)).toThrow(/must be guarded before it is synthesized/);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses %d as the concurrency of an account', accountConcurrency => {
    expect(() => appWith({}, { accountConcurrency })).toThrow(/'accountConcurrency' must be a whole number above 0, got/);
  });

  test('refuses a token as the concurrency of an account', () => {
    expect(() => appWith({}, { accountConcurrency: Lazy.number({ produce: () => 1_000 }) })).toThrow(/got a token/);
  });

  test('holds the reservations against the concurrency of the account', () => {
    const app = appWith({}, { accountConcurrency: 104 });
    secureStack(app, 'Orders');
    expect(judgement(app)).toEqual({ violations: ['concurrency-within-quota Orders/Included/Function warning'], suppressed: [] });
  });

  test('runs other packs beside itself', () => {
    const judged: string[][] = [];
    const pack: IPolicyValidationPlugin = {
      name: 'House',
      validate: ({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport => {
        judged.push(templatePaths);
        return { success: true, violations: [] };
      },
    };
    const app = appWith({}, { packs: [pack] });
    secureStack(app, 'Orders');
    judgement(app);
    expect(judged).toEqual([[expect.stringMatching(/Orders\.template\.json$/)]]);
  });

  test('fails the synth where the judge itself breaks', () => {
    jest.spyOn(evaluation, 'evaluate').mockImplementation(() => {
      throw new Error('the judge broke');
    });
    const app = appWith();
    secureStack(app, 'Orders');
    expect(judgement(app).failure).toContain("Validation plugin 'cdk-secure-function' failed: the judge broke");
  });

  test('prints the inventory to standard error where asked, and nothing where not', () => {
    const written = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const quiet = appWith();
    secureStack(quiet, 'Orders');
    judgement(quiet);
    expect(written).not.toHaveBeenCalled();
    const speaking = appWith({}, { inventory: true });
    secureStack(speaking, 'Orders');
    judgement(speaking);
    expect(written.mock.calls).toEqual([
      [expect.stringMatching(/^1 function, 0 findings, 0 unknown, 0 waivers\n\nFunction\n {2}may /)],
    ]);
  });
});
