import { Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Alarms, Concurrency, Failures, SecureNetwork, ServerlessGuard } from '../../lib';
import { aFunction, aWaiver, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const outside = { outsideVpc: aWaiver() };
const OF_FUNCTION = ['DestinationDeliveryFailures', 'Duration', 'Errors', 'Throttles'];
const OF_QUEUE = ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'];

type Properties = Readonly<Record<string, unknown>>;

function alarmsIn(scope: Construct): Properties[] {
  return Object.values(Template.fromStack(Stack.of(scope)).findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties,
  );
}

const namesIn = (scope: Construct): unknown[] =>
  alarmsIn(scope)
    .map(({ MetricName }) => MetricName)
    .sort();

/** The topics that the alarms of a stack go to. */
const topicsIn = (scope: Construct): unknown[] => [
  ...new Set(alarmsIn(scope).map(({ AlarmActions }) => JSON.stringify(AlarmActions))),
];

describe.each(FLAG_SETS)('alarms under the %s', (_, flags) => {
  test('are raised about the function and about its queue of failures', () => {
    const stack = newStack(flags);
    const topic = new sns.Topic(stack, 'Oncall');
    const fn = aFunction(stack, 'Fn', { ...outside, alarmTopic: topic });
    expect(namesIn(stack)).toEqual([...OF_QUEUE, ...OF_FUNCTION].sort());
    const template = templateOf(stack);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [stack.resolve(topic.topicArn)],
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Period: 300,
      AlarmDescription: Match.stringLikeRegexp('^Stack/Fn'),
    });
    const about = (MetricName: string, properties: object): void =>
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, ...properties });
    const ofFunction = { Namespace: 'AWS/Lambda', Dimensions: [{ Name: 'FunctionName', Value: stack.resolve(fn.functionName) }] };
    about('Errors', { ...ofFunction, Threshold: 0, Statistic: 'Sum', EvaluationPeriods: 1 });
    about('Throttles', { ...ofFunction, Threshold: 0, Statistic: 'Sum', EvaluationPeriods: 3 });
    about('DestinationDeliveryFailures', { ...ofFunction, Threshold: 0, Statistic: 'Sum' });
    about('Duration', { ...ofFunction, Threshold: 9000, Statistic: 'Maximum' });
    const ofQueue = {
      Namespace: 'AWS/SQS',
      Dimensions: [{ Name: 'QueueName', Value: stack.resolve(fn.failureQueue?.queueName) }],
    };
    about('ApproximateNumberOfMessagesVisible', { ...ofQueue, Threshold: 0, Statistic: 'Maximum' });
    about('ApproximateAgeOfOldestMessage', { ...ofQueue, Threshold: 86_400, Statistic: 'Maximum' });
  });

  test('pass the judge, and the report says who is told', () => {
    const app = newApp(flags);
    const written: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation(text => written.push(String(text)) > 0);
    try {
      ServerlessGuard.protect(app, { inventory: true });
      const stack = new Stack(app, 'Stack');
      aFunction(stack, 'Told', { alarmTopic: new sns.Topic(stack, 'Oncall', { masterKey: new kms.Key(stack, 'Key') }) });
      aFunction(stack, 'Untold');
      app.synth();
    } finally {
      write.mockRestore();
    }
    const report = written.join('').replace(/\n {15}(?=\S)/g, ' ');
    expect(report).toMatch(/^ToldFunction\w+\n(?: .*\n)*  alarms     .*Errors.* to Oncall\w+$/m);
    expect(report).toMatch(/^UntoldFunction\w+\n(?: .*\n)*  alarms     none: nobody is told when UntoldFunction\w+ fails$/m);
  });

  test('of an app, a stage or a stack go to the topic of the nearest', () => {
    const app = newApp(flags);
    const stage = new Stage(app, 'Prod');
    const [inStage, own, plain] = [new Stack(stage, 'Stack'), new Stack(stage, 'Own'), new Stack(app, 'Plain')];
    const topics = [inStage, own, plain].map(stack => new sns.Topic(stack, 'Oncall'));
    Alarms.to(stage, topics[0]);
    Alarms.to(own, topics[1]);
    for (const stack of [inStage, own, plain]) aFunction(stack, 'Fn', outside);
    expect(topicsIn(inStage)).toEqual([JSON.stringify([inStage.resolve(topics[0].topicArn)])]);
    expect(topicsIn(own)).toEqual([JSON.stringify([own.resolve(topics[1].topicArn)])]);
    expect(alarmsIn(plain)).toEqual([]);
  });

  test('a topic of another stack is told, and lets the alarms in', () => {
    const app = newApp(flags);
    const central = new Stack(app, 'Central');
    const topic = new sns.Topic(central, 'Oncall', { masterKey: new kms.Key(central, 'Key') });
    Alarms.to(app, topic);
    const stack = new Stack(app, 'Stack');
    aFunction(stack, 'Fn', outside);
    expect(namesIn(stack)).toHaveLength(6);
    Template.fromStack(central).resourceCountIs('AWS::SNS::TopicPolicy', 1);
  });
});

