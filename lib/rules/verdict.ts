import type { ResourceFacts, TemplateFacts } from '../model/facts';

/** How loudly a finding speaks. Only `fatal` cannot be acknowledged; `fatal` and `error` fail a synth. */
export type Severity = 'fatal' | 'error' | 'warning' | 'info';

/** What follows from a finding of each severity, for people: `fatal, which …`. */
export const CONSEQUENCES: Readonly<Record<Severity, string>> = {
  fatal: 'fails the synth, and nobody can waive it',
  error: 'fails the synth unless a waiver with a reason, an owner and a last day stands at the resource',
  warning: 'is reported and fails nothing',
  info: 'is reported and fails nothing',
};

/** What a rule says of one subject. `unknown` is an answer of its own: the template does not give away what would have to be known. */
export type Verdict = Pass | Fail | Undecided;

export interface Pass {
  readonly verdict: 'pass';
}

/** What was found, and where a person has to look. */
export interface Evidence {
  /** What was found, with the subject in the user's words; never the value of a secret. */
  readonly message: string;
  /** The resource that has to change, where it is not the subject itself: the policy of a role, the rule of a security group. */
  readonly at?: ResourceFacts;
  /** The template, where no single resource has to change. */
  readonly within?: TemplateFacts;
  /** Where in that resource: `Properties.TracingConfig.Mode`. */
  readonly property?: string;
  /** The name of what hides a whole template: a macro. */
  readonly hiddenBy?: string;
  /** Other resources without which the finding would not stand. */
  readonly related?: readonly ResourceFacts[];
  /** Which of the rule's controls this case is about; all of them unless said. */
  readonly controls?: readonly string[];
}

export interface Fail extends Evidence {
  readonly verdict: 'fail';
  /** Where one case of a rule is less grave than the rule. */
  readonly severity?: Severity;
  /** Where one case of a rule breaks only some of its controls. */
  readonly controls?: readonly string[];
}

export interface Undecided extends Evidence {
  readonly verdict: 'unknown';
}

/** The subject keeps the promise. */
export const pass: Pass = { verdict: 'pass' };

/** The subject breaks the promise. */
export function fail(evidence: Omit<Fail, 'verdict'>): Fail {
  return { verdict: 'fail', ...evidence };
}

/** Whether it does cannot be seen; the message says what would make it visible. */
export function unknown(evidence: Evidence): Undecided {
  return { verdict: 'unknown', ...evidence };
}
