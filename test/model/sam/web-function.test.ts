import { made, managedOf, place, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const web = (properties: JsonObject = {}) =>
  sam({
    W: {
      Type: 'AWS::Serverless::WebFunction',
      Properties: { AuthType: 'IamAuth', Runtime: 'nodejs24.x', CodeUri: 's3://b/k', ...properties },
    },
  });

const BUILT = { CodeConfig: { S3Object: { Bucket: 'b', Key: 'k' } }, RuntimeConfig: { Runtime: 'nodejs24.x' } };

test('a web function that says little has a name, a role, a revision and an endpoint for everything', () => {
  const facts = web();
  expect(propertiesOf(facts, 'W')).toEqual({ FunctionName: 'W' });
  expect(managedOf(facts, 'WRole')).toEqual(['service-role/AWSLambdaBasicExecutionRole']);
  expect(propertiesOf(facts, 'WRevision')).toEqual({
    FunctionName: 'W',
    BuildConfig: BUILT,
    ServiceConfig: { ExecutionRoleArn: '${WRole.Arn}', TimeoutSeconds: 30 },
  });
  expect(propertiesOf(facts, 'WEndpoint')).toEqual({
    FunctionName: 'W',
    EndpointName: 'prod',
    EndpointType: 'HomeRegion',
    AuthType: 'IamAuth',
    RevisionWeights: [{ RevisionId: '${WRevision.RevisionId}', Weight: 100 }],
  });
});

test('a web function keeps what it says', () => {
  const facts = web({
    FunctionName: 'n',
    Tags: { a: 'b' },
    RevisionDescription: 'd',
    KmsKeyArn: 'k',
    LoggingConfig: { LogGroup: 'g' },
    MaxConcurrencyPerEnvironment: 2,
    EgressNetworkConnectorArn: 'c',
    Timeout: 3,
    EndpointName: 'e',
    EndpointType: 'Global',
    EndpointDescription: 'f',
    ScalingConfig: { Max: 1 },
    ThrottleConfig: { Rate: 1 },
    RevisionWeights: { r: 10, s: 90 },
  });
  expect(propertiesOf(facts, 'W')).toEqual({ FunctionName: 'n', Tags: [{ Key: 'a', Value: 'b' }] });
  expect(propertiesOf(facts, 'WRevision')).toEqual({
    FunctionName: 'n',
    Description: 'd',
    KmsKeyArn: 'k',
    BuildConfig: BUILT,
    ServiceConfig: {
      ExecutionRoleArn: '${WRole.Arn}',
      TelemetryConfig: { LoggingConfig: { LogGroup: 'g' } },
      MaxConcurrencyPerEnvironment: 2,
      EgressNetworkConnectorArn: 'c',
      TimeoutSeconds: 3,
    },
  });
  expect(propertiesOf(facts, 'WEndpoint')).toEqual({
    FunctionName: 'n',
    EndpointName: 'e',
    EndpointType: 'Global',
    AuthType: 'IamAuth',
    Description: 'f',
    ScalingConfig: { Max: 1 },
    ThrottleConfig: { Rate: 1 },
    RevisionWeights: [
      { RevisionId: 'r', Weight: 10 },
      { RevisionId: 's', Weight: 90 },
    ],
  });
  expect(place(facts, 'W', 'Properties.Tags.0')).toBe('W Properties.Tags');
  expect(place(facts, 'WRevision', 'Properties.ServiceConfig.TelemetryConfig.LoggingConfig.LogGroup')).toBe(
    'W Properties.LoggingConfig.LogGroup',
  );
  expect(place(facts, 'WEndpoint', 'Properties.RevisionWeights.0')).toBe('W Properties.RevisionWeights');
});

test('only a web function without a role is given one', () => {
  expect(made(web({ ExecutionRoleArn: null }))).toHaveProperty('WRole');
  expect(propertiesOf(web({ ExecutionRoleArn: null }), 'WRevision').ServiceConfig).toMatchObject({
    ExecutionRoleArn: '${WRole.Arn}',
  });
  expect(made(web({ ExecutionRoleArn: 'arn' }))).not.toHaveProperty('WRole');
});

test.each<[string, JsonObject, Json | undefined]>([
  ['nothing', {}, undefined],
  ['variables', { EnvironmentVariables: { A: '1' } }, { A: '1' }],
  ['where it begins', { EntryPoint: 'a.js' }, { AWS_LAMBDA_NODEJS_ENTRYPOINT: 'a.js' }],
  [
    'both, of which the beginning counts',
    { EntryPoint: 'a.js', EnvironmentVariables: { A: '1', AWS_LAMBDA_NODEJS_ENTRYPOINT: 'b.js' } },
    { A: '1', AWS_LAMBDA_NODEJS_ENTRYPOINT: 'a.js' },
  ],
  ['what is computed', { EntryPoint: 'a.js', EnvironmentVariables: { Ref: 'E' } }, '${E}'],
])('its environment says %s', (_, properties, expected) => {
  const { ServiceConfig: config } = propertiesOf(web(properties), 'WRevision');
  expect((config as JsonObject).EnvironmentVariables).toEqual(expected);
});