test("the function's own topic counts before its network's, and that before the one around it", () => {
  const stack = newStack();
  const [own, ofNetwork, around] = ['Own', 'OfNetwork', 'Around'].map(id => new sns.Topic(stack, id));
  Alarms.to(stack, around);
  const network = new SecureNetwork(stack, 'Network', { alarmTopic: ofNetwork });
  const told = (id: string): unknown[] => [
    ...new Set(
      Object.entries(templateOf(stack).findResources('AWS::CloudWatch::Alarm'))
        .filter(([name]) => name.startsWith(id))
        .map(([, { Properties }]) => Properties.AlarmActions[0].Ref),
    ),
  ];
  aFunction(stack, 'One', { network, alarmTopic: own });
  aFunction(stack, 'Two', { network });
  aFunction(stack, 'Three', { network: new SecureNetwork(stack, 'Silent') });
  aFunction(stack, 'Four', outside);
  expect([told('One'), told('Two'), told('Three'), told('Four')]).toEqual([
    [stack.resolve(own.topicArn).Ref],
    [stack.resolve(ofNetwork.topicArn).Ref],
    [stack.resolve(around.topicArn).Ref],
    [stack.resolve(around.topicArn).Ref],
  ]);
});

test('a network of another team tells the topic that it was given', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  aFunction(stack, 'Fn', { network: SecureNetwork.fromVpc(vpc, { alarmTopic: new sns.Topic(stack, 'Oncall') }) });
  expect(namesIn(stack)).toHaveLength(6);
});

test('without a topic there are none', () => {
  const stack = newStack();
  aFunction(stack, 'Fn', { ...outside, alarmTopic: undefined });
  new SecureNetwork(stack, 'Network', { alarmTopic: undefined });
  expect(alarmsIn(stack)).toEqual([]);
});

