import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { modelOf } from '../../model/build';
import { judge } from '../judge-example';
import { beside, failures, findingsOf } from '../said';

const RULE = Control.NO_LITERAL_SECRETS;
/** Drawn, so that nobody takes it for a word; put together, so that no scanner takes it for a secret of this project. */
const DRAWN = ['x9Kq', '2Lw8', 'Tz4v', 'Bn7m'].join('');
const KEY_ID = ['AKIA', 'ABCDEFGH234567IJ'].join('');

const of = (Type: string, Properties: JsonObject, more: Omit<Example, 'Resources'> = {}) =>
  beside({ Subject: { Type, Properties } }, more);
const parameter = (declared: JsonObject): Example => ({ Parameters: { Chosen: { Type: 'String', ...declared } } });
const chosen = { Ref: 'Chosen' };

describe('a value that its name calls a secret', () => {
  test.each<[string, string, JsonObject]>([
    ['a variable of a stage', 'AWS::ApiGateway::Stage', { Variables: { apiKey: 'correct horse' } }],
    ['a variable of an HTTP stage', 'AWS::ApiGatewayV2::Stage', { StageVariables: { apiKey: 'correct horse' } }],
    [
      'a variable of a container',
      'AWS::ECS::TaskDefinition',
      { ContainerDefinitions: [{ Environment: [{ Name: 'DB_PASSWORD', Value: 'horse1' }] }] },
    ],
    [
      'a header of an origin',
      'AWS::CloudFront::Distribution',
      { Origins: [{ OriginCustomHeaders: [{ HeaderName: 'x-api-token', HeaderValue: 'horse1' }] }] },
    ],
    [
      'a property of a custom resource',
      'Custom::Setup',
      { ServiceToken: 'arn:aws:lambda:eu-west-1:1:function:f', Password: 'horse1' },
    ],
    ['a tag', 'AWS::SNS::Topic', { Tags: [{ Key: 'admin-password', Value: 'horse1' }] }],
    ['the input of a rule', 'AWS::Events::Rule', { Targets: [{ Id: 'One', Input: '{"token":"horse1"}' }] }],
    [
      'an input put together',
      'AWS::Events::Rule',
      { Targets: [{ Input: { 'Fn::Sub': '{"region":"${AWS::Region}","token":"horse1"}' } }] },
    ],
    [
      'a definition of a state machine',
      'AWS::StepFunctions::StateMachine',
      { DefinitionString: '{"States":{"Call":{"Parameters":{"apiKey":"horse1"}}}}' },
    ],
    ['a parameter', 'AWS::SSM::Parameter', { Type: 'String', Name: '/orders/db-password', Value: 'horse1' }],
    ['a parameter of JSON', 'AWS::SSM::Parameter', { Type: 'String', Name: '/orders/settings', Value: '{"password":"horse1"}' }],
    ['a secret', 'AWS::SecretsManager::Secret', { SecretString: 'horse1' }],
    ['the value of an API key', 'AWS::ApiGateway::ApiKey', { Value: 'of-the-house' }],
  ])('%s is fatal', (_, type, properties) => {
    expect(failures(RULE, of(type, properties)).map(text => text.split(' ')[0])).toEqual(['fatal']);
  });

  test.each<[string, string, JsonObject]>([
    ['the name of a secret', 'AWS::SSM::Parameter', { Type: 'String', Name: '/orders/db-password', Value: '/orders/database' }],
    ['a place to fill in', 'AWS::SSM::Parameter', { Type: 'String', Name: '/orders/db-password', Value: 'CHANGE_ME' }],
    ['a place in a secret', 'AWS::SecretsManager::Secret', { SecretString: '<token>' }],
    ['a user name in a secret', 'AWS::SecretsManager::Secret', { SecretString: '{"username":"orders","password":""}' }],
    ['a path into the input', 'AWS::StepFunctions::StateMachine', { DefinitionString: '{"Parameters":{"token":"$.token"}}' }],
    [
      'an expression of JSONata',
      'AWS::StepFunctions::StateMachine',
      { Definition: { Arguments: { Token: '{% $states.input.token %}' } } },
    ],
    [
      'a mapping of a header',
      'AWS::ApiGateway::Method',
      { Integration: { RequestParameters: { 'integration.request.header.token': 'method.request.header.token' } } },
    ],
    ['units of tokens', 'AWS::Cognito::UserPoolClient', { TokenValidityUnits: { AccessToken: 'hours', IdToken: 'minutes' } }],
    ['a token that tells calls apart', 'AWS::ECS::Service', { ClientToken: DRAWN }],
    ['the token of a custom resource', 'Custom::Setup', { ServiceToken: 'arn:aws:lambda:eu-west-1:1:function:f' }],
    ['an id of a key', 'AWS::S3::Bucket', { EncryptionKey: '1234abcd-12ab-34cd-56ef-1234567890ab' }],
    ['a policy of passwords', 'AWS::Cognito::UserPool', { Policies: { PasswordPolicy: { MinimumLength: 12 } } }],
  ])('%s is none', (_, type, properties) => expect(failures(RULE, of(type, properties))).toEqual([]));

  test('a word of CloudFormation counts where a machine drew the value, and can be waived', () => {
    expect(failures(RULE, of('AWS::Some::Thing', { ConnectionSettings: { apiKey: DRAWN } }))).toEqual([
      'error Subject Properties.ConnectionSettings.apiKey SEC-02 SEC-05',
    ]);
    expect(failures(RULE, of('AWS::Some::Thing', { ConnectionSettings: { apiKey: 'horse' } }))).toEqual([]);
  });
});

