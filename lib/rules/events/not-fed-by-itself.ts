import { Control } from '../../baseline/control';
import { Rights } from '../../iam/rights';
import type { AppFacts, FunctionFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { partsNamed } from '../parts-named';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import type { Feeder } from './feeders';
import { feedersOf } from './feeders';

/** What triggers a function is not what it writes to, so that one event stays one event. */
export const notFedByItself = defineRule({
  id: Control.NOT_FED_BY_ITSELF,
  subject: 'function',
  title: 'Functions do not write to what triggers them',
  why: 'A function that writes where it is triggered from invokes itself: Lambda stops that after about sixteen rounds for queues, topics and buckets, and never for tables and streams, and the bill runs until somebody reads it.',
  fix: 'Write to another queue, topic, bucket or table, or to a folder of the bucket that its notification leaves out (a prefix); where a filter pattern leaves out what the function writes, waive it there.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: (fn, app) => {
    if ('unknown' in fn.role) return [];
    const { role } = fn;
    const rights = new Rights(role.statements.map(({ statement }) => statement));
    const fed = new Map<ResourceFacts, Verdict>();
    for (const { source, through, tellsOf = () => true } of feedersInto(fn, app)) {
      const action = WRITES[source.type].find(candidate =>
        partsNamed(rights, candidate, role.resource.template, source, app).some(tellsOf),
      );
      if (action === undefined || fed.has(source)) continue;
      const message = `${nameOf(fn.resource)} may write to ${nameOf(source)} (${action}), which triggers it`;
      fed.set(source, fail({ message, property: 'Properties.Role', related: [source, through] }));
    }
    return [...fed.values()];
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
        Source: mapping({ 'Fn::GetAtt': ['Orders', 'Arn'] }),
        Workload: grant('sqs:SendMessage', { 'Fn::GetAtt': ['Orders', 'Arn'] }),
      },
    },
    'a bucket that tells of what it wrote': {
      Resources: { ...notifying('in/'), Workload: grant('s3:PutObject', { 'Fn::Sub': '${Uploads.Arn}/in/*' }) },
    },
    'a table whose changes come back': {
      Resources: {
        Source: mapping({ 'Fn::GetAtt': ['Table', 'StreamArn'] }),
        Workload: grant('dynamodb:UpdateItem', { 'Fn::GetAtt': ['Table', 'Arn'] }),
      },
    },
  },
  good: {
    'a bucket that tells of another folder': {
      Resources: { ...notifying('in/'), Workload: grant('s3:PutObject', { 'Fn::Sub': '${Uploads.Arn}/out/*' }) },
    },
    'a table that is only read': {
      Resources: {
        Source: mapping({ 'Fn::GetAtt': ['Table', 'StreamArn'] }),
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

/** What triggers a function, by itself or through queues and topics. */
function feedersInto(fn: FunctionFacts, app: AppFacts): readonly Feeder[] {
  const feeders = [...feedersOf([fn.resource, ...fn.qualifiers.map(({ resource }) => resource)], app)];
  const stated = new Set(feeders.map(({ source }) => source));
  for (const { resource, sourceArn } of fn.invokers) {
    const source = sourceArn === undefined ? undefined : app.find(resource.template, sourceArn, ...Object.keys(WRITES));
    // A permission says less than the notification that it is there for.
    if (source !== undefined && !stated.has(source)) feeders.push({ source, through: resource });
  }
  const followed = new Set<ResourceFacts>();
  // The list grows while it is read.
  for (const { source } of feeders) {
    if (!SENDS_ON.test(source.type) || followed.has(source)) continue;
    followed.add(source);
    feeders.push(...feedersOf([source], app));
  }
  return feeders;
}

const SENDS_ON = /^AWS::(?:SNS::Topic|SQS::Queue)$/;

function mapping(EventSourceArn: { 'Fn::GetAtt': string[] }) {
  const DestinationConfig = { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } };
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn, DestinationConfig },
  };
}

function notifying(prefix: string) {
  const configuration = {
    Event: 's3:ObjectCreated:*',
    Function: { 'Fn::GetAtt': ['Function', 'Arn'] },
    Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: prefix }] } },
  };
  return {
    Uploads: { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { LambdaConfigurations: [configuration] } } },
  };
}

function grant(Action: string, Resource: JsonObject) {
  return { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } };
}
