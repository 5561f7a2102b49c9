import { Control } from '../../baseline/control';
import type { ApiMethodFacts, JsonObject } from '../../model/facts';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Severity } from '../verdict';
import { fail, pass, unknown } from '../verdict';

/** What asks who is calling, or lets nobody through but a network of one's own. Anything else is taken for nothing. */
const ASKING: ReadonlySet<string> = new Set(['AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT', 'NETWORK']);

/** What everybody gets, by what is behind the method, and where that is less than somebody's code or data. */
const HARM: Readonly<Record<ApiMethodFacts['behind'], { readonly says: string; readonly severity?: Severity }>> = {
  function: { says: 'runs a function for everybody' },
  service: { says: 'lets everybody call a service of AWS with its role' },
  network: { says: 'lets everybody into a network' },
  unknown: { says: 'answers everybody' },
  server: { says: 'passes everybody on to another server', severity: 'warning' },
  answer: { says: 'answers everybody, though only with what the template says', severity: 'info' },
};

/** Every method asks who is calling. A browser's preflight cannot answer, and a connected WebSocket already has. */
export const apiRequiresAuthorization = defineRule({
  id: Control.API_REQUIRES_AUTHORIZATION,
  subject: 'api-method',
  title: 'API methods and routes ask for authorization',
  why: 'A method without an authorizer runs the code behind it for everybody on the internet.',
  fix: "Set 'defaultAuthorizer' (HTTP API) or 'defaultMethodOptions.authorizationType' and 'authorizer' (REST API); a method that has to be public needs a waiver on that method.",
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['API-01'],
  check: ({ resource, kind, method, authorization, property, behind }) => {
    const what = kind === 'rest' ? `The method ${method}` : `The route ${method}`;
    if (isSymbolic(authorization)) {
      return unknown({
        message: `Who may call ${nameOf(resource)} depends on ${authorization}, which the templates do not tell`,
        property,
      });
    }
    if (ASKING.has(authorization.toUpperCase())) return pass;
    const { says, severity } = HARM[behind];
    return fail({
      message: `${what} of ${nameOf(resource)} ${says}: it asks for no authorization`,
      property,
      ...(severity === undefined ? {} : { severity }),
    });
  },
  bad: {
    'a REST method for everybody': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        Get: { Type: 'AWS::ApiGateway::Method', Properties: restMethod('GET', 'NONE') },
      },
    },
    'a route for everybody': {
      Resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
        Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /orders' } },
      },
    },
    'a WebSocket for everybody': {
      Resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'WEBSOCKET' } },
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Api' }, RouteKey: '$connect', AuthorizationType: 'NONE' },
        },
      },
    },
    'a WebSocket that nobody guards': {
      Resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'WEBSOCKET' } },
        Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'send' } },
      },
    },
    'a preflight that the function answers': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        Options: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            ...restMethod('OPTIONS', 'NONE'),
            Integration: {
              Type: 'AWS_PROXY',
              Uri: {
                'Fn::Sub':
                  'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
              },
            },
          },
        },
      },
    },
    'a queue that everybody writes to': restIntegration({
      Type: 'AWS',
      Uri: 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/orders',
    }),
    'a server in a network that everybody gets to': restIntegration({
      Type: 'HTTP_PROXY',
      ConnectionType: 'VPC_LINK',
      Uri: 'https://orders.internal',
    }),
    'a server that everybody is passed on to': restIntegration({ Type: 'HTTP_PROXY', Uri: 'https://orders.example' }),
    'an answer that stands in the template': restIntegration({ Type: 'MOCK' }),
  },
  good: {
    'a REST method for callers that sign': {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        Get: { Type: 'AWS::ApiGateway::Method', Properties: restMethod('GET', 'AWS_IAM') },
      },
    },
    "a browser's preflight": {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        Options: { Type: 'AWS::ApiGateway::Method', Properties: restMethod('OPTIONS', 'NONE') },
      },
    },
    'a private API of one endpoint': {
      Resources: {
        Api: {
          Type: 'AWS::ApiGateway::RestApi',
          Properties: {
            Name: 'orders',
            EndpointConfiguration: { Types: ['PRIVATE'] },
            Policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'execute-api:Invoke',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } },
                },
              ],
            },
          },
        },
        Get: { Type: 'AWS::ApiGateway::Method', Properties: restMethod('GET', 'NONE') },
      },
    },
    'a message on a connected WebSocket': {
      Resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'WEBSOCKET' } },
        Connect: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Api' }, RouteKey: '$connect', AuthorizationType: 'AWS_IAM' },
        },
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'send', AuthorizationType: 'NONE' },
        },
      },
    },
  },
});

function restMethod(HttpMethod: string, AuthorizationType: string) {
  return { RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod, AuthorizationType };
}

function restIntegration(Integration: JsonObject) {
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
      Get: { Type: 'AWS::ApiGateway::Method', Properties: { ...restMethod('GET', 'NONE'), Integration } },
    },
  };
}
