import { Control } from '../../baseline/control';
import type { AppFacts, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What falls into the default group by mistake reaches nothing. */
export const defaultGroupClosed = defineRule({
  id: Control.DEFAULT_GROUP_CLOSED,
  subject: 'resource',
  types: ['AWS::EC2::VPC'],
  title: 'VPCs empty their default security group',
  why: 'Whatever names no security group falls into the default one, which lets everything out and everything in that is in it too.',
  fix: "Set 'restrictDefaultSecurityGroup: true' on the Vpc (with the feature flag @aws-cdk/aws-ec2:restrictDefaultSecurityGroup it is the default); SecureNetwork does.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-10'],
  check: ({ resource }, app) =>
    emptied(app).has(resource)
      ? pass
      : fail({
          message: `The default security group of ${nameOf(resource)} keeps the rules that EC2 gives it: CloudFormation does not change them, and nothing here does`,
          property: 'Properties',
        }),
  bad: { 'a default group as EC2 makes it': { Resources: { DefaultGroup: null } } },
  good: { "CDK's custom resource": {} },
});

const EMPTIED = new WeakMap<AppFacts, ReadonlySet<ResourceFacts>>();

/** The VPCs whose default group CDK's custom resource empties: it is handed that group's id. */
function emptied(app: AppFacts): ReadonlySet<ResourceFacts> {
  const known =
    EMPTIED.get(app) ??
    new Set(
      (app.resourcesByType.get('Custom::VpcRestrictDefaultSG') ?? []).flatMap(({ template, properties }) => {
        const { resource, attribute } = lookup(template, textOf(properties.DefaultSecurityGroupId) ?? '') ?? {};
        return resource !== undefined && attribute === 'DefaultSecurityGroup' ? resource : [];
      }),
    );
  EMPTIED.set(app, known);
  return known;
}
