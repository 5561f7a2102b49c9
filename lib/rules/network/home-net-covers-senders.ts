import { Control } from '../../baseline/control';
import { cidrsOf } from '../../model/network/addresses';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { FILTERED_WAY_OUT } from './way-out-example';
import { fail } from '../verdict';

/** A firewall applies its lists to traffic from home, and home is its own VPC unless somebody says otherwise. */
export const homeNetCoversSenders = defineRule({
  id: Control.HOME_NET_COVERS_SENDERS,
  subject: 'function',
  title: "A firewall's HOME_NET holds the networks of the functions behind it",
  why: 'Rules of a Network Firewall pass over what does not come from HOME_NET, so the traffic of a function outside it is not compared with any list.',
  fix: "Set 'HOME_NET' in the rule variables of the rule group, or of the firewall policy, to the ranges of every VPC behind the firewall.",
  links: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: (fn, { networking }) =>
    (networking.reachOf(fn)?.homeless ?? []).map(({ group, firewall, missed, dropped }) =>
      fail({
        at: group,
        related: [firewall, fn.resource],
        property: 'Properties.RuleGroup.RuleVariables.IPSets.HOME_NET',
        message: `${nameOf(group)} takes ${cidrsOf(missed).join(', ')} for foreign, so ${dropped ? 'it lets none of its names through from there' : 'nothing from there is compared with its rules'}`,
        ...(dropped ? { severity: 'warning' as const } : {}),
      }),
    ),
  bad: {
    'another network than that of the functions': {
      Resources: {
        ...FILTERED_WAY_OUT,
        Domains: {
          Type: 'AWS::NetworkFirewall::RuleGroup',
          Properties: {
            RuleGroupName: 'domains',
            Type: 'STATEFUL',
            Capacity: 10,
            RuleGroup: {
              RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.9.0.0/16'] } } },
              RulesSource: {
                RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['api.example.com'] },
              },
            },
          },
        },
      },
    },
  },
  good: { "the firewall's own network": { Resources: FILTERED_WAY_OUT } },
});
