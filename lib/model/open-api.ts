import type { ApiMethodFacts, Json, JsonObject } from './facts';
import { at, isObject, listOf, objectOf, textOf } from './json';

/** An operation of an OpenAPI body. */
export interface Operation {
  /** `GET`, or `ANY`. */
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  /** Where in the body: `paths./orders.get` */
  readonly property: string;
  readonly behind: ApiMethodFacts['behind'];
  readonly integrationUri?: string;
}

/** How an integration is written, whichever resource says it. */
interface Integration {
  readonly type: string | undefined;
  readonly uri: string | undefined;
  readonly connection: string | undefined;
}

const ANY_METHOD = 'x-amazon-apigateway-any-method';
const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'trace', 'options', ANY_METHOD]);

/** What an integration hands its calls to. */
export function behindOf({ type, uri, connection }: Integration): ApiMethodFacts['behind'] {
  const kind = type?.toUpperCase();
  if (kind === 'MOCK') return 'answer';
  if (kind === 'HTTP' || kind === 'HTTP_PROXY') return connection?.toUpperCase() === 'VPC_LINK' ? 'network' : 'server';
  if (uri === undefined) return 'unknown';
  if (/:lambda:|:function:|\/functions\//.test(uri)) return 'function';
  return /^arn:[^:]*:apigateway:[^:]*:[a-z][\w.-]*:(?:path|action)\//.test(uri.replace(/\$\{[^}]*\}/g, '$'))
    ? 'service'
    : 'unknown';
}

/** Every operation. A preflight, which cannot sign in, counts only where something acts on it. */
export function operationsOf(body: JsonObject): readonly Operation[] {
  return Object.entries(objectOf(at(body, 'paths'))).flatMap(([path, item]) =>
    Object.entries(objectOf(item))
      .filter(([method]) => METHODS.has(method.toLowerCase()))
      .flatMap(([method, operation]) => {
        const integration = at(operation, 'x-amazon-apigateway-integration');
        const integrationUri = textOf(at(integration, 'uri'));
        const [type, connection] = ['type', 'connectionType'].map(name => textOf(at(integration, name)));
        const behind = behindOf({ type, uri: integrationUri, connection });
        if (isPreflight(method, behind)) return [];
        return {
          method: method.toLowerCase() === ANY_METHOD ? 'ANY' : method.toUpperCase(),
          path,
          authorization: authorizationOf(body, operation),
          property: `paths.${path}.${method}`,
          behind,
          integrationUri,
        };
      }),
  );
}

/** Whether a method is a question of a browser that nothing but API Gateway, or a server that knows browsers, answers. */
export function isPreflight(method: string, behind: ApiMethodFacts['behind']): boolean {
  return method.toUpperCase() === 'OPTIONS' && behind !== 'function' && behind !== 'service';
}

/** An operation's own statement replaces the API's, also where it is an empty list. */
function authorizationOf(body: JsonObject, operation: Json): string {
  const stated = textOf(at(operation, 'x-amazon-apigateway-auth', 'type') ?? at(body, 'x-amazon-apigateway-auth', 'type'));
  if (stated !== undefined && stated.toUpperCase() !== 'NONE') return stated.toUpperCase() === 'AWS_IAM' ? 'AWS_IAM' : stated;
  const security = at(operation, 'security') ?? at(body, 'security');
  if (typeof security === 'string') return security;
  const named = listOf(security).map(requirement => Object.keys(objectOf(requirement)));
  // A method has one authorizer and demands a key or not: API Gateway demands both where the description lets the caller choose, as SAM's do.
  const beside = named.filter(schemes => schemes.length === 0 || !schemes.every(scheme => isKey(body, scheme)));
  const alternatives = beside.map(schemes => schemes.map(scheme => authorizerOf(body, scheme)));
  const weakest = alternatives.find(schemes => schemes.every(scheme => scheme === 'NONE'));
  return weakest === undefined ? (alternatives[0]?.find(scheme => scheme !== 'NONE') ?? 'NONE') : 'NONE';
}

function isKey(body: JsonObject, name: string): boolean {
  const scheme = at(body, 'components', 'securitySchemes', name) ?? at(body, 'securityDefinitions', name);
  return at(scheme, 'type') === 'apiKey' && at(scheme, 'name') === 'x-api-key' && authorizerOf(body, name) === 'NONE';
}

/** API Gateway acts on a scheme only where it names an authorizer; an API key alone identifies a plan and no caller. */
function authorizerOf(body: JsonObject, name: string): string {
  const scheme = at(body, 'components', 'securitySchemes', name) ?? at(body, 'securityDefinitions', name);
  if (typeof scheme === 'string') return scheme;
  const type = textOf(at(scheme, 'x-amazon-apigateway-authtype'))?.toLowerCase();
  if (type === 'awssigv4') return 'AWS_IAM';
  const authorizer = at(scheme, 'x-amazon-apigateway-authorizer');
  if (authorizer === undefined) return 'NONE';
  const kind = isObject(authorizer) ? textOf(authorizer.type)?.toLowerCase() : undefined;
  return kind === 'jwt' ? 'JWT' : kind === 'cognito_user_pools' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
}
