import { Control } from '../../baseline/control';
import type { Json } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';
import { mayWriteLogs } from './log-rights';

/** What a function has to say arrives. */
export const logsWritable = defineRule({
  id: Control.LOGS_WRITABLE,
  subject: 'function',
  title: 'Functions may write their logs',
  why: 'Lambda writes the logs with the rights of the execution role. Where that may not, every line is lost without a word, and an incident leaves no trace.',
  fix: 'Allow the role logs:CreateLogStream and logs:PutLogEvents on its log group; SecureFunction does.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['FN-10'],
  check: ({ resource, role, logGroup }) => {
    const writable = mayWriteLogs(role, logGroup, resource);
    if (writable === 'yes') return pass;
    const name = nameOf(resource);
    if (writable === 'unknown') {
      return unknown({
        message: `Whether ${name} may write its logs cannot be seen: its role is not wholly among the templates`,
        property: 'Properties.Role',
      });
    }
    const named = logGroup !== undefined && !('unknown' in logGroup) ? [logGroup.resource] : [];
    const group = named.length === 0 ? 'any log group of its own' : `its log group ${nameOf(named[0])}`;
    return fail({
      message: `${name} may not write to ${group}: its logs are lost without a word`,
      property: 'Properties.Role',
      related: named,
    });
  },
  bad: {
    'a role that may not write them': platform({
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: '*',
    }),
    'a role that may begin no stream': platform({
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
    }),
    'a role that may write to another group': platform({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:audit:*' },
    }),
  },
  good: {
    'rights on its own group': {},
    'rights on a built ARN': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                  Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:*' },
                },
              ],
            },
          },
        },
      },
    },
  },
});

/** The secure app with another first statement in the policy of its platform. */
function platform(statement: { Effect: string; Action: string[]; Resource: Json }) {
  return { Resources: { Platform: { Properties: { PolicyDocument: { Statement: [statement] } } } } };
}
