import { isIntrinsic, present } from './intrinsic';
import { decision } from '../branches';
import type { Json, JsonObject } from '../facts';
import { DEEPEST, isObject, isTrue, objectOf } from '../json';

/** Where the description of an HTTP API says what browsers may do. */
export const CORS = 'x-amazon-apigateway-cors';
const HEADER = 'method.response.header.Access-Control-';

/** The answer of a REST API to a preflight, where the API states `Cors`. */
export function restPreflight(cors: Json | undefined): ((methods: readonly string[]) => Json) | undefined {
  if (isNothing(cors)) return undefined;
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

/** What an HTTP API states in its description, where it has `CorsConfiguration`: over what the description says itself, and in each branch of a decision. */
export function httpCors(cors: Json | undefined, described: Json | undefined): JsonObject {
  return isNothing(cors) ? {} : { [CORS]: settingsOf(cors, objectOf(described), 0) };
}

function settingsOf(cors: Json, described: JsonObject, depth: number): Json {
  const choice = decision(cors);
  if (choice !== undefined && depth <= DEEPEST) {
    const branch = (value: Json): Json => settingsOf(value, described, depth + 1);
    return { 'Fn::If': [choice.condition, branch(choice.then), branch(choice.otherwise)] };
  }
  // SAM looks into no branch, and translates only names.
  if (!isObject(cors)) return depth === 0 ? { ...described, allowOrigins: ['*'] } : cors;
  const stated: JsonObject = isIntrinsic(cors) ? { AllowOrigins: cors } : cors;
  const settings = present({
    allowOrigins: stated.AllowOrigins,
    allowHeaders: stated.AllowHeaders,
    allowMethods: stated.AllowMethods,
    exposeHeaders: stated.ExposeHeaders,
    maxAge: stated.MaxAge,
    allowCredentials: stated.AllowCredentials,
  });
  return { ...described, ...settings };
}

/** SAM takes an empty object for no setting at all. */
function isNothing(cors: Json | undefined): cors is undefined | false | 'false' | '' {
  if (cors === undefined || cors === false || cors === 'false' || cors === '') return true;
  return isObject(cors) && Object.keys(cors).length === 0;
}

function allowed(methods: readonly string[]): string {
  if (methods.includes('x-amazon-apigateway-any-method')) return 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT';
  return [...new Set([...methods.map(method => method.toUpperCase()), 'OPTIONS'])].sort().join(',');
}
