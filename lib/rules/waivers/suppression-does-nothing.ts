import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';

/** What another scanner was told to overlook is not overlooked here, and somebody should know that it was. */
export const suppressionDoesNothing = defineRule({
  id: Control.SUPPRESSION_DOES_NOTHING,
  subject: 'app',
  title: 'Suppressions in metadata are known, and open nothing',
  why: 'A suppression for another scanner has no owner and no end, and whoever reads it may think that the danger was accepted; the rules of this package hold all the same.',
  fix: "Remove the entry from the resource's metadata. Where a finding of this package is meant, use 'new Waiver({ reason, owner, expires }).applyTo(construct, rule)'.",
  links: ['https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html'],
  severity: 'info',
  profile: 'baseline',
  controls: [],
  check: app =>
    app.suppressions.map(({ resource, tool, rules, property }) =>
      fail({
        message: `${nameOf(resource)} tells ${tool} to overlook ${listOf(rules)}; the rules of this package hold all the same`,
        at: resource,
        property,
      }),
    ),
  bad: {
    'entries for cfn_nag': {
      Resources: { Function: { Metadata: { cfn_nag: { rules_to_suppress: [{ id: 'W89', reason: 'No VPC here' }] } } } },
    },
    'entries for cdk-nag 2': {
      Resources: { Role: { Metadata: { cdk_nag: { rules_to_suppress: [{ id: 'AwsSolutions-IAM5', reason: 'Known' }] } } } },
    },
    'entries for checkov': {
      Resources: { Function: { Metadata: { checkov: { skip: [{ id: 'CKV_AWS_117', comment: 'No VPC here' }] } } } },
    },
    'entries for cfn-guard': {
      Resources: { Function: { Metadata: { guard: { SuppressedRules: ['LAMBDA_INSIDE_VPC'] } } } },
    },
  },
  good: { 'metadata of CDK': { Resources: { Function: { Metadata: { 'aws:cdk:path': 'Orders/Handler/Resource' } } } } },
});
