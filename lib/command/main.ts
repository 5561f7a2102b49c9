import { check } from './check';
import { checkOptions } from './check-options';
import { explain } from './explain';
import type { Terminal } from './terminal';
import { printable, processTerminal } from './terminal';
import { thisTool } from './tool';
import { HELP, UsageError } from './usage';
import { ValidationError } from '../errors';

/**
 * The command. Gives the exit code: 0 nothing found, 1 findings, 2 wrong usage, something unreadable, or a fault of its own.
 * Never throws.
 */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  try {
    return run(args, terminal);
  } catch (error) {
    for (const line of complaint(error)) terminal.stderr.write(`${line}\n`);
    return 2;
  }
}

function run(args: readonly string[], terminal: Terminal): number {
  const { stdout } = terminal;
  const [command, ...rest] = args;
  if (args.length === 0) throw new UsageError('What to do is missing');
  if (wanted(args, '--help', '-h') || command === 'help') {
    stdout.write(HELP);
    return 0;
  }
  switch (command) {
    case '--version':
      stdout.write(`${thisTool().version}\n`);
      return 0;
    case 'check':
      return check(checkOptions(rest), terminal);
    case 'explain':
      stdout.write(explain(rest));
      return 0;
    default:
      throw new UsageError(`There is no command '${command}'`);
  }
}

/** Behind `--` stand paths, whatever they look like. */
function wanted(args: readonly string[], ...flags: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some(arg => flags.includes(arg));
}

function complaint(error: unknown): string[] {
  if (error instanceof UsageError) return [printable(error.message), error.usage];
  if (error instanceof ValidationError) return [printable(error.message)];
  return [printable(`This is a fault of the command itself, please report it: ${String(error)}`)];
}
