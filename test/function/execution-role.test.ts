import { Aspects, AspectPriority, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ManagedKafkaEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IConstruct } from 'constructs';
import { AwsService, Egress } from '../../lib';
import type { SecureFunction } from '../../lib';
import { aFunction, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const BUCKET = 'arn:aws:s3:::orders/*';
const statementOf = (actions: string[], resources = ['*']): iam.PolicyStatement =>
  new iam.PolicyStatement({ actions, resources });
const administrator = (): iam.PolicyStatement => statementOf(['*']);
const roleOf = (fn: SecureFunction): iam.Role => fn.role as iam.Role;

const onQueues = (count: number, name = 'queue'): iam.PolicyStatement =>
  statementOf(
    ['sqs:SendMessage'],
    Array.from({ length: count }, (_, index) => `arn:aws:sqs:eu-west-1:111122223333:${name}-${index}`),
  );

const WAYS: readonly (readonly [string, (fn: SecureFunction, statement: iam.PolicyStatement) => unknown])[] = [
  ['addToRolePolicy()', (fn, statement) => fn.addToRolePolicy(statement)],
  ['role.addToPrincipalPolicy()', (fn, statement) => roleOf(fn).addToPrincipalPolicy(statement)],
  ['role.addToPolicy()', (fn, statement) => roleOf(fn).addToPolicy(statement)],
  [
    'role.attachInlinePolicy()',
    (fn, statement) => roleOf(fn).attachInlinePolicy(new iam.Policy(fn, 'More', { statements: [statement] })),
  ],
  [
    'policy.attachToRole()',
    (fn, statement) => new iam.Policy(Stack.of(fn), 'More', { statements: [statement] }).attachToRole(roleOf(fn)),
  ],
  [
    'Grant.addToPrincipal()',
    (fn, statement) => iam.Grant.addToPrincipal({ grantee: fn, actions: statement.actions, resourceArns: statement.resources }),
  ],
];

describe.each(FLAG_SETS)('an execution role under the %s', (_, flags) => {
  test.each(WAYS)('takes what is scoped, by %s', (_way, give) => {
    const stack = newStack(flags);
    give(aFunction(stack), statementOf(['s3:GetObject'], [BUCKET]));
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([{ Effect: 'Allow', Action: 's3:GetObject', Resource: BUCKET }]) },
      Roles: [{ Ref: Match.stringLikeRegexp('^FnExecutionRole') }],
    });
  });

  test.each(WAYS)('refuses administrator rights, by %s', (_way, give) => {
    const fn = aFunction(newStack(flags));
    expect(() => give(fn, administrator())).toThrow(
      refusal('An execution role', 'holds no administrator rights', `'*' on every resource allows everything`),
    );
  });

  test.each(WAYS)('refuses a way to more rights, by %s', (_way, give) => {
    const fn = aFunction(newStack(flags));
    expect(() => give(fn, statementOf(['iam:PutRolePolicy']))).toThrow(
      refusal('An execution role', 'holds no rights to become somebody else', `'iam:PutRolePolicy' beyond named resources`),
    );
  });

  test('refuses the second half of a way to more rights', () => {
    const fn = aFunction(newStack(flags));
    fn.addToRolePolicy(statementOf(['lambda:CreateFunction', 'lambda:InvokeFunction'], ['arn:aws:lambda:*:*:function:job-*']));
    expect(() => fn.addToRolePolicy(statementOf(['iam:PassRole']))).toThrow(
      /'iam:PassRole' beyond named resources, together with/,
    );
  });

  test('refuses the second half in another policy', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    fn.addToRolePolicy(statementOf(['iam:PassRole']));
    const statements = [statementOf(['lambda:CreateFunction', 'lambda:InvokeFunction'], ['arn:aws:lambda:*:*:function:job-*'])];
    const more = new iam.Policy(stack, 'More', { statements });
    expect(() => more.attachToRole(roleOf(fn))).toThrow('holds no rights to become somebody else');
  });

  test('refuses a policy that is made with its roles, when the template is written', () => {
    const stack = newStack(flags);
    new iam.Policy(stack, 'More', { statements: [administrator()], roles: [roleOf(aFunction(stack))] });
    expect(() => templateOf(stack)).toThrow(/holds rights that nobody may hold: '\*' on every resource/);
  });

  test('passing one named role is no escalation', () => {
    const fn = aFunction(newStack(flags));
    const role = 'arn:aws:iam::111122223333:role/job';
    expect(() =>
      fn.addToRolePolicy(statementOf(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], [role])),
    ).not.toThrow();
  });

  test.each([
    ['everything but', new iam.PolicyStatement({ notActions: ['s3:DeleteBucket'], resources: ['*'] })],
    ['iam:*', statementOf(['iam:*'])],
    ['every service by name', statementOf(['iam:*', 's3:*', 'lambda:*'])],
  ])('refuses administrator rights written as %s', (_case, statement) => {
    expect(() => aFunction(newStack(flags)).addToRolePolicy(statement)).toThrow(
      /holds no (administrator rights|rights to become)/,
    );
  });

  test('refuses statements that became dangerous after they were added', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    const statement = statementOf(['s3:GetObject'], [BUCKET]);
    fn.addToRolePolicy(statement);
    statement.addActions('*');
    statement.addAllResources();
    expect(() => templateOf(stack)).toThrow(/holds rights that nobody may hold: .*'\*' on every resource/);
  });

  test('refuses policies that became dangerous after they were attached', () => {
    const stack = newStack(flags);
    const policy = new iam.Policy(stack, 'More', { roles: [roleOf(aFunction(stack))] });
    policy.addStatements(administrator());
    expect(() => templateOf(stack)).toThrow(/holds rights that nobody may hold: '\*' on every resource/);
  });

  test('refuses to trust anybody but Lambda', () => {
    const stack = newStack(flags);
    roleOf(aFunction(stack)).assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({ actions: ['sts:AssumeRole'], principals: [new iam.AccountPrincipal('444455556666')] }),
    );
    expect(() => templateOf(stack)).toThrow(/must trust nobody but Lambda, got .*444455556666/);
  });

  test('refuses to trust everybody but somebody', () => {
    const stack = newStack(flags);
    roleOf(aFunction(stack)).assumeRolePolicy?.addStatements(
      new iam.PolicyStatement({
        actions: ['sts:AssumeRole'],
        effect: iam.Effect.DENY,
        notPrincipals: [new iam.AccountPrincipal('444455556666')],
      }),
    );
    expect(() => templateOf(stack)).toThrow(/must trust nobody but Lambda/);
  });

  test.each(['AdministratorAccess', 'AmazonDynamoDBFullAccess', 'job-function/ViewOnlyAccess', 'AWSLambda_FullAccess'])(
    'refuses the AWS managed policy %s',
    name => {
      const stack = newStack(flags);
      const role = roleOf(aFunction(stack));
      const expected = refusal(
        'An execution role',
        'holds no AWS managed policy: they are written for everybody, and change without you',
        name,
      );
      expect(() => role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(name))).toThrow(expected);
      const byArn = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'P', `arn:aws:iam::aws:policy/${name}`);
      expect(() => role.addManagedPolicy(byArn)).toThrow(expected);
    },
  );

  test('takes a customer managed policy', () => {
    const stack = newStack(flags);
    const policy = new iam.ManagedPolicy(stack, 'Mine', { statements: [statementOf(['s3:GetObject'], [BUCKET])] });
    roleOf(aFunction(stack)).addManagedPolicy(policy);
    roleOf(aFunction(stack, 'Other')).addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyName(stack, 'P', 'mine'));
    templateOf(stack).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^Mine') }] });
  });

  test.each(['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'])(
    'leaves %s out, since the platform policy holds what it gives',
    name => {
      const stack = newStack(flags);
      roleOf(aFunction(stack)).addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(`service-role/${name}`));
      expect(
        JSON.stringify(templateOf(stack).findResources('AWS::IAM::Role', { Properties: { ManagedPolicyArns: Match.absent() } })),
      ).toContain('FnExecutionRole');
    },
  );

  test('replaces the AWS managed policy of a Kafka source by the rights that it needs', () => {
    const stack = newStack(flags);
    const clusterArn = 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/1234';
    aFunction(stack).addEventSource(
      new ManagedKafkaEventSource({ clusterArn, topic: 'orders', startingPosition: lambda.StartingPosition.TRIM_HORIZON }),
    );
    const template = templateOf(stack);
    expect(JSON.stringify(template.toJSON())).not.toContain('AWSLambdaMSKExecutionRole');
    const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith('FnExecutionRoleDefaultPolicy'),
    );
    const statements: { Action: string | string[]; Resource: string }[] = policy[1].Properties.PolicyDocument.Statement;
    const rights = statements.flatMap(({ Action, Resource }) => [Action].flat().map(action => `${action} ${Resource}`));
    expect(rights.sort()).toEqual([
      'ec2:DescribeSecurityGroups *',
      'ec2:DescribeVpcs *',
      `kafka:DescribeCluster ${clusterArn}`,
      `kafka:DescribeClusterV2 ${clusterArn}`,
      `kafka:GetBootstrapBrokers ${clusterArn}`,
      `kafka:ListScramSecrets ${clusterArn}`,
    ]);
  });

  test('a right to trace that CDK adds once more changes nothing', () => {
    const stack = newStack(flags);
    const result = roleOf(aFunction(stack)).addToPrincipalPolicy(
      statementOf(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
    );
    expect(result).toMatchObject({ statementAdded: true });
    expect(
      Object.keys(templateOf(stack).findResources('AWS::IAM::Policy')).filter(
        id => id.includes('DefaultPolicy') && id.startsWith('Fn'),
      ),
    ).toEqual([]);
  });

  test('a denial of tracing, and a statement about nothing, are not mistaken for it', () => {
    const stack = newStack(flags);
    const deny = new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['xray:PutTraceSegments'], resources: ['*'] });
    aFunction(stack).addToRolePolicy(deny);
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'xray:PutTraceSegments', Resource: '*' }] },
    });
  });

  test('is granted a table of another stack', () => {
    const app = newApp(flags);
    const data = new Stack(app, 'Data');
    const table = new dynamodb.Table(data, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const stack = new Stack(app, 'Stack');
    table.grantReadData(aFunction(stack));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['dynamodb:Query']) })]) },
    });
    expect(stack.dependencies.map(({ node }) => node.id)).toEqual(['Data']);
    expect(data.dependencies).toHaveLength(0);
  });

  test('may hold more grants than fit into one policy', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    for (let i = 0; i < 60; i++) {
      const conditions = { StringEquals: { 'aws:PrincipalTag/tenant': `tenant-number-${i}` } };
      const resources = [`arn:aws:dynamodb:eu-west-1:111122223333:table/a-rather-long-name-of-a-table-${i}`];
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources, conditions }));
    }
    const template = templateOf(stack);
    expect(JSON.stringify(template.toJSON()).match(/a-rather-long-name/g)).toHaveLength(60);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: Match.stringLikeRegexp('^FnExecutionRole') }] });
  });

  test('may hold one grant that leaves nothing in the policy that it was made for', () => {
    const stack = newStack(flags);
    aFunction(stack).addToRolePolicy(onQueues(400));
    const template = templateOf(stack);
    expect(JSON.stringify(template.findResources('AWS::IAM::ManagedPolicy')).match(/:queue-/g)).toHaveLength(400);
    expect(Object.keys(template.findResources('AWS::IAM::Policy')).filter(id => id.startsWith('FnExecutionRole'))).toEqual([]);
  });

  test('lets its code through an endpoint with rights that moved into another policy', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.SQS)] });
    for (let i = 0; i < 10; i++) fn.addToRolePolicy(onQueues(20, `part-${i}-of-many-queues-with-rather-long-names`));
    const template = templateOf(stack);
    expect(template.findResources('AWS::IAM::ManagedPolicy')).not.toEqual({});
    expect(JSON.stringify(template.findResources('AWS::EC2::VPCEndpoint')).match(/part-/g)).toHaveLength(200);
  });

  test('keeps what moved into another policy as it was granted', () => {
    const stack = newStack(flags);
    aFunction(stack).addToRolePolicy(onQueues(400));
    const visit = (node: IConstruct): void => {
      if (node instanceof iam.CfnManagedPolicy) node.addPropertyOverride('PolicyDocument.Statement.0.Resource', '*');
    };
    Aspects.of(stack).add({ visit }, { priority: AspectPriority.READONLY });
    expect(() => templateOf(stack)).toThrow(
      /'PolicyDocument' of AWS::IAM::ManagedPolicy 'ExecutionRole\/OverflowPolicy1\/Resource'/,
    );
  });

  test('refuses a long statement that became dangerous after it was added', () => {
    const stack = newStack(flags);
    const statement = onQueues(400);
    aFunction(stack).addToRolePolicy(statement);
    statement.addActions('*');
    statement.addAllResources();
    expect(() => templateOf(stack)).toThrow(/holds rights that nobody may hold: .*'\*' on every resource/);
  });

  test('lets its code through an endpoint to nothing that Lambda writes by itself', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack, 'Fn', { egress: [AwsService.SQS, AwsService.KMS].map(service => Egress.toAwsService(service)) });
    fn.addToRolePolicy(onQueues(1));
    fn.addToRolePolicy(statementOf(['kms:Sign'], ['arn:aws:kms:eu-west-1:111122223333:key/1']));
    const endpoints = Object.values(templateOf(stack).findResources('AWS::EC2::VPCEndpoint'));
    const passing = endpoints.flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[],
    );
    expect(passing.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:queue-0'],
      ['kms:Sign', 'arn:aws:kms:eu-west-1:111122223333:key/1'],
    ]);
  });
});

test('policies that the newer way of CDK makes are judged too', () => {
  const fn = aFunction(newStack({ '@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy': true }));
  fn.addToRolePolicy(statementOf(['s3:GetObject'], [BUCKET]));
  expect(() => fn.addToRolePolicy(administrator())).toThrow('holds no administrator rights');
});
