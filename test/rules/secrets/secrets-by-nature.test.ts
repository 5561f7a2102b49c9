import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { hasDefault } from '../../../lib/rules/secrets/literal-secret';
import { modelOf } from '../../model/build';
import { beside, failures, findingsOf } from '../said';

const RULE = Control.NO_LITERAL_SECRETS;

const of = (Type: string, Properties: JsonObject, more: Omit<Example, 'Resources'> = {}) =>
  beside({ Subject: { Type, Properties } }, more);
const parameter = (declared: JsonObject): Example => ({ Parameters: { Chosen: { Type: 'String', ...declared } } });
const chosen = { Ref: 'Chosen' };

describe('a property that holds a secret by its nature', () => {
  test.each<[string, string, JsonObject]>([
    ['the password of a database', 'AWS::RDS::DBCluster', { MasterUserPassword: 'correct-horse' }],
    ['a number', 'AWS::RDS::DBCluster', { MasterUserPassword: 12345678 }],
    ['the password of a warehouse', 'AWS::Redshift::Cluster', { MasterUserPassword: 'correct-horse' }],
    ['the token of a cache', 'AWS::ElastiCache::ReplicationGroup', { AuthToken: 'correct-horse-battery' }],
    ['passwords of a user of a cache', 'AWS::ElastiCache::User', { Passwords: ['correct-horse-battery'] }],
    ['the token of a repository', 'AWS::Amplify::App', { AccessToken: 'correct-horse-battery' }],
    [
      'the password of a user of a broker',
      'AWS::AmazonMQ::Broker',
      { Users: [{ Username: 'orders', Password: 'correct-horse' }] },
    ],
    [
      'the secret of an identity provider',
      'AWS::Cognito::UserPoolIdentityProvider',
      { ProviderDetails: { client_secret: 'correct-horse' } },
    ],
    ['a private key', 'AWS::IAM::ServerCertificate', { PrivateKey: 'a key' }],
    ['a password put together', 'AWS::RDS::DBCluster', { MasterUserPassword: { 'Fn::Join': ['-', ['correct', 'horse']] } }],
    [
      'a password in one branch',
      'AWS::RDS::DBCluster',
      { MasterUserPassword: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 'horse'] } },
    ],
  ])('%s is fatal', (_, type, properties) => {
    expect(failures(RULE, of(type, properties))).toEqual([
      expect.stringMatching(/^fatal Subject Properties\.\S+ SEC-02 SEC-05$/),
    ]);
  });

  test.each<[string, Json]>([
    ['a reference to a secret', '{{resolve:secretsmanager:orders:SecretString:password}}'],
    ['a reference to a secure parameter', '{{resolve:ssm-secure:/orders/password:1}}'],
    ['a reference put together', { 'Fn::Sub': '{{resolve:secretsmanager:${Table}:SecretString:password}}' }],
    ['nothing', ''],
    ['blanks', '   '],
    ['a parameter within a text', { 'Fn::Sub': 'a-${Table}-b' }],
    ['an attribute', { 'Fn::GetAtt': ['Table', 'Password'] }],
    ['what only the deployment can put together', { 'Fn::Sub': '${AWS::StackName}-${Table}' }],
    ['an import', { 'Fn::ImportValue': 'password' }],
  ])('%s is none', (_, MasterUserPassword) => {
    expect(failures(RULE, of('AWS::RDS::DBCluster', { MasterUserPassword }))).toEqual([]);
  });

  test.each<[string, JsonObject, string[]]>([
    ['shown to everybody', {}, ['error Subject']],
    ['with a default', { Default: 'correct-horse' }, ['fatal Subject']],
    ['hidden', { NoEcho: true }, []],
    ['hidden, without a value', { NoEcho: 'true', Default: '' }, []],
    ['hidden, with a word for no value', { NoEcho: true, Default: 'none' }, []],
    ['hidden, with an abbreviation for no value', { NoEcho: true, Default: ' NA ' }, []],
    ['hidden, with a default', { NoEcho: true, Default: 'correct-horse' }, ['fatal ', 'fatal Subject']],
  ])('a parameter that is %s', (_, declared, expected) => {
    const example = { ...of('AWS::RDS::DBCluster', { MasterUserPassword: chosen }), ...parameter(declared) };
    expect(failures(RULE, example).map(text => text.replace(/(Subject)? (?:Properties|Parameters).*/, '$1'))).toEqual(expected);
  });

  test('a parameter in plain text is an error', () => {
    expect(failures(RULE, of('AWS::RDS::DBCluster', { MasterUserPassword: '{{resolve:ssm:/orders/password}}' }))).toEqual([
      'error Subject Properties.MasterUserPassword SEC-02 SEC-05',
    ]);
  });
});

describe('a password put together of parameters', () => {
  const Parameters = {
    Shown: { Type: 'String' },
    Hidden: { Type: 'String', NoEcho: true },
    Known: { Type: 'String', NoEcho: true, Default: 'correct-horse' },
  };
  const saidOf = (text: string) =>
    findingsOf(RULE, of('AWS::RDS::DBCluster', { MasterUserPassword: { 'Fn::Sub': text } }, { Parameters }))
      .filter(({ resource }) => resource === 'Subject')
      .map(({ severity, message }) => `${severity} ${message}`);
  const SHOWN = "error 'Subject' holds the parameter Shown, which is shown to everybody: it is not NoEcho";
  const DEFAULT = "fatal 'Subject' holds the parameter Known, whose default stands in the template";

  test.each<[string, string, string[]]>([
    ['one that is shown, after a text', 'house-${Shown}', [SHOWN]],
    ['one that is shown, before a text', '${Shown}-of-2026', [SHOWN]],
    ['one whose default stands there, before a text', '${Known}-of-2026', [DEFAULT]],
    ['one whose default stands there, and one that is shown', '${Known}${Shown}', [SHOWN]],
    ['one that is shown, and one that is hidden', '${Shown}-${Hidden}', []],
    ['one whose default stands there, and one that is hidden', '${Known}-${Hidden}', []],
    ['one that is shown, and a name that the deployment draws', '${Shown}-${Table}', []],
    ['one that is hidden, after a text', 'house-${Hidden}', []],
  ])('%s', (_, text, expected) => expect(saidOf(text)).toEqual(expected));
});

test('a parameter that is not there has no default', () => {
  const { templates } = modelOf({ Resources: {} });
  expect(hasDefault(templates[0], 'Gone')).toBe(false);
});
