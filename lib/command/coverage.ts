import type { Coverage, LocatedFinding } from './report';
import { frameworkOf, FRAMEWORKS } from '../baseline/frameworks';
import { RULES } from '../rules';
import type { ProfileName } from '../rules/define-rule';
import { frameworksOf } from '../rules/frameworks-of';

/** What was looked at of every framework, or of the one that was asked for. */
export function coverageOf(
  findings: readonly LocatedFinding[],
  profile: ProfileName,
  framework: string | undefined,
): readonly Coverage[] {
  const demanded = RULES.filter(rule => profile === 'strict' || rule.profile === 'baseline');
  const checked = new Set(demanded.flatMap(rule => frameworksOf(rule)));
  const broken = new Set(findings.filter(({ verdict }) => verdict === 'fail').flatMap(({ frameworks }) => frameworks));
  const within = (items: ReadonlySet<string>, name: string) => [...items].filter(item => frameworkOf(item) === name).length;
  return FRAMEWORKS.filter(({ name }) => framework === undefined || name === framework).map(({ name, edition }) => ({
    ...{ framework: name, edition, checked: within(checked, name), broken: within(broken, name) },
  }));
}

/** Whether a finding concerns a framework; every finding where none was asked for. */
export function concerns({ frameworks }: Pick<LocatedFinding, 'frameworks'>, framework: string | undefined): boolean {
  return framework === undefined || frameworks.some(item => frameworkOf(item) === framework);
}
