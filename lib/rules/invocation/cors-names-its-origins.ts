import { Control } from '../../baseline/control';
import type { Json, JsonObject, ResourceVariantFacts } from '../../model/facts';
import { at, isTrue, listOf as itemsOf, objectOf, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What a browser is told about other sites. */
interface Cors {
  readonly origins: readonly string[];
  readonly credentials: boolean;
  readonly property: string;
}

/** Which sites a browser may call from is said site by site. */
export const corsNamesItsOrigins = defineRule({
  id: Control.CORS_NAMES_ITS_ORIGINS,
  subject: 'resource',
  types: ['AWS::Lambda::Url', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::Method'],
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
    const cors = corsOf(variant);
    const open = cors?.origins.find(origin => /^(?:https?:\/\/)?\*$/.test(origin));
    if (cors === undefined || open === undefined) return pass;
    const also = cors.credentials ? ", with the visitor's credentials" : '';
    return fail({
      message: `${nameOf(variant.resource)} lets every page on the internet read its answers${also}: an origin is '${open}'`,
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
  },
  good: {
    'a function URL for one page': url({ AllowOrigins: ['https://orders.example.com'], AllowCredentials: true }),
    'a REST API for one page': preflight("'https://orders.example.com'"),
  },
});

function corsOf({ resource, properties }: ResourceVariantFacts): Cors | undefined {
  if (resource.type === 'AWS::ApiGateway::Method') return preflightOf(properties);
  const name = resource.type === 'AWS::Lambda::Url' ? 'Cors' : 'CorsConfiguration';
  const settings = properties[name];
  if (settings === undefined) return undefined;
  const origins = itemsOf(at(settings, 'AllowOrigins')).flatMap(origin => textOf(origin) ?? []);
  return { origins, credentials: isTrue(at(settings, 'AllowCredentials')), property: `Properties.${name}.AllowOrigins` };
}

const HEADER = 'method.response.header.Access-Control-Allow-';

/** A REST API answers preflights by itself, with headers in quotes of their own. */
function preflightOf({ Integration: integration }: JsonObject): Cors | undefined {
  const responses = itemsOf(at(integration, 'IntegrationResponses')).map(response =>
    objectOf(at(response, 'ResponseParameters')),
  );
  const values = (header: string) => responses.flatMap(response => unquoted(response[`${HEADER}${header}`]));
  const origins = values('Origin');
  if (origins.length === 0) return undefined;
  return {
    origins,
    credentials: values('Credentials').includes('true'),
    property: 'Properties.Integration.IntegrationResponses',
  };
}

function unquoted(value: Json | undefined): readonly string[] {
  const text = textOf(value);
  return text === undefined ? [] : [text.replace(/^'(.*)'$/, '$1')];
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
