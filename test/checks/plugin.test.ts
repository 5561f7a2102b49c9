import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { Control } from '../../lib/baseline/control';
import type { Finding } from '../../lib/checks/finding';
import { GuardPlugin } from '../../lib/checks/plugin';
import { RULES } from '../../lib/rules';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { frameworksOf } from '../../lib/rules/frameworks-of';
import { SECURE_APP } from '../../lib/rules/secure-app';

/** What CDK hands to a plugin for an app with one stack of this template. */
function contextOf(example: Example, app = new App()): IPolicyValidationContext {
  const templatePath = join(mkdtempSync(join(tmpdir(), 'plugin-')), 'Orders.template.json');
  writeFileSync(templatePath, JSON.stringify(applyExample(SECURE_APP, example)));
  return {
    templatePaths: [templatePath],
    stackTemplates: [{ stackConstructPath: 'Orders', templatePath, accountId: undefined, region: undefined }],
    appConstruct: app,
  };
}

const untraced: Example = { Resources: { Function: { Properties: { TracingConfig: null } } } };

test('bears our name and lists every rule', () => {
  const plugin = new GuardPlugin({ profile: 'strict' });
  expect(plugin.name).toBe('cdk-secure-function');
  expect(plugin.ruleIds).toEqual(RULES.map(({ id }) => id));
});

test('succeeds without violations on a secure app', () => {
  expect(new GuardPlugin({ profile: 'strict' }).validate(contextOf({}))).toEqual({ success: true, violations: [] });
});

test('makes one violation of a finding, with the harm, the remedy and the place', () => {
  const context = contextOf(untraced);
  const report = new GuardPlugin({ profile: 'strict' }).validate(context);
  const rule = RULES.find(({ id }) => id === Control.TRACING_ACTIVE)!;
  expect(report).toEqual({
    success: false,
    violations: [
      {
        ruleName: 'tracing-active',
        severity: 'error',
        description: `'Function' is not traced: TracingConfig.Mode is left out. ${rule.why}`,
        fix: rule.fix,
        ruleMetadata: { links: rule.links.join(' '), controls: 'FN-06', frameworks: frameworksOf(rule).join(' ') },
        violatingResources: [
          { resourceLogicalId: 'Function', templatePath: context.templatePaths[0], locations: ['Properties.TracingConfig.Mode'] },
        ],
      },
    ],
  });
});

test('names no property where there is none, and no control that does not exist', () => {
  const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'] } };
  const Platform = { Properties: { PolicyDocument: { Statement: [] } } };
  const { violations } = new GuardPlugin({ profile: 'strict' }).validate(contextOf({ Resources: { Role, Platform } }));
  const violation = violations.find(({ ruleName }) => ruleName === Control.ENI_RIGHTS_UNUSABLE_FROM_CODE);
  expect(violation?.violatingResources).toEqual([expect.objectContaining({ resourceLogicalId: 'Role', locations: [] })]);
  expect(Object.keys(violation?.ruleMetadata ?? {})).toEqual(['links', 'frameworks']);
});

test('an unknown is a warning and fails nothing', () => {
  const report = new GuardPlugin({ profile: 'strict' }).validate(
    contextOf({ Resources: { Function: { Properties: { Runtime: 'nodejs99.x' } } } }),
  );
  expect(report).toMatchObject({ success: true, violations: [{ ruleName: 'runtime-supported', severity: 'warning' }] });
});

test('a warning fails nothing', () => {
  const report = new GuardPlugin({ profile: 'strict', accountConcurrency: 104 }).validate(contextOf({}));
  expect(report).toMatchObject({ success: true, violations: [{ ruleName: 'concurrency-within-quota', severity: 'warning' }] });
});

test('asks for no more than its profile', () => {
  expect(new GuardPlugin({ profile: 'baseline' }).validate(contextOf(untraced))).toEqual({ success: true, violations: [] });
});

test('places a finding about an acknowledgement at its construct', () => {
  const app = new App();
  const resource = new CfnResource(new Stack(app, 'Orders'), 'Anything', { type: 'AWS::SNS::Topic' });
  resource.node.addMetadata('aws:cdk:acknowledged-rules', { 'cdk-secure-function::tracing-active': 'because' });
  const report = new GuardPlugin({ profile: 'strict' }).validate(contextOf({}, app));
  expect(report).toMatchObject({
    success: false,
    violations: [
      {
        ruleName: 'opt-out-is-a-waiver',
        severity: 'fatal',
        violatingResources: [{ constructPath: 'Orders/Anything', locations: [] }],
      },
    ],
  });
});

test('tells the facts and the findings to whoever asked', () => {
  const told: Finding[][] = [];
  new GuardPlugin({
    profile: 'strict',
    onJudged: (app, findings) => told.push([...findings].filter(() => app.functions.length === 1)),
  }).validate(contextOf(untraced));
  expect(told.map(findings => findings.map(({ rule }) => rule))).toEqual([['tracing-active']]);
});

test('throws where a template cannot be read, so that CDK fails the synth', () => {
  const context = contextOf({});
  writeFileSync(context.templatePaths[0], 'not a template');
  expect(() => new GuardPlugin({ profile: 'strict' }).validate(context)).toThrow();
  expect(readFileSync(context.templatePaths[0], 'utf8')).toBe('not a template');
});
