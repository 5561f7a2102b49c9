/** Where words go: `process.stdout` is one. */
export interface Output {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
}

/** Everything that the command knows of the world besides the files that it is given. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The folder from which relative paths are read. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The terminal in which this process runs. */
export function processTerminal(): Terminal {
  return { stdout: process.stdout, stderr: process.stderr, cwd: process.cwd(), env: process.env };
}

/** Whether a person looks on who did not ask for plain text. */
export function wantsColour({ stdout, env }: Terminal): boolean {
  return stdout.isTTY === true && (env.NO_COLOR ?? '') === '';
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text that others wrote, on one line and without what would move the cursor, turn the direction of reading, or hide. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNPRINTABLE, character => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
