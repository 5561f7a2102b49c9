import { Token } from 'aws-cdk-lib';
import { Waiver } from '../baseline/waiver';
import { ValidationError } from '../errors';

/**
 * How many instances of a function may run at once: a choice that everybody has to make, because any default breaks somebody, and none at all
 * lets one function starve the account.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export class Concurrency {
  /**
   * Keeps this many instances for the function, and never runs more. Zero switches it off.
   *
   * An account leaves at least 100 unreserved, so a new account with a quota of 10 can reserve nothing: raise the quota, or use `unreserved()`.
   *
   * @param instances a whole number
   */
  public static reserved(instances: number): Concurrency {
    if (!Token.isUnresolved(instances) && (!Number.isInteger(instances) || instances < 0)) {
      throw new ValidationError({
        what: 'Concurrency.reserved()',
        expected: 'must be a whole number of instances, zero or more',
        got: String(instances),
        remedy: 'Start with the peak of requests per second times the seconds each takes',
      });
    }
    return new Concurrency(instances, undefined);
  }

  /**
   * Shares the account's pool with all other functions that do.
   *
   * @param waiver why that is acceptable, for accounts with a small quota and for services that share a pool
   */
  public static unreserved(waiver: Waiver): Concurrency {
    if (!(waiver instanceof Waiver)) {
      throw new ValidationError({
        what: 'Concurrency.unreserved()',
        expected: 'needs a Waiver',
        got: String(waiver),
        remedy: `Write Concurrency.unreserved(new Waiver({ reason, owner, expires })), or Concurrency.reserved(5)`,
      });
    }
    return new Concurrency(undefined, waiver);
  }

  private constructor(
    /** The instances kept for the function; undefined where it shares the account's pool. */
    public readonly reservedInstances?: number,
    /** Why it shares the account's pool. */
    public readonly waiver?: Waiver,
  ) {}
}
