import { Control } from '../../baseline/control';
import type { Json, JsonObject, ResourceFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { splitText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';

/** What is handed on after an invocation stays where it is known who reads it. */
export const destinationsInOwnAccount = defineRule({
  id: Control.DESTINATIONS_IN_OWN_ACCOUNT,
  subject: 'resource',
  types: [
    'AWS::Events::Rule',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Function',
    'AWS::Logs::SubscriptionFilter',
    'AWS::SNS::Subscription',
    'AWS::Scheduler::Schedule',
  ],
  title: 'Failed events, results and logs stay in the account',
  why: 'Destinations get whole payloads, errors and results, and log filters get every line. In another account nobody here sees who reads them, how long they are kept, or whether they arrive.',
  fix: 'Send them to a queue, topic, function or stream of this account; what another account has to have goes through something that picks what it gets. An archive that is meant takes a waiver.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) =>
    destinationsOf(resource.type, properties).flatMap(({ what, property, value }) => {
      const account = accountIn(value);
      const { account: own } = resource.template;
      if (account === undefined || account === own) return [];
      return fail({
        message: `${nameOf(resource)} sends ${what} to the account ${account}, which is not its own`,
        property,
        // Where the stack may be deployed to any account, that account may be this one.
        ...(own === undefined ? { severity: 'warning' } : {}),
      });
    }),
  bad: {
    'the dead letters of strangers': {
      Resources: { Function: { Properties: { DeadLetterConfig: { TargetArn: theirs() } } } },
    },
    'the results of a function': config({ OnSuccess: { Destination: theirs() } }),
    'the dead letters of a rule': {
      Resources: {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'rate(1 hour)',
            Targets: [{ Id: 'Function', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, DeadLetterConfig: { Arn: theirs() } }],
          },
        },
      },
    },
    'the dead letters of a schedule': {
      Resources: {
        Schedule: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(1 hour)',
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: {
              Arn: { 'Fn::GetAtt': ['Function', 'Arn'] },
              RoleArn: 'arn:aws:iam::111122223333:role/schedules',
              DeadLetterConfig: { Arn: theirs() },
            },
          },
        },
      },
    },
    'the messages of a topic': {
      Resources: {
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: 'arn:aws:sns:eu-west-1:111122223333:orders',
            Protocol: 'lambda',
            Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] },
            RedrivePolicy: { deadLetterTargetArn: theirs() },
          },
        },
      },
    },
    'the logs of a function': {
      Resources: {
        Filter: {
          Type: 'AWS::Logs::SubscriptionFilter',
          Properties: {
            LogGroupName: { Ref: 'Logs' },
            FilterPattern: '',
            DestinationArn: 'arn:aws:logs:eu-west-1:444455556666:destination:theirs',
          },
        },
      },
    },
  },
  good: {
    'a queue of the account': config({ OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } }),
    'a queue of the account by its ARN': config({
      OnFailure: { Destination: { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:failures' } },
    }),
  },
});

interface Destination {
  readonly what: string;
  readonly property: string;
  readonly value: Json | undefined;
}

function destinationsOf(type: ResourceFacts['type'], properties: JsonObject): readonly Destination[] {
  const spot = (what: string, ...path: string[]): Destination => ({
    what,
    property: ['Properties', ...path].join('.'),
    value: at(properties, ...path),
  });
  switch (type) {
    case 'AWS::Events::Rule':
      return listOf(properties.Targets).map((target, index) => ({
        what: 'events that it could not deliver',
        property: `Properties.Targets.${index}.DeadLetterConfig.Arn`,
        value: at(target, 'DeadLetterConfig', 'Arn'),
      }));
    case 'AWS::Lambda::Function':
      return [spot('events that failed', 'DeadLetterConfig', 'TargetArn')];
    case 'AWS::Logs::SubscriptionFilter':
      return [spot('log lines', 'DestinationArn')];
    case 'AWS::SNS::Subscription':
      return [spot('messages that it could not deliver', 'RedrivePolicy', 'deadLetterTargetArn')];
    case 'AWS::Scheduler::Schedule':
      return [spot('events that it could not deliver', 'Target', 'DeadLetterConfig', 'Arn')];
    default:
      return [
        spot('events that failed', 'DestinationConfig', 'OnFailure', 'Destination'),
        spot('results', 'DestinationConfig', 'OnSuccess', 'Destination'),
      ];
  }
}

/** The account that an ARN names in digits. */
function accountIn(value: Json | undefined): string | undefined {
  const account = splitText(textOf(value) ?? '', ':')[ACCOUNT];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

const ACCOUNT = 4;

function theirs(): string {
  return 'arn:aws:sqs:eu-west-1:444455556666:theirs';
}

function config(DestinationConfig: JsonObject) {
  return {
    Resources: {
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST', DestinationConfig },
      },
    },
  };
}