describe('the queue of failures', () => {
  test('is not watched where nothing is captured', () => {
    const stack = newStack();
    aFunction(stack, 'Fn', {
      ...outside,
      alarmTopic: new sns.Topic(stack, 'Oncall'),
      failures: Failures.synchronousOnly(aWaiver()),
    });
    expect(namesIn(stack)).toEqual(['Duration', 'Errors', 'Throttles']);
  });

  test('is watched once where functions share it, and once for each topic', () => {
    const stack = newStack();
    const queue = new sqs.Queue(stack, 'Shared');
    const [one, other] = ['One', 'Other'].map(id => new sns.Topic(stack, id));
    for (const [id, alarmTopic] of [
      ['A', one],
      ['B', one],
      ['C', other],
    ] as const) {
      aFunction(stack, id, { ...outside, alarmTopic, failures: Failures.captured({ queue }) });
    }
    expect(namesIn(stack).filter(name => OF_QUEUE.includes(String(name)))).toHaveLength(4);
  });

  test.each([
    ['of another account', 'arn:aws:sqs:eu-west-1:444455556666:dead', 0],
    ['of this account', 'arn:aws:sqs:eu-west-1:111122223333:dead', 2],
  ])('%s', (_, arn, watched) => {
    const stack = newStack({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    const queue = sqs.Queue.fromQueueArn(stack, 'Dead', arn);
    aFunction(stack, 'Fn', { ...outside, alarmTopic: new sns.Topic(stack, 'Oncall'), failures: Failures.captured({ queue }) });
    expect(namesIn(stack).filter(name => OF_QUEUE.includes(String(name)))).toHaveLength(watched);
  });
});

describe('the timeout', () => {
  const withTimeout = (timeout: Duration): Stack => {
    const stack = newStack();
    const limits = { concurrency: Concurrency.reserved(1), timeout };
    aFunction(stack, 'Fn', { ...outside, limits, alarmTopic: new sns.Topic(stack, 'Oncall') });
    return stack;
  };

  test('is near at nine tenths of it', () => {
    templateOf(withTimeout(Duration.minutes(15))).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Duration',
      Threshold: 810_000,
    });
  });

  test('that only the deployment knows is near at nine tenths of it too', () => {
    templateOf(withTimeout(Duration.seconds(Token.asNumber({ Ref: 'Timeout' })))).hasResourceProperties(
      'AWS::CloudWatch::Alarm',
      {
        Threshold: { Ref: 'Timeout' },
        Metrics: Match.arrayWith([
          Match.objectLike({ Expression: 'duration / 900' }),
          Match.objectLike({
            MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'Duration' }), Stat: 'Maximum' }),
          }),
        ]),
      },
    );
  });
});

const CONDITION = {
  StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  ArnLike: { 'aws:SourceArn': Match.anyValue() },
};
const CLOUDWATCH = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };

