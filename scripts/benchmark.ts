import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Concurrency, FunctionCode, SecureFunction, SecureNetwork } from '../lib';
import { evaluate } from '../lib/checks/evaluate';
import { acknowledgementsOf } from '../lib/model/acknowledgements';
import { readTemplates } from '../lib/model/assembly';
import { buildModel } from '../lib/model/build-model';

/**
 * Prints ratios, all taken in one run on one machine: what judging adds to a synth, and what it takes beside one pack of cdk-nag.
 * `npm run benchmark -- 600 10` for functions and stacks.
 */
process.env.CDK_VALIDATION = 'false';
const [functions = 600, stacks = 10] = process.argv.slice(2).map(Number);

function seconds(work: () => void): number {
  const began = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

const app = new App({ analyticsReporting: false });
const construction = seconds(() => {
  for (let index = 0; index < stacks; index += 1) {
    const stack = new Stack(app, `Stack${index}`);
    const network = new SecureNetwork(stack, 'Network');
    for (let number = 0; number < functions / stacks; number += 1) {
      new SecureFunction(stack, `Fn${number}`, {
        code: FunctionCode.inline('exports.handler = async () => ({})'),
        runtime: lambda.Runtime.NODEJS_24_X,
        network,
        limits: { concurrency: Concurrency.reserved(1) },
      });
    }
  }
});
let assembly: ReturnType<App['synth']> | undefined;
const synthesis = seconds(() => {
  assembly = app.synth();
});
const templates = (assembly?.stacks ?? []).map(stack => ({
  templatePath: stack.templateFullPath,
  stackConstructPath: stack.hierarchicalId,
}));
let findings = 0;
const judging = seconds(() => {
  const model = buildModel(readTemplates(templates), acknowledgementsOf(app));
  findings = evaluate(model, { profile: 'strict', asOf: new Date() }).filter(({ verdict }) => verdict === 'fail').length;
});
const nag = seconds(() => new AwsSolutionsChecks(app).validateScope(app));

const resources = app.node.findAll().filter(construct => CfnResource.isCfnResource(construct)).length;
const print = (text: string): boolean => process.stdout.write(`${text}\n`);
print(`${functions} functions in ${stacks} stacks, ${resources} resources, ${findings} failures`);
print(`construction ${construction.toFixed(2)} s, synthesis ${synthesis.toFixed(2)} s`);
print(
  `judging ${judging.toFixed(2)} s: ${((100 * judging) / synthesis).toFixed(1)} % of the synthesis, ${(judging / nag).toFixed(2)} of one pack of cdk-nag`,
);
print(`memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
