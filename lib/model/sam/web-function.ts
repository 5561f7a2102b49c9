import { archiveAt } from './code';
import { attribute, isIntrinsic, pick, present } from './intrinsic';
import type { Making } from './making';
import { RoleDraft, trusting } from './role';
import type { SamResource } from './sam-resource';
import { tagsOf } from './tags';
import { isObject, objectOf } from '../json';

/** A web function with its revision and the endpoint under which it is served. */
export function expandWebFunction(making: Making, from: SamResource): void {
  const { logicalId, properties } = from;
  const role = new RoleDraft(making, from, `${logicalId}Role`);
  role.attach('AWSLambdaBasicExecutionRole');
  const given = properties.ExecutionRoleArn;
  if (given === undefined || given === null) role.make(trusting('lambda.amazonaws.com'));
  const name = properties.FunctionName ?? logicalId;
  const made = present({ FunctionName: name, Tags: tagsOf(properties.Tags) });
  making.make(from, logicalId, 'AWS::Lambda::WebFunction', made, { places: { Tags: 'Tags' } });
  const variables = properties.EnvironmentVariables;
  const revision = present({
    FunctionName: name,
    Description: properties.RevisionDescription,
    KmsKeyArn: properties.KmsKeyArn,
    BuildConfig: {
      CodeConfig: { S3Object: archiveAt(properties.CodeUri, 'Bucket', 'Key', 'ObjectVersion') },
      RuntimeConfig: pick(properties, 'Runtime'),
    },
    ServiceConfig: present({
      ExecutionRoleArn: given ?? attribute(role.logicalId),
      EnvironmentVariables: entered(properties.EntryPoint, variables),
      TelemetryConfig: properties.LoggingConfig === undefined ? undefined : pick(properties, 'LoggingConfig'),
      ...pick(properties, 'MaxConcurrencyPerEnvironment', 'EgressNetworkConnectorArn'),
      TimeoutSeconds: properties.Timeout ?? 30,
    }),
  });
  making.make(from, `${logicalId}Revision`, 'AWS::Lambda::WebFunctionRevision', revision, {
    places: {
      'ServiceConfig.ExecutionRoleArn': 'ExecutionRoleArn',
      'ServiceConfig.EnvironmentVariables': 'EnvironmentVariables*',
      'ServiceConfig.TelemetryConfig': '*',
      'ServiceConfig.EgressNetworkConnectorArn': 'EgressNetworkConnectorArn',
      'ServiceConfig.TimeoutSeconds': 'Timeout',
      'BuildConfig.CodeConfig': 'CodeUri',
      'BuildConfig.RuntimeConfig.Runtime': 'Runtime',
      Description: 'RevisionDescription',
      KmsKeyArn: 'KmsKeyArn',
    },
  });
  expandEndpoint(making, from, name);
}

function entered(
  entryPoint: SamResource['properties'][string] | undefined,
  variables: SamResource['properties'][string] | undefined,
) {
  if (entryPoint === undefined || isIntrinsic(variables)) return variables;
  return { ...objectOf(variables), AWS_LAMBDA_NODEJS_ENTRYPOINT: entryPoint };
}

function expandEndpoint(making: Making, from: SamResource, name: SamResource['properties'][string]): void {
  const { logicalId, properties } = from;
  const weights = properties.RevisionWeights;
  const endpoint = present({
    FunctionName: name,
    EndpointName: properties.EndpointName ?? 'prod',
    EndpointType: properties.EndpointType ?? 'HomeRegion',
    ...pick(properties, 'AuthType', 'ScalingConfig', 'ThrottleConfig'),
    Description: properties.EndpointDescription,
    RevisionWeights: isObject(weights)
      ? Object.entries(weights).map(([revision, weight]) => ({ RevisionId: revision, Weight: weight }))
      : [{ RevisionId: attribute(`${logicalId}Revision`, 'RevisionId'), Weight: 100 }],
  });
  making.make(from, `${logicalId}Endpoint`, 'AWS::Lambda::WebFunctionEndpoint', endpoint, {
    places: { '': '*', RevisionWeights: 'RevisionWeights', Description: 'EndpointDescription' },
  });
}
