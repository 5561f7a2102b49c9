import { Control } from '../../baseline/control';
import { isDefaultGroup } from '../../model/network/group-rules';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { placedAt } from './placed-at';
import { fail } from '../verdict';

/** Every network has a group that nobody wrote, and everything falls into it that names no other. */
export const defaultGroupUnused = defineRule({
  id: Control.DEFAULT_GROUP_UNUSED,
  subject: 'function',
  title: "Functions name security groups of their own, not their VPC's default one",
  why: 'The default group lets everything out and its members talk to each other, and whatever anybody forgets to give a group of its own is a member.',
  fix: "Give the function a security group with 'allowAllOutbound: false' and a rule for each peer; SecureFunction makes one by itself.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['NET-10'],
  check: fn => {
    const { resource, network } = fn;
    if (network === undefined || 'unknown' in network) return [];
    const property = placedAt(fn, 'SecurityGroupIds');
    if (network.securityGroups.length === 0) {
      return fail({
        message: `${nameOf(resource)} names no security group and falls into the VPC's default one, which opens everything unless somebody closed it`,
        property,
      });
    }
    return network.securityGroups.flatMap(group => {
      if (!('unknown' in group) || !isDefaultGroup(resource.template, group.unknown)) return [];
      const vpc = lookup(resource.template, group.unknown)!.resource;
      return fail({
        message: `${nameOf(resource)} is a member of the default security group of ${nameOf(vpc)}, which opens everything unless somebody closed it`,
        property,
        related: [vpc],
      });
    });
  },
  bad: {
    'no group at all': { Resources: { Function: { Properties: { VpcConfig: { SecurityGroupIds: null } } } } },
    'the default group by name': {
      Resources: {
        Function: { Properties: { VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }] } } },
      },
    },
  },
  good: { 'a group of its own': {} },
});
