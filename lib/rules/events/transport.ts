import { concerns } from '../../iam/reach';
import type { Statement } from '../../iam/statement';
import { covers } from '../../iam/wildcard';
import type { AppFacts, PolicyDocumentFacts, ResourceFacts } from '../../model/facts';
import { listOf, textOf } from '../../model/json';

/** Where a policy says which queues or topics it stands on. */
const TARGETS: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::SQS::QueueInlinePolicy': 'Queue',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SNS::TopicInlinePolicy': 'TopicArn',
};

const POLICIES = new WeakMap<AppFacts, ReadonlyMap<ResourceFacts, readonly PolicyDocumentFacts[]>>();

/** Whether a policy on the resource refuses everybody who asks without TLS, under every condition of its template. */
export function refusesPlainText(app: AppFacts, resource: ResourceFacts, actions: readonly string[]): boolean {
  return (policiesByTarget(app).get(resource) ?? []).some(policy =>
    policy.statements.some(
      ({ statement, conditional }) =>
        !conditional &&
        isAgainstPlainText(statement) &&
        actions.every(action => concerns(statement, action)) &&
        statement.resources.some(pattern => names(app, policy, pattern, resource)),
    ),
  );
}

/** Another condition beside it lets plain text through where it does not hold. */
function isAgainstPlainText({ effect, principals, conditions }: Statement): boolean {
  return (
    effect === 'Deny' &&
    principals.some(({ type, value }) => value === '*' && (type === '*' || type === 'AWS')) &&
    conditions.length > 0 &&
    conditions.every(
      ({ operator, key, values }) =>
        /^bool(?:ifexists)?$/i.test(operator) &&
        /^aws:securetransport$/i.test(key) &&
        values.every(value => /^false$/i.test(value)),
    )
  );
}

function names(app: AppFacts, policy: PolicyDocumentFacts, pattern: string, resource: ResourceFacts): boolean {
  return covers(pattern, '*') || app.find(policy.resource.template, pattern, resource.type) === resource;
}

function policiesByTarget(app: AppFacts): ReadonlyMap<ResourceFacts, readonly PolicyDocumentFacts[]> {
  const known = POLICIES.get(app);
  if (known !== undefined) return known;
  const policies = new Map<ResourceFacts, PolicyDocumentFacts[]>();
  for (const policy of app.policies.filter(({ resource }) => Object.hasOwn(TARGETS, resource.type))) {
    const { template, type, properties } = policy.resource;
    for (const target of listOf(properties[TARGETS[type]])) {
      const found = app.find(template, textOf(target) ?? '', 'AWS::SQS::Queue', 'AWS::SNS::Topic');
      if (found) policies.set(found, [...(policies.get(found) ?? []), policy]);
    }
  }
  POLICIES.set(app, policies);
  return policies;
}
