import { Annotations, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { Scoped } from './scoped';
import { ValidationError } from '../errors';
import { asText } from '../iam/text';

/** Where the alarms of what is made below a scope, or in a network, go to. */
export const ALARM_TOPICS = new Scoped<sns.ITopic>();

/** Accounts and regions whose alarms a topic lets in already. */
const ADMITTED = new WeakMap<sns.ITopic, Set<string>>();

/** Refuses a topic that no alarm can publish to. */
export function assertAlarmTopic(topic: sns.ITopic, what: string, scope: IConstruct): void {
  const refuse = (expected: string, got: string, remedy: string): never => {
    throw new ValidationError({ what, expected, got, remedy }, scope);
  };
  if (typeof topic !== 'object' || topic === null || typeof topic.topicArn !== 'string') {
    refuse('must be a topic', String(topic), 'Write new Topic(this, "Alarms"), or Topic.fromTopicArn()');
  }
  if (topic.fifo) {
    refuse('must be a standard topic, because alarms know no message groups', 'a FIFO topic', 'Leave out fifo');
  }
  if (/alias\/aws\//.test(asText(Stack.of(topic).resolve(topic.masterKey?.keyArn)))) {
    refuse(
      'must not be encrypted with the key of AWS, whose policy lets no alarm use it',
      'alias/aws/sns',
      'Encrypt it with a key of your own: masterKey: new Key(this, "Key", { enableKeyRotation: true })',
    );
  }
}

/**
 * Lets the alarms of a stack publish to a topic, and use its key. A topic with any policy refuses them otherwise, and a key without this statement
 * does so silently: the alarm fires, and nobody hears it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function admitAlarms(topic: sns.ITopic, scope: IConstruct): void {
  const stack = Stack.of(scope);
  const { region } = topic.env;
  if (!Token.isUnresolved(region) && !Token.isUnresolved(stack.region) && region !== stack.region) {
    throw new ValidationError(
      {
        what: 'The topic of alarms',
        expected: `must be in the region of the function, '${stack.region}'`,
        got: `'${region}'`,
        remedy: 'Make a topic in each region, and give it to the stacks there: Alarms.to(stack, topic)',
      },
      scope,
    );
  }
  const admitted = ADMITTED.get(topic) ?? new Set();
  ADMITTED.set(topic, admitted);
  const place = `${stack.account}/${stack.region}`;
  if (admitted.has(place)) return;
  admitted.add(place);
  const alarms = stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const allow = (actions: string[], resource: string): iam.PolicyStatement =>
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions,
      resources: [resource],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': alarms } },
    });
  topic.addToResourcePolicy(allow(['sns:Publish'], topic.topicArn));
  const key = topic.masterKey;
  if (key === undefined) return;
  const { statementAdded } = key.addToResourcePolicy(allow(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'), true);
  if (!statementAdded) {
    Annotations.of(scope).addWarningV2(
      'cdk-secure-function:key-of-alarms',
      `The key of the topic '${topic.node.path}' stands elsewhere. Alarms reach nobody unless its policy lets cloudwatch.amazonaws.com use kms:Decrypt and kms:GenerateDataKey*.`,
    );
  }
}
