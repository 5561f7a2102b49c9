import { Control } from '../../baseline/control';
import type { AppFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { isSymbolic, lookup, splitText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameMeant, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, pass, unknown } from '../verdict';
import { isFifo } from './first-in-first-out';

/** A record that a function cannot handle is kept, and does not block those behind it for ever. */
export const eventSourceFailuresCaptured = defineRule({
  id: Control.EVENT_SOURCE_FAILURES_CAPTURED,
  subject: 'resource',
  types: ['AWS::Lambda::EventSourceMapping', 'AWS::Pipes::Pipe'],
  title: 'Event sources keep the records that a function could not handle',
  why: 'A record of a stream that fails is retried until it expires, and everything behind it waits; then it is gone, and with it what an attacker may have sent.',
  fix: "Set 'onFailure' of the event source (DestinationConfig.OnFailure), with 'retryAttempts' and 'bisectBatchOnError'; for a queue as the source, a dead-letter queue on that queue; for a pipe, 'DeadLetterConfig' in the parameters of its stream.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['EVT-01'],
  check: ({ resource, properties }, app) => {
    if (resource.type === 'AWS::Pipes::Pipe') return piped(resource, properties);
    const destination = textOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination')) ?? '';
    if (destination !== '') {
      return isFifo(app, resource.template, destination) === true
        ? fail({
            message: `${nameOf(resource)} drops the records that the function cannot handle: Lambda sends none to ${nameMeant(resource.template, destination)}, which is first in, first out`,
            property: 'Properties.DestinationConfig.OnFailure',
          })
        : pass;
    }
    const source = textOf(properties.EventSourceArn);
    switch (kindOf(app, resource, source)) {
      case 'no destination':
        return pass;
      case 'queue elsewhere':
        return unknown({
          message: `Whether ${nameOf(resource)} keeps what could not be handled is decided by its queue ${source}, which stands in no template`,
          property: 'Properties.EventSourceArn',
        });
      case 'hidden':
        return unknown({
          message: `Whether ${nameOf(resource)} needs a destination for failures depends on ${source}, which the templates do not tell`,
          property: 'Properties.EventSourceArn',
        });
      default:
        return fail({
          message: `${nameOf(resource)} drops the records that the function cannot handle: DestinationConfig.OnFailure is left out`,
          property: 'Properties.DestinationConfig.OnFailure',
        });
    }
  },
  bad: {
    'a stream without a destination': mapping({ EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] } }),
    'a pipe from a stream without a queue': pipe({}),
    'a destination that is empty': mapping({
      EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] },
      DestinationConfig: { OnFailure: {} },
    }),
  },
  good: {
    'a stream with a destination': mapping({
      EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] },
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
    }),
    'a pipe from a stream with a queue': pipe({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Failures', 'Arn'] } } }),
    'a queue, which keeps its dead letters itself': mapping({ EventSourceArn: { 'Fn::GetAtt': ['Failures', 'Arn'] } }),
  },
});

/** Of the sources of a pipe, only streams have a place for what failed, in parameters that no pipe from a stream can do without. */
function piped(resource: ResourceFacts, { SourceParameters: parameters }: JsonObject): readonly Verdict[] {
  return ['KinesisStreamParameters', 'DynamoDBStreamParameters'].flatMap(name => {
    const stream = at(parameters, name);
    if (stream === undefined || (textOf(at(stream, 'DeadLetterConfig', 'Arn')) ?? '') !== '') return [];
    return fail({
      message: `${nameOf(resource)} drops the records that its target cannot handle: DeadLetterConfig is left out`,
      property: `Properties.SourceParameters.${name}.DeadLetterConfig`,
    });
  });
}

/** Streams, Kafka and unnamed sources take a destination; queues keep dead letters of their own, brokers and databases none at all. */
function kindOf({ find }: AppFacts, { template }: ResourceFacts, source: string | undefined) {
  if (source === undefined) return 'stream';
  if (find(template, source, 'AWS::SQS::Queue')) return 'no destination';
  if (isSymbolic(source) && source.startsWith('${')) {
    const type = lookup(template, source)?.resource.type;
    return type === undefined ? 'hidden' : /^AWS::(?:AmazonMQ|DocDB)::/.test(type) ? 'no destination' : 'stream';
  }
  const service = source.startsWith('arn:') ? splitText(source, ':')[2] : undefined;
  return service === 'sqs' ? 'queue elsewhere' : service === 'mq' || service === 'rds' ? 'no destination' : 'stream';
}

function mapping(properties: JsonObject) {
  return {
    Resources: {
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
      Source: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Function' }, ...properties } },
    },
  };
}

function pipe(parameters: JsonObject) {
  return {
    Resources: {
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
      Pipe: {
        Type: 'AWS::Pipes::Pipe',
        Properties: {
          ...{ RoleArn: 'arn:aws:iam::111122223333:role/pipes', Source: { 'Fn::GetAtt': ['Stream', 'Arn'] } },
          Target: { 'Fn::GetAtt': ['Function', 'Arn'] },
          SourceParameters: { KinesisStreamParameters: { StartingPosition: 'LATEST', ...parameters } },
        },
      },
    },
  };
}
