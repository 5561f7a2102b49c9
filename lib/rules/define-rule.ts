import type { Example } from './example';
import type { Severity, Verdict } from './verdict';
import type { ControlId } from '../baseline/control';
import type { GuardPolicy } from '../baseline/guard-policy';
import type {
  AcknowledgementFacts,
  ApiMethodFacts,
  AppFacts,
  FunctionFacts,
  IdentityFacts,
  PolicyDocumentFacts,
  ResourceFacts,
  ResourceVariantFacts,
  RoleFacts,
} from '../model/facts';

/** What a rule can be about, and the facts it is then given. */
export interface Subjects {
  readonly function: FunctionFacts;
  readonly role: RoleFacts;
  readonly identity: IdentityFacts;
  readonly permission: AppFacts['permissions'][number];
  readonly url: ResourceFacts;
  readonly 'api-method': ApiMethodFacts;
  readonly policy: PolicyDocumentFacts;
  readonly resource: ResourceVariantFacts;
  readonly acknowledgement: AcknowledgementFacts;
  readonly app: AppFacts;
}

export type SubjectKind = keyof Subjects;

/** What a judgement depends on besides the templates. */
export interface Settings {
  /** The day on which waivers and runtimes are judged. */
  readonly asOf: Date;
  /** How many executions the account may run at once. */
  readonly accountConcurrency: number;
  /** What the organization asks for beyond the rules. */
  readonly policy: GuardPolicy;
}

/**
 * Whose promises are demanded: `baseline` of any serverless app, `strict` of an app built with this package. A strict judgement holds the
 * baseline too, and leaves out functions that CDK itself adds, which their user cannot change.
 */
export type ProfileName = 'baseline' | 'strict';

/** A rule about one kind of subject: a promise, the harm where it is broken, the keystroke that mends it, and the predicate. */
export interface RuleOf<K extends SubjectKind> {
  readonly id: ControlId;
  readonly subject: K;
  /** The CloudFormation types that a rule about resources looks at: `AWS::SQS::Queue`. */
  readonly types?: K extends 'resource' ? readonly string[] : never;
  /** The promise as a sentence. */
  readonly title: string;
  /** The harm where it is broken. */
  readonly why: string;
  /** The keystroke that mends it. */
  readonly fix: string;
  readonly links: readonly string[];
  readonly severity: Severity;
  /** The least profile that demands it. */
  readonly profile: ProfileName;
  /** The controls of the common catalogue that it answers, at most three. */
  readonly controls: readonly string[];
  /** Rules whose findings this one puts together, so that its bad examples break them as well. */
  readonly combines?: readonly ControlId[];
  readonly check: (subject: Subjects[K], app: AppFacts, settings: Settings) => Verdict | readonly Verdict[];
  /** Changes to the secure app that break exactly this promise: tests and documentation at once. */
  readonly bad: Readonly<Record<string, Example>>;
  /** Changes to the secure app that keep it, near the edge. */
  readonly good: Readonly<Record<string, Example>>;
}

export type Rule = { [K in SubjectKind]: RuleOf<K> }[SubjectKind];

/** Binds a rule to its kind of subject, so that its predicate is given the right facts. */
export function defineRule<K extends SubjectKind>(rule: RuleOf<K>): RuleOf<K> {
  return rule;
}
