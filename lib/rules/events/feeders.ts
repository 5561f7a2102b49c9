import { variantsOf } from '../../model/conditions';
import type { AppFacts, Json, JsonObject, ResourceFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { append } from '../../model/templates';

/** What sends its events on to something of the app. */
export interface Feeder {
  /** The bucket or topic. */
  readonly source: ResourceFacts;
  /** What says that it does. */
  readonly through: ResourceFacts;
  /** For a bucket, whether writing some object under this pattern of keys is told. */
  readonly tellsOf?: (keys: string) => boolean;
}

/** Buckets that notify one of these functions, queues and topics, and topics to which such a queue is subscribed. */
export function feedersOf(targets: readonly ResourceFacts[], app: AppFacts): readonly Feeder[] {
  const known = KNOWN.get(app) ?? feedersByTarget(app);
  KNOWN.set(app, known);
  return targets.flatMap(target => known.get(target) ?? []);
}

/** Asked by every function, and found once for all of them. */
const KNOWN = new WeakMap<AppFacts, ReadonlyMap<ResourceFacts, readonly Feeder[]>>();

function feedersByTarget(app: AppFacts): ReadonlyMap<ResourceFacts, readonly Feeder[]> {
  const feeders = new Map<ResourceFacts, Feeder[]>();
  const add = (target: Json | undefined, feeder: Feeder) => {
    const meant = app.find(feeder.through.template, textOf(target) ?? '', ...TARGETS);
    if (meant !== undefined) append(feeders, meant, feeder);
  };
  for (const type of ['AWS::S3::Bucket', 'Custom::S3BucketNotifications']) {
    for (const resource of app.resourcesByType.get(type) ?? []) {
      for (const { properties } of variantsOf(resource)) {
        const bucket = type === 'AWS::S3::Bucket' ? resource : bucketOf(resource, properties, app);
        if (bucket === undefined) continue;
        for (const notification of notificationsIn(properties.NotificationConfiguration)) {
          const isOfNew = notification.events.some(tellsOfNew);
          const tellsOf = (keys: string) => isOfNew && overlap(keys, notification);
          add(notification.target, { source: bucket, through: resource, tellsOf });
        }
      }
    }
  }
  for (const subscription of app.resourcesByType.get('AWS::SNS::Subscription') ?? []) {
    for (const { properties } of variantsOf(subscription)) {
      const topic = app.find(subscription.template, textOf(properties.TopicArn) ?? '', 'AWS::SNS::Topic');
      // What a filter keeps out, nobody can tell from the rights of whoever sends.
      if (topic === undefined || properties.FilterPolicy !== undefined) continue;
      add(properties.Endpoint, { source: topic, through: subscription });
    }
  }
  for (const topic of app.resourcesByType.get('AWS::SNS::Topic') ?? []) {
    const inner = variantsOf(topic).flatMap(({ properties }) => listOf(properties.Subscription));
    for (const one of inner) add(at(one, 'Endpoint'), { source: topic, through: topic });
  }
  return feeders;
}

const TARGETS = ['AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version', 'AWS::SQS::Queue', 'AWS::SNS::Topic'];

interface Notification {
  readonly target: Json | undefined;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

function bucketOf({ template }: ResourceFacts, { BucketName: name }: JsonObject, { find }: AppFacts): ResourceFacts | undefined {
  return find(template, textOf(name) ?? '', 'AWS::S3::Bucket');
}

/** The names of a bucket's own configuration, and of the API that CDK's resource calls. */
const CONFIGURATIONS: Readonly<Record<string, string>> = {
  LambdaConfigurations: 'Function',
  LambdaFunctionConfigurations: 'LambdaFunctionArn',
  QueueConfigurations: 'Queue',
  TopicConfigurations: 'Topic',
};

function notificationsIn(configuration: Json | undefined): readonly Notification[] {
  return Object.entries(CONFIGURATIONS).flatMap(([name, target]) =>
    listOf(at(configuration, name)).map(one => {
      const rules = [...listOf(at(one, 'Filter', 'S3Key', 'Rules')), ...listOf(at(one, 'Filter', 'Key', 'FilterRules'))];
      const named = (kind: string) =>
        textOf(
          at(
            rules.find(rule => textOf(at(rule, 'Name'))?.toLowerCase() === kind),
            'Value',
          ),
        ) ?? '';
      return {
        target: at(one, target) ?? at(one, `${target}Arn`),
        events: [...listOf(at(one, 'Event')), ...listOf(at(one, 'Events'))].map(event => textOf(event) ?? ''),
        prefix: named('prefix'),
        suffix: named('suffix'),
      };
    }),
  );
}

function tellsOfNew(event: string): boolean {
  return event === 's3:*' || event.startsWith('s3:ObjectCreated:') || event.includes('${');
}

/** Compares what is certain of both: the letters before the first open place of a pattern, and those after the last. */
function overlap(keys: string, { prefix, suffix }: Notification): boolean {
  const [head, tail] = [headOf(keys), tailOf(keys)];
  const [start, end] = [headOf(prefix), tailOf(suffix)];
  return (head.startsWith(start) || start.startsWith(head)) && (tail.endsWith(end) || end.endsWith(tail));
}

const OPEN = /\$\{[^}]*\}|[*?]/;

function headOf(pattern: string): string {
  return pattern.split(OPEN)[0];
}

function tailOf(pattern: string): string {
  return pattern.split(OPEN).slice(-1)[0];
}
