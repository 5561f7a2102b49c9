import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnFunction } from 'aws-cdk-lib/aws-sam';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Control } from '../../lib/baseline/control';
import { Waiver } from '../../lib/baseline/waiver';
import { evaluate } from '../../lib/checks/evaluate';
import { ServerlessGuard } from '../../lib/guard';
import { buildModel } from '../../lib/model/build-model';
import type { JsonObject } from '../../lib/model/facts';
import { FLAG_SETS } from '../apps';
import { TODAY } from '../rules/judge-example';

const TRANSFORM = 'AWS::Serverless-2016-10-31';
const ADMIN: JsonObject = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const findingsOf = (Resources: JsonObject, more: JsonObject = {}) =>
  evaluate(buildModel([{ path: 'App.template.json', body: { Transform: TRANSFORM, ...more, Resources } }]), {
    profile: 'strict',
    asOf: TODAY,
  });

const places = (rule: string, Resources: JsonObject, more: JsonObject = {}) =>
  findingsOf(Resources, more)
    .filter(finding => finding.rule === rule)
    .map(
      ({ resource, resourceType, property }) =>
        `${resourceType?.replace('AWS::Serverless::', '')} ${resource} ${property ?? '-'}`,
    );

const fn = (properties: JsonObject = {}): JsonObject => ({
  Type: 'AWS::Serverless::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', CodeUri: './src', ...properties },
});

test.each<[string, string, JsonObject, JsonObject, string[]]>([
  ['a property of the function', 'tracing-active', { F: fn() }, {}, ['Function F Properties.Tracing']],
  ['a property from the globals', 'tracing-active', { F: fn() }, { Globals: { Function: { Tracing: 'Active' } } }, []],
  [
    'its environment',
    'code-not-hijacked',
    { F: fn({ Environment: { Variables: { NODE_OPTIONS: '-r x' } } }) },
    {},
    ['Function F Properties.Environment.Variables.NODE_OPTIONS'],
  ],
  [
    'a policy of the role that SAM makes',
    'no-administrator-rights',
    { F: fn({ Policies: ['AWSLambdaExecute', ADMIN] }) },
    {},
    ['Function F Properties.Policies.1.Statement.0'],
  ],
  [
    'a policy of AWS',
    'no-administrator-rights',
    { F: fn({ Policies: 'AdministratorAccess' }) },
    {},
    ['Function F Properties.Policies'],
  ],
  [
    'its URL',
    'function-url-requires-iam',
    { F: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }) },
    {},
    ['Function F Properties.FunctionUrlConfig.AuthType'],
  ],
  [
    'an operation of an API that it implies',
    'api-requires-authorization',
    {
      F: fn({ Events: { Get: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }),
      G: fn({ Events: { Post: { Type: 'Api', Properties: { Path: '/', Method: 'post' } } } }),
    },
    {},
    ['Function F Properties.Events.Get', 'Function G Properties.Events.Post'],
  ],
  [
    'a trust policy',
    'role-trusts-lambda-only',
    {
      F: fn({
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] },
      }),
    },
    {},
    ['Function F Properties.AssumeRolePolicyDocument'],
  ],
  ['what nobody can expand', 'every-template-judged', { G: { Type: 'AWS::Serverless::GraphQLApi' } }, {}, ['GraphQLApi G Type']],
  [
    'a policy that nobody knows',
    'every-template-judged',
    { F: fn({ Policies: [{ Magic: {} }] }) },
    {},
    ['Function F Properties.Policies.0'],
  ],
  [
    'an application from elsewhere',
    'every-template-judged',
    { A: { Type: 'AWS::Serverless::Application', Properties: { Location: { ApplicationId: 'a' } } } },
    {},
    ['Application A Properties.Location'],
  ],
])('a finding about %s names what the user wrote', (_, rule, resources, more, expected) => {
  expect(places(rule, resources, more)).toEqual(expected);
});

