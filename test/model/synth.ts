import type { Stage } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import * as recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { acknowledgementsOf } from '../../lib/model/acknowledgements';
import type { StackTemplate } from '../../lib/model/assembly';
import { readTemplates } from '../../lib/model/assembly';
import { buildModel } from '../../lib/model/build-model';
import type { AppFacts, FunctionFacts } from '../../lib/model/facts';

const QUIET = { 'aws:cdk:disable-creation-stack-traces': true };
const METADATA = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

/** The two sets of flags under which apps are written. */
export const FLAGS = { 'default flags': {}, 'recommended flags': recommended } as const;

/** An app as the CLI runs it, with the metadata that only the CLI asks for, or as a program runs it by itself. */
export function appWith(flags: object = {}, metadata = true): App {
  return new App({ analyticsReporting: false, context: QUIET, postCliContext: { ...flags, ...(metadata ? METADATA : {}) } });
}

/** What a validation plugin is given. */
export function stackTemplatesOf(app: Stage): StackTemplate[] {
  return app.synth().stacksRecursively.map(stack => ({
    templatePath: stack.templateFullPath,
    stackConstructPath: stack.hierarchicalId,
    accountId: stack.environment.account,
    region: stack.environment.region,
  }));
}

export function modelOfApp(app: Stage): AppFacts {
  return buildModel(readTemplates(stackTemplatesOf(app)), acknowledgementsOf(app));
}

/** The function that CDK made for a construct. */
export function functionCalled(facts: AppFacts, start: string): FunctionFacts {
  const found = facts.functions.find(({ resource }) => resource.logicalId.startsWith(start));
  if (!found) throw new Error(`no function ${start}`);
  return found;
}
