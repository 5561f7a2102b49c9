import { Duration, Token } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { LIMITS } from '../baseline/limits';
import { Waiver } from '../baseline/waiver';
import { ValidationError } from '../errors';

/** What happens to events that a function could not process. */
export interface CapturedFailuresProps {
  /**
   * A standard queue that takes them. It holds payloads: encrypt it, and let few read it.
   *
   * @default - a queue of the function's own, encrypted with the stack's key
   */
  readonly queue?: sqs.IQueue;

  /**
   * How often Lambda tries again, 0 to 2 times.
   *
   * @default 2
   */
  readonly retryAttempts?: number;

  /**
   * How long an event may wait for its turn, one minute to six hours.
   *
   * @default Duration.hours(1)
   */
  readonly maxEventAge?: Duration;
}

/**
 * What happens to asynchronous events that fail: they are captured, because what is lost cannot be investigated.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export class Failures {
  /** Captured in a queue, with the request and the error. */
  public static captured(props: CapturedFailuresProps = {}): Failures {
    const { retryAttempts, maxEventAge } = withinLimits(props);
    if (props.queue?.fifo === true) {
      throw new ValidationError({
        what: `The 'queue' of failures`,
        expected: 'must be a standard queue',
        got: 'a FIFO queue',
        remedy: 'Lambda sends failed events to standard queues only',
      });
    }
    if (props.queue?.encryptionType === sqs.QueueEncryption.UNENCRYPTED) {
      throw new ValidationError({
        what: `The 'queue' of failures`,
        expected: 'must be encrypted: it holds payloads',
        got: 'QueueEncryption.UNENCRYPTED',
        remedy: 'Leave the encryption out, or use QueueEncryption.KMS',
      });
    }
    return new Failures(retryAttempts, maxEventAge, props.queue, undefined);
  }

  /**
   * Lost: for functions that nobody invokes asynchronously.
   *
   * @param waiver why nobody does
   */
  public static synchronousOnly(waiver: Waiver): Failures {
    if (!(waiver instanceof Waiver)) {
      throw new ValidationError({
        what: 'Failures.synchronousOnly()',
        expected: 'needs a Waiver',
        got: String(waiver),
        remedy: 'Write Failures.synchronousOnly(new Waiver({ reason, owner, expires })), or leave failures out',
      });
    }
    const { retryAttempts, maxEventAge } = withinLimits({});
    return new Failures(retryAttempts, maxEventAge, undefined, waiver);
  }

  private constructor(
    /** How often Lambda tries again. */
    public readonly retryAttempts: number,
    /** How long an event may wait. */
    public readonly maxEventAge: Duration,
    /** The queue that takes failed events; undefined for one of the function's own. */
    public readonly queue?: sqs.IQueue,
    /** Why nothing is captured. */
    public readonly waiver?: Waiver,
  ) {}
}

function withinLimits(props: CapturedFailuresProps): { retryAttempts: number; maxEventAge: Duration } {
  const retries = LIMITS.retryAttempts;
  const age = LIMITS.eventAgeSeconds;
  const retryAttempts = props.retryAttempts ?? retries.default;
  const maxEventAge = props.maxEventAge ?? Duration.seconds(age.default);
  if (
    !Token.isUnresolved(retryAttempts) &&
    !(Number.isInteger(retryAttempts) && retryAttempts >= retries.min && retryAttempts <= retries.max)
  ) {
    throw new ValidationError({
      what: `'retryAttempts'`,
      expected: `must be a whole number from ${retries.min} to ${retries.max}`,
      got: String(retryAttempts),
      remedy: 'Lambda tries an asynchronous event at most three times in all',
    });
  }
  if (!maxEventAge.isUnresolved() && !isWhole(maxEventAge.toSeconds({ integral: false }), age)) {
    throw new ValidationError({
      what: `'maxEventAge'`,
      expected: 'must be between one minute and six hours',
      got: maxEventAge.toHumanString(),
      remedy: 'Choose the time after which an event is no longer worth processing, in whole seconds',
    });
  }
  return { retryAttempts, maxEventAge };
}

function isWhole(seconds: number, bounds: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(seconds) && seconds >= bounds.min && seconds <= bounds.max;
}