describe('a secret by its form', () => {
  test.each<[string, Example]>([
    ['in a property', of('AWS::SNS::Topic', { DisplayName: KEY_ID })],
    ['in pieces', of('AWS::SNS::Topic', { DisplayName: { 'Fn::Join': ['', [KEY_ID.slice(0, 9), KEY_ID.slice(9)]] } })],
    ['in base64', of('AWS::EC2::Instance', { UserData: { 'Fn::Base64': `#!/bin/bash\nexport KEY_ID=${KEY_ID}\n` } })],
    [
      'in metadata',
      beside({ Table: { Metadata: { 'AWS::CloudFormation::Init': { config: { files: { a: { content: KEY_ID } } } } } } }),
    ],
    ['in what CloudFormation does not know', beside({ Table: { Notes: { owner: KEY_ID } } })],
    [
      'in a connection string',
      of('AWS::SSM::Parameter', { Type: 'String', Name: 'db', Value: 'Server=db;Uid=orders;Pwd=horse;' }),
    ],
    [
      'in base64, before a sign that fills it up',
      of('AWS::EC2::Instance', { UserData: Buffer.from(`export KEY_ID=${KEY_ID} # for now`).toString('base64') }),
    ],
    ['in a parameter', parameter({ Default: KEY_ID })],
    ['in the description of a parameter', parameter({ Description: `such as ${KEY_ID}` })],
  ])('is found %s', (_, example) => {
    expect(failures(RULE, example).map(text => text.split(' ')[0])).toEqual(['fatal']);
  });

  const sayOf = (body: JsonObject) => {
    const app = modelOf({ Resources: {}, ...body });
    const rule = jest.requireActual<{ noLiteralSecrets: { check: (app: unknown) => { property?: string }[] } }>(
      '../../../lib/rules/secrets/no-literal-secrets',
    ).noLiteralSecrets;
    return rule.check(app).map(({ property }) => property);
  };

  test('is found around the resources', () => {
    expect(sayOf({ Description: `Made with ${KEY_ID}` })).toEqual(['Description']);
    expect(sayOf({ Mappings: { Stages: { prod: { id: KEY_ID } } } })).toEqual(['Mappings.Stages.prod.id']);
    expect(sayOf({ Mappings: { Stages: { prod: { dbPassword: DRAWN } } } })).toEqual(['Mappings.Stages.prod.dbPassword']);
    expect(sayOf({ Outputs: { Id: { Value: KEY_ID } } })).toEqual(['Outputs.Id.Value']);
    expect(sayOf({ Outputs: { ApiToken: { Value: DRAWN } } })).toEqual(['Outputs.ApiToken.Value']);
    expect(sayOf({ Outputs: { Id: { Value: 'x', Export: { Name: KEY_ID } } } })).toEqual(['Outputs.Id.Export.Name']);
    expect(sayOf({ Metadata: { Notes: [KEY_ID] } })).toEqual(['Metadata.Notes.0']);
    expect(sayOf({ Parameters: { Id: { Type: 'String', AllowedValues: ['x', KEY_ID] } } })).toEqual([
      'Parameters.Id.AllowedValues.1',
    ]);
    expect(sayOf({ Outputs: { Table: { Value: 'orders' }, Nothing: {} } })).toEqual([]);
  });

  test('what is handed out is no parameter that is hidden, and no secret of a resource', () => {
    const Parameters = { Pin: { Type: 'String', NoEcho: true } };
    expect(sayOf({ Parameters, Outputs: { Pin: { Value: { Ref: 'Pin' } } } })).toEqual(['Outputs.Pin.Value']);
    const Resources = { Keys: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'orders' } } };
    const Outputs = { Key: { Value: { 'Fn::GetAtt': ['Keys', 'SecretAccessKey'] } }, Id: { Value: { Ref: 'Keys' } } };
    expect(sayOf({ Resources, Outputs })).toEqual(['Outputs.Key.Value']);
  });
});

