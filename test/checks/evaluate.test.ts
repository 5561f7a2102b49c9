import { Control } from '../../lib/baseline/control';
import { evaluate } from '../../lib/checks/evaluate';
import { stops } from '../../lib/checks/finding';
import { buildModel } from '../../lib/model/build-model';
import type { AppFacts, JsonObject } from '../../lib/model/facts';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';
import { judge, TODAY } from '../rules/judge-example';

const strict = { profile: 'strict', asOf: TODAY } as const;
const untraced: Example = { Resources: { Function: { Properties: { TracingConfig: null } } } };

test('says everything that other programs rely on, and leaves absent facts out', () => {
  expect(judge(untraced)).toEqual([
    {
      rule: 'tracing-active',
      controls: ['FN-06'],
      severity: 'error',
      verdict: 'fail',
      template: 'Orders.template.json',
      resource: 'Function',
      resourceType: 'AWS::Lambda::Function',
      property: 'Properties.TracingConfig.Mode',
      message: "'Function' is not traced: TracingConfig.Mode is left out",
      why: expect.any(String),
      fix: expect.any(String),
      links: [expect.stringMatching(/^https:/)],
      frameworks: ['CSA:SAS-5', 'Config:lambda-function-xray-enabled', 'OWASP-Serverless:S10', 'SecurityHub:Lambda.7'],
    },
  ]);
});

test('gives the keys of a finding always in the same order', () => {
  const Resources = {
    Function: { Metadata: { 'aws:cdk:path': 'Orders/Fn/Resource' } },
    Logs: { Properties: { KmsKeyId: null } },
  };
  expect(Object.keys(judge({ Resources })[0])).toEqual([
    ...['rule', 'controls', 'severity', 'verdict', 'template', 'resource', 'resourceType'],
    ...['property', 'relatedResources', 'message', 'why', 'fix', 'links', 'frameworks'],
  ]);
});

test('sorts by template, resource, rule and property, whatever the order of the templates', () => {
  const source = (path: string, example: Example) => ({ path, body: applyExample(SECURE_APP, example), stackPath: path });
  const broken: Example = {
    Resources: { Function: { Properties: { TracingConfig: null, Timeout: null } }, Logs: { Properties: { KmsKeyId: null } } },
  };
  const both = [source('B.template.json', broken), source('A.template.json', untraced)];
  const findings = evaluate(buildModel(both), strict);
  expect(findings.map(({ template, resource, rule }) => `${template} ${resource} ${rule}`)).toEqual([
    'A.template.json Function tracing-active',
    'B.template.json Function limits-explicit',
    'B.template.json Function tracing-active',
    'B.template.json Logs logs-encrypted',
  ]);
  expect(JSON.stringify(evaluate(buildModel([...both].reverse()), strict))).toBe(JSON.stringify(findings));
});

describe('a function whose properties depend on conditions', () => {
  const choice = (then: JsonObject | string, otherwise: JsonObject | string): Example => ({
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { Function: { Properties: { TracingConfig: { Mode: { 'Fn::If': ['IsProd', then, otherwise] } } } } },
  });

  test('is told under which one the finding stands', () => {
    expect(judge(choice('Active', 'PassThrough')).map(({ message }) => message)).toEqual([
      "'Function' is not traced: TracingConfig.Mode is PassThrough (when IsProd is false)",
    ]);
  });

  test('is told once what stands under all of them', () => {
    expect(judge(choice('PassThrough', 'PassThrough')).map(({ message }) => message)).toEqual([
      "'Function' is not traced: TracingConfig.Mode is PassThrough",
    ]);
  });

  test('is told under each one what differs', () => {
    expect(judge(choice('PassThrough', { Ref: 'AWS::NoValue' })).map(({ message }) => message)).toEqual([
      "'Function' is not traced: TracingConfig.Mode is PassThrough (when IsProd is true)",
      "'Function' is not traced: TracingConfig.Mode is left out (when IsProd is false)",
    ]);
  });

  test('leaves the condition out where another function gives the same finding without one', () => {
    const open = { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } };
    const { Function: fn } = SECURE_APP.Resources as { Function: { Properties: { VpcConfig: JsonObject } } };
    const example = (VpcConfig: JsonObject, other: boolean): Example => ({
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: {
        Group: open,
        Function: { Properties: { VpcConfig } },
        ...(other ? { Second: fn as unknown as JsonObject } : {}),
      },
    });
    const sometimes = { SecurityGroupIds: [{ 'Fn::If': ['IsProd', { 'Fn::GetAtt': ['Group', 'GroupId'] }, 'sg-0a1b'] }] };
    const messages = (changed: Example) =>
      judge(changed).flatMap(({ rule, verdict, message }) =>
        rule === Control.EGRESS_CLOSED && verdict === 'fail' ? [message] : [],
      );
    expect(messages(example(sometimes, false))).toEqual([expect.stringMatching(/\(when IsProd is true\)$/)]);
    expect(messages(example(sometimes, true))).toEqual([expect.stringMatching(/everywhere \(0\.0\.0\.0\/0\)$/)]);
  });
});

