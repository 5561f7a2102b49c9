import { Control } from '../../baseline/control';
import { Rights } from '../../iam/rights';
import type { AppFacts, FunctionFacts, ResourceFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { rightsNaming } from '../rights-naming';
import { fail } from '../verdict';

/** What triggers a function is not what it writes to, so that one event stays one event. */
export const notFedByItself = defineRule({
  id: Control.NOT_FED_BY_ITSELF,
  subject: 'function',
  title: 'Functions do not write to what triggers them',
  why: 'A function that writes where it is triggered from invokes itself: Lambda stops that after about sixteen rounds for queues, topics and buckets, and never for tables and streams, and the bill runs until somebody reads it.',
  fix: 'Write to another queue, topic, bucket or table, or filter the trigger (a prefix, a filter pattern) so that what the function writes does not match; then waive it there.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: (fn, app) => {
    if ('unknown' in fn.role) return [];
    const { role } = fn;
    const rights = new Rights(role.statements.map(({ statement }) => statement));
    return [...triggersOf(fn, app)].flatMap(([trigger, through]) => {
      const action = WRITES[trigger.type].find(candidate =>
        rightsNaming(rights, candidate, role.resource.template, trigger, app),
      );
      return action === undefined
        ? []
        : fail({
            message: `${nameOf(fn.resource)} may write to ${nameOf(trigger)} (${action}), which triggers it`,
            property: 'Properties.Role',
            related: [trigger, through],
          });
    });
  },
  bad: {
    'a queue that feeds itself': {
      Resources: {
        Orders: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            KmsMasterKeyId: { Ref: 'Key' },
            ...{ VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
          },
        },
        Source: source({ 'Fn::GetAtt': ['Orders', 'Arn'] }),
        Workload: grant('sqs:SendMessage', { 'Fn::GetAtt': ['Orders', 'Arn'] }),
      },
    },
    'a table whose changes come back': {
      Resources: {
        Source: source({ 'Fn::GetAtt': ['Table', 'StreamArn'] }),
        Workload: grant('dynamodb:UpdateItem', { 'Fn::GetAtt': ['Table', 'Arn'] }),
      },
    },
  },
  good: {
    'a table that is only read': {
      Resources: {
        Source: source({ 'Fn::GetAtt': ['Table', 'StreamArn'] }),
        Workload: grant('dynamodb:GetItem', { 'Fn::GetAtt': ['Table', 'Arn'] }),
      },
    },
  },
});

const WRITES: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem'],
  'AWS::DynamoDB::Table': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem', 'dynamodb:DeleteItem'],
  'AWS::Kinesis::Stream': ['kinesis:PutRecord', 'kinesis:PutRecords'],
  'AWS::S3::Bucket': ['s3:PutObject'],
  'AWS::SNS::Topic': ['sns:Publish'],
  'AWS::SQS::Queue': ['sqs:SendMessage'],
};

/** What triggers a function, with the resource through which it does. */
function triggersOf({ invokers }: FunctionFacts, { find }: AppFacts): ReadonlyMap<ResourceFacts, ResourceFacts> {
  const triggers = new Map<ResourceFacts, ResourceFacts>();
  for (const { resource, sourceArn } of invokers) {
    const trigger = sourceArn === undefined ? undefined : find(resource.template, sourceArn, ...Object.keys(WRITES));
    if (trigger) triggers.set(trigger, resource);
  }
  return triggers;
}

function source(EventSourceArn: { 'Fn::GetAtt': string[] }) {
  const DestinationConfig = { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } };
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn, DestinationConfig },
  };
}

function grant(Action: string, Resource: { 'Fn::GetAtt': string[] }) {
  return { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } };
}