describe('the topic', () => {
  test('lets the alarms of this account in, once, and so does its key', () => {
    const stack = newStack();
    const alarmTopic = new sns.Topic(stack, 'Oncall', { masterKey: new kms.Key(stack, 'Key'), enforceSSL: true });
    for (const id of ['A', 'B']) aFunction(stack, id, { ...outside, alarmTopic });
    const template = templateOf(stack);
    const statements = (type: string, property: string): Properties[] =>
      Object.values(template.findResources(type))
        .flatMap(({ Properties }) => Properties[property].Statement)
        .filter(({ Principal }) => Principal.Service === 'cloudwatch.amazonaws.com');
    expect(statements('AWS::SNS::TopicPolicy', 'PolicyDocument')).toHaveLength(1);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ ...CLOUDWATCH, Action: 'sns:Publish', Condition: CONDITION })]),
      },
    });
    expect(statements('AWS::KMS::Key', 'KeyPolicy')).toHaveLength(1);
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ ...CLOUDWATCH, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: CONDITION }),
        ]),
      },
    });
  });

  test('of another team is told', () => {
    const stack = newStack();
    const arn = 'arn:aws:sns:eu-west-1:111122223333:oncall';
    aFunction(stack, 'Fn', { ...outside, alarmTopic: sns.Topic.fromTopicArn(stack, 'Oncall', arn) });
    expect(topicsIn(stack)).toEqual([JSON.stringify([arn])]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('The key of the topic'));
  });

  test('whose key stands elsewhere is told, with a warning about its policy', () => {
    const stack = newStack();
    const alarmTopic = sns.Topic.fromTopicAttributes(stack, 'Oncall', {
      topicArn: 'arn:aws:sns:eu-west-1:111122223333:oncall',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    });
    aFunction(stack, 'Fn', { ...outside, alarmTopic });
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('lets cloudwatch.amazonaws.com use kms:Decrypt and kms:GenerateDataKey'),
    );
  });

  const topics: [string, (stack: Stack) => unknown, string, string][] = [
    ['nothing', () => null, 'must be a topic', 'null'],
    ['an ARN', () => 'arn:aws:sns:eu-west-1:111122223333:oncall', 'must be a topic', 'arn:aws:sns:eu-west-1:111122223333:oncall'],
    ['a queue', stack => new sqs.Queue(stack, 'Queue'), 'must be a topic', 'Stack/Queue'],
    [
      'a FIFO topic',
      stack => new sns.Topic(stack, 'Fifo', { fifo: true }),
      'must be a standard topic, because alarms know no message groups',
      'a FIFO topic',
    ],
    [
      'a topic under the key of AWS',
      stack => new sns.Topic(stack, 'Aws', { masterKey: kms.Alias.fromAliasName(stack, 'Key', 'alias/aws/sns') }),
      'must not be encrypted with the key of AWS, whose policy lets no alarm use it',
      'alias/aws/sns',
    ],
  ];
  test.each(topics)('is not %s', (_, topicOf, expected, got) => {
    const stack = newStack();
    const topic = cast<sns.ITopic>(topicOf(stack));
    expect(() => Alarms.to(stack, topic)).toThrow(refusal('The topic of Alarms.to()', expected, got));
    expect(() => aFunction(stack, 'Fn', { ...outside, alarmTopic: topic })).toThrow(refusal(`'alarmTopic'`, expected, got));
    expect(() => new SecureNetwork(stack, 'Net', { alarmTopic: topic })).toThrow(
      refusal(`The 'alarmTopic' of a network`, expected, got),
    );
  });

  test('is in the region of the function', () => {
    const app = newApp();
    const [there, here] = ['us-east-1', 'eu-west-1'].map(
      region => new Stack(app, region, { env: { region, account: '111122223333' } }),
    );
    Alarms.to(app, new sns.Topic(there, 'Oncall'));
    expect(() => aFunction(here, 'Fn', outside)).toThrow(
      refusal('The topic of alarms', `must be in the region of the function, 'eu-west-1'`, `'us-east-1'`),
    );
  });

  test('is known before the functions that tell it', () => {
    const stack = newStack();
    aFunction(stack, 'Fn', outside);
    expect(() => Alarms.to(stack, new sns.Topic(stack, 'Oncall'))).toThrow(
      refusal('The topic of alarms', 'must be known before functions are made', `the function 'Stack/Fn'`),
    );
  });
});

describe('an override that silences an alarm fails the synthesis', () => {
  test.each<[string, unknown]>([
    ['ActionsEnabled', false],
    ['AlarmActions', []],
    ['Threshold', 1_000_000],
    ['TreatMissingData', 'ignore'],
    ['EvaluationPeriods', 1_000],
    ['ComparisonOperator', 'LessThanThreshold'],
    ['MetricName', 'Invocations'],
    ['Namespace', 'Nothing'],
    ['Statistic', 'Minimum'],
    ['Dimensions', []],
    ['Period', 86_400],
  ])('%s', (property, value) => {
    const stack = newStack();
    const fn = aFunction(stack, 'Fn', { ...outside, alarmTopic: new sns.Topic(stack, 'Oncall') });
    cast<cloudwatch.CfnAlarm>(fn.node.findChild('ErrorsAlarm').node.defaultChild).addPropertyOverride(property, value);
    expect(() => templateOf(stack)).toThrow(
      new RegExp(`'${property}' of AWS::CloudWatch::Alarm 'ErrorsAlarm/Resource' was changed behind the back`),
    );
  });

  test('and so does one that is removed', () => {
    const stack = newStack();
    const fn = aFunction(stack, 'Fn', { ...outside, alarmTopic: new sns.Topic(stack, 'Oncall') });
    fn.node.tryRemoveChild('ThrottlesAlarm');
    expect(() => templateOf(stack)).toThrow(/AWS::CloudWatch::Alarm 'ThrottlesAlarm\/Resource' was removed from the tree/);
  });
});
