import { Control } from '../../baseline/control';
import type { FunctionFacts, LogGroupFacts } from '../../model/facts';
import { at } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { mayWriteDefaultLogs, mayWriteLogs } from './log-rights';
import { retentionFault } from './retention';

/** The log group exists before the first event: with a retention, with JSON lines, and writable by this function. */
export const ownLogGroup = defineRule({
  id: Control.OWN_LOG_GROUP,
  subject: 'function',
  title: 'Functions write JSON to a log group of their own that forgets in time',
  why: 'A log group that Lambda makes on the first invocation never expires and is encrypted with no key of yours; lines that are no JSON cannot be searched by field when it counts.',
  fix: "Give the function a 'logGroup' with a 'retention', set 'loggingFormat: LoggingFormat.JSON', and allow its role logs:CreateLogStream and logs:PutLogEvents on that group; SecureFunction does all of it.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['LOG-01', 'FN-10'],
  check: fn => {
    if (fn.logGroup === undefined) return withoutGroup(fn);
    return 'unknown' in fn.logGroup
      ? [
          unknown({
            controls: ['LOG-01'],
            message: `How long the logs of ${nameOf(fn.resource)} are kept cannot be seen: the log group ${fn.logGroup.unknown} stands in no template`,
            property: 'Properties.LoggingConfig.LogGroup',
          }),
          ...format(fn),
        ]
      : [...retention(fn, fn.logGroup), ...format(fn), ...rights(fn, fn.logGroup)];
  },
  bad: {
    'no log group': { Resources: { Function: { Properties: { LoggingConfig: null } } } },
    'lines of text': { Resources: { Function: { Properties: { LoggingConfig: { LogFormat: 'Text' } } } } },
    'logs kept for ever': { Resources: { Logs: { Properties: { RetentionInDays: null } } } },
    'a role that may not write them': {
      Resources: {
        Platform: {
          Properties: {
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' }],
            },
          },
        },
      },
    },
  },
  good: {
    'retention, JSON and rights': {},
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

function withoutGroup(fn: FunctionFacts): Verdict {
  const name = nameOf(fn.resource);
  const writable = mayWriteDefaultLogs(fn);
  const lost = {
    no: ', and its role may not write to it either',
    unknown: ', and nothing here shows that its role may write to it',
  };
  return fail({
    message: `${name} has no log group in the templates, so Lambda makes one that never expires${writable === 'yes' ? '' : lost[writable]}`,
    property: 'Properties.LoggingConfig.LogGroup',
    controls: writable === 'yes' ? ['LOG-01'] : ['LOG-01', 'FN-10'],
  });
}

function retention(fn: FunctionFacts, { resource }: LogGroupFacts): Verdict[] {
  const fault = retentionFault(resource.properties);
  if (fault === undefined) return [];
  return [
    fail({
      message: `The log group ${nameOf(resource)} of ${nameOf(fn.resource)} ${fault}`,
      controls: ['LOG-01'],
      at: resource,
      property: 'Properties.RetentionInDays',
      related: [fn.resource],
    }),
  ];
}

function format(fn: FunctionFacts): Verdict[] {
  const logFormat = at(fn.properties, 'LoggingConfig', 'LogFormat');
  const property = 'Properties.LoggingConfig.LogFormat';
  if (logFormat === 'JSON') return [];
  return typeof logFormat === 'string' && isSymbolic(logFormat)
    ? [
        unknown({
          controls: [],
          message: `The log format of ${nameOf(fn.resource)} depends on ${logFormat}, which the templates do not tell`,
          property,
        }),
      ]
    : [
        fail({
          message: `${nameOf(fn.resource)} does not log JSON: LoggingConfig.LogFormat is ${spoken(logFormat)}`,
          property,
          controls: [],
        }),
      ];
}

function rights(fn: FunctionFacts, logGroup: LogGroupFacts): Verdict[] {
  const writable = mayWriteLogs(fn.role, logGroup);
  if (writable === 'yes') return [];
  const name = nameOf(fn.resource);
  return writable === 'unknown'
    ? [
        unknown({
          controls: ['FN-10'],
          message: `Whether ${name} may write its logs cannot be seen: its role is not wholly among the templates`,
          property: 'Properties.Role',
        }),
      ]
    : [
        fail({
          controls: ['FN-10'],
          message: `${name} may not write to its log group ${nameOf(logGroup.resource)}: its logs are lost without a word`,
          property: 'Properties.Role',
          related: [logGroup.resource],
        }),
      ];
}
