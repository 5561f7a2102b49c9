import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import type { App } from 'aws-cdk-lib';
import { CfnCondition, CfnOutput, CfnParameter, CfnStack, Fn, NestedStack, Stack, Stage, Token, Validations } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FLAGS, appWith, functionCalled, modelOfApp, stackTemplatesOf } from './synth';
import { readTemplates } from '../../lib/model/assembly';
import { buildModel } from '../../lib/model/build-model';
import type { AppFacts, RoleFacts } from '../../lib/model/facts';
import { lookup } from '../../lib/model/symbolic';

const CODE = {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => {};'),
};

function queueBehind(facts: AppFacts, start: string) {
  const { resource, environment } = functionCalled(facts, start);
  return lookup(resource.template, environment.get('QUEUE') ?? '')?.resource;
}

function grantsOn(facts: AppFacts, start: string) {
  const { role } = functionCalled(facts, start);
  return (role as RoleFacts).statements
    .filter(({ statement }) => statement.actions.includes('sqs:SendMessage'))
    .flatMap(({ statement, resource }) => statement.resources.map(arn => lookup(resource.template, arn)?.resource));
}

describe.each(Object.entries(FLAGS))('under %s', (_, flags) => {
  test('follows a role and a queue of another stack, and its policies', () => {
    const app = appWith(flags);
    const producer = new Stack(app, 'Producer');
    const queue = new Queue(producer, 'Queue');
    const role = new Role(producer, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const worker = new Function(new Stack(app, 'Consumer'), 'Worker', { ...CODE, role, environment: { QUEUE: queue.queueUrl } });
    queue.grantSendMessages(worker);
    const facts = modelOfApp(app);
    expect(functionCalled(facts, 'Worker').role).toMatchObject({
      resource: { logicalId: expect.stringMatching(/^Role/) as string },
    });
    expect(queueBehind(facts, 'Worker')).toMatchObject({ type: 'AWS::SQS::Queue', template: { stackPath: 'Producer' } });
    expect(grantsOn(facts, 'Worker')).toEqual([queueBehind(facts, 'Worker')]);
  });

  test('follows a queue of another region', () => {
    const app = appWith(flags);
    const env = (region: string) => ({ env: { account: '111111111111', region }, crossRegionReferences: true });
    const queue = new Queue(new Stack(app, 'Far', env('eu-west-1')), 'Queue');
    new Function(new Stack(app, 'Near', env('us-east-1')), 'Worker', { ...CODE, environment: { QUEUE: queue.queueUrl } });
    const facts = modelOfApp(app);
    expect(queueBehind(facts, 'Worker')?.template).toMatchObject({
      stackPath: 'Far',
      region: 'eu-west-1',
      account: '111111111111',
    });
  });

  test('follows a stack that is deployed under a name of its own', () => {
    const app = appWith(flags);
    const queue = new Queue(new Stack(app, 'Producer', { stackName: 'shared' }), 'Queue');
    new Function(new Stack(app, 'Consumer'), 'Worker', { ...CODE, environment: { QUEUE: queue.queueUrl } });
    expect(queueBehind(modelOfApp(app), 'Worker')).toBeDefined();
  });

  test.each([true, false])('follows stacks nested in stacks of a stage, with metadata: %s', metadata => {
    const app = appWith(flags, metadata);
    const stack = new Stack(new Stage(app, 'Prod'), 'Shop');
    const inner = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    const [above, below] = [new Queue(stack, 'Above'), new Queue(inner, 'Below')];
    const down = new Function(inner, 'Down', { ...CODE, environment: { QUEUE: above.queueUrl } });
    const up = new Function(stack, 'Up', { ...CODE, environment: { QUEUE: below.queueUrl } });
    above.grantSendMessages(down);
    below.grantSendMessages(up);
    const facts = modelOfApp(app);
    expect(queueBehind(facts, 'Down')?.logicalId).toMatch(/^Above/);
    expect(queueBehind(facts, 'Up')?.logicalId).toMatch(/^Below/);
    expect(grantsOn(facts, 'Down')).toEqual([queueBehind(facts, 'Down')]);
    expect(grantsOn(facts, 'Up')).toEqual([queueBehind(facts, 'Up')]);
    expect(facts.unseenStacks).toEqual([]);
    expect(facts.templates.map(({ stackPath }) => stackPath)).toEqual(
      metadata ? ['Prod/Shop', 'Prod/Shop/Outer', 'Prod/Shop/Outer/Inner'] : ['Prod/Shop', undefined, undefined],
    );
  });

  test('keeps two stages with equal stacks apart', () => {
    const app = appWith(flags);
    for (const name of ['Beta', 'Prod']) {
      const stage = new Stage(app, name);
      const queue = new Queue(new Stack(stage, 'Producer', { stackName: 'producer' }), 'Queue');
      new Function(new Stack(stage, 'Consumer', { stackName: 'consumer' }), 'Worker', {
        ...CODE,
        environment: { QUEUE: queue.queueUrl },
      });
    }
    const facts = modelOfApp(app);
    const producers = facts.functions.map(
      ({ resource, environment }) => lookup(resource.template, environment.get('QUEUE') ?? '')?.resource.template.stackPath,
    );
    expect(producers).toEqual(['Beta/Producer', 'Prod/Producer']);
  });

  test('knows the failure destination of each alias, and its callers', () => {
    const app = appWith(flags);
    const stack = new Stack(app, 'Shop');
    const queue = new Queue(stack, 'Failures');
    const worker = new Function(stack, 'Worker', { ...CODE, onFailure: new SqsDestination(queue) });
    const alias = worker.addAlias('live');
    alias.configureAsyncInvoke({ onFailure: new SqsDestination(queue) });
    alias.addFunctionUrl();
    new LambdaRestApi(stack, 'Rest', { handler: worker });
    new HttpApi(stack, 'Http', { defaultIntegration: new HttpLambdaIntegration('Integration', alias) });
    const { asyncConfigs, qualifiers, invokers } = functionCalled(modelOfApp(app), 'Worker');
    const destinations = asyncConfigs.map(
      ({ resource, onFailure }) => lookup(resource.template, onFailure ?? '')?.resource.logicalId,
    );
    expect(asyncConfigs.map(({ qualifier }) => qualifier).sort()).toEqual(['$LATEST', 'live']);
    expect(destinations.every(id => id?.startsWith('Failures'))).toBe(true);
    expect(qualifiers.map(({ kind }) => kind)).toEqual(['alias', 'version']);
    const kinds = invokers.map(({ kind, principal }) => `${kind} ${principal}`);
    expect([...new Set(kinds)].sort()).toEqual(['api NONE', 'permission apigateway.amazonaws.com', 'url AWS_IAM']);
  });

  test('knows both sides of a condition', () => {
    const app = appWith(flags);
    const stack = new Stack(app, 'Shop');
    const stage = new CfnParameter(stack, 'Stage', { default: 'dev' });
    new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(stage, 'prod') });
    const worker = new Function(stack, 'Worker', CODE);
    (worker.node.defaultChild as CfnFunction).timeout = Token.asNumber(Fn.conditionIf('IsProd', 10, 900));
    const { functions } = modelOfApp(app);
    expect(functions.map(({ when, properties }) => [when, properties.Timeout])).toEqual([
      ['IsProd is true', 10],
      ['IsProd is false', 900],
    ]);
  });

  test('a group that CDK closes is closed, also where its rules are resources of their own', () => {
    const app = appWith(flags);
    const stack = new Stack(app, 'Shop');
    const vpc = new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false });
    const [closed, open, target] = ['Closed', 'Open', 'Target'].map(
      id => new SecurityGroup(stack, id, { vpc, allowAllOutbound: id === 'Open' }),
    );
    closed.connections.allowTo(target, Port.tcp(443));
    new Function(stack, 'Worker', { ...CODE, vpc, securityGroups: [closed, open] });
    const { network } = functionCalled(modelOfApp(app), 'Worker');
    if (network === undefined || 'unknown' in network) throw new Error('no network');
    const groups = network.securityGroups.map(group =>
      'unknown' in group ? group : [group.openByOmission, group.egress.map(({ cidr, securityGroup }) => cidr ?? securityGroup)],
    );
    expect(network.subnets).toHaveLength(2);
    expect(groups).toEqual([
      [false, [expect.stringMatching(/^\$\{Target\w+\.GroupId\}$/)]],
      [false, ['0.0.0.0/0']],
    ]);
  });
});

