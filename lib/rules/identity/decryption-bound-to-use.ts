import { Control } from '../../baseline/control';
import { concerns } from '../../iam/reach';
import type { JsonObject, PolicyStatementFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';
import { isExecutionRole } from './execution-role';

/** A key decrypts what the function is there for, not whatever was encrypted with it. */
export const decryptionBoundToUse = defineRule({
  id: Control.DECRYPTION_BOUND_TO_USE,
  subject: 'role',
  title: 'Functions decrypt through one service or for one purpose',
  why: 'The right to decrypt with a key opens everything under that key: a backup, a queue or a snapshot that somebody else encrypted with it as well as the one table that was meant.',
  fix: "Add a condition on 'kms:ViaService' or 'kms:EncryptionContext:...' to the statement; SecureFunction does for secrets.",
  links: [
    'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
    'https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html',
  ],
  severity: 'info',
  profile: 'strict',
  controls: [],
  check: role =>
    isExecutionRole(role)
      ? role.statements.filter(isUnbound).map(({ statement, resource, property }) =>
          fail({
            message: `${nameOf(resource)} lets the role ${nameOf(role.resource)} decrypt whatever was encrypted with ${listOf(statement.resources)}`,
            at: resource,
            property,
            related: [role.resource, ...role.functions],
          }),
        )
      : [],
  bad: {
    'a key for whatever it encrypts': workload({ Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: theKey() }),
  },
  good: {
    'a key for one service': workload({
      Action: 'kms:Decrypt',
      Resource: theKey(),
      Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } },
    }),
    'a key for one secret': workload({
      Action: 'kms:Decrypt',
      Resource: theKey(),
      Condition: {
        StringEquals: { 'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf' },
      },
    }),
  },
});

/** What lets any key be used, or everything be done, is a finding of other rules. */
function isUnbound({ statement }: PolicyStatementFacts): boolean {
  const { effect, actions, resources, conditions } = statement;
  return (
    effect === 'Allow' &&
    actions.some(action => /^kms:/i.test(action)) &&
    concerns(statement, 'kms:Decrypt') &&
    resources.length > 0 &&
    !resources.includes('*') &&
    !conditions.some(({ key }) => /^kms:(?:viaservice$|encryptioncontext:|grantisforawsresource$)/i.test(key))
  );
}

function theKey(): JsonObject {
  return { 'Fn::GetAtt': ['Key', 'Arn'] };
}

function workload(statement: JsonObject) {
  return {
    Resources: { Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } } },
  };
}
