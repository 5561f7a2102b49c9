import { Duration, Size, SizeRoundingBehavior } from 'aws-cdk-lib';
import { Concurrency } from './concurrency';
import type { SecureFunctionProps } from './secure-function-props';
import { LIMITS } from '../baseline/limits';
import type { Refuse } from '../errors';

/** What one invocation, and all of them together, may use up. */
export interface Limits {
  readonly timeout: Duration;
  readonly memorySize: Size;
  readonly ephemeralStorageSize: Size;
  readonly concurrency: Concurrency;
}

/** The limits of a function, each within those of Lambda. Throws where nobody chose the concurrency. */
export function limitsOf(props: SecureFunctionProps, refuse: Refuse): Limits {
  const { timeoutSeconds, memoryMebibytes, ephemeralStorageMebibytes } = LIMITS;
  const concurrency = props.limits?.concurrency;
  if (!(concurrency instanceof Concurrency)) {
    refuse({
      what: `'limits.concurrency'`,
      expected: 'is a choice that everybody has to make',
      got: concurrency === undefined ? 'none' : typeof concurrency,
      remedy: 'Write Concurrency.reserved(5), or Concurrency.unreserved(waiver) where the account has no room',
    });
  }
  const timeout = props.limits.timeout ?? Duration.seconds(timeoutSeconds.default);
  if (!timeout.isUnresolved() && outside(timeout.toSeconds({ integral: false }), timeoutSeconds)) {
    refuse({
      what: `'limits.timeout'`,
      expected: 'must be between one second and 15 minutes',
      got: timeout.toHumanString(),
      remedy: 'Split the work, or use Step Functions; Lambda counts in whole seconds',
    });
  }
  return {
    concurrency,
    timeout,
    memorySize: sizeOf('memorySize', props.limits.memorySize, memoryMebibytes, refuse),
    ephemeralStorageSize: sizeOf('ephemeralStorageSize', props.limits.ephemeralStorageSize, ephemeralStorageMebibytes, refuse),
  };
}

function sizeOf(name: string, given: Size | undefined, bounds: Bounds & { readonly default: number }, refuse: Refuse): Size {
  const size = given ?? Size.mebibytes(bounds.default);
  if (!size.isUnresolved() && outside(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }), bounds)) {
    refuse({
      what: `'limits.${name}'`,
      expected: `must be between ${bounds.min} and ${bounds.max} MiB`,
      got: `${size.toMebibytes({ rounding: SizeRoundingBehavior.NONE })} MiB`,
      remedy: 'These are the limits of Lambda, which counts in whole MiB',
    });
  }
  return size;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Lambda counts in whole seconds and mebibytes. */
function outside(value: number, bounds: Bounds): boolean {
  return !Number.isInteger(value) || value < bounds.min || value > bounds.max;
}
