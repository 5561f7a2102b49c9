import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import { beside, failures } from '../said';

const encoded = (text: string): string => Buffer.from(text).toString('base64');
const PASSWORD = ['Tr0ub4dor', '3xyzQ'].join('');

const inEnvironment = (text: string) =>
  failures(Control.NO_SECRET_VALUES, {
    Resources: { Function: { Properties: { Environment: { Variables: { SETTINGS: text } } } } },
  });

describe('settings in a variable', () => {
  test.each<[string, string]>([
    ['JSON', `{"database":{"user":"orders","password":"${PASSWORD}"}}`],
    ['a list in JSON', `[{"name":"orders","apiKey":"${PASSWORD}"}]`],
    ['JSON with a reference', '{"database":"{{resolve:secretsmanager:orders}}"}'],
    ['YAML', `database:\n  user: orders\n  password: ${PASSWORD}\n`],
    ['properties', `spring.datasource.username=orders\nspring.datasource.password=${PASSWORD}`],
    ['arguments', `-Dorders.user=orders -Dorders.password=${PASSWORD}`],
    ['a query', `jdbc:postgresql://db.example.com/orders?user=orders&password=${PASSWORD}`],
    ['lines in base64', encoded(`export ORDERS_USER=orders\nexport ORDERS_PASSWORD=${PASSWORD}\n`)],
    ['a header', `Basic ${encoded(`orders:${PASSWORD}`)}`],
    ['a private key in base64', encoded(`-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC`)],
  ])('may not hold a secret, also as %s', (_, text) => {
    expect(inEnvironment(text)).toEqual(['fatal Function Properties.Environment.Variables.SETTINGS SEC-01 SEC-02']);
  });

  test.each<[string, string]>([
    [
      'where secrets are',
      '{"secretArn":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf","secret":"orders/db"}',
    ],
    ['a schema', '{"properties":{"password":{"type":"string"},"token":{"type":"string"}}}'],
    ['fields that bear their own names', '{"password":"password","token":"token"}'],
    ['a mapping of fields', '{"password":"$.password","token":"<token>"}'],
    ['a policy', '{"passwordPolicy":{"minLength":12},"tokenUrl":"https://id.example.com/token"}'],
    ['braces that are no JSON', '{password: of the house}'],
    ['a query of a database', 'SELECT password FROM users WHERE token = $1'],
    ['a name of a scheme', 'Basic authentication'],
    ['a header to fill in', 'Basic base64credentials'],
    ['arguments that name a secret', '-Dorders.password=orders/db-password -Dorders.token=${TOKEN}'],
    ['what tells calls apart', 'nextToken=a1b2c3d4e5f6'],
  ])('may hold %s', (_, text) => {
    expect(inEnvironment(text)).toEqual([]);
  });
});

const subject = (Type: string, Properties: JsonObject) =>
  failures(Control.NO_LITERAL_SECRETS, beside({ Subject: { Type, Properties } }));

test.each<[string, string, JsonObject, string]>([
  [
    'the value of an API key',
    'AWS::ApiGateway::ApiKey',
    { Value: 'of-the-house-and-of-all-others' },
    'fatal Subject Properties.Value',
  ],
  [
    'settings in a parameter',
    'AWS::SSM::Parameter',
    { Name: '/orders', Value: `orders.password=${PASSWORD}` },
    'error Subject Properties.Value',
  ],
  [
    'a parameter into which a secret is resolved',
    'AWS::SSM::Parameter',
    { Name: '/orders', Value: '{{resolve:secretsmanager:orders:SecretString:it}}' },
    'fatal Subject Properties.Value',
  ],
  [
    'a script of an instance',
    'AWS::EC2::Instance',
    { UserData: encoded(`export ORDERS_PASSWORD=${PASSWORD}\n`.repeat(2)) },
    'error Subject Properties.UserData',
  ],
])('%s is no place for a secret', (_, type, properties, place) => {
  expect(subject(type, properties)).toEqual([`${place} SEC-02 SEC-05`]);
});

test.each<[string, string, JsonObject]>([
  ['a tag of an API key', 'AWS::ApiGateway::ApiKey', { Tags: [{ Key: 'team', Value: 'orders' }] }],
  ['an API key that the deployment draws', 'AWS::ApiGateway::ApiKey', { Name: 'partner' }],
  [
    'a variable of a build that names a parameter',
    'AWS::CodeBuild::Project',
    { Environment: { EnvironmentVariables: [variable('PARAMETER_STORE')] } },
  ],
  [
    'a variable of a build that names a secret',
    'AWS::CodeBuild::Project',
    { Environment: { EnvironmentVariables: [variable('SECRETS_MANAGER')] } },
  ],
  [
    'the same as text',
    'AWS::CodePipeline::Pipeline',
    {
      Stages: [
        {
          Configuration: {
            EnvironmentVariables: JSON.stringify([{ name: 'NPM_TOKEN', value: 'ci:token1x9Kq2Lw8', type: 'SECRETS_MANAGER' }]),
          },
        },
      ],
    },
  ],
])('%s is none', (_, type, properties) => {
  expect(subject(type, properties)).toEqual([]);
});

test('a variable of a build in plain text is one', () => {
  expect(subject('AWS::CodeBuild::Project', { Environment: { EnvironmentVariables: [variable('PLAINTEXT')] } })).toEqual([
    'fatal Subject Properties.Environment.EnvironmentVariables.0.Value SEC-02 SEC-05',
  ]);
});

function variable(Type: string): JsonObject {
  return { Name: 'DB_PASSWORD', Value: 'orders:password', Type };
}
