import { Control } from '../../baseline/control';
import { isBroad, mayBeOf } from '../../iam/reach';
import type { JsonObject, PolicyStatementFacts, ResourceFacts, RoleFacts } from '../../model/facts';
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
  fix: 'Allow logs:CreateLogStream and logs:PutLogEvents only; leave retention and deletion to the deployment, and trails to the account.',
  links: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  frameworks: ['CSA:SAS-5'],
  check: ({ resource, role, logGroup }) => {
    if ('unknown' in role || rightsOf(role).isAdministrator() !== undefined) return pass;
    const groups = logGroup === undefined || 'unknown' in logGroup ? [] : [logGroup.resource];
    const found = new Map<PolicyStatementFacts | undefined, string[]>();
    for (const action of [...OWN_LOGS, ...TRAILS]) {
      for (const place of places(role, resource, groups, action)) found.set(place, [...(found.get(place) ?? []), action]);
    }
    return [...found].map(([place, actions]) =>
      fail({
        message: `${nameOf(resource)} may delete its own traces: its role may perform ${listOf(actions)}`,
        at: place?.resource,
        property: place?.property,
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
    'a trail': workload({
      Action: 'cloudtrail:StopLogging',
      Resource: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit',
    }),
  },
  good: {
    'the logs of a test run': workload({
      Action: 'logs:DeleteLogGroup',
      Resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:/tests/*',
    }),
  },
});

/** The statements that allow it, on this function's logs or on those of anybody. */
function places(
  role: RoleFacts,
  fn: ResourceFacts,
  groups: readonly ResourceFacts[],
  action: string,
): readonly (PolicyStatementFacts | undefined)[] {
  const [service] = action.split(':');
  return rightsOf(role)
    .allowing(action)
    .filter(statement => {
      // Grants that list what they leave out are another rule's finding.
      if (statement.notActions.length > 0) return false;
      const isMeant = TRAILS.includes(action)
        ? (pattern: string) => mayBeOf(service, pattern)
        : (pattern: string) => namesLogsOf(pattern, fn, groups);
      return isBroad(statement, service) || statement.resources.some(isMeant);
    })
    .map(statement => placeOf(role, statement));
}

function workload(statement: JsonObject) {
  return {
    Resources: { Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } } },
  };
}
