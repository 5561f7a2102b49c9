import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as config from 'aws-cdk-lib/aws-config';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination as LambdaOnSuccess } from 'aws-cdk-lib/aws-lambda-destinations';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import * as pipes from 'aws-cdk-lib/aws-pipes';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as ses from 'aws-cdk-lib/aws-ses';
import { Lambda } from 'aws-cdk-lib/aws-ses-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Integrations } from './integration';
import { aQueue } from './neighbours';
import { aFunction } from '../apps';

const HOURLY = Duration.hours(1);

export const EVENTS = {
  'a rule': scope => {
    const target = new targets.LambdaFunction(aFunction(scope), { retryAttempts: 1 });
    new events.Rule(scope, 'Rule', { schedule: events.Schedule.rate(HOURLY), targets: [target] });
  },
  'a rule with dead letters': scope => {
    const fn = aFunction(scope);
    const target = new targets.LambdaFunction(fn, { deadLetterQueue: fn.failureQueue });
    new events.Rule(scope, 'Rule', { schedule: events.Schedule.rate(HOURLY), targets: [target] });
  },
  'a schedule': scope => {
    const deadLetterQueue = aQueue(scope, 'DeadLetters');
    const target = new LambdaInvoke(aFunction(scope), { deadLetterQueue });
    new Schedule(scope, 'Schedule', { schedule: ScheduleExpression.rate(HOURLY), target });
  },
  'a pipe': scope => {
    const fn = aFunction(scope);
    const queue = aQueue(scope);
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('pipes.amazonaws.com') });
    queue.grantConsumeMessages(role);
    fn.grantInvoke(role);
    new pipes.CfnPipe(scope, 'Pipe', { roleArn: role.roleArn, source: queue.queueArn, target: fn.functionArn });
  },
  'a subscription': scope => {
    const topic = new sns.Topic(scope, 'Topic', { enforceSSL: true });
    const deadLetterQueue = aQueue(scope, 'DeadLetters');
    topic.addSubscription(new LambdaSubscription(aFunction(scope), { deadLetterQueue }));
  },
  'a rule of AWS IoT': scope => {
    const fn = aFunction(scope);
    const rule = new iot.CfnTopicRule(scope, 'Rule', {
      topicRulePayload: { sql: `SELECT * FROM 'orders/+'`, actions: [{ lambda: { functionArn: fn.functionArn } }] },
    });
    fn.addPermission('Rule', { principal: new iam.ServicePrincipal('iot.amazonaws.com'), sourceArn: rule.attrArn });
  },
  'a rule of AWS Config': scope => {
    new config.CustomRule(scope, 'Rule', { lambdaFunction: aFunction(scope), configurationChanges: true });
  },
  'an alarm': scope => {
    const fn = aFunction(scope);
    const metric = aFunction(scope, 'Watched').metricErrors();
    const alarm = new cloudwatch.Alarm(scope, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new LambdaAction(fn));
  },
  'a filter of logs': scope => {
    new logs.SubscriptionFilter(scope, 'Filter', {
      logGroup: new logs.LogGroup(scope, 'Logs', { retention: logs.RetentionDays.ONE_MONTH }),
      destination: new LambdaDestination(aFunction(scope)),
      filterPattern: logs.FilterPattern.allEvents(),
    });
  },
  'a received mail': scope => {
    new ses.ReceiptRuleSet(scope, 'Rules', {
      rules: [{ actions: [new Lambda({ function: aFunction(scope) })], tlsPolicy: ses.TlsPolicy.REQUIRE }],
    });
  },
  'the success of another function': scope => {
    const { partition, region, account } = Stack.of(scope);
    const functionArn = `arn:${partition}:lambda:${region}:${account}:function:another`;
    new lambda.EventInvokeConfig(scope, 'Config', {
      function: lambda.Function.fromFunctionAttributes(scope, 'Another', {
        functionArn,
        role: iam.Role.fromRoleName(scope, 'AnotherRole', 'another'),
        sameEnvironment: true,
      }),
      onSuccess: new LambdaOnSuccess(aFunction(scope)),
    });
  },
} satisfies Integrations;
