import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App, CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import type { ServerlessGuardOptions } from '../../lib/guard';
import { ServerlessGuard } from '../../lib/guard';
import type { JsonObject } from '../../lib/model/facts';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';
import { FLAG_SETS, newApp } from '../apps';

/** A way around the judge that somebody may try. */
export interface Attempt {
  /** Builds the app; without the bypass it is the same app, with what one would write instead. */
  readonly build: (app: App, bypass: boolean) => void;
  /** What has to stop it, and nothing else: `rule construct/path severity`, or the logical id of what is no construct. */
  readonly refused: readonly string[];
  readonly options?: ServerlessGuardOptions;
  /** Whether the attempt asks CDK not to validate. */
  readonly skipValidation?: boolean;
}

export interface Outcome {
  readonly app: App;
  /** What the synth failed with. */
  readonly failure?: string;
  /** Findings that stop a deployment, sorted. */
  readonly refused: readonly string[];
  /** What was let through by an acknowledgement. */
  readonly accepted: readonly string[];
}

/** One test each, under both sets of flags: the bypass is refused by its rule at its place, and the same app without it passes. */
export function refuses(attempts: Readonly<Record<string, Attempt>>): void {
  describe.each(FLAG_SETS)('under the %s', (_, flags) => {
    test.each(Object.entries(attempts))('%s is refused, and the same app without it passes', (_name, attempt) => {
      const { failure, refused } = outcomeOf(attempt, true, flags);
      expect(refused).toEqual([...attempt.refused].sort());
      expect(failure).toBeDefined();
      const without = outcomeOf(attempt, false, flags);
      expect([without.refused, without.failure]).toEqual([[], undefined]);
    });
  });
}

export function outcomeOf(
  { build, options, skipValidation }: Attempt,
  bypass: boolean,
  flags: Readonly<Record<string, unknown>>,
): Outcome {
  const app = newApp(flags);
  ServerlessGuard.protect(app, options);
  build(app, bypass);
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  let failure: string | undefined;
  try {
    app.synth(skipValidation === true ? { skipValidation } : {});
  } catch (error) {
    failure = (error as Error).message;
  } finally {
    said.mockRestore();
  }
  const { violations, suppressedViolations } = reportIn(app.outdir);
  return {
    app,
    ...(failure === undefined ? {} : { failure }),
    refused: linesOf(violations.filter(({ severity }) => severity === 'fatal' || severity === 'error')),
    accepted: linesOf(suppressedViolations),
  };
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly violatingConstructs: readonly {
    readonly constructPath: string;
    readonly cloudFormationResource?: { readonly logicalId: string };
  }[];
}

interface PluginReport {
  readonly pluginName: string;
  readonly violations: readonly Violation[];
  readonly suppressedViolations?: readonly Violation[];
}

function reportIn(folder: string): Required<Omit<PluginReport, 'pluginName'>> {
  let text: string;
  try {
    text = readFileSync(join(folder, 'validation-report.json'), 'utf8');
  } catch {
    return { violations: [], suppressedViolations: [] };
  }
  const { pluginReports } = JSON.parse(text) as { readonly pluginReports: readonly PluginReport[] };
  const ours = pluginReports.filter(({ pluginName }) => pluginName === 'cdk-secure-function');
  return {
    violations: ours.flatMap(({ violations }) => violations),
    suppressedViolations: ours.flatMap(({ suppressedViolations = [] }) => suppressedViolations),
  };
}

function linesOf(violations: readonly Violation[]): string[] {
  return violations
    .flatMap(({ ruleName, severity, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath, cloudFormationResource }) => {
        const place = constructPath === '' ? (cloudFormationResource?.logicalId ?? '') : constructPath;
        return `${ruleName} ${place} ${severity}`;
      }),
    )
    .sort();
}

/** The secure app, after a change, as an included template. */
export function include(scope: Construct, change: Example = {}): CfnInclude {
  return new CfnInclude(scope, 'Included', { templateFile: fileWith(applyExample(SECURE_APP, change)) });
}

/** A file that holds a template. */
export function fileWith(template: JsonObject): string {
  const file = join(mkdtempSync(join(tmpdir(), 'bypass-')), 'template.json');
  writeFileSync(file, JSON.stringify(template));
  return file;
}

/** The secure app in a stack of its own. */
export function secureStack(
  scope: Construct,
  id = 'Orders',
): { readonly stack: Stack; readonly resource: (id: string) => CfnResource } {
  const stack = new Stack(scope, id);
  const included = include(stack);
  return { stack, resource: logicalId => included.getResource(logicalId) };
}
