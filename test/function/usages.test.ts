import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, KinesisEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Failures } from '../../lib';
import { aFunction, aWaiver, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const FUNCTION_ARN = { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnFunction'), 'Arn'] };
const FUNCTION_NAME = { Ref: Match.stringLikeRegexp('^FnFunction') };

function aTable(stack: Stack): dynamodb.Table {
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  return new dynamodb.Table(stack, 'Table', { partitionKey, stream: dynamodb.StreamViewType.NEW_IMAGE });
}

describe.each(FLAG_SETS)('a SecureFunction is a function, under the %s', (_, flags) => {
  test.each([
    ['a queue', (stack: Stack) => new SqsEventSource(new sqs.Queue(stack, 'Queue'), { maxConcurrency: 2 }), 'sqs:ReceiveMessage'],
    [
      'a queue under a customer key',
      (stack: Stack) => new SqsEventSource(new sqs.Queue(stack, 'Queue', { encryption: sqs.QueueEncryption.KMS })),
      'kms:Decrypt',
    ],
    [
      'a table',
      (stack: Stack) =>
        new DynamoEventSource(aTable(stack), {
          startingPosition: lambda.StartingPosition.LATEST,
          onFailure: new SqsDlq(new sqs.Queue(stack, 'Dead')),
        }),
      'dynamodb:GetRecords',
    ],
    [
      'a stream',
      (stack: Stack) =>
        new KinesisEventSource(new kinesis.Stream(stack, 'Stream'), { startingPosition: lambda.StartingPosition.LATEST }),
      'kinesis:GetRecords',
    ],
  ])('%s is an event source', (_case, source, right) => {
    const stack = newStack(flags);
    aFunction(stack).addEventSource(source(stack));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { FunctionName: FUNCTION_NAME });
    expect(
      JSON.stringify(
        template.findResources('AWS::IAM::Policy', {
          Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^FnExecutionRole') }] },
        }),
      ),
    ).toContain(right);
  });

  test('grants of a table go to its workload policy', () => {
    const stack = newStack(flags);
    aTable(stack).grantReadWriteData(aFunction(stack));
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['dynamodb:PutItem']) })]) },
      Roles: [{ Ref: Match.stringLikeRegexp('^FnExecutionRole') }],
    });
  });

  test('a REST API calls it, each method by its source', () => {
    const stack = newStack(flags);
    new apigateway.LambdaRestApi(stack, 'Api', { handler: aFunction(stack) });
    const template = templateOf(stack);
    template.allResourcesProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: Match.anyValue(),
      FunctionName: FUNCTION_ARN,
    });
    expect(Object.keys(template.findResources('AWS::Lambda::Permission')).length).toBeGreaterThan(0);
  });

  test('an HTTP API calls it', () => {
    const stack = newStack(flags);
    new apigatewayv2.HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Orders', aFunction(stack)) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });

  test('a rule calls it', () => {
    const stack = newStack(flags);
    const target = new targets.LambdaFunction(aFunction(stack), { retryAttempts: 1 });
    new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(Duration.hours(1)), targets: [target] });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Events::Rule', { Targets: [Match.objectLike({ Arn: FUNCTION_ARN })] });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'events.amazonaws.com', SourceArn: Match.anyValue() });
  });

  test('a bucket calls it', () => {
    const stack = newStack(flags);
    new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(aFunction(stack)));
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 's3.amazonaws.com',
      SourceArn: Match.anyValue(),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('a topic calls it, from another stack too', () => {
    const app = newApp(flags);
    const topic = new sns.Topic(new Stack(app, 'Topics'), 'Topic');
    const stack = new Stack(app, 'Stack');
    topic.addSubscription(new LambdaSubscription(aFunction(stack)));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'sns.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });

  test('a state machine calls it', () => {
    const stack = newStack(flags);
    const task = new LambdaInvoke(stack, 'Task', { lambdaFunction: aFunction(stack), payloadResponseOnly: true });
    new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'lambda:InvokeFunction', Resource: Match.arrayWith([FUNCTION_ARN]) }),
        ]),
      },
    });
  });

  test('a load balancer calls it, within this account', () => {
    const stack = newStack(flags);
    new elb.ApplicationTargetGroup(stack, 'Group', { targets: [new LambdaTarget(aFunction(stack))] });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'elasticloadbalancing.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('a user pool triggers it', () => {
    const stack = newStack(flags);
    new cognito.UserPool(stack, 'Pool').addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, aFunction(stack));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: FUNCTION_ARN } });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });

  test('a custom resource is provided by it', () => {
    const stack = newStack(flags);
    const provider = new Provider(stack, 'Provider', { onEventHandler: aFunction(stack) });
    new CustomResource(stack, 'Resource', { serviceToken: provider.serviceToken });
    expect(
      JSON.stringify(
        templateOf(stack).findResources('AWS::IAM::Policy', {
          Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^Provider') }] },
        }),
      ),
    ).toContain('FnFunction');
  });

  test('a role of another stack may invoke it', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack');
    const fn = aFunction(stack);
    const callers = new Stack(app, 'Callers');
    const role = new iam.Role(callers, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    fn.grantInvoke(role).assertSuccess();
    Template.fromStack(callers).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'lambda:InvokeFunction' })] },
    });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 0);
    expect(callers.dependencies.map(({ node }) => node.id)).toEqual(['Stack']);
  });

  test('it has the metrics of a function, by its name', () => {
    const stack = newStack(flags);
    new cloudwatch.Alarm(stack, 'Alarm', { metric: aFunction(stack).metricErrors(), threshold: 1, evaluationPeriods: 1 });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Dimensions: [{ Name: 'FunctionName', Value: FUNCTION_NAME }],
    });
  });

  test('its current version is published, and changes with it', () => {
    const version = (props: object): string[] => {
      const stack = newStack(flags);
      expect(aFunction(stack, 'Fn', props).currentVersion.version).toBeDefined();
      return Object.keys(
        templateOf(stack).findResources('AWS::Lambda::Version', { Properties: { FunctionName: FUNCTION_NAME } }),
      );
    };
    expect(version({})).toHaveLength(1);
    expect(version({})).toEqual(version({}));
    expect(version({ environment: { A: '1' } })).not.toEqual(version({}));
  });

  describe('an alias', () => {
    test('captures its failures like the function', () => {
      const stack = newStack(flags);
      aFunction(stack).addAlias('live');
      const template = templateOf(stack);
      template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2);
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        Qualifier: { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: Match.stringLikeRegexp('^FnAliaslive') }] }] },
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnFailures'), 'Arn'] } } },
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 3600,
      });
    });

    test('of a function that nobody invokes asynchronously captures none', () => {
      const stack = newStack(flags);
      aFunction(stack, 'Fn', { failures: Failures.synchronousOnly(aWaiver()) }).addAlias('live');
      templateOf(stack).allResourcesProperties('AWS::Lambda::EventInvokeConfig', { DestinationConfig: Match.absent() });
    });

    test('may keep instances warm', () => {
      const stack = newStack(flags);
      aFunction(stack).addAlias('live', { provisionedConcurrentExecutions: 2, description: 'Warm' });
      templateOf(stack).hasResourceProperties('AWS::Lambda::Alias', {
        Name: 'live',
        Description: 'Warm',
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
      });
    });

    test('may scale', () => {
      const stack = newStack(flags);
      aFunction(stack).addAlias('live').addAutoScaling({ maxCapacity: 5 }).scaleOnUtilization({ utilizationTarget: 0.7 });
      templateOf(stack).resourceCountIs('AWS::ApplicationAutoScaling::ScalingPolicy', 1);
    });

    test('may be deployed step by step', () => {
      const stack = newStack(flags);
      new codedeploy.LambdaDeploymentGroup(stack, 'Deployment', { alias: aFunction(stack).addAlias('live') });
      templateOf(stack).hasResource('AWS::Lambda::Alias', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: Match.anyValue() } });
    });
  });

  test('its asynchronous invocation is configured once', () => {
    const fn = aFunction(newStack(flags));
    expect(() => fn.configureAsyncInvoke({ retryAttempts: 0 })).toThrow(
      refusal('Asynchronous invocation', 'is configured once', 'configureAsyncInvoke()'),
    );
  });

  test('it tells what it is', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    expect(stack.resolve(fn.functionArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^FnFunction/), 'Arn'] });
    expect(fn.architecture).toBe(lambda.Architecture.ARM_64);
    expect(fn.isBoundToVpc).toBe(true);
    expect(stack.resolve(fn.logGroup.logGroupName)).toEqual({ Ref: expect.stringMatching(/^FnLogGroup/) });
    expect(fn.failureQueue).toBeInstanceOf(sqs.Queue);
    expect(fn.timeout.toSeconds()).toBe(10);
  });
});
