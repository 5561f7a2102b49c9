import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { describeIntegrations, FN_ARN, INVOKES_FN } from './describe-integrations';
import { aFunction, FLAG_SETS, newApp, newStack, templateOf } from '../../apps';
import { EVENTS } from '../../integrations/events';

const invokes = (service: string, bound: string): string => `${service}.amazonaws.com: lambda:InvokeFunction on Fn.Arn ${bound}`;
const QUEUE = { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DeadLetters'), 'Arn'] } };

describeIntegrations('an event', EVENTS, {
  'a rule': {
    invokers: [invokes('events', 'for Rule.Arn')],
    resources: [['AWS::Events::Rule', { Targets: [Match.objectLike({ Arn: FN_ARN })] }]],
  },
  'a rule with dead letters': {
    invokers: [invokes('events', 'for Rule.Arn')],
    resources: [['AWS::Events::Rule', { Targets: [Match.objectLike({ Arn: FN_ARN, DeadLetterConfig: Match.anyValue() })] }]],
  },
  'a schedule': {
    callers: INVOKES_FN,
    resources: [['AWS::Scheduler::Schedule', { Target: Match.objectLike({ Arn: FN_ARN, DeadLetterConfig: QUEUE }) }]],
  },
  'a pipe': { callers: INVOKES_FN, resources: [['AWS::Pipes::Pipe', { Target: FN_ARN }]] },
  'a subscription': {
    invokers: [invokes('sns', 'for Topic')],
    resources: [['AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: FN_ARN }]],
  },
  'a rule of AWS IoT': {
    invokers: [invokes('iot', 'for Rule.Arn')],
    resources: [
      ['AWS::IoT::TopicRule', { TopicRulePayload: Match.objectLike({ Actions: [{ Lambda: { FunctionArn: FN_ARN } }] }) }],
    ],
  },
  'a rule of AWS Config': {
    invokers: [invokes('config', 'of AccountId')],
    rights: ['config:PutEvaluations on *'],
    resources: [['AWS::Config::ConfigRule', { Source: Match.objectLike({ SourceIdentifier: FN_ARN }) }]],
  },
  'an alarm': {
    invokers: [invokes('lambda.alarms.cloudwatch', 'for Alarm.Arn of AccountId')],
    resources: [['AWS::CloudWatch::Alarm', { AlarmActions: [FN_ARN] }]],
  },
  'a filter of logs': {
    invokers: [invokes('logs', 'for Logs.Arn')],
    resources: [['AWS::Logs::SubscriptionFilter', { DestinationArn: FN_ARN }]],
  },
  'a received mail': {
    invokers: [invokes('ses', 'of AccountId')],
    resources: [['AWS::SES::ReceiptRule', { Rule: Match.objectLike({ Actions: [{ LambdaAction: { FunctionArn: FN_ARN } }] }) }]],
  },
  'the success of another function': { callers: INVOKES_FN },
});

describe.each(FLAG_SETS)('under the %s', (_, flags) => {
  test('a topic of another stack calls it', () => {
    const app = newApp(flags);
    const topic = new sns.Topic(new Stack(app, 'Topics'), 'Topic');
    const stack = new Stack(app, 'Stack');
    topic.addSubscription(new LambdaSubscription(aFunction(stack)));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'sns.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });

  test('a service that sends dead letters to its queue may use the key of the queue, for this account', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    const targets = [new LambdaFunction(fn, { deadLetterQueue: fn.failureQueue })];
    new events.Rule(stack, 'Rule', { eventPattern: { source: ['orders'] }, targets });
    const toService = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ ...toService, Action: 'sqs:SendMessage' })]) },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          {
            ...toService,
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ]),
      },
    });
  });

  test('the key of its queue is for no service that sends nothing', () => {
    const stack = newStack(flags);
    aFunction(stack);
    expect(JSON.stringify(templateOf(stack).findResources('AWS::KMS::Key'))).not.toContain('events.amazonaws.com');
  });
});
