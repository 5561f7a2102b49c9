import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Integrations } from './integration';
import { AwsService, Egress } from '../../lib';
import { aFunction } from '../apps';

export const IDENTITY = {
  'a trigger of a user pool': scope => {
    new cognito.UserPool(scope, 'Pool').addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, aFunction(scope));
  },
  'a sender of codes': scope => {
    const customSenderKmsKey = new kms.Key(scope, 'Key', { enableKeyRotation: true });
    new cognito.UserPool(scope, 'Pool', { customSenderKmsKey, lambdaTriggers: { customEmailSender: aFunction(scope) } });
  },
  'a rotation of a secret': scope => {
    const fn = aFunction(scope, 'Fn', { egress: [Egress.toAwsService(AwsService.SECRETS_MANAGER)] });
    const secret = new secretsmanager.Secret(scope, 'Secret');
    secret.addRotationSchedule('Schedule', { rotationLambda: fn, automaticallyAfter: Duration.days(30) });
  },
  'a role': scope => {
    aFunction(scope).grantInvoke(caller(scope));
  },
  'a role that invokes the latest version': scope => {
    aFunction(scope).grantInvokeLatestVersion(caller(scope));
  },
  'a role that invokes one version': scope => {
    const fn = aFunction(scope);
    fn.grantInvokeVersion(caller(scope), fn.currentVersion);
  },
  'several callers': scope => {
    const accounts = ['444455556666', '777788889999'].map(account => new iam.AccountPrincipal(account));
    aFunction(scope).grantInvokeCompositePrincipal(new iam.CompositePrincipal(...accounts));
  },
  'a service': scope => {
    aFunction(scope).grantInvoke(new iam.ServicePrincipal('lex.amazonaws.com'));
  },
  'an organisation': scope => {
    aFunction(scope).grantInvoke(new iam.OrganizationPrincipal('o-abcdefghij'));
  },
  'a role that calls its URL': scope => {
    const fn = aFunction(scope);
    fn.addFunctionUrl();
    fn.grantInvokeUrl(caller(scope));
  },
  'another account that calls its URL': scope => {
    aFunction(scope).addFunctionUrl().grantInvokeUrl(new iam.AccountPrincipal('444455556666'));
  },
} satisfies Integrations;

function caller(scope: Construct): iam.Role {
  return new iam.Role(scope, 'Caller', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
}
