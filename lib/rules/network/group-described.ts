import { Control } from '../../baseline/control';
import type { ResourceVariantFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';
import { inlineTraffic, trafficOf } from './traffic';

/** Whoever reviews a group later sees what each rule is for, and which can go. */
export const groupDescribed = defineRule({
  id: Control.GROUP_DESCRIBED,
  subject: 'resource',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress'],
  title: 'Security groups and their rules say what they are for',
  why: 'A rule that nobody can explain is a rule that nobody dares to remove, so what was opened for a day stays open for years.',
  fix: "Set 'description' on the group and on each rule ('connections.allowTo(peer, port, description)', GroupDescription and Description).",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['NET-12'],
  check: variant => {
    const missing = undescribed(variant);
    if (missing.length === 0) return [];
    const { resource } = variant;
    return fail({
      message: `${nameOf(resource)} does not say what it is for: ${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} left out`,
      property: `Properties.${missing[0]}`,
    });
  },
  bad: {
    'a rule without a word': {
      Resources: {
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }] },
        },
      },
    },
    'a group without a word': { Resources: { Group: { Properties: { GroupDescription: ' ' } } } },
    'a rule of its own without a word': {
      Resources: {
        Egress: {
          Type: 'AWS::EC2::SecurityGroupEgress',
          Properties: {
            GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
            ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' },
          },
        },
      },
    },
  },
  good: { 'both described': {} },
});

/** The descriptions that are left out, by their place. */
function undescribed({ resource, properties }: ResourceVariantFacts): readonly string[] {
  if (resource.type !== 'AWS::EC2::SecurityGroup') {
    return trafficOf(resource.template, properties, 'Properties').described ? [] : ['Description'];
  }
  const rules = ['SecurityGroupIngress', 'SecurityGroupEgress'].flatMap(key =>
    inlineTraffic(resource.template, properties, key).filter(({ described }) => !described),
  );
  return [
    ...((textOf(properties.GroupDescription)?.trim() ?? '') === '' ? ['GroupDescription'] : []),
    ...rules.map(({ property }) => `${property.replace(/^Properties\./, '')}.Description`),
  ];
}
