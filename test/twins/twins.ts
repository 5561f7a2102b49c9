import type { CfnElement, StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ControlId } from '../../lib/baseline/control';
import { evaluate } from '../../lib/checks/evaluate';
import { acknowledgementsOf } from '../../lib/model/acknowledgements';
import { readTemplates } from '../../lib/model/assembly';
import { buildModel } from '../../lib/model/build-model';
import type { Flags } from '../apps';
import { FLAG_SETS, newApp } from '../apps';

/** The day on which twins are judged. */
const TODAY = new Date('2026-11-23T12:00:00Z');

type Side = 'unsafe' | 'safe';

/** Two apps of one shape: one breaks a promise, the other looks like it and keeps it. */
export interface Twins {
  readonly rule: ControlId;
  /** Builds one of them, and answers where the broken promise is found. */
  readonly build: (stack: Stack, side: Side) => IConstruct;
  readonly options: TwinOptions;
}

export interface TwinOptions extends Pick<StackProps, 'env'> {
  /** Promises that the same fault breaks as well. */
  readonly also?: readonly ControlId[];
}

/** Twins by mutation: the same shape with one value or another. */
export function twins<T>(
  rule: ControlId,
  shape: (stack: Stack, value: T) => IConstruct,
  { unsafe, safe, ...options }: Readonly<Record<Side, T>> & TwinOptions,
): Twins {
  return { rule, build: (stack, side) => shape(stack, side === 'unsafe' ? unsafe : safe), options };
}

/** Judges all twins of a subject under both sets of flags; all stand in one app, each in a stack that is judged alone. */
export function tellApart(subject: string, pairs: Readonly<Record<string, Twins>>): void {
  describe.each(FLAG_SETS)(`${subject}, %s`, (_, flags) => {
    const failures = once(() => judgeAll(Object.values(pairs), flags));

    test.each(Object.keys(pairs).map((name, position) => [name, position] as const))('%s', (name, position) => {
      const { rule, options } = pairs[name];
      const { unsafe, safe, at } = failures()[position];
      const fault = `${rule} ${at}`;
      expect(unsafe.filter(failure => failure.startsWith(`${rule} `))).toEqual([fault]);
      expect(safe.filter(failure => failure.startsWith(`${rule} `))).toEqual([]);
      const also = options.also ?? [];
      const differing = [...unsafe.filter(one => !safe.includes(one)), ...safe.filter(one => !unsafe.includes(one))];
      expect([...new Set(differing.map(failure => failure.split(' ')[0]))].sort()).toEqual([rule, ...also].sort());
    });
  });
}

interface Judged extends Readonly<Record<Side, readonly string[]>> {
  readonly at: string;
}

/** What fails in each stack, as `rule Resource`. */
function judgeAll(pairs: readonly Twins[], flags: Flags): readonly Judged[] {
  const app = newApp(flags);
  const built = pairs.map(({ build, options: { env } }, position) => {
    const [unsafe, safe] = (['unsafe', 'safe'] as const).map(side => {
      const stack = new Stack(app, `${side}${position}`, { env });
      return { stack, at: logicalIdOf(stack, build(stack, side)) };
    });
    return { unsafe: unsafe.stack, safe: safe.stack, at: unsafe.at };
  });
  const assembly = app.synth();
  const acknowledgements = acknowledgementsOf(app);
  const failuresOf = (stack: Stack): string[] => {
    const { templateFullPath: templatePath, hierarchicalId: stackConstructPath } = assembly.getStackByName(stack.stackName);
    const model = buildModel(readTemplates([{ templatePath, stackConstructPath, ...placeOf(stack) }]), acknowledgements);
    const failed = evaluate(model, { profile: 'strict', asOf: TODAY }).filter(({ verdict }) => verdict === 'fail');
    return [...new Set(failed.map(({ rule, resource }) => `${rule} ${resource}`))];
  };
  return built.map(({ unsafe, safe, at }) => ({ unsafe: failuresOf(unsafe), safe: failuresOf(safe), at }));
}

function placeOf({ account, region }: Stack): { accountId: string; region: string } {
  return {
    accountId: account.includes('Token') ? 'unknown-account' : account,
    region: region.includes('Token') ? 'unknown-region' : region,
  };
}

function logicalIdOf(stack: Stack, construct: IConstruct): string {
  return stack.resolve(stack.getLogicalId((construct.node.defaultChild ?? construct) as CfnElement)) as string;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
