import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Aspects, CfnParameter, CfnResource, CustomResource, Lazy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import type { Construct, IConstruct } from 'constructs';
import { Failures } from '../../../lib';
import type { SecureFunction } from '../../../lib';
import { aFunction, FLAG_SETS } from '../../apps';
import { APIS } from '../../integrations/apis';
import { DEPLOYMENT } from '../../integrations/deployment';
import { EVENT_SOURCES } from '../../integrations/event-sources';
import { EVENTS } from '../../integrations/events';
import { IDENTITY } from '../../integrations/identity';
import { judged } from '../../integrations/judged';
import { STORAGE } from '../../integrations/storage';

/** Who stops an attack: the construct, with what it says, or the judge, with its rule; or where it is written that nobody does. */
type Caught = RegExp | string | { readonly limit: string };

type Attack = readonly [name: string, attack: (scope: Construct) => void, caught: Caught];

const LIMITS = readFileSync(path.join(__dirname, '../../../docs/limits.md'), 'utf8');

const anyone = new iam.AnyPrincipal();
const TO_EVERYONE = /is invoked by named callers only, got a permission for everyone/;
const topics = new iam.ServicePrincipal('sns.amazonaws.com');
const star = (...actions: string[]): iam.PolicyStatement => new iam.PolicyStatement({ actions, resources: ['*'] });

/** Every resource of a type below the scope. */
function resourcesOf(scope: IConstruct, type: string): CfnResource[] {
  return scope.node
    .findAll()
    .filter((child): child is CfnResource => child instanceof CfnResource && child.cfnResourceType === type);
}

function override(scope: IConstruct, type: string, property: string, value: unknown): void {
  for (const resource of resourcesOf(scope, type)) {
    if (value === undefined) resource.addPropertyDeletionOverride(property);
    else resource.addPropertyOverride(property, value);
  }
}

function innerOf(fn: SecureFunction): lambda.Function {
  return fn.node.findChild('Function') as lambda.Function;
}

function roleOf(fn: SecureFunction): iam.Role {
  return fn.node.findChild('ExecutionRole') as iam.Role;
}

/** The function under another name: whoever holds this is not held by the construct. */
function imported(scope: Construct, fn: SecureFunction): lambda.IFunction {
  return lambda.Function.fromFunctionAttributes(scope, 'Imported', {
    functionArn: fn.functionArn,
    role: fn.role,
    sameEnvironment: true,
  });
}

