import { Control } from '../../baseline/control';
import type { FunctionFacts, LogGroupFacts } from '../../model/facts';
import { at } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { retentionFault } from './retention';

/** The log group exists before the first event: with a retention and with JSON lines. */
export const ownLogGroup = defineRule({
  id: Control.OWN_LOG_GROUP,
  subject: 'function',
  title: 'Functions write JSON to a log group of their own that forgets in time',
  why: 'A log group that Lambda makes on the first invocation never expires and is encrypted with no key of yours; lines that are no JSON cannot be searched by field when it counts.',
  fix: "Give the function a 'logGroup' with a 'retention', and set 'loggingFormat: LoggingFormat.JSON'; SecureFunction does both.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['LOG-01'],
  check: fn => {
    if (fn.logGroup === undefined) return withoutGroup(fn);
    return 'unknown' in fn.logGroup
      ? [
          unknown({
            message: `How long the logs of ${nameOf(fn.resource)} are kept cannot be seen: the log group ${fn.logGroup.unknown} stands in no template`,
            property: 'Properties.LoggingConfig.LogGroup',
          }),
          ...format(fn),
        ]
      : [...retention(fn, fn.logGroup), ...format(fn)];
  },
  bad: {
    'no log group': { Resources: { Function: { Properties: { LoggingConfig: null } } } },
    'lines of text': { Resources: { Function: { Properties: { LoggingConfig: { LogFormat: 'Text' } } } } },
    'logs kept for ever': { Resources: { Logs: { Properties: { RetentionInDays: null } } } },
  },
  good: {
    'retention and JSON': {},
  },
});

function withoutGroup(fn: FunctionFacts): Verdict {
  return fail({
    message: `${nameOf(fn.resource)} has no log group in the templates, so Lambda makes one that never expires`,
    property: 'Properties.LoggingConfig.LogGroup',
  });
}

function retention(fn: FunctionFacts, { resource }: LogGroupFacts): Verdict[] {
  const fault = retentionFault(resource.properties);
  if (fault === undefined) return [];
  return [
    fail({
      message: `The log group ${nameOf(resource)} of ${nameOf(fn.resource)} ${fault}`,
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
