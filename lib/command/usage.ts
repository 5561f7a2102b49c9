import { PLUGIN_NAME } from '../baseline/control';

/** Below the first word behind `usage: `. */
const HANGING = `\n${' '.repeat(11)}`;

const CHECK = [
  `${PLUGIN_NAME} check <path>... [--profile strict|baseline]`,
  '[--format text|json|sarif|markdown|html] [--output FILE]',
  '[--fail-on fatal|error|warning] [--waivers FILE] [--policy FILE]',
  '[--as-of YYYY-MM-DD] [--account-concurrency N] [--framework NAME]',
].join(HANGING);
const EXPLAIN = `${PLUGIN_NAME} explain [<rule>]`;

/** The command was called in a way that it does not understand. The message says what, the usage how else. */
export class UsageError extends Error {
  public readonly usage: string;

  constructor(message: string, command?: 'check' | 'explain') {
    super(message);
    this.name = 'UsageError';
    const usages = command === 'check' ? [CHECK] : command === 'explain' ? [EXPLAIN] : [CHECK, EXPLAIN];
    this.usage = `usage: ${usages.join('\n       ')}`;
  }
}

export const HELP = `usage: ${CHECK}
       ${EXPLAIN}
       ${PLUGIN_NAME} --help | --version

check    judges CloudFormation and SAM templates (JSON or YAML), folders with
         templates, and what 'cdk synth' wrote (cdk.out)

  --profile              whose promises are demanded: strict (default) or
                         baseline
  --format               text (default), json, sarif, markdown or html
  --output               the file that takes the report, instead of the terminal
  --fail-on              the least severity that fails: fatal, error (default)
                         or warning
  --waivers              a JSON or YAML list of waivers (rule, resource, reason,
                         owner, expires, and where needed template and ticket)
  --policy               a JSON or YAML file with the organization's bounds, as
                         ServerlessGuard.protect takes them
  --as-of                the day on which waivers and runtimes are judged
                         (default today)
  --account-concurrency  how many executions the account may run at once
                         (default 1000)
  --framework            tells only what concerns one framework: Config, CSA,
                         NIST.800-53.r5, OWASP-Serverless, PCI-DSS-3.2.1,
                         PCI-DSS-4.0.1 or SecurityHub

explain  says what a rule asks for, why, and how to keep it; without a rule it
         lists all

Exit code 0: nothing at or above the threshold. 1: findings. 2: wrong usage, or
a template that could not be read; the others are judged all the same.
`;
