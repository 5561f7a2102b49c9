import { Control } from '../../baseline/control';
import { variantsOf } from '../../model/conditions';
import type { AppFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { standsWith } from '../../model/security-groups';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** A secret that leaked is worth nothing a month later. */
export const secretRotates = defineRule({
  id: Control.SECRET_ROTATES,
  subject: 'resource',
  types: ['AWS::SecretsManager::Secret'],
  title: 'Secrets rotate by themselves',
  why: 'Whoever copied a secret keeps using it for as long as it stays the same, and nobody dares to change by hand what many programs use.',
  fix: "Call 'secret.addRotationSchedule(...)' (a RotationSchedule with RotationRules and a function); a key of somebody else's service, which only they can change, takes a waiver.",
  links: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['SEC-04'],
  check: ({ resource }, app) =>
    (app.resourcesByType.get('AWS::SecretsManager::RotationSchedule') ?? []).some(schedule => rotates(app, schedule, resource))
      ? pass
      : fail({
          message: `${nameOf(resource)} never changes: no schedule with rules and a function rotates it`,
          property: 'Properties',
        }),
  bad: {
    'no schedule': { Resources: { Secret: secret() } },
    'a schedule without rules': {
      Resources: {
        Secret: secret(),
        Rotation: rotation({ RotationLambdaARN: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate' }),
      },
    },
    'a schedule without a function': {
      Resources: { Secret: secret(), Rotation: rotation({ RotationRules: { AutomaticallyAfterDays: 30 } }) },
    },
  },
  good: {
    'a schedule': {
      Resources: {
        Secret: secret(),
        Rotation: rotation({
          RotationLambdaARN: 'arn:aws:lambda:eu-west-1:111122223333:function:rotate',
          RotationRules: { AutomaticallyAfterDays: 30 },
        }),
      },
    },
    'a schedule of the attachment to its database': {
      Resources: {
        Secret: secret(),
        Attachment: {
          Type: 'AWS::SecretsManager::SecretTargetAttachment',
          Properties: { SecretId: { Ref: 'Secret' }, TargetId: 'orders', TargetType: 'AWS::RDS::DBInstance' },
        },
        Rotation: rotation({
          SecretId: { Ref: 'Attachment' },
          HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' },
          RotationRules: { ScheduleExpression: 'rate(30 days)' },
        }),
      },
    },
  },
});

function rotates(app: AppFacts, scheduled: ResourceFacts, secretMeant: ResourceFacts): boolean {
  if (!standsWith(scheduled, secretMeant)) return false;
  return variantsOf(scheduled).every(
    ({ properties }) =>
      secretOf(app, scheduled, properties) === secretMeant &&
      (properties.RotationLambdaARN ?? properties.HostedRotationLambda) !== undefined &&
      (at(properties, 'RotationRules', 'AutomaticallyAfterDays') ?? at(properties, 'RotationRules', 'ScheduleExpression')) !==
        undefined,
  );
}

/** A schedule names the secret, or the resource that ties it to its database. */
function secretOf(app: AppFacts, { template }: ResourceFacts, { SecretId }: JsonObject): ResourceFacts | undefined {
  const named = app.find(
    template,
    textOf(SecretId) ?? '',
    'AWS::SecretsManager::Secret',
    'AWS::SecretsManager::SecretTargetAttachment',
  );
  return named?.type === 'AWS::SecretsManager::SecretTargetAttachment'
    ? app.find(named.template, textOf(named.properties.SecretId) ?? '', 'AWS::SecretsManager::Secret')
    : named;
}

function secret() {
  return { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {}, KmsKeyId: { Ref: 'Key' } } };
}

function rotation(properties: JsonObject) {
  return { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId: { Ref: 'Secret' }, ...properties } };
}
