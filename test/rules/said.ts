import { judge } from './judge-example';
import type { Finding } from '../../lib/checks/finding';
import type { JsonObject } from '../../lib/model/facts';
import type { Example } from '../../lib/rules/example';

/** What one rule says of the secure app after a change. */
export function findingsOf(rule: string, example: Example): Finding[] {
  return judge(example).filter(finding => finding.rule === rule);
}

/** The same in short: `fail error Workload Properties.PolicyDocument.Statement.0 [ROLE-04 ROLE-05]`. */
export function said(rule: string, example: Example): string[] {
  return findingsOf(rule, example).map(({ verdict, severity, resource, property, controls }) =>
    [verdict, severity, resource, property, `[${controls.join(' ')}]`].filter(part => part !== undefined).join(' '),
  );
}

/** The secure app with other resources beside it. */
export function beside(Resources: JsonObject, more: Omit<Example, 'Resources'> = {}): Example {
  return { ...more, Resources };
}

/** The secure app whose function may do something else. */
export function workload(...statements: JsonObject[]): Example {
  const Statement = statements.map(statement => ({ Effect: 'Allow', ...statement }));
  return beside({ Workload: { Properties: { PolicyDocument: { Statement } } } });
}

/** Where it fails, and how gravely: `error Group Properties.SecurityGroupIngress.0 NET-06`. */
export function failures(rule: string, example: Example): string[] {
  return findingsOf(rule, example)
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ severity, resource, property, controls }) => [severity, resource, property, ...controls].join(' '));
}
