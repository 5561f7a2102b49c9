import type { Json, JsonObject } from '../../model/facts';
import type { Example } from '../example';

/** A stage of a REST API on which nothing is left to say, from which the examples of this room start. */
const STAGE: JsonObject = {
  RestApiId: { Ref: 'Api' },
  StageName: 'prod',
  DeploymentId: 'd4e5f6',
  AccessLogSetting: {
    DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:api-calls',
    Format: '{"requestId":"$context.requestId","caller":"$context.identity.caller","status":$context.status}',
  },
  TracingEnabled: true,
  ClientCertificateId: 'a1b2c3',
  MethodSettings: [
    {
      HttpMethod: '*',
      ResourcePath: '/*',
      LoggingLevel: 'ERROR',
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 50,
      CacheDataEncrypted: true,
    },
  ],
};

/** A REST API with one stage that says everything but what is changed here; `undefined` leaves a property out. */
export function restStage(changes: Record<string, Json | undefined> = {}, others: JsonObject = {}): Example {
  const properties = Object.entries({ ...STAGE, ...changes }).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'orders', SecurityPolicy: 'TLS_1_2', DisableExecuteApiEndpoint: true },
      },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: Object.fromEntries(properties) },
      Firewall: {
        Type: 'AWS::WAFv2::WebACLAssociation',
        Properties: {
          ResourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}' },
          WebACLArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/orders/a1b2',
        },
      },
      ...others,
    },
  };
}

/** An HTTP API with one stage. */
export function httpStage(properties: JsonObject, protocol = 'HTTP'): Example {
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: protocol } },
      Stage: {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', ...properties },
      },
    },
  };
}
