import { Control } from '../../baseline/control';
import { isBroad, mayBeOf } from '../../iam/reach';
import { covers } from '../../iam/wildcard';
import type { JsonObject, PolicyStatementFacts, RoleFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { canonicalText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { placeOf, rightsOf } from '../identity/rights-of';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { namesLogsOf } from './log-rights';

/** What takes lines out of a log group, or keeps them from arriving. */
const OWN_LOGS = [
  'logs:DeleteLogGroup',
  'logs:DeleteLogStream',
  'logs:DeleteSubscriptionFilter',
  'logs:DisassociateKmsKey',
  'logs:PutRetentionPolicy',
];

/** What throws away the events that failed. Taking them out one by one is how somebody works through them. */
const OWN_FAILURES = ['sqs:DeleteQueue', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'];

/** What makes encrypted traces unreadable. */
const OWN_KEY = ['kms:DeleteImportedKeyMaterial', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];

/** What blinds the account. */
const TRAILS = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:StopConfigurationRecorder',
  'ec2:DeleteFlowLogs',
  'guardduty:DeleteDetector',
  'guardduty:UpdateDetector',
  'securityhub:DisableSecurityHub',
];

/** What a function did cannot be made undone by it. */
export const logsTamperProof = defineRule({
  id: Control.LOGS_TAMPER_PROOF,
  subject: 'function',
  title: 'No function may delete its own traces',
  why: 'The logs are what is left after an intrusion. A function that may delete them, shorten their retention or stop a trail lets the intruder clean up before anybody looks.',
  fix: 'Allow logs:CreateLogStream and logs:PutLogEvents only; leave retention, deletion, the queue of failures and keys to the deployment, and trails to the account.',
  links: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, role, logGroup, properties, asyncConfigs }) => {
    if ('unknown' in role || rightsOf(role).isAdministrator() !== undefined) return pass;
    const { template } = resource;
    const groups = logGroup === undefined || 'unknown' in logGroup ? [] : [logGroup.resource];
    const queues = [textOf(at(properties.DeadLetterConfig, 'TargetArn')), ...asyncConfigs.map(({ onFailure }) => onFailure)];
    const keys = groups.map(group => canonicalText(group.template, textOf(group.properties.KmsKeyId) ?? ''));
    const traces: readonly Traces[] = [
      { actions: OWN_LOGS, isMeant: pattern => namesLogsOf(pattern, resource, groups) },
      { actions: OWN_FAILURES, isMeant: pattern => queues.some(queue => queue !== undefined && covers(pattern, queue)) },
      { actions: OWN_KEY, isMeant: pattern => keys.some(key => key !== '' && covers(canonicalText(template, pattern), key)) },
      { actions: TRAILS, isMeant: (pattern, service) => mayBeOf(service, pattern) },
    ];
    const found = new Map<PolicyStatementFacts, string[]>();
    for (const { actions, isMeant } of traces) {
      for (const action of actions) {
        for (const place of places(role, action, isMeant)) found.set(place, [...(found.get(place) ?? []), action]);
      }
    }
    return [...found].map(([place, actions]) =>
      fail({
        message: `${nameOf(resource)} may delete its own traces: its role may perform ${listOf(actions)}`,
        at: place.resource,
        property: place.property,
        related: [resource, role.resource],
      }),
    );
  },
  bad: {
    'its own log group': workload({ Action: 'logs:DeleteLog*', Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] } }),
    'the retention of its logs': workload({
      Action: 'logs:PutRetentionPolicy',
      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}' },
    }),
    'the events that it could not process': workload({
      Action: 'sqs:PurgeQueue',
      Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] },
    }),
    'the key of its logs': workload({ Action: 'kms:ScheduleKeyDeletion', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }),
    'a trail': workload({
      Action: 'cloudtrail:StopLogging',
      Resource: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit',
    }),
  },
  good: {
    'events that failed, one after the other': workload({
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] },
    }),
    'the logs of a test run': workload({
      Action: 'logs:DeleteLogGroup',
      Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/tests/*',
    }),
  },
});

/** Actions on one kind of traces, and what a resource pattern has to mean so that they are this function's. */
interface Traces {
  readonly actions: readonly string[];
  readonly isMeant: (pattern: string, service: string) => boolean;
}

/** The statements that allow it, on this function's traces or on those of anybody. */
function places(role: RoleFacts, action: string, isMeant: Traces['isMeant']): readonly PolicyStatementFacts[] {
  const [service] = action.split(':');
  return rightsOf(role)
    .allowing(action)
    .filter(statement => {
      // Grants that list what they leave out are another rule's finding.
      if (statement.notActions.length > 0) return false;
      return isBroad(statement, service) || statement.resources.some(pattern => isMeant(pattern, service));
    })
    .map(statement => placeOf(role, statement));
}

function workload(statement: JsonObject) {
  return {
    Resources: { Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } } },
  };
}
