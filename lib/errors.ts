import type { IConstruct } from 'constructs';

/** The four parts that every refusal owes to the person who reads it. */
export interface Refusal {
  /** What is wrong, as a subject: `'timeout'`, `'egress' of 'PlaceOrder'`. */
  readonly what: string;
  /** What would have been right: `must be at most 15 minutes`. */
  readonly expected: string;
  /** What was written instead; left out where printing it would leak something. */
  readonly got?: string;
  /** The keystroke that mends it. */
  readonly remedy: string;
}

/** Says no, in the name of the construct that was asked. */
export type Refuse = (refusal: Refusal) => never;

/** Thrown wherever an app asks for something that this package does not let through. */
export class ValidationError extends Error {
  constructor(refusal: Refusal, scope?: IConstruct) {
    const got = refusal.got === undefined ? '' : `, got ${refusal.got}`;
    const where = scope === undefined || scope.node.path === '' ? '' : ` [at ${scope.node.path}]`;
    super(`${refusal.what} ${refusal.expected}${got}. ${refusal.remedy}${where}`);
    this.name = 'ValidationError';
  }
}
