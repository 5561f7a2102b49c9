import * as path from 'node:path';
import { CustomResource, SecretValue, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import type { Attack } from './attack';
import { describeAttacks, override } from './attack';
import { Failures, FunctionCode, SecretAccess } from '../../lib';
import { stackKeyOf } from '../../lib/baseline/stack-key';
import { aFunction } from '../apps';
import { EVENT_SOURCES } from '../integrations/event-sources';
import { EVENTS } from '../integrations/events';

const star = (...actions: string[]): iam.PolicyStatement => new iam.PolicyStatement({ actions, resources: ['*'] });

const LEAKED: readonly Attack[] = [
  [
    'the records of a stream that failed, whose destination an override removes',
    scope => {
      EVENT_SOURCES['a stream'](scope);
      override(scope, 'AWS::Lambda::EventSourceMapping', 'DestinationConfig', undefined);
    },
    { warns: 'event-source-failures-captured' },
  ],
  [
    'events that failed, to a queue of strangers',
    scope => {
      const strangers = sqs.Queue.fromQueueArn(scope, 'Queue', 'arn:aws:sqs:eu-west-1:444455556666:theirs');
      aFunction(scope, 'Fn', { failures: Failures.captured({ queue: strangers }) });
    },
    'destinations-in-own-account',
  ],
  [
    'results, to a function of strangers',
    scope => {
      const functionArn = 'arn:aws:lambda:eu-west-1:444455556666:function:theirs';
      const strangers = lambda.Function.fromFunctionAttributes(scope, 'Theirs', { functionArn, skipPermissions: true });
      aFunction(scope).addAlias('live', { onSuccess: new LambdaDestination(strangers) });
    },
    'destinations-in-own-account',
  ],
  [
    'what an API in front of it answers to whoever holds a key of AppSync',
    scope => {
      const defaultAuthorization = { authorizationType: appsync.AuthorizationType.API_KEY };
      const definition = appsync.Definition.fromFile(path.join(__dirname, '../integrations/orders.graphql'));
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
    { warns: 'rights-scoped-to-resources' },
  ],
  [
    'a secret in the input of a rule',
    scope => {
      const event = events.RuleTargetInput.fromObject({ token: aSecret(scope) });
      const schedule = events.Schedule.expression('rate(1 hour)');
      new events.Rule(scope, 'Rule', { schedule, targets: [new targets.LambdaFunction(aFunction(scope), { event })] });
    },
    'no-literal-secrets',
  ],
  [
    'a secret in the input of a schedule',
    scope => {
      const target = new LambdaInvoke(aFunction(scope), { input: ScheduleTargetInput.fromObject({ token: aSecret(scope) }) });
      new Schedule(scope, 'Schedule', { schedule: ScheduleExpression.expression('rate(1 hour)'), target });
    },
    'no-literal-secrets',
  ],
  [
    'a secret in the definition of a state machine',
    scope => {
      const payload = sfn.TaskInput.fromObject({ token: aSecret(scope) });
      const task = new tasks.LambdaInvoke(scope, 'Task', { lambdaFunction: aFunction(scope), payload });
      new sfn.StateMachine(scope, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    },
    'no-literal-secrets',
  ],
  [
    'a secret in the properties of a custom resource',
    scope => {
      const { serviceToken } = new Provider(scope, 'Provider', { onEventHandler: aFunction(scope) });
      new CustomResource(scope, 'Resource', { serviceToken, properties: { token: aSecret(scope) } });
    },
    'no-literal-secrets',
  ],
  [
    'a secret in the description of an alias',
    scope => void aFunction(scope).addAlias('live', { description: `ghp_${'a'.repeat(36)}` }),
    'no-literal-secrets',
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
    'no-literal-secrets',
  ],
  [
    'a password in the input of a rule',
    scope => {
      const event = events.RuleTargetInput.fromObject({ password: 'correct-horse' });
      const schedule = events.Schedule.expression('rate(1 hour)');
      new events.Rule(scope, 'Rule', { schedule, targets: [new targets.LambdaFunction(aFunction(scope), { event })] });
    },
    'no-literal-secrets',
  ],
  [
    'a password in the definition of a state machine',
    scope => {
      const payload = sfn.TaskInput.fromObject({ password: 'correct-horse' });
      const task = new tasks.LambdaInvoke(scope, 'Task', { lambdaFunction: aFunction(scope), payload });
      new sfn.StateMachine(scope, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    },
    'no-literal-secrets',
  ],
  [
    'a password in what a pipe hands over',
    scope => {
      EVENTS['a pipe'](scope);
      override(scope, 'AWS::Pipes::Pipe', 'TargetParameters', { InputTemplate: '{"password":"correct-horse"}' });
    },
    'no-literal-secrets',
  ],
  [
    'a key of a partner in the connection to him',
    scope => {
      aFunction(scope);
      const authorization = events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('correct-horse'));
      new events.Connection(scope, 'Connection', { authorization });
    },
    'no-literal-secrets',
  ],
  [
    'the value of a secret that it reads by reference',
    scope => {
      const secretStringValue = SecretValue.unsafePlainText('correct-horse');
      const secret = new secretsmanager.Secret(scope, 'Secret', { secretStringValue });
      aFunction(scope, 'Fn', { secrets: { DATABASE: SecretAccess.read(secret) } });
    },
    'no-literal-secrets',
  ],
  ['a password as a tag', scope => Tags.of(aFunction(scope)).add('password', 'correct-horse'), 'no-literal-secrets'],
  [
    'a secret in its code',
    scope => aFunction(scope, 'Fn', { code: FunctionCode.inline(`const token = '${aSecret(scope)}';`) }),
    'no-secret-values',
  ],
  ['a token in its description', scope => aFunction(scope, 'Fn', { description: `ghp_${'a'.repeat(36)}` }), 'no-secret-values'],
  [
    'a password that is encoded',
    scope => {
      const value = Buffer.from('{"password":"correct-horse"}').toString('base64');
      aFunction(scope, 'Fn', { environment: { CONFIGURATION: value } });
    },
    { limit: 'Secrets in disguise' },
  ],
  [
    'its logs, to strangers',
    scope =>
      new logs.CfnSubscriptionFilter(scope, 'Filter', {
        logGroupName: aFunction(scope).logGroup.logGroupName,
        destinationArn: 'arn:aws:logs:eu-west-1:444455556666:destination:theirs',
        filterPattern: '',
      }),
    'destinations-in-own-account',
  ],
  [
    'the records of a stream that failed, to strangers',
    scope => {
      EVENT_SOURCES['a stream'](scope);
      const theirs = 'arn:aws:sqs:eu-west-1:444455556666:theirs';
      override(scope, 'AWS::Lambda::EventSourceMapping', 'DestinationConfig.OnFailure.Destination', theirs);
    },
    'destinations-in-own-account',
  ],
  [
    'failed events, to whoever asks the queue',
    scope =>
      aFunction(scope).failureQueue?.addToResourcePolicy(
        new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sqs:ReceiveMessage'], resources: ['*'] }),
      ),
    'queue-policy-closed',
  ],
  [
    'its logs and failed events, to whoever asks the key',
    scope => {
      aFunction(scope);
      stackKeyOf(scope).addToResourcePolicy(
        new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['kms:Decrypt'], resources: ['*'] }),
      );
    },
    'key-policy-closed',
  ],
  ...Object.entries({
    https_proxy: 'http://collect.example:3128',
    ALL_PROXY: 'socks5://collect.example',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://collect.example',
    AWS_CONFIG_FILE: '/tmp/config',
    AWS_SHARED_CREDENTIALS_FILE: '/tmp/credentials',
    AWS_CA_BUNDLE: '/opt/certificates.pem',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://collect.example',
    AWS_XRAY_DAEMON_ADDRESS: 'collect.example:2000',
    AWS_XRAY_SDK_ENABLED: 'false',
    OPENSSL_CONF: '/opt/openssl.cnf',
  }).map(([variable, value]): Attack => [
    `whatever it does, by the variable ${variable}`,
    scope => aFunction(scope).addEnvironment(variable, value),
    new RegExp(`The environment variable '${variable}' must not be set`),
  ]),
];

function aSecret(scope: Construct): string {
  return new secretsmanager.Secret(scope, 'Secret').secretValue.unsafeUnwrap();
}

describeAttacks('nobody leaks', LEAKED);
