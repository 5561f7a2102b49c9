import { isIntrinsic, present } from './intrinsic';
import type { Json, JsonObject } from '../facts';
import { isObject, isTrue } from '../json';

const HEADER = 'method.response.header.Access-Control-';

/** The answer of a REST API to a preflight, where the API states `Cors`. */
export function restPreflight(cors: Json | undefined): ((methods: readonly string[]) => Json) | undefined {
  if (cors === undefined || cors === null || cors === false || cors === '') return undefined;
  const stated: JsonObject = isObject(cors) && !isIntrinsic(cors) ? cors : { AllowOrigin: cors };
  return methods => {
    const headers = present({
      [`${HEADER}Allow-Origin`]: stated.AllowOrigin ?? "'*'",
      [`${HEADER}Allow-Headers`]: stated.AllowHeaders,
      [`${HEADER}Allow-Methods`]: stated.AllowMethods ?? `'${allowed(methods)}'`,
      [`${HEADER}Allow-Credentials`]: isTrue(stated.AllowCredentials) ? "'true'" : undefined,
      [`${HEADER}Max-Age`]: stated.MaxAge,
    });
    return {
      responses: { 200: { description: 'Default response for CORS method' } },
      'x-amazon-apigateway-integration': {
        type: 'mock',
        requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
        responses: { default: { statusCode: '200', responseParameters: headers } },
      },
    };
  };
}

/** What an HTTP API states in its description, where it has `CorsConfiguration`. */
export function httpCors(cors: Json | undefined): JsonObject {
  if (cors === undefined || cors === null || cors === false) return {};
  const stated: JsonObject = isObject(cors) && !isIntrinsic(cors) ? cors : { AllowOrigins: isIntrinsic(cors) ? cors : ['*'] };
  const settings = present({
    allowOrigins: stated.AllowOrigins,
    allowHeaders: stated.AllowHeaders,
    allowMethods: stated.AllowMethods,
    exposeHeaders: stated.ExposeHeaders,
    maxAge: stated.MaxAge,
    allowCredentials: stated.AllowCredentials,
  });
  return { 'x-amazon-apigateway-cors': settings };
}

function allowed(methods: readonly string[]): string {
  if (methods.includes('x-amazon-apigateway-any-method')) return 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT';
  return [...new Set([...methods.map(method => method.toUpperCase()), 'OPTIONS'])].sort().join(',');
}
