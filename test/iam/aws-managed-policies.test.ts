import { awsManagedName, awsManagedPolicy, isFullAccess } from '../../lib/iam/aws-managed-policies';
import {
  AWS_POLICY_STATEMENTS,
  ESCALATING_AWS_POLICIES,
  LOG_WRITING_AWS_POLICIES,
  OTHER_AWS_POLICIES,
} from '../../lib/iam/aws-managed-policies-data';

test.each<[string, string | undefined]>([
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'ReadOnlyAccess'],
  ['arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', 'AWSLambdaBasicExecutionRole'],
  ['arn:aws-cn:iam::aws:policy/job-function/ViewOnlyAccess', 'ViewOnlyAccess'],
  ['AWSLambdaExecute', 'AWSLambdaExecute'],
  ['arn:aws:iam::111122223333:policy/house', undefined],
  ['${House}', undefined],
])('%s is the policy of AWS %s', (policy, name) => expect(awsManagedName(policy)).toBe(name));

test.each<[string, string | undefined, boolean, boolean]>([
  ['AWSLambdaBasicExecutionRole', undefined, true, true],
  ['AWSLambdaVPCAccessExecutionRole', undefined, true, true],
  ['AWSLambdaSQSQueueExecutionRole', undefined, true, true],
  ['AWSXRayDaemonWriteAccess', undefined, false, true],
  ['AdministratorAccess', 'administrator', true, true],
  ['PowerUserAccess', 'administrator', true, true],
  ['IAMFullAccess', 'escalation', false, true],
  ['AWSLambda_FullAccess', 'escalation', false, true],
  ['AmazonEC2FullAccess', 'escalation', false, false],
  ['AWSBatchServiceRole', 'escalation', true, false],
  ['AmazonS3FullAccess', undefined, false, true],
  ['ReadOnlyAccess', undefined, false, false],
])('%s leads to %s, writes logs: %s, and is known word for word: %s', (name, danger, writesLogs, isWhole) => {
  const policy = awsManagedPolicy(name);
  expect([policy?.danger, policy?.writesLogs, policy?.statements !== undefined]).toEqual([danger, writesLogs, isWhole]);
  expect(awsManagedPolicy(name)).toBe(policy);
});

test.each(['NobodysPolicy', '', 'toString', '__proto__'])('nothing is known of %j', name =>
  expect(awsManagedPolicy(name)).toBeUndefined(),
);

test('every name stands for one policy, and every text can be read', () => {
  const longer = [ESCALATING_AWS_POLICIES, LOG_WRITING_AWS_POLICIES, OTHER_AWS_POLICIES].flatMap(names => names.split(' '));
  const both = longer.filter(name => Object.hasOwn(AWS_POLICY_STATEMENTS, name));
  expect(both).toEqual([]);
  for (const name of Object.keys(AWS_POLICY_STATEMENTS)) expect(awsManagedPolicy(name)?.statements?.length).toBeGreaterThan(0);
});

test.each<[string, boolean]>([
  ['AmazonS3FullAccess', true],
  ['AmazonECS_FullAccess', true],
  ['AmazonLaunchWizardFullaccess', true],
  ['AdministratorAccess-Amplify', true],
  ['AWSAuditManagerAdministratorAccess', true],
  ['PowerUserAccess', true],
  ['SystemAdministrator', true],
  ['ReadOnlyAccess', false],
  ['AWSKeyManagementServicePowerUser', false],
])('%s says that it gives everything: %s', (name, expected) => expect(isFullAccess(name)).toBe(expected));