describe('functions that CDK adds', () => {
  /** The same app, with its function as one that CDK added. */
  function provided(example: Example): AppFacts {
    const app = buildModel([{ path: 'Orders.template.json', body: applyExample(SECURE_APP, example) }]);
    return { ...app, functions: app.functions.map(fn => ({ ...fn, providedBy: 'empties a bucket before it is deleted' })) };
  }

  test('are not asked for the strict promises, nor are their roles', () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } };
    expect(evaluate(provided({ Resources: { ...untraced.Resources, Role } }), strict)).toEqual([]);
  });

  test('are asked for the baseline', () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } };
    expect(evaluate(provided({ Resources: { Role } }), strict).map(({ rule }) => rule)).toEqual([
      Control.NO_ADMINISTRATOR_RIGHTS,
      Control.NO_FULL_ACCESS_POLICY,
    ]);
  });

  test('do not excuse a function of the user under the same role', () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } };
    const app = provided({ Resources: { Role, Second: (SECURE_APP.Resources as JsonObject).Function } });
    const mixed = {
      ...app,
      functions: app.functions.map(fn => (fn.resource.logicalId === 'Second' ? { ...fn, providedBy: undefined } : fn)),
    };
    expect(evaluate(mixed, strict).map(({ rule }) => rule)).toEqual([Control.NO_AWS_MANAGED_POLICY, Control.ROLE_NOT_SHARED]);
  });
});

test('holds the reservations against the quota of the account', () => {
  const app = buildModel([{ path: 'Orders.template.json', body: SECURE_APP }]);
  expect(evaluate(app, { ...strict, accountConcurrency: 105 })).toEqual([]);
  expect(evaluate(app, { ...strict, accountConcurrency: 104 }).map(({ rule }) => rule)).toEqual([
    Control.CONCURRENCY_WITHIN_QUOTA,
  ]);
  expect(evaluate(app, { ...strict, accountConcurrency: 10 }).map(({ message }) => message)).toEqual([
    expect.stringContaining('0 of 10 can be reserved'),
  ]);
});

test('adds up what runs in one account and region, and nothing else', () => {
  const stack = (path: string, region?: string) => ({
    path,
    stackPath: path,
    ...(region === undefined ? {} : { account: '111122223333', region }),
    body: applyExample(SECURE_APP, { Resources: { Function: { Properties: { ReservedConcurrentExecutions: 500 } } } }),
  });
  const rules = (...stacks: ReturnType<typeof stack>[]) => evaluate(buildModel(stacks), strict).map(({ rule }) => rule);
  expect(rules(stack('A', 'eu-west-1'), stack('B', 'us-east-1'))).toEqual([]);
  expect(rules(stack('A', 'eu-west-1'), stack('B', 'eu-west-1'))).toEqual([Control.CONCURRENCY_WITHIN_QUOTA]);
  expect(rules(stack('A'), stack('B'))).toEqual([Control.CONCURRENCY_WITHIN_QUOTA]);
});

test('judges runtimes and waivers as of the day it is told', () => {
  expect(judge({}, 'strict', new Date('2028-04-29T00:00:00Z'))).toEqual([]);
  expect(judge({}, 'strict', new Date('2028-04-30T00:00:00Z')).map(({ rule }) => rule)).toEqual([Control.RUNTIME_SUPPORTED]);
});

test('an empty app has no findings', () => expect(evaluate(buildModel([]), strict)).toEqual([]));

test('what a hundred stacks say alike is found in each of them', () => {
  const body = applyExample(SECURE_APP, { Resources: { Function: { Properties: { TracingConfig: null } } } });
  const app = buildModel(Array.from({ length: 100 }, (_, n) => ({ path: `${n}.json`, stackPath: `S${n}`, body })));
  const untracedIn = evaluate(app, strict).filter(({ rule }) => rule === 'tracing-active');
  expect(new Set(untracedIn.map(({ template }) => template)).size).toBe(100);
});

test.each([
  ['fail', 'fatal', true],
  ['fail', 'error', true],
  ['fail', 'warning', false],
  ['fail', 'info', false],
  ['unknown', 'warning', false],
] as const)('a finding that is %s and %s stops a deployment: %s', (verdict, severity, expected) => {
  expect(stops({ ...judge(untraced)[0], verdict, severity })).toBe(expected);
});
