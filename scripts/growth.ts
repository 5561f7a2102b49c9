import { FAMILIES } from './fuzz/families';
import { judgeCase } from './fuzz/judge-case';

/**
 * Shows how the judge's time grows with one thing of which a template can hold many: each family is judged at one size and at four times that size. Fails
 * where four times as much takes far more than four times as long.
 *
 * `npm run growth -- statements`: the families whose names hold the word; all of them without one.
 */
const [wanted = ''] = process.argv.slice(2);
/** Four is linear and sixteen quadratic; what is done in between sorts, or disturbs the memory. */
const MOST = 8;
/** Below this, in seconds, a clock tells nothing. */
const TOLD_BY_CLOCK = 0.15;

function seconds(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user } = process.cpuUsage(began);
  return user / 1e6;
}

/** The least of three, because nothing makes a computer faster than it is. */
function timeOf(family: (size: number) => Parameters<typeof judgeCase>[0], size: number): number {
  const subject = family(size);
  return Math.min(...Array.from({ length: 3 }, () => seconds(() => judgeCase(subject))));
}

let quadratic = 0;
for (const [name, { size, family }] of Object.entries(FAMILIES)) {
  if (!name.includes(wanted)) continue;
  const [small, large] = [size, size * 4].map(count => timeOf(family, count));
  const ratio = large / Math.max(small, 0.001);
  const grows = large > TOLD_BY_CLOCK && ratio > MOST;
  if (grows) quadratic += 1;
  process.stdout.write(
    `${grows ? 'QUADRATIC' : 'linear   '} ${name}: ${size} in ${small.toFixed(2)} s, ${size * 4} in ${large.toFixed(2)} s, ${ratio.toFixed(1)} times\n`,
  );
}
process.exitCode = quadratic === 0 ? 0 : 1;
