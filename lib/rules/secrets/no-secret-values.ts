import { Control } from '../../baseline/control';
import { findSecret, isResolvedSecret } from '../../baseline/secret-formats';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, unknown } from '../verdict';
import { soundsSecret } from './secret-name';

/** The environment tells where a secret is, never what it is. */
export const noSecretValues = defineRule({
  id: Control.NO_SECRET_VALUES,
  subject: 'function',
  title: "No secret stands in a function's environment",
  why: 'Everybody with lambda:GetFunctionConfiguration reads the environment, and the template, its history and every log of the deployment keep what was written there. A dynamic reference is resolved on deployment, so it ends up in plain text too.',
  fix: "Keep the secret in Secrets Manager, put its ARN into the environment and let the code read it: 'secrets: { DATABASE: SecretAccess.read(secret) }' of SecureFunction. A variable that holds no secret should not be called one.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-secrets-manager.html',
  ],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['SEC-01', 'SEC-02'],
  frameworks: ['CSA:SAS-7'],
  check: fn => {
    const name = nameOf(fn.resource);
    if (fn.unknownEnvironment !== undefined) {
      return unknown({
        message: `Whether secrets stand in the environment of ${name} depends on ${fn.unknownEnvironment.unknown}, which the templates do not tell`,
        property: 'Properties.Environment',
      });
    }
    return [...fn.environment].flatMap(([variable, text]) => {
      const found = secretIn(variable, text);
      return found === undefined
        ? []
        : fail({
            message: `The environment variable ${variable} of ${name} holds ${found}`,
            property: `Properties.Environment.Variables.${variable}`,
          });
    });
  },
  bad: {
    'a dynamic reference': environment({ DATABASE: '{{resolve:secretsmanager:orders/database:SecretString:password}}' }),
    'a secure parameter': environment({ WEBHOOK: '{{resolve:ssm-secure:/orders/webhook}}' }),
    'a password in a URL': environment({ DATABASE_URL: 'postgres://orders:correct-horse@db.internal:5432/orders' }),
    'a password': environment({ DB_PASSWORD: 'correct-horse-battery' }),
    'an API key': environment({ STRIPE_API_KEY: 'a1b2c3d4e5f6' }),
  },
  good: {
    'the ARN of a secret': environment({ DATABASE_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf' }),
    "a secret's name and path": environment({ DB_SECRET: 'orders-db-secret', API_TOKEN: '/orders/api-token' }),
    'words that only sound like one': environment({
      TOKEN_TTL: '3600',
      MAX_TOKENS: '4096',
      PASSWORD_POLICY: 'strict',
      CSRF_TOKEN: 'x-csrf-token',
    }),
    'a reference to a secret of the app': {
      Resources: {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
        Function: { Properties: { Environment: { Variables: { SECRET: { Ref: 'Secret' } } } } },
      },
    },
  },
});

/** What kind of secret it is, never which. */
function secretIn(variable: string, text: string): string | undefined {
  if (isResolvedSecret(text)) return 'a secret that is resolved when it is deployed';
  return findSecret(text) ?? (soundsSecret(variable, text) ? 'a value that its name calls a secret' : undefined);
}

function environment(Variables: Record<string, string>) {
  return { Resources: { Function: { Properties: { Environment: { Variables } } } } };
}
