import { Control } from '../../baseline/control';
import { findSecret, isResolvedSecret } from '../../baseline/secret-formats';
import { MOST_CONDITIONS, conditionsIn } from '../../model/branches';
import type { FunctionFacts, Json, JsonObject, TemplateFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { byForm, byGivenName, inSettings } from './literal-secret';
import { referredSecret } from './referred-secret';
import { isCalledSecret, soundsSecret } from './secret-name';
import { spotsIn } from './spots';

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
  check: fn => {
    const name = nameOf(fn.resource);
    if (fn.unknownEnvironment !== undefined) {
      return unknown({
        message: `Whether secrets stand in the environment of ${name} depends on ${fn.unknownEnvironment.unknown}, which the templates do not tell`,
        property: 'Properties.Environment',
      });
    }
    const { resource } = fn;
    return [
      ...tooManyChoices(fn),
      ...[...fn.environment].flatMap(([variable, text]) => {
        const property = `Properties.Environment.Variables.${variable}`;
        const found =
          secretIn(variable, text) ?? referredSecret(resource.template, text) ?? mappedSecret(resource.template, variable, text);
        if (found !== undefined) {
          return fail({ message: `The environment variable ${variable} of ${name} holds ${found}`, property });
        }
        return NOT_COMPUTED.test(text)
          ? unknown({
              message: `Whether the environment variable ${variable} of ${name} holds a secret depends on ${text}, which the templates do not tell`,
              property,
            })
          : [];
      }),
      ...elsewhere(fn).flatMap(([place, text]) => {
        const found = plainSecret(text) ?? referredSecret(resource.template, text);
        return found === undefined
          ? []
          : fail({ message: `${place} of ${name} holds ${found}`, property: `Properties.${place}` });
      }),
    ];
  },
  bad: {
    'a dynamic reference': environment({ DATABASE: '{{resolve:secretsmanager:orders/database:SecretString:password}}' }),
    'a secure parameter': environment({ WEBHOOK: '{{resolve:ssm-secure:/orders/webhook}}' }),
    'a password in a URL': environment({ DATABASE_URL: 'postgres://orders:correct-horse@db.internal:5432/orders' }),
    'a password': environment({ DB_PASSWORD: 'correct-horse-battery' }),
    'an API key': environment({ STRIPE_API_KEY: 'a1b2c3d4e5f6' }),
    'a plain parameter that is called a secret': environment({ DB_PASSWORD: '{{resolve:ssm:/orders/password}}' }),
    'a plain parameter whose own name says so': environment({ DATABASE: '{{resolve:ssm:/orders/db-password:3}}' }),
    'a connection string': environment({ DATABASE: 'Server=db.internal;Uid=orders;Pwd=correct-horse;' }),
    'a parameter that the deployment hides': {
      Parameters: { Pin: { Type: 'String', NoEcho: true } },
      Resources: { Function: { Properties: { Environment: { Variables: { PIN: { Ref: 'Pin' } } } } } },
    },
    'the secret of a client': {
      Resources: {
        Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: 'eu-west-1_a1b2c3d4e' } },
        Function: { Properties: { Environment: { Variables: { CLIENT: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } } } } },
      },
    },
    'a secret in the code': {
      Resources: { Function: { Properties: { Code: { ZipFile: "const key = '{{resolve:secretsmanager:orders}}';" } } } },
    },
  },
  good: {
    'the ARN of a secret': environment({ DATABASE_SECRET: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf' }),
    "a secret's name and path": environment({ DB_SECRET: 'orders-db-secret', API_TOKEN: '/orders/api-token' }),
    'a plain parameter that is none': environment({ TABLE: '{{resolve:ssm:/orders/table}}' }),
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

/** Text that could have been computed, had it not been too much. */
const NOT_COMPUTED = /\$\{\?(?:Fn::(?:Join|Sub|Base64|Select|Split|FindInMap|If|ToJsonString)|Depth)\}/;

/** What kind of secret it is, never which. */
function secretIn(variable: string, text: string): string | undefined {
  const parameter = /\bresolve:ssm:([^:}]+)/.exec(text)?.[1];
  if (parameter !== undefined && [variable, lastOf(parameter)].some(isCalledSecret)) {
    return 'a parameter that its name calls a secret';
  }
  return (
    plainSecret(text) ??
    byForm(text)?.what ??
    (soundsSecret(variable, text) ? 'a value that its name calls a secret' : undefined) ??
    secretInJson(text) ??
    inSettings(text)?.what
  );
}

/** Settings are handed over as JSON too; a field that only says its own name maps another one. */
function secretInJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const found = spotsIn(text, '').map(spot => (spot.text === spot.name ? undefined : byGivenName(spot)));
  return found.find(one => one !== undefined)?.what;
}

function lastOf(path: string): string {
  return path.split('/').slice(-1)[0];
}

function plainSecret(text: string): string | undefined {
  return isResolvedSecret(text) ? 'a secret that is resolved when it is deployed' : findSecret(text);
}

/** Every value that a mapping may give where its key is known only to the deployment. */
function mappedSecret({ mappings }: TemplateFacts, variable: string, text: string): string | undefined {
  const [, map] = /\$\{\?Fn::FindInMap\(([^,)}]*)/.exec(text) ?? [];
  if (map === undefined) return undefined;
  const mapped = at(mappings, map) ?? mappings ?? null;
  // What is no secret under the name of one is none under any other, so a mapping is looked through once for all of these.
  return secretAmong(mapped, isCalledSecret(variable) ? variable : '');
}

const AMONG = new WeakMap<JsonObject | Json[], Map<string, string | undefined>>();

function secretAmong(mapped: Json, variable: string): string | undefined {
  if (typeof mapped !== 'object' || mapped === null) return secretIn(variable, textOf(mapped) ?? '');
  const known = AMONG.get(mapped) ?? new Map<string, string | undefined>();
  AMONG.set(mapped, known);
  if (known.has(variable)) return known.get(variable);
  const found = textsIn(mapped).reduce<string | undefined>((first, text) => first ?? secretIn(variable, text), undefined);
  known.set(variable, found);
  return found;
}

function textsIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [textOf(value) ?? ''];
  return Object.values(value).flatMap(textsIn);
}

/** What else everybody reads who may look at a function. */
function elsewhere({ properties }: FunctionFacts): readonly (readonly [string, string])[] {
  const tags = listOf(properties.Tags).map((tag, index) => [`Tags.${index}.Value`, textOf(at(tag, 'Value')) ?? ''] as const);
  return [
    ['Description', textOf(properties.Description) ?? ''],
    ['Code.ZipFile', textOf(at(properties.Code, 'ZipFile')) ?? ''],
    ...tags,
  ];
}

/** More choices than are all tried: a secret could stand in the one that was left out. */
function tooManyChoices({ resource }: FunctionFacts): Verdict[] {
  if (conditionsIn(resource.properties.Environment ?? null).size <= MOST_CONDITIONS) return [];
  return [
    unknown({
      message: `Whether secrets stand in the environment of ${nameOf(resource)} depends on more than ${MOST_CONDITIONS} conditions, which are not all tried`,
      property: 'Properties.Environment',
    }),
  ];
}

function environment(Variables: Record<string, string>) {
  return { Resources: { Function: { Properties: { Environment: { Variables } } } } };
}
