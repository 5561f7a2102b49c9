import { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bareApp, plainStack, secureStack } from './apps';
import { timed } from './stopwatch';
import { GuardPlugin } from '../../lib/checks/plugin';

/** What one synthesis took, in seconds. */
export interface Synthesis {
  readonly resources: number;
  readonly construct: number;
  readonly synth: number;
  readonly judge: number;
  readonly nag: number;
  readonly findings: number;
}

const [functions, stacks, secure] = process.argv.slice(2).map(Number);

const app = bareApp();
const construct = timed(() => {
  for (let index = 0; index < stacks; index += 1) {
    (secure === 1 ? secureStack : plainStack)(app, `Stack${index}`, functions / stacks);
  }
});
let assembly: ReturnType<typeof app.synth> | undefined;
const synth = timed(() => (assembly = app.synth()));
const templates = (assembly?.stacks ?? []).map(stack => ({
  templatePath: stack.templateFullPath,
  stackConstructPath: stack.hierarchicalId,
  accountId: stack.environment.account,
  region: stack.environment.region,
}));
let findings = 0;
const judge = timed(() => {
  const report = new GuardPlugin({ profile: 'strict' }).validate({
    stackTemplates: templates,
    templatePaths: templates.map(({ templatePath }) => templatePath),
    appConstruct: app,
  });
  findings = report.violations.length;
});
const nag = timed(() => new AwsSolutionsChecks(app).validateScope(app));
const resources = app.node.findAll().filter(construct_ => CfnResource.isCfnResource(construct_)).length;

process.send?.({ resources, construct, synth, judge, nag, findings } satisfies Synthesis);
