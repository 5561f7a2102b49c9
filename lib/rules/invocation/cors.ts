import type { Json, JsonObject, ResourceVariantFacts } from '../../model/facts';
import { at, isTrue, listOf, objectOf, textOf } from '../../model/json';

/** What a browser is told about other sites. */
export interface Cors {
  readonly origins: readonly string[];
  readonly credentials: boolean;
  readonly property: string;
}

/** Everything that a URL, an API or a method tells browsers, in its own properties and in its OpenAPI description. */
export function corsOf({ resource, properties }: ResourceVariantFacts): readonly Cors[] {
  switch (resource.type) {
    case 'AWS::ApiGateway::Method':
      return told(
        listOf(at(properties.Integration, 'IntegrationResponses')).map(response => at(response, 'ResponseParameters')),
        'Properties.Integration.IntegrationResponses',
      );
    case 'AWS::ApiGateway::RestApi':
      return described(properties);
    case 'AWS::ApiGatewayV2::Api':
      return [
        ...configured(properties, 'CorsConfiguration', 'AllowOrigins', 'AllowCredentials'),
        ...configured(objectOf(properties.Body), CORS, 'allowOrigins', 'allowCredentials', 'Body.'),
      ];
    default:
      return configured(properties, 'Cors', 'AllowOrigins', 'AllowCredentials');
  }
}

const CORS = 'x-amazon-apigateway-cors';

function configured(
  from: JsonObject,
  name: string,
  allowOrigins: string,
  allowCredentials: string,
  within = '',
): readonly Cors[] {
  const settings = from[name];
  if (settings === undefined) return [];
  const origins = listOf(at(settings, allowOrigins)).flatMap(origin => textOf(origin) ?? []);
  return [
    { origins, credentials: isTrue(at(settings, allowCredentials)), property: `Properties.${within}${name}.${allowOrigins}` },
  ];
}

/** Each operation of a REST API says it by itself, in its answers. */
function described({ Body: body }: JsonObject): readonly Cors[] {
  return Object.entries(objectOf(at(body, 'paths'))).flatMap(([path, item]) =>
    Object.entries(objectOf(item)).flatMap(([method, operation]) =>
      told(
        Object.values(objectOf(at(operation, 'x-amazon-apigateway-integration', 'responses'))).map(response =>
          at(response, 'responseParameters'),
        ),
        `Properties.Body.paths.${path}.${method}`,
      ),
    ),
  );
}

const HEADER = 'method.response.header.Access-Control-Allow-';

/** A REST API answers preflights by itself, with headers in quotes of their own. */
function told(answers: readonly (Json | undefined)[], property: string): readonly Cors[] {
  const values = (header: string) => answers.flatMap(parameters => unquoted(at(parameters, `${HEADER}${header}`)));
  const origins = values('Origin');
  return origins.length === 0 ? [] : [{ origins, credentials: values('Credentials').includes('true'), property }];
}

function unquoted(value: Json | undefined): readonly string[] {
  const text = textOf(value);
  return text === undefined ? [] : [text.replace(/^'(.*)'$/, '$1')];
}
