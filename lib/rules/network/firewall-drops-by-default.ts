import { Control } from '../../baseline/control';
import type { Json } from '../../model/facts';
import { at, objectOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { FILTERED_WAY_OUT } from './way-out-example';
import { fail } from '../verdict';

/** A firewall is what it does with traffic that nobody thought of. */
export const firewallDropsByDefault = defineRule({
  id: Control.FIREWALL_DROPS_BY_DEFAULT,
  subject: 'resource',
  types: ['AWS::NetworkFirewall::FirewallPolicy'],
  title: 'Network Firewalls inspect everything, and drop what no rule lets through',
  why: 'Under the default order a list of allowed domains stops other TLS and HTTP only: a connection that speaks neither passes unseen.',
  fix: "Set 'RuleOrder: STRICT_ORDER', 'StatefulDefaultActions: [aws:drop_established]' and 'StatelessDefaultActions: [aws:forward_to_sfe]' in the policy.",
  links: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource }, { networking }) => {
    const { uninspected, passesUnnamed } = networking.firewallPolicies.find(policy => policy.resource === resource) ?? {};
    const property = 'Properties.FirewallPolicy';
    return [
      ...(uninspected === true
        ? [
            fail({
              message: `The firewall policy ${nameOf(resource)} passes packets before any rule has looked at their connection`,
              property: `${property}.StatelessDefaultActions`,
            }),
          ]
        : []),
      ...(passesUnnamed === true
        ? [
            fail({
              message: `The firewall policy ${nameOf(resource)} lets connections through that no rule names`,
              property: `${property}.StatefulDefaultActions`,
            }),
          ]
        : []),
    ];
  },
  bad: {
    'packets pass before they are inspected': {
      Resources: { ...FILTERED_WAY_OUT, Policy: policyWith({ StatelessDefaultActions: ['aws:pass'] }) },
    },
    'the default order, in which what no rule names passes': {
      Resources: { ...FILTERED_WAY_OUT, Policy: policyWith({ StatefulEngineOptions: {}, StatefulDefaultActions: [] }) },
    },
    'the strict order without a default': {
      Resources: { ...FILTERED_WAY_OUT, Policy: policyWith({ StatefulDefaultActions: ['aws:alert_strict'] }) },
    },
  },
  good: { 'what no rule names is dropped': { Resources: FILTERED_WAY_OUT } },
});

function policyWith(change: { readonly [key: string]: Json }): Json {
  const { Type, Properties } = objectOf(FILTERED_WAY_OUT.Policy);
  return {
    Type,
    Properties: { ...objectOf(Properties), FirewallPolicy: { ...objectOf(at(Properties, 'FirewallPolicy')), ...change } },
  };
}