test('no finding names a resource that the user did not write', () => {
  const Resources = {
    F: fn({
      AutoPublishAlias: 'live',
      DeploymentPreference: { Type: 'AllAtOnce' },
      Policies: [ADMIN, { SQSPollerPolicy: { QueueName: 'q' } }],
      FunctionUrlConfig: { AuthType: 'NONE' },
      VpcConfig: { SubnetIds: ['s'], SecurityGroupIds: ['g'] },
      Events: {
        A: { Type: 'Api', Properties: { Path: '/', Method: 'get' } },
        H: { Type: 'HttpApi' },
        V: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 's' } },
      },
    }),
  };
  const findings = findingsOf(Resources);
  expect(findings.length).toBeGreaterThan(10);
  for (const { resource, relatedResources = [] } of findings) expect([resource, ...relatedResources]).toEqual(['F']);
});

test('a message has the name of the made resource and that of the user’s', () => {
  const messages = findingsOf({ F: fn({ Policies: [ADMIN] }) }).map(({ message }) => message);
  expect(messages).toContain("The role 'FRole' of 'F' may perform every action on every resource");
});

test('what two resources share is called by its own name alone', () => {
  const events = { E: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } };
  const [finding] = findingsOf({ F: fn({ Events: events }) }).filter(({ rule }) => rule === 'api-requires-authorization');
  expect(finding.message).toBe(
    "The method GET / of 'ServerlessRestApi' runs a function for everybody: it asks for no authorization",
  );
});

describe.each(FLAG_SETS)('in an app with %s', (_, context) => {
  const judged = (build: (stack: Stack) => void): string[] => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const app = new App({ context: { ...context } });
    ServerlessGuard.protect(app);
    build(new Stack(app, 'Shop'));
    try {
      app.synth();
    } catch {
      // The report says why.
    }
    const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as {
      pluginReports: { violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[] }[];
    };
    return pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
    );
  };
  const url = { runtime: 'nodejs22.x', handler: 'index.handler', codeUri: 's3://b/k', functionUrlConfig: { authType: 'NONE' } };
  const expected = ['function-url-requires-iam', 'no-public-invoker', 'no-aws-managed-policy', 'tracing-active'];

  afterEach(() => jest.restoreAllMocks());

  test('a construct of SAM is judged as what it becomes, at its path', () => {
    const found = judged(stack => new CfnFunction(stack, 'Orders', url));
    for (const rule of expected) expect(found).toContain(`${rule} Shop/Orders`);
    expect(found.filter(line => line.startsWith('every-template-judged'))).toEqual([]);
  });

  test('an API of SAM and its function are judged together', () => {
    const found = judged(stack => {
      const api = new CfnApi(stack, 'Api', { stageName: 'v1' });
      new CfnFunction(stack, 'Orders', {
        ...url,
        functionUrlConfig: undefined,
        events: { get: { type: 'Api', properties: { path: '/', method: 'get', restApiId: api.ref } } },
      });
    });
    expect(found).toContain('api-requires-authorization Shop/Orders');
  });

  test('an included template of SAM is judged as what it becomes', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sam-')), 'template.json');
    writeFileSync(
      file,
      JSON.stringify({ Transform: TRANSFORM, Resources: { Orders: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }) } }),
    );
    const found = judged(stack => new CfnInclude(stack, 'Included', { templateFile: file }));
    for (const rule of expected) expect(found).toContain(`${rule} Shop/Included/Orders`);
  });

  test('a waiver on the construct covers what becomes of it', () => {
    const found = judged(stack => {
      const orders = new CfnFunction(stack, 'Orders', url);
      const reason = 'The role is made by the transform and goes with the next release';
      const expires = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
      new Waiver({ reason, owner: 'team-orders', expires }).applyTo(orders, Control.NO_AWS_MANAGED_POLICY);
    });
    expect(found).not.toContain('no-aws-managed-policy Shop/Orders');
    expect(found).toContain('tracing-active Shop/Orders');
  });
});