test('reads the final templates while the app is validated', () => {
  const app = appWith(FLAGS['recommended flags']);
  const stack = new Stack(app, 'Shop', { stackName: 'shop' });
  new Queue(new NestedStack(stack, 'Inner'), 'Queue');
  let seen: AppFacts | undefined;
  Validations.of(app).addPlugins({
    name: 'probe',
    validate: ({ stackTemplates }) => {
      seen = buildModel(readTemplates(stackTemplates));
      return { success: true, violations: [] };
    },
  });
  app.synth();
  expect(seen?.templates.map(({ stackPath, account, region }) => [stackPath, account, region])).toEqual([
    ['Shop', undefined, undefined],
    ['Shop/Inner', undefined, undefined],
  ]);
});

describe('nested templates', () => {
  function appWithNested(makeNested: (stack: Construct) => void): App {
    const app = appWith();
    makeNested(new Stack(app, 'Shop'));
    return app;
  }

  test('one that lies elsewhere is told as unseen', () => {
    const app = appWithNested(stack => new CfnStack(stack, 'Foreign', { templateUrl: 'https://example.com/a.json' }));
    expect(modelOfApp(app).unseenStacks.map(({ logicalId }) => logicalId)).toEqual(['Foreign']);
  });

  const folder = mkdtempSync(join(tmpdir(), 'model-'));
  const write = (name: string, body: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof body === 'string' ? body : JSON.stringify(body));
    return path;
  };
  const nesting = (asset: string) => ({ Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': asset } });
  const read = (Resources: object) =>
    readTemplates([{ templatePath: write('Top.template.json', { Resources }), stackConstructPath: 'Top' }]);

  test('each file is read once, and knows all that deploy it', () => {
    write('Child.json', { Resources: { Again: nesting('Child.json') } });
    const sources = read({ A: nesting('Child.json'), B: nesting(join(folder, 'Child.json')) });
    expect(sources.map(({ path }) => basename(path))).toEqual(['Top.template.json', 'Child.json']);
    expect(sources[1].nestedIn?.map(({ logicalId }) => logicalId)).toEqual(['A', 'Again', 'B']);
  });

  test('one that is missing, no JSON or no object is left out and told as unseen', () => {
    write('Text.yaml', 'Resources: {}');
    write('List.json', []);
    mkdirSync(join(folder, 'Folder.json'), { recursive: true });
    const sources = read({
      A: nesting('Nowhere.json'),
      B: nesting('Text.yaml'),
      C: nesting('List.json'),
      D: nesting('Folder.json'),
      E: 5,
    });
    expect(sources).toHaveLength(1);
    expect(buildModel(sources).unseenStacks.map(({ logicalId }) => logicalId)).toEqual(['A', 'B', 'C', 'D']);
  });

  test('odd manifests tell nothing', () => {
    const url = { 'Fn::Join': ['', ['https://s3/', `${'a'.repeat(64)}.json`]] };
    for (const manifest of [
      '[]',
      '{"files": {"a": {"source": {}}, "b": 1, "c": {"source": {"path": "x"}, "destinations": {"d": {}}}}}',
      '{',
    ]) {
      write('Top.assets.json', manifest);
      write('manifest.json', manifest);
      expect(read({ A: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } })).toHaveLength(1);
    }
  });

  test('an environment that CDK does not know is none', () => {
    const stack = { templatePath: write('Top.template.json', {}), stackConstructPath: 'Top' };
    const [agnostic] = readTemplates([{ ...stack, accountId: 'unknown-account', region: 'unknown-region' }]);
    const [placed] = readTemplates([{ ...stack, accountId: '111111111111', region: 'eu-west-1' }]);
    expect([agnostic.account, agnostic.region, placed.account, placed.region]).toEqual([
      undefined,
      undefined,
      '111111111111',
      'eu-west-1',
    ]);
  });

  test('a template that cannot be read stops the judgement', () => {
    expect(() => readTemplates([{ templatePath: join(folder, 'nowhere'), stackConstructPath: 'X' }])).toThrow();
  });

  test('a stack that is listed twice is read once', () => {
    const app = appWith();
    new CfnOutput(new Stack(app, 'Shop'), 'Output', { value: 'x' });
    const [stack] = stackTemplatesOf(app);
    expect(readTemplates([stack, stack])).toHaveLength(1);
  });
});

test('the manifest of a folder is read once, however many stacks it lists', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const names = ['A', 'B', 'C'];
  const artifacts = Object.fromEntries(
    names.map(name => [name, { properties: { templateFile: `${name}.template.json`, stackName: `deployed-${name}` } }]),
  );
  const manifest = JSON.stringify({ artifacts });
  writeFileSync(join(folder, 'manifest.json'), manifest);
  for (const name of names) writeFileSync(join(folder, `${name}.template.json`), '{}');
  const parse = jest.spyOn(JSON, 'parse');

  const sources = readTemplates(
    names.map(name => ({ templatePath: join(folder, `${name}.template.json`), stackConstructPath: name })),
  );
  const manifests = parse.mock.calls.filter(([text]) => text === manifest).length;
  parse.mockRestore();

  expect(sources.map(({ stackName }) => stackName)).toEqual(['deployed-A', 'deployed-B', 'deployed-C']);
  expect(manifests).toBe(1);
});
