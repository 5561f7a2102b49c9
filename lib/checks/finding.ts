import type { Severity } from '../rules/verdict';

/**
 * One thing that a person has to look at. Its shape is a contract with other programs: absent facts are absent keys.
 */
export interface Finding {
  readonly rule: string;
  readonly controls: readonly string[];
  /** An `unknown` is a warning, whatever the rule demands: it says that nobody could look. */
  readonly severity: Severity;
  readonly verdict: 'fail' | 'unknown';
  /** The template's path as it was given. */
  readonly template?: string;
  readonly resource?: string;
  readonly relatedResources?: readonly string[];
  readonly resourceType?: string;
  readonly constructPath?: string;
  readonly property?: string;
  /** What hides a whole template, by name: a macro. A waiver has to name it. */
  readonly hiddenBy?: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly links: readonly string[];
  readonly frameworks: readonly string[];
}

/** Whether a finding stops a deployment. */
export function stops({ verdict, severity }: Finding): boolean {
  return verdict === 'fail' && (severity === 'fatal' || severity === 'error');
}
