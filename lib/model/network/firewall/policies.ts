import type { FirewallRule, FirewallRules, HomeNet, StatelessRule } from './firewall-rule';
import { asksForHome, statefulRules, statelessAction, statelessRules } from './rule-groups';
import type { Bounds } from './variables';
import { Variables } from './variables';
import { variantsOf } from '../../conditions';
import type { Json, JsonObject, ResourceFacts, TemplateFacts } from '../../facts';
import { at, listOf, textOf } from '../../json';
import { lookup } from '../../symbolic';

export const POLICY = 'AWS::NetworkFirewall::FirewallPolicy';
const GROUP = 'AWS::NetworkFirewall::RuleGroup';

/** The policy of a firewall as it works in a network with these addresses, once for each choice of the conditions in it. */
export function rulesOfPolicy(policy: ResourceFacts, home: Bounds): readonly FirewallRules[] {
  return variantsOf(policy).map(({ properties }) => compile(policy.template, at(properties, 'FirewallPolicy'), home));
}

/** Whether rules stand in the order in which they work, instead of by their actions. */
export function isStrict(policy: Json | undefined): boolean {
  return textOf(at(policy, 'StatefulEngineOptions', 'RuleOrder')) === 'STRICT_ORDER';
}

function compile(template: TemplateFacts, policy: Json | undefined, home: Bounds): FirewallRules {
  const strict = isStrict(policy);
  const variables = { template, value: at(policy, 'PolicyVariables') };
  const stateful = references(template, at(policy, 'StatefulRuleGroupReferences'));
  const homes: HomeNet[] = [];
  const rules = stateful.flatMap(({ group, arn }): readonly FirewallRule[] => {
    if (group === undefined) return rulesOfForeignGroup(arn);
    const variants = variantsOf(group);
    return variants.flatMap(({ properties }) => {
      const scope = new Variables(home, variables, groupScope(group, properties));
      const source = at(properties, 'RuleGroup', 'RulesSource');
      if (asksForHome(source)) homes.push({ group, home: scope.home });
      const own = statefulRules(group, source, scope, strict);
      return variants.length === 1 && isAlwaysThere(group, template) ? own : own.filter(({ action }) => action === 'pass');
    });
  });
  return {
    stateless: [...statelessOf(template, policy, home), restOfStateless(policy)],
    stateful: strict
      ? rules
      : [...rules.filter(({ action }) => action === 'pass'), ...rules.filter(({ action }) => action === 'drop')],
    rest: strict ? restOfStateful(at(policy, 'StatefulDefaultActions')) : 'pass',
    homes,
  };
}

function statelessOf(template: TemplateFacts, policy: Json | undefined, home: Bounds): readonly StatelessRule[] {
  return references(template, at(policy, 'StatelessRuleGroupReferences')).flatMap(({ group, arn }): readonly StatelessRule[] => {
    if (group === undefined) return rulesOfForeignGroup(arn);
    const variants = variantsOf(group);
    return variants.flatMap(({ properties }) => {
      const scope = new Variables(home, undefined, groupScope(group, properties));
      const own = statelessRules(at(properties, 'RuleGroup', 'RulesSource'), scope, group);
      return variants.length === 1 && isAlwaysThere(group, template) ? own : own.map(rule => ({ ...rule, certain: false }));
    });
  });
}

function restOfStateless(policy: Json | undefined): StatelessRule {
  return { action: statelessAction(at(policy, 'StatelessDefaultActions')), filters: [{}], certain: true };
}

/** Dropping what is established lets single packets out that need no connection. */
function restOfStateful(actions: Json | undefined): FirewallRules['rest'] {
  const named = listOf(actions).map(textOf);
  if (named.includes('aws:drop_strict')) return 'drop';
  return named.some(action => action?.startsWith('aws:drop_established')) ? 'drop-tcp' : 'pass';
}

interface GroupReference {
  readonly group?: ResourceFacts;
  readonly arn: string;
}

/** Groups in the order in which they work. */
function references(template: TemplateFacts, listed: Json | undefined): readonly GroupReference[] {
  return listOf(listed)
    .map(reference => {
      const arn = textOf(at(reference, 'ResourceArn')) ?? '${?ResourceArn}';
      const group = lookup(template, arn)?.resource;
      const priority = Number(textOf(at(reference, 'Priority')) ?? 0);
      return { arn, priority, ...(group?.type === GROUP ? { group } : {}) };
    })
    .sort((a, b) => a.priority - b.priority);
}

type ForeignRule = Pick<FirewallRule, 'filters' | 'certain' | 'unknown'> & { readonly action: 'pass' };

/** Groups that AWS maintains hold drops and alerts; what others let through is not known. */
function rulesOfForeignGroup(arn: string): readonly ForeignRule[] {
  if (/:aws-managed:/.test(arn)) return [];
  return [{ action: 'pass', filters: [{}], certain: false, unknown: `the rule group ${arn}` }];
}

function groupScope(group: ResourceFacts, properties: JsonObject) {
  return { template: group.template, value: at(properties, 'RuleGroup', 'RuleVariables') };
}

/** A group of another stack stands as long as that stack does; one under a condition may be missing. */
function isAlwaysThere(group: ResourceFacts, template: TemplateFacts): boolean {
  return group.condition === undefined || group.template !== template;
}
