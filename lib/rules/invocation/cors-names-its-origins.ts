import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import type { Cors } from './cors';
import { corsOf } from './cors';

/** Which sites a browser may call from is said site by site. */
export const corsNamesItsOrigins = defineRule({
  id: Control.CORS_NAMES_ITS_ORIGINS,
  subject: 'resource',
  types: ['AWS::Lambda::Url', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi'],
  title: 'Cross-origin rules name their origins',
  why: "With the origin '*' every page on the internet may read the answers in its visitors' browsers; together with credentials it may act as the visitor.",
  fix: "List the origins in 'allowedOrigins' (AllowOrigins), or leave the rules out where no browser calls.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['URL-02'],
  check: variant => {
    const open = corsOf(variant).filter(isOpen);
    const cors = open.find(({ credentials }) => credentials) ?? open[0];
    if (cors === undefined) return pass;
    const origin = cors.origins.find(one => EVERY_PAGE.test(one));
    const also = cors.credentials ? ", with the visitor's credentials" : '';
    return fail({
      message: `${nameOf(variant.resource)} lets every page on the internet read its answers${also}: an origin is '${origin}'`,
      property: cors.property,
      ...(cors.credentials ? {} : { severity: 'warning' }),
    });
  },
  bad: {
    'a function URL for every page, with credentials': url({ AllowOrigins: ['*'], AllowCredentials: true }),
    'a function URL for every page': url({ AllowOrigins: ['*'] }),
    'an HTTP API for every page, with credentials': {
      Resources: {
        Api: {
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: {
            Name: 'orders',
            ProtocolType: 'HTTP',
            CorsConfiguration: { AllowOrigins: ['https://*'], AllowCredentials: true },
          },
        },
      },
    },
    'a REST API that answers every preflight': preflight("'*'"),
    'a description of an API that answers every preflight': described("'*'"),
  },
  good: {
    'a function URL for one page': url({ AllowOrigins: ['https://orders.example.com'], AllowCredentials: true }),
    'a REST API for one page': preflight("'https://orders.example.com'"),
    'a description of an API for one page': described("'https://orders.example.com'"),
  },
});

const EVERY_PAGE = /^(?:https?:\/\/)?\*$/;

function isOpen({ origins }: Cors): boolean {
  return origins.some(origin => EVERY_PAGE.test(origin));
}

function url(Cors: JsonObject) {
  return {
    Resources: {
      Url: {
        Type: 'AWS::Lambda::Url',
        Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, AuthType: 'AWS_IAM', Cors },
      },
    },
  };
}

function preflight(origin: string) {
  return {
    Resources: {
      Options: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: 'a1b2c3',
          ResourceId: 'd4e5f6',
          HttpMethod: 'OPTIONS',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'MOCK',
            IntegrationResponses: [
              { StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': origin } },
            ],
          },
        },
      },
    },
  };
}

function described(origin: string) {
  return {
    Resources: {
      Described: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Body: {
            openapi: '3.0.1',
            paths: {
              '/orders': {
                options: {
                  'x-amazon-apigateway-integration': {
                    type: 'mock',
                    responses: {
                      default: {
                        statusCode: '204',
                        responseParameters: { 'method.response.header.Access-Control-Allow-Origin': origin },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}
