import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';
import { groupsOfFunctions, retentionFault } from './retention';

/** What was logged is gone when it is no longer needed. */
export const logGroupForgets = defineRule({
  id: Control.LOG_GROUP_FORGETS,
  subject: 'resource',
  types: ['AWS::Logs::LogGroup'],
  title: 'Every log group forgets in time',
  why: 'A log group without a retention keeps what it was given for ever: personal data past its purpose, and a bill that only grows.',
  fix: "Set 'retention' (RetentionInDays) to one of the periods that CloudWatch knows.",
  links: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['LOG-01'],
  check: ({ resource, properties }, app) => {
    // The groups of functions are the finding of `own-log-group`.
    if (groupsOfFunctions(app).has(resource)) return [];
    const fault = retentionFault(properties);
    return fault === undefined ? [] : fail({ message: `${nameOf(resource)} ${fault}`, property: 'Properties.RetentionInDays' });
  },
  bad: {
    'kept for ever': group({}),
    'a period that CloudWatch does not know': group({ RetentionInDays: 100 }),
  },
  good: { 'half a year': group({ RetentionInDays: '180' }) },
});

function group(properties: JsonObject) {
  return {
    Resources: {
      Trail: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] }, ...properties } },
    },
  };
}