const LET_IN: readonly Attack[] = [
  ['an alias for everyone', scope => aFunction(scope).addAlias('live').addPermission('Open', { principal: anyone }), TO_EVERYONE],
  ['a grant on an alias to everyone', scope => aFunction(scope).addAlias('live').grantInvoke(anyone), TO_EVERYONE],
  ['a version for everyone', scope => aFunction(scope).currentVersion.addPermission('Open', { principal: anyone }), TO_EVERYONE],
  ['a grant on a version to everyone', scope => aFunction(scope).currentVersion.grantInvoke(anyone), TO_EVERYONE],
  [
    'the function inside for everyone',
    scope => innerOf(aFunction(scope)).addPermission('Open', { principal: anyone }),
    /lets everyone invoke the function/,
  ],
  [
    'the function inside for every topic',
    scope => innerOf(aFunction(scope)).addPermission('Open', { principal: topics }),
    /lets every customer of sns\.amazonaws\.com invoke the function/,
  ],
  [
    'a URL of an alias for everyone',
    scope => aFunction(scope).addAlias('live').addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }),
    /everyone through its URL/,
  ],
  [
    'a URL beside an alias for everyone',
    scope =>
      new lambda.FunctionUrl(scope, 'Url', {
        function: aFunction(scope).addAlias('live'),
        authType: lambda.FunctionUrlAuthType.NONE,
      }),
    /named callers only/,
  ],
  [
    'a URL of the function inside for everyone',
    scope => innerOf(aFunction(scope)).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }),
    /everyone/,
  ],
  [
    'a raw URL for everyone',
    scope => new lambda.CfnUrl(scope, 'Url', { authType: 'NONE', targetFunctionArn: aFunction(scope).functionArn }),
    'function-url-requires-iam',
  ],
  [
    'a raw permission on an alias for everyone',
    scope =>
      new lambda.CfnPermission(scope, 'Open', {
        action: 'lambda:InvokeFunction',
        functionName: aFunction(scope).addAlias('live').functionArn,
        principal: '*',
      }),
    'no-public-invoker',
  ],
  [
    'an alias made by hand for every topic',
    scope =>
      new lambda.Alias(scope, 'Alias', { aliasName: 'live', version: aFunction(scope).currentVersion }).addPermission('Open', {
        principal: topics,
      }),
    'invoker-bound-to-source',
  ],
  [
    'a version made by hand for everyone',
    scope => new lambda.Version(scope, 'Version', { lambda: aFunction(scope) }).addPermission('Open', { principal: anyone }),
    'no-public-invoker',
  ],
  [
    'the function under another name for every topic',
    scope => imported(scope, aFunction(scope)).addPermission('Open', { principal: topics }),
    'invoker-bound-to-source',
  ],
  [
    'a resource policy of an alias for everyone',
    scope =>
      new CfnResource(scope, 'Policy', {
        type: 'AWS::Lambda::ResourcePolicy',
        properties: {
          ResourceArn: aFunction(scope).addAlias('live').functionArn,
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' }] },
        },
      }),
    'no-public-invoker',
  ],
  [
    'a caller whose name a parameter tells',
    scope => {
      const name = new CfnParameter(Stack.of(scope), 'Caller', { default: '*' }).valueAsString;
      aFunction(scope).addPermission('Open', { principal: new iam.ArnPrincipal(name) });
    },
    'no-public-invoker',
  ],
  [
    'a source that turns out to be a wildcard',
    scope => aFunction(scope).addPermission('Open', { principal: topics, sourceArn: Lazy.string({ produce: () => '*' }) }),
    'invoker-bound-to-source',
  ],
  [
    'a list of sources, of which CDK takes none',
    scope =>
      aFunction(scope).addPermission('Open', {
        principal: topics.withConditions({ ArnLike: { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:444455556666:orders'] } }),
      }),
    /whoever fits a list in 'aws:SourceArn'/,
  ],
  [
    'an account that is empty',
    scope => aFunction(scope).addPermission('Open', { principal: topics, sourceAccount: '' }),
    /whatever fits ''/,
  ],
];

const INTEGRATIONS_TAMPERED_WITH: readonly Attack[] = [
  [
    'an organisation that an override removes',
    scope => {
      IDENTITY['an organisation'](scope);
      override(scope, 'AWS::Lambda::Permission', 'PrincipalOrgID', undefined);
    },
    /lets everyone invoke the function/,
  ],
  [
    "a load balancer's account that an aspect removes",
    scope => {
      APIS['a load balancer'](scope);
      const visit = (node: IConstruct): void => {
        if (node instanceof lambda.CfnPermission) node.sourceAccount = undefined;
      };
      Aspects.of(scope).add({ visit });
    },
    /lets every customer of elasticloadbalancing\.amazonaws\.com/,
  ],
  [
    "an alias' load balancer's account that an override removes",
    scope => {
      APIS['an alias behind a load balancer'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceAccount', undefined);
    },
    /lets every customer of elasticloadbalancing\.amazonaws\.com/,
  ],
  [
    "a bucket's account that an override removes",
    scope => {
      STORAGE['a notification of a bucket'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceAccount', undefined);
    },
    'invoker-bound-to-source',
  ],
  [
    "a rule's ARN that an override removes",
    scope => {
      EVENTS['a rule'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceArn', undefined);
    },
    'invoker-bound-to-source',
  ],
  [
    "a user pool's ARN that an override replaces",
    scope => {
      IDENTITY['a trigger of a user pool'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceArn', 'arn:aws:cognito-idp:*:*:userpool/*');
    },
    'invoker-bound-to-source',
  ],
  [
    "a distribution's ARN that an override removes",
    scope => {
      APIS['its URL behind CloudFront'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceArn', undefined);
    },
    /lets every customer of cloudfront\.amazonaws\.com/,
  ],
  [
    "a subscription's right that an override widens",
    scope => {
      EVENTS['a subscription'](scope);
      override(scope, 'AWS::Lambda::Permission', 'Action', 'lambda:*');
    },
    'permission-only-invokes',
  ],
  [
    'methods of a REST API that an override opens',
    scope => {
      APIS['a REST API'](scope);
      override(scope, 'AWS::ApiGateway::Method', 'AuthorizationType', 'NONE');
    },
    'api-requires-authorization',
  ],
  [
    'methods whose authorizer an override removes',
    scope => {
      APIS['an authorizer of tokens'](scope);
      override(scope, 'AWS::ApiGateway::Method', 'AuthorizerId', undefined);
      override(scope, 'AWS::ApiGateway::Method', 'AuthorizationType', undefined);
    },
    'api-requires-authorization',
  ],
  [
    'routes of an HTTP API that an override opens',
    scope => {
      APIS['an HTTP API'](scope);
      override(scope, 'AWS::ApiGatewayV2::Route', 'AuthorizationType', 'NONE');
    },
    'api-requires-authorization',
  ],
  [
    'a WebSocket API that an override opens',
    scope => {
      APIS['a WebSocket API'](scope);
      override(scope, 'AWS::ApiGatewayV2::Route', 'AuthorizationType', undefined);
    },
    'api-requires-authorization',
  ],
  [
    'a second method beside those with an authorizer',
    scope => {
      const api = new apigateway.LambdaRestApi(scope, 'Api', {
        handler: aFunction(scope),
        defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
        proxy: false,
      });
      api.root.addMethod('GET', undefined, { authorizationType: apigateway.AuthorizationType.NONE });
    },
    'api-requires-authorization',
  ],
  [
    'a URL that an override opens',
    scope => {
      IDENTITY['a role that calls its URL'](scope);
      override(scope, 'AWS::Lambda::Url', 'AuthType', 'NONE');
    },
    /answers everyone/,
  ],
];

const RIGHTS: readonly Attack[] = [
  [
    'a role under another name that becomes an administrator',
    scope => iam.Role.fromRoleArn(scope, 'Role', roleOf(aFunction(scope)).roleArn).addToPrincipalPolicy(star('*')),
    'no-administrator-rights',
  ],
  [
    'the function under another name, whose role is the same',
    scope => imported(scope, aFunction(scope)).addToRolePolicy(star('iam:*')),
    /holds no rights to become somebody else/,
  ],
  [
    'a policy that is attached from outside',
    scope => new iam.Policy(scope, 'Policy', { statements: [star('*')], roles: [roleOf(aFunction(scope))] }),
    /rights that nobody may hold/,
  ],
  [
    'a managed policy that names the role',
    scope => new iam.ManagedPolicy(scope, 'Policy', { statements: [star('*')], roles: [roleOf(aFunction(scope))] }),
    'no-administrator-rights',
  ],
  [
    'a managed policy of one of the services',
    scope => roleOf(aFunction(scope)).addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonDynamoDBFullAccess')),
    /holds no AWS managed policy/,
  ],
  ['every table', scope => aFunction(scope).addToRolePolicy(star('dynamodb:GetItem')), 'rights-scoped-to-resources'],
  [
    'every table, added to a statement that was granted already',
    scope => {
      const statement = new iam.PolicyStatement({
        actions: ['dynamodb:GetItem'],
        resources: ['arn:aws:dynamodb:eu-west-1:1:table/a'],
      });
      aFunction(scope).addToRolePolicy(statement);
      statement.addResources('*');
    },
    'rights-scoped-to-resources',
  ],
  [
    'every bucket, by a grant',
    scope => iam.Grant.addToPrincipal({ grantee: aFunction(scope), actions: ['s3:GetObject'], resourceArns: ['arn:aws:s3:::*'] }),
    'rights-scoped-to-resources',
  ],
  [
    'every queue, by an event source',
    scope =>
      aFunction(scope).addEventSource(
        new SqsEventSource(sqs.Queue.fromQueueAttributes(scope, 'Queue', { queueArn: 'arn:aws:sqs:eu-west-1:444455556666:*' })),
      ),
    'rights-scoped-to-resources',
  ],
  [
    'everything with one table',
    scope => {
      const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
      new dynamodb.TableV2(scope, 'Table', { partitionKey }).grants.actions(aFunction(scope), 'dynamodb:*');
    },
    'rights-scoped-to-resources',
  ],
  [
    'a schedule that assumes the execution role',
    scope => {
      const fn = aFunction(scope);
      roleOf(fn).assumeRolePolicy?.addStatements(
        new iam.PolicyStatement({
          actions: ['sts:AssumeRole'],
          principals: [new iam.ServicePrincipal('scheduler.amazonaws.com')],
        }),
      );
      const target = new LambdaInvoke(fn, { role: roleOf(fn) });
      new Schedule(scope, 'Schedule', { schedule: ScheduleExpression.expression('rate(1 hour)'), target });
    },
    /must trust nobody but Lambda/,
  ],
  [
    "a provider's framework that runs under an execution role",
    scope =>
      new Provider(scope, 'Provider', { onEventHandler: aFunction(scope), frameworkOnEventRole: aFunction(scope, 'Other').role }),
    'role-not-shared',
  ],
  [
    'a right on its own executions that an override widens',
    scope => {
      DEPLOYMENT['durable executions'](scope);
      override(
        scope.node.findChild('Fn').node.findChild('DurablePolicy'),
        'AWS::IAM::Policy',
        'PolicyDocument.Statement.0.Resource',
        '*',
      );
    },
    /'PolicyDocument' of AWS::IAM::Policy 'DurablePolicy\/Resource' was changed/,
  ],
  [
    'another path into the file system that an override opens',
    scope => {
      STORAGE['a file system'](scope);
      override(
        scope.node.findChild('Fn').node.findChild('ExecutionRole'),
        'AWS::IAM::Policy',
        'PolicyDocument.Statement.0.Condition',
        undefined,
      );
    },
    /'PolicyDocument' of AWS::IAM::Policy/,
  ],
  [
    'a mount that an override adds',
    scope =>
      override(aFunction(scope), 'AWS::Lambda::Function', 'FileSystemConfigs', [
        { Arn: 'arn:aws:elasticfilesystem:eu-west-1:444455556666:access-point/fsap-1', LocalMountPath: '/mnt/theirs' },
      ]),
    /'FileSystemConfigs' of AWS::Lambda::Function/,
  ],
];

const LOST: readonly Attack[] = [
  [
    'an alias that captures no failures, made by hand',
    scope => new lambda.Alias(scope, 'Alias', { aliasName: 'live', version: aFunction(scope).currentVersion }),
    'async-failures-captured',
  ],
  [
    'an alias of the latest version, made by hand',
    scope =>
      new lambda.CfnAlias(scope, 'Alias', {
        name: 'live',
        functionName: aFunction(scope).functionName,
        functionVersion: '$LATEST',
      }),
    'async-failures-captured',
  ],
  [
    'the destination of an alias that an override removes',
    scope => {
      const alias = aFunction(scope).addAlias('live');
      override(alias, 'AWS::Lambda::EventInvokeConfig', 'DestinationConfig', undefined);
    },
    'async-failures-captured',
  ],
  ['a second configuration', scope => aFunction(scope).configureAsyncInvoke({ retryAttempts: 0 }), /is configured once/],
  [
    'a second configuration of an alias',
    scope => aFunction(scope).addAlias('live').configureAsyncInvoke({ retryAttempts: 0 }),
    /already been configured/,
  ],
  [
    'tenants that share instances by an override',
    scope => {
      DEPLOYMENT['tenants of its own'](scope);
      override(scope, 'AWS::Lambda::Function', 'TenancyConfig', undefined);
    },
    /'TenancyConfig' of AWS::Lambda::Function/,
  ],
];

/** The judge looks for secrets in what a function is configured with. */
const ELSEWHERE = { limit: 'Secrets elsewhere' };

const LEAKED: readonly Attack[] = [
  [
    'the records of a stream that failed, whose destination an override removes',
    scope => {
      EVENT_SOURCES['a stream'](scope);
      override(scope, 'AWS::Lambda::EventSourceMapping', 'DestinationConfig', undefined);
    },
    { limit: 'What an event source loses' },
  ],
  [
    'events that failed, to a queue of strangers',
    scope => {
      const strangers = sqs.Queue.fromQueueArn(scope, 'Queue', 'arn:aws:sqs:eu-west-1:444455556666:theirs');
      aFunction(scope, 'Fn', { failures: Failures.captured({ queue: strangers }) });
    },
    { limit: 'Destinations in other accounts' },
  ],
  [
    'results, to a function of strangers',
    scope => {
      const functionArn = 'arn:aws:lambda:eu-west-1:444455556666:function:theirs';
      const strangers = lambda.Function.fromFunctionAttributes(scope, 'Theirs', { functionArn, skipPermissions: true });
      aFunction(scope).addAlias('live', { onSuccess: new LambdaDestination(strangers) });
    },
    { limit: 'Destinations in other accounts' },
  ],
  [
    'what an API in front of it answers to whoever holds a key of AppSync',
    scope => {
      const defaultAuthorization = { authorizationType: appsync.AuthorizationType.API_KEY };
      const definition = appsync.Definition.fromFile(path.join(__dirname, '../../integrations/orders.graphql'));
      const api = new appsync.GraphqlApi(scope, 'Api', {
        name: 'Orders',
        definition,
        authorizationConfig: { defaultAuthorization },
      });
      api.addLambdaDataSource('Orders', aFunction(scope));
    },
    { limit: 'Other front doors' },
  ],
  [
    'the right to call it, to a pipe whose role may call everything',
    scope => {
      const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com') });
      role.addToPolicy(star('lambda:InvokeFunction'));
      const target = aFunction(scope).functionArn;
      new CfnPipe(scope, 'Pipe', { roleArn: role.roleArn, source: 'arn:aws:sqs:eu-west-1:444455556666:theirs', target });
    },
    { limit: 'Roles of callers' },
  ],
  [
    'a secret in the input of a rule',
    scope => {
      const event = events.RuleTargetInput.fromObject({ token: aSecret(scope) });
      const schedule = events.Schedule.expression('rate(1 hour)');
      new events.Rule(scope, 'Rule', { schedule, targets: [new targets.LambdaFunction(aFunction(scope), { event })] });
    },
    ELSEWHERE,
  ],
  [
    'a secret in the input of a schedule',
    scope => {
      const target = new LambdaInvoke(aFunction(scope), { input: ScheduleTargetInput.fromObject({ token: aSecret(scope) }) });
      new Schedule(scope, 'Schedule', { schedule: ScheduleExpression.expression('rate(1 hour)'), target });
    },
    ELSEWHERE,
  ],
  [
    'a secret in the definition of a state machine',
    scope => {
      const payload = sfn.TaskInput.fromObject({ token: aSecret(scope) });
      const task = new tasks.LambdaInvoke(scope, 'Task', { lambdaFunction: aFunction(scope), payload });
      new sfn.StateMachine(scope, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    },
    ELSEWHERE,
  ],
  [
    'a secret in the properties of a custom resource',
    scope => {
      const { serviceToken } = new Provider(scope, 'Provider', { onEventHandler: aFunction(scope) });
      new CustomResource(scope, 'Resource', { serviceToken, properties: { token: aSecret(scope) } });
    },
    ELSEWHERE,
  ],
  [
    'a secret in the description of an alias',
    scope => void aFunction(scope).addAlias('live', { description: `ghp_${'a'.repeat(36)}` }),
    ELSEWHERE,
  ],
  [
    'a secret as a variable of a stage in front of it',
    scope => {
      const variables = { token: aSecret(scope) };
      const api = new apigateway.LambdaRestApi(scope, 'Api', {
        handler: aFunction(scope),
        defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
        deployOptions: { variables },
      });
      expect(api.deploymentStage).toBeDefined();
    },
    ELSEWHERE,
  ],
];

function aSecret(scope: Construct): string {
  return new secretsmanager.Secret(scope, 'Secret').secretValue.unsafeUnwrap();
}

describe.each(FLAG_SETS)('with the integrations in hand, under the %s', (_, flags) => {
  describe.each([
    ['lets in', LET_IN],
    ['is let in by an integration that was tampered with', INTEGRATIONS_TAMPERED_WITH],
    ['gets rights to', RIGHTS],
    ['loses', LOST],
    ['leaks', LEAKED],
  ])('nobody %s', (_what, attacks) => {
    test.each(attacks)('%s', (_name, attack, caught) => {
      if (typeof caught === 'object' && 'limit' in caught) {
        expect(() => judged(flags, attack)).not.toThrow();
        expect(LIMITS).toContain(`**${caught.limit}.**`);
      } else if (typeof caught === 'string') {
        const { findings } = judged(flags, attack);
        expect(findings.map(finding => finding.split(' ')[0])).toContain(caught);
      } else {
        expect(() => judged(flags, attack)).toThrow(caught);
      }
    });
  });
});
