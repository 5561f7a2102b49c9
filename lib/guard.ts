import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { App, Token, Validations } from 'aws-cdk-lib';
import { PLUGIN_NAME } from './baseline/control';
import type { GuardPolicy } from './baseline/guard-policy';
import { usablePolicy } from './baseline/guard-policy';
import { GuardPlugin } from './checks/plugin';
import { ValidationError } from './errors';
import { inventory } from './report/inventory';

/** Whose promises are demanded. */
export enum Profile {
  /**
   * Every promise, of every function in the app. Functions that CDK itself adds and whose user cannot change them are asked only for the baseline.
   */
  STRICT = 'strict',
  /**
   * What holds for any serverless app, so that one that exists already can start: nobody unnamed may invoke, no administrator rights, no secret in plain
   * text, no shared role, no deprecated runtime, no API without authorization.
   */
  BASELINE = 'baseline',
}

/** What a judge holds an app to. */
export interface ServerlessGuardPackProps {
  /**
   * Whose promises are demanded.
   *
   * @default Profile.STRICT - because an opt-out should be a decision
   */
  readonly profile?: Profile;

  /**
   * Whether to print, after judging, what each function may do, who may call it and where it may connect to. It goes to standard error.
   *
   * @default false
   */
  readonly inventory?: boolean;

  /**
   * How many executions the account may run at once in a region. The sum of all reservations is held against it.
   *
   * @default 1000 - the quota of an account that AWS has neither raised nor lowered
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly accountConcurrency?: number;

  /**
   * What the organization asks for beyond the rules: tighter bounds, and which waivers it allows for how long.
   *
   * @default - nothing
   */
  readonly policy?: GuardPolicy;
}

/** How an app is guarded. */
export interface ServerlessGuardOptions extends ServerlessGuardPackProps {
  /**
   * Other judges that run beside this one, such as the packs of cdk-nag.
   *
   * @default - none
   */
  readonly packs?: IPolicyValidationPlugin[];
}

/**
 * The judge over an app: `cdk synth` fails where one of its final templates breaks a promise, whoever wrote the resource and however.
 *
 * It reads what will be deployed and not the construct tree, so it sees raw `CfnResource`s, overrides, included templates, and what CDK adds by itself.
 * What one finding is about can be waived with a `Waiver`, unless its severity is `fatal`.
 */
export class ServerlessGuard {
  /**
   * Registers the judge. Call it once, right after `new App()`.
   *
   * Throws where the app is guarded already, where it is no `App` (a stage or a stack would leave the rest unguarded), and where an option is out of range.
   */
  public static protect(app: App, options: ServerlessGuardOptions = {}): void {
    const { packs = [], ...props } = options;
    Validations.of(app).addPlugins(judgeOf(app, props), ...packs);
  }

  private constructor() {}
}

/** The judge of an app, which has one at most. Throws as `ServerlessGuard.protect` does. */
export function judgeOf(app: App, props: ServerlessGuardPackProps): GuardPlugin {
  if (!App.isApp(app)) {
    throw new ValidationError({
      what: 'What ServerlessGuard protects',
      expected: 'must be the App',
      remedy: "Write 'ServerlessGuard.protect(app)' right after 'new App()', so that every stack is judged",
    });
  }
  if (isGuarded(app)) {
    throw new ValidationError({
      what: 'The app',
      expected: 'must be guarded once',
      got: 'a second ServerlessGuard.protect(app)',
      remedy: 'Remove one of the calls; two judges would report every finding twice',
    });
  }
  refuseAfterSynthesis(app);
  const { profile = Profile.STRICT, accountConcurrency, policy = {} } = props;
  refuseUnusable(accountConcurrency);
  const print = props.inventory ?? false;
  const judge = new GuardPlugin({
    profile,
    accountConcurrency,
    policy: usablePolicy(policy),
    onJudged: (facts, findings) => {
      if (print) process.stderr.write(`${inventory(facts, findings)}\n`);
    },
  });
  Object.defineProperty(app, GUARDED, { value: true });
  return judge;
}

/** Known by its text, so that a second copy of this package recognizes it. */
const GUARDED = Symbol.for(`${PLUGIN_NAME}.guarded`);

function isGuarded(app: App): boolean {
  return GUARDED in app;
}

/** CDK asks the plugins while it synthesizes, and keeps the assembly: a judge that comes later would never be asked. */
function refuseAfterSynthesis(app: App): void {
  if ((app as unknown as { readonly assembly?: unknown }).assembly === undefined) return;
  throw new ValidationError({
    what: 'The app',
    expected: 'must be guarded before it is synthesized',
    got: "'ServerlessGuard.protect(app)' behind 'app.synth()'",
    remedy: "Move the call to right after 'new App()'",
  });
}

function refuseUnusable(accountConcurrency: number | undefined): void {
  if (
    accountConcurrency === undefined ||
    (!Token.isUnresolved(accountConcurrency) && Number.isInteger(accountConcurrency) && accountConcurrency > 0)
  ) {
    return;
  }
  throw new ValidationError({
    what: `'accountConcurrency'`,
    expected: 'must be a whole number above 0',
    got: Token.isUnresolved(accountConcurrency) ? 'a token' : String(accountConcurrency),
    remedy: "Write the account's quota 'Concurrent executions' of the region",
  });
}