test('credentials of downloads are secrets, roles are none', () => {
  const metadata = (files: JsonObject) => beside({ Table: { Metadata: { 'AWS::CloudFormation::Authentication': { files } } } });
  expect(failures(RULE, metadata({ type: 'S3', accessKeyId: 'orders', secretKey: 'correct-horse' }))).toHaveLength(2);
  expect(failures(RULE, metadata({ type: 'basic', username: 'orders', password: '{{resolve:secretsmanager:x}}' }))).toEqual([]);
  expect(failures(RULE, metadata({ type: 'S3', secretKey: { Ref: 'AWS::NoValue' }, accessKeyId: '' }))).toEqual([]);
  expect(failures(RULE, beside({ Table: { Metadata: { Notes: { password: '<password>' } } } }))).toEqual([]);
  expect(failures(RULE, metadata({ type: 'S3', roleName: { Ref: 'Role' }, buckets: ['orders'] }))).toEqual([]);
});

test('a parameter of another store is a name, and one that is called a secret is one', () => {
  expect(
    failures(RULE, { Parameters: { DbPassword: { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'x1y2z3w4' } } }),
  ).toEqual([]);
  expect(failures(RULE, { Parameters: { DbPassword: { Type: 'String', Default: 'x1y2z3w4' } } })).toHaveLength(1);
  expect(failures(RULE, { Parameters: { DbPasswordLength: { Type: 'Number', Default: 16 } } })).toEqual([]);
});

test('a parameter that a hidden parameter fills shows it', () => {
  const example = {
    ...of('AWS::SSM::Parameter', { Type: 'String', Name: 'pin', Value: chosen }),
    ...parameter({ NoEcho: true }),
  };
  expect(findingsOf(RULE, example).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    "fatal: 'Subject' holds a parameter that the deployment hides",
  ]);
});

const PASSWORD_OF = (MasterUserPassword: Json) => of('AWS::RDS::DBCluster', { MasterUserPassword });

test.each<[string, Example, string]>([
  ['fatal', PASSWORD_OF('correct-horse'), "'Subject' holds a secret in plain text"],
  ['error', PASSWORD_OF('{{resolve:ssm:/orders/password}}'), "'Subject' holds a parameter that is stored in plain text"],
  [
    'error',
    { ...PASSWORD_OF(chosen), ...parameter({}) },
    "'Subject' holds the parameter Chosen, which is shown to everybody: it is not NoEcho",
  ],
  [
    'fatal',
    of('AWS::SNS::Topic', { Tags: [{ Key: 'token', Value: 'horse1' }] }),
    "'Subject' holds a value that its name calls a secret",
  ],
  ['error', of('AWS::Some::Thing', { Settings: { apiKey: DRAWN } }), "'Subject' holds a value that its name calls a secret"],
  ['error', of('AWS::Some::Thing', { Script: `const apiKey = '${DRAWN}';` }), "'Subject' holds a literal value for 'apiKey'"],
  [
    'fatal',
    { Parameters: { DbPassword: { Type: 'String', Default: 'x1y2z3w4' } } },
    'Parameters.DbPassword.Default of Orders.template.json holds a value that its name calls a secret',
  ],
])('a finding is %s: %#', (severity, example, message) => {
  expect(findingsOf(RULE, example).map(finding => [finding.severity, finding.message])).toEqual([[severity, message]]);
});

describe('a secret that is resolved when it is deployed', () => {
  const RESOLVED = '{{resolve:secretsmanager:orders:SecretString:token}}';
  test.each<[string, string, JsonObject, number]>([
    ['in a custom resource', 'Custom::Setup', { Partner: RESOLVED }, 1],
    ['in a custom resource without a name of its own', 'AWS::CloudFormation::CustomResource', { Partner: RESOLVED }, 1],
    ['in a type of somebody else', 'Acme::Custom::Setup', { Partner: RESOLVED }, 0],
    ['in a variable of a stage', 'AWS::ApiGateway::Stage', { Variables: { partner: RESOLVED } }, 1],
    ['in a value of what is no parameter', 'AWS::Some::Thing', { Value: RESOLVED }, 0],
    ['in the description of a stage', 'AWS::ApiGateway::Stage', { Description: RESOLVED }, 0],
    ['in a resource that hands it to nobody', 'AWS::SNS::Topic', { DisplayName: RESOLVED }, 0],
  ])('%s', (_, type, properties, count) => expect(failures(RULE, of(type, properties))).toHaveLength(count));
});

