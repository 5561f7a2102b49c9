import { Duration, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Failures } from '../../lib';
import { aFunction, aWaiver, cast, FLAG_SETS, newStack, refusal, templateOf } from '../apps';

describe.each(FLAG_SETS)('captured failures under the %s', (_, flags) => {
  test('go to the queue that was given, under its own key', () => {
    const stack = newStack(flags);
    const queue = new sqs.Queue(stack, 'Dead', { encryptionMasterKey: new kms.Key(stack, 'Own') });
    const fn = aFunction(stack, 'Fn', {
      failures: Failures.captured({ queue, retryAttempts: 0, maxEventAge: Duration.minutes(5) }),
    });
    expect(fn.failureQueue).toBe(queue);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: stack.resolve(queue.queueArn) } },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 300,
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'EncryptFailures', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'Arn'] } }),
        ]),
      },
    });
  });

  test('go to a queue that SQS encrypts, without rights on a key', () => {
    const stack = newStack(flags);
    const queue = new sqs.Queue(stack, 'Dead', { encryption: sqs.QueueEncryption.SQS_MANAGED });
    aFunction(stack, 'Fn', { failures: Failures.captured({ queue }) });
    const statements = JSON.stringify(templateOf(stack).findResources('AWS::IAM::Policy'));
    expect(statements).toContain('CaptureFailures');
    expect(statements).not.toContain('EncryptFailures');
  });

  test('go to a queue of another team', () => {
    const stack = newStack(flags);
    const queue = sqs.Queue.fromQueueArn(stack, 'Dead', 'arn:aws:sqs:eu-west-1:111122223333:dead');
    aFunction(stack, 'Fn', { failures: Failures.captured({ queue }) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:111122223333:dead' } },
    });
  });
});

test('absent is undefined', () => {
  expect(Failures.captured({ queue: undefined, retryAttempts: undefined, maxEventAge: undefined })).toEqual(Failures.captured());
});

test('numbers that only the deployment knows are accepted', () => {
  const stack = newStack();
  const failures = Failures.captured({
    retryAttempts: Token.asNumber({ Ref: 'Retries' }),
    maxEventAge: Duration.seconds(Token.asNumber({ Ref: 'Age' })),
  });
  aFunction(stack, 'Fn', { failures });
  templateOf(stack).hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    MaximumRetryAttempts: { Ref: 'Retries' },
    MaximumEventAgeInSeconds: { Ref: 'Age' },
  });
});

test.each([-1, 3, 1.5, NaN])('refuses %p retries', retryAttempts => {
  expect(() => Failures.captured({ retryAttempts })).toThrow(
    refusal(`'retryAttempts'`, 'must be a whole number from 0 to 2', String(retryAttempts)),
  );
});

test.each([Duration.seconds(0), Duration.seconds(59), Duration.seconds(21_601), Duration.days(1)])(
  'refuses %s as the age of an event',
  maxEventAge => {
    expect(() => Failures.captured({ maxEventAge })).toThrow(
      refusal(`'maxEventAge'`, 'must be between one minute and six hours', maxEventAge.toHumanString()),
    );
  },
);

test.each([Duration.minutes(1), Duration.hours(6)])('accepts %s as the age of an event', maxEventAge => {
  expect(Failures.captured({ maxEventAge }).maxEventAge.toSeconds()).toBe(maxEventAge.toSeconds());
});

test('refuses a FIFO queue', () => {
  const queue = new sqs.Queue(newStack(), 'Dead', { fifo: true });
  expect(() => Failures.captured({ queue })).toThrow(
    refusal(`The 'queue' of failures`, 'must be a standard queue', 'a FIFO queue'),
  );
});

test.each([undefined, true, 'because'])('refuses %p instead of a waiver', waiver => {
  expect(() => Failures.synchronousOnly(cast(waiver))).toThrow(
    refusal('Failures.synchronousOnly()', 'needs a Waiver', String(waiver)),
  );
});

test('losing failures keeps the limits of retries and age', () => {
  expect(Failures.synchronousOnly(aWaiver())).toMatchObject({ retryAttempts: 2, queue: undefined });
});
