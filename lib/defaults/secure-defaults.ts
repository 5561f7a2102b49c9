import type { IPropertyInjector } from 'aws-cdk-lib';
import { PropertyInjectors } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { SecureDefaultsOptions } from './chosen-defaults';
import { chooseDefaults } from './chosen-defaults';
import { AsWritten, FunctionDefaults } from './function-defaults';
import { ValidationError } from '../errors';

const ID = lambda.Function.PROPERTY_INJECTION_ID;

/**
 * The baseline for functions that others wrote, without touching their code: what a function does not say about tracing, the format and the place of its
 * logs, its limits and loops is set for it. What it says stands, safe or not, and what is unsafe about it is a finding of `ServerlessGuard`.
 *
 * Reaches every `lambda.Function`, `NodejsFunction`, `DockerImageFunction`, `SingletonFunction` and `PythonFunction`, also in nested stacks and stages, and those
 * that CDK adds by itself. It sets no network, egress, concurrency, destination of failures or runtime, because any choice would break somebody: these are findings.
 */
export class SecureDefaults {
  /**
   * Sets the baseline on every function that is made under a scope from now on. Call it right after `new App()`, and after property injectors of your own.
   *
   * Throws where a function exists already, where the scope has these defaults already, and where an option is out of range.
   *
   * @param scope the app, a stage or a stack; the nearest one counts
   */
  public static inject(scope: IConstruct, options: SecureDefaultsOptions = {}): void {
    refuseDecided(scope);
    refuseExisting(scope);
    const defaults = new FunctionDefaults(chooseDefaults(scope, options), injectorOfOthers(scope));
    PropertyInjectors.of(scope).add(defaults);
    scope.node.addValidation({ validate: () => replacedBy(scope, defaults) });
  }

  /**
   * Leaves the functions under a scope as they are written, as for Lambda@Edge, which accepts neither traces nor log groups of one's own. The judge still judges them.
   *
   * Throws where a function exists already, and where the scope itself has the defaults.
   *
   * @param scope a stage, a stack or a construct inside of it
   */
  public static leaveOut(scope: IConstruct): void {
    refuseDecided(scope);
    refuseExisting(scope);
    PropertyInjectors.of(scope).add(new AsWritten(injectorOfOthers(scope)));
  }

  private constructor() {}
}

/** Two answers in one scope: CDK would keep the last one without a word. */
function refuseDecided(scope: IConstruct): void {
  const decided = PropertyInjectors.of(scope).for(ID);
  if (!(decided instanceof FunctionDefaults || decided instanceof AsWritten)) return;
  throw new ValidationError(
    {
      what: 'Whether functions get secure defaults',
      expected: 'is said once in each scope',
      got: 'a second call of SecureDefaults',
      remedy: 'Remove one of the calls; a stage or a stack inside may have its own',
    },
    scope,
  );
}

/** The nearest injector is the only one that CDK asks: the one that it asked until now is asked first, wherever it stands. */
function injectorOfOthers(scope: IConstruct): IPropertyInjector | undefined {
  const nearest = [...scope.node.scopes]
    .reverse()
    .map(outer => (PropertyInjectors.hasPropertyInjectors(outer) ? PropertyInjectors.of(outer).for(ID) : undefined))
    .find(injector => injector !== undefined);
  return nearest instanceof FunctionDefaults || nearest instanceof AsWritten ? nearest.previous : nearest;
}

/** A function takes its properties when it is made: what is there already would be left out without a word. */
function refuseExisting(scope: IConstruct): void {
  const existing = scope.node.findAll().find(node => node instanceof lambda.CfnFunction);
  if (existing === undefined) return;
  throw new ValidationError(
    {
      what: 'SecureDefaults',
      expected: 'must be there before the functions',
      got: `'${existing.node.path}', which exists already`,
      remedy: 'Move the call up, to right behind new App()',
    },
    scope,
  );
}

/** CDK keeps one injector for a kind of construct in a scope, and the last one added wins. */
function replacedBy(scope: IConstruct, defaults: IPropertyInjector): string[] {
  if (PropertyInjectors.of(scope).for(ID) === defaults) return [];
  return [
    `The defaults of functions were replaced by another property injector of ${ID} in the same scope. ` +
      'Add it before SecureDefaults.inject(): then both are asked, and what yours sets stands.',
  ];
}