test.each<[JsonObject, number]>([
  [{ Environment: { apiKey: 'correct horse' } }, 1],
  [{ EnvironmentVariables: { apiKey: 'correct horse' } }, 1],
  [{ Settings: { Variables: { apiKey: 'correct horse' } } }, 0],
  [{ Settings: { Properties: { Variables: { apiKey: 'correct horse' } } } }, 0],
  [{ Value: 'correct horse', Name: 'db-password' }, 1],
  [{ SecretString: 'correct horse' }, 0],
])('names are given freely in %j: %d', (properties, count) => {
  expect(failures(RULE, of('AWS::Some::Thing', properties))).toHaveLength(count);
});

test.each<[string, string, string, number]>([
  ['two letters are no password', 'AWS::RDS::DBCluster', 'ab', 0],
  ['three letters are one', 'AWS::RDS::DBCluster', 'abc', 1],
])('%s', (_, type, MasterUserPassword, count) => {
  expect(failures(RULE, of(type, { MasterUserPassword }))).toHaveLength(count);
});

test('a parameter without a name is called by its logical id', () => {
  const Setting = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'horse1' } };
  expect(failures(RULE, beside({ DbPassword: Setting }))).toEqual(['fatal DbPassword Properties.Value SEC-02 SEC-05']);
  expect(failures(RULE, beside({ DbTable: Setting }))).toEqual([]);
});

test('never repeats what it found', () => {
  const findings = judge(of('AWS::RDS::DBCluster', { MasterUserPassword: DRAWN, Tags: [{ Key: 'token', Value: DRAWN }] }));
  expect(findings.filter(({ rule }) => rule === RULE)).toHaveLength(2);
  expect(JSON.stringify(findings)).not.toContain(DRAWN);
});

describe('code', () => {
  test('of a function is looked at, and can be waived', () => {
    const ZipFile = `const apiKey = '${DRAWN}'; exports.handler = async () => {};`;
    expect(failures(RULE, beside({ Function: { Properties: { Code: { ZipFile } } } }))).toEqual([
      'error Function Properties.Code.ZipFile SEC-02 SEC-05',
    ]);
  });

  test.each<[string, JsonObject, string]>([
    ['a description', { Description: `with apiKey = '${DRAWN}'` }, 'Description'],
    ['settings in a description', { Description: `made with db.password=${DRAWN}` }, 'Description'],
    ['settings in a tag', { Tags: [{ Key: 'note', Value: `password: ${DRAWN}` }] }, 'Tags.0.Value'],
    ['a variable', { Environment: { Variables: { SETTINGS: `{ apiKey: '${DRAWN}' }` } } }, 'Environment.Variables.SETTINGS'],
    ['a tag', { Tags: [{ Key: 'note', Value: `apiKey = '${DRAWN}'` }] }, 'Tags.0.Value'],
  ])('in %s of a function is looked at too', (_, Properties, property) => {
    expect(failures(RULE, beside({ Function: { Properties } }))).toEqual([`error Function Properties.${property} SEC-02 SEC-05`]);
  });

  test.each<[string, JsonObject]>([
    ['the description', { Description: `made with ${KEY_ID}` }],
    ['a variable', { Environment: { Variables: { SETTING: KEY_ID } } }],
    ['a variable that is called one', { Environment: { Variables: { API_KEY: DRAWN } } }],
    ['a tag', { Tags: [{ Key: 'made-with', Value: KEY_ID }] }],
    ['a setting in a tag', { Tags: [{ Key: 'made-with', Value: `token=${KEY_ID}` }] }],
    ['a setting in a variable', { Environment: { Variables: { SETTINGS: `db.password=${DRAWN}` } } }],
  ])('what stands in %s of a function is said once', (_, Properties) => {
    const example = beside({ Function: { Properties } });
    expect([...findingsOf(RULE, example), ...findingsOf(Control.NO_SECRET_VALUES, example)].map(({ rule }) => rule)).toEqual([
      Control.NO_SECRET_VALUES,
    ]);
  });

  test('of a function in a form that an issuer gives is said once', () => {
    const example = beside({ Function: { Properties: { Code: { ZipFile: `const id = '${KEY_ID}';` } } } });
    expect(findingsOf(RULE, example)).toEqual([]);
    expect(findingsOf(Control.NO_SECRET_VALUES, example)).toHaveLength(1);
  });
});
