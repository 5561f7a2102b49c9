/** A file that says nothing that could be judged, and why. */
export class UnreadableText extends Error {
  constructor(
    reason: string,
    public readonly line?: number,
  ) {
    super(line === undefined ? reason : `line ${line}: ${reason}`);
    this.name = 'UnreadableText';
  }
}

/** Why something could not be read. What is no `UnreadableText` is a fault of this command and stays one. */
export function reasonOf(error: unknown): string {
  if (error instanceof UnreadableText) return error.message;
  throw error;
}
