import { widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import { NO_VALUE } from '../../model/branches';
import type { AppFacts, Json, ResourceVariantFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import { EGRESS_TYPES, egressOf, groupBehind, groupsOfFunctions } from './egress';
import { spokenTraffic } from './traffic';

/** What stands beside the functions does not open the way that they must not have. */
export const groupEgressClosed = defineRule({
  id: Control.GROUP_EGRESS_CLOSED,
  subject: 'resource',
  types: EGRESS_TYPES,
  title: 'Security groups around the functions list where to connect to',
  why: 'A database or a container with egress to everywhere is the way out for what a function behind it may not send out itself.',
  fix: "Set 'allowAllOutbound: false' on the security group and add a rule for each peer; a group that needs none gets a rule that leads nowhere.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-02', 'NET-03', 'NET-04'],
  check: (variant, app) => {
    const group = groupBehind(variant);
    // The groups of functions are the finding of `egress-closed`.
    if (group !== undefined && groupsOfFunctions(app).has(group)) return [];
    return [
      ...openByOmission(variant, app),
      ...egressOf(variant).flatMap(traffic =>
        traffic.cidrs.filter(widerThanAllowed).map(cidr =>
          fail({
            message: `${nameOf(variant.resource)} lets ${spokenTraffic(traffic)} out to ${cidr}`,
            property: traffic.property,
            related: group === undefined ? [] : [group],
            controls: traffic.protocol === '-1' ? ['NET-02', 'NET-03'] : ['NET-02'],
          }),
        ),
      ),
    ];
  },
  bad: {
    'a database that reaches everything': database([rule('0.0.0.0/0')]),
    'a database that states nothing': database(),
  },
  good: { 'a rule that leads nowhere': database([rule('255.255.255.255/32')]) },
});

/** Without any rule EC2 lets everything out. */
function openByOmission({ resource }: ResourceVariantFacts, { securityGroups }: AppFacts): readonly Verdict[] {
  if (!securityGroups.some(group => group.resource === resource && group.openByOmission)) return [];
  return [
    fail({
      message: `${nameOf(resource)} states no egress rule, and EC2 then lets everything out`,
      property: 'Properties.SecurityGroupEgress',
      controls: ['NET-04'],
    }),
  ];
}

function rule(CidrIp: string) {
  return { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp, Description: 'An example' };
}

function database(SecurityGroupEgress: Json = NO_VALUE) {
  return {
    Resources: {
      Database: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'The database', VpcId: { Ref: 'Vpc' }, SecurityGroupEgress },
      },
    },
  };
}
