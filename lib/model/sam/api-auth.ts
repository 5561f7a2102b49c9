import type { ApiDraft, ApiOperation } from './apis';
import { isIntrinsic, present, sub } from './intrinsic';
import type { Making } from './making';
import type { SamResource } from './sam-resource';
import { isNoValue } from '../branches';
import type { Json, JsonObject } from '../facts';
import { at, isObject, isTrue, listOf, objectOf, textOf } from '../json';
import { notComputable } from '../symbolic';

const AUTHORIZER = 'x-amazon-apigateway-authorizer';
const AUTHTYPE = 'x-amazon-apigateway-authtype';
const IAM: JsonObject = { type: 'apiKey', name: 'Authorization', in: 'header', [AUTHTYPE]: 'awsSigv4' };
const KEY: JsonObject = { type: 'apiKey', name: 'x-api-key', in: 'header' };

/** Something of an API that may ask who is calling. */
type Asking = Pick<ApiOperation, 'auth' | 'method' | 'from' | 'written'>;

/** What an API asks of its callers, and which authorizers it has for that. */
export interface ApiAuth {
  /** The schemes of its description by their names. */
  readonly schemes: JsonObject;
  /** What an operation asks that says nothing, or what this one says; text where that cannot be known. */
  readonly securityFor: (operation: Asking) => Json | undefined;
  /** Whether SAM leaves a requirement at that: one that names an authorizer, or says that there is none; of an HTTP API any. */
  readonly decides: (requirement: Json) => boolean;
}

/** Reads `Auth` of an API. What an operation asks together is one requirement: API Gateway demands a key beside an authorizer, and not instead of it. */
export function readAuth(making: Making, { kind, owner, properties: { Auth: auth } }: ApiDraft): ApiAuth {
  const stated = objectOf(auth);
  const authorizers = objectOf(stated.Authorizers);
  const hasIam = kind === 'rest' || isTrue(stated.EnableIamAuthorizer);
  const schemes = Object.fromEntries(
    Object.entries(authorizers).map(([name, authorizer]) => [
      name,
      (kind === 'rest' ? restScheme : httpScheme)(objectOf(authorizer)),
    ]),
  );
  const isHidden = isComputed(auth) || isComputed(stated.Authorizers);
  if (isHidden) making.cannot(owner, 'computes which authorizers it has', 'Properties.Auth');
  const preflightToo = kind === 'rest' && stated.AddDefaultAuthorizerToCorsPreflight !== false;

  function requirement(wanted: Json, scopes: Json | undefined, from: SamResource, property: string): Json {
    const name = making.literal(wanted);
    if (name === undefined) {
      making.cannot(from, 'computes by which authorizer it knows its callers', property);
      return notComputable('Authorizer');
    }
    if (name === 'NONE') return {};
    const isKnown = Object.hasOwn(schemes, name) || (name === 'AWS_IAM' && hasIam);
    if (!isKnown) {
      if (!isHidden) making.cannot(from, `names the authorizer ${name}, which it does not have`, property);
      return notComputable('Authorizer', name);
    }
    return { [name]: [...listOf(scopes ?? at(authorizers[name], 'AuthorizationScopes'))] };
  }

  const byDefault = stated.DefaultAuthorizer;
  const usual =
    byDefault === undefined || byDefault === null || isNoValue(byDefault)
      ? undefined
      : requirement(byDefault, undefined, owner, 'Properties.Auth.DefaultAuthorizer');

  return {
    schemes: {
      ...(hasIam ? { AWS_IAM: IAM } : {}),
      ...(kind === 'rest' ? { api_key: KEY } : {}),
      ...schemes,
    },
    decides: named =>
      kind === 'http' ||
      Object.keys(objectOf(named)).some(name => name === 'NONE' || name === 'AWS_IAM' || Object.hasOwn(schemes, name)),
    securityFor: ({ auth: own, method, from, written }) => {
      const event = objectOf(own);
      const wanted = event.Authorizer;
      const asksUsual = method !== 'options' || preflightToo;
      const asked =
        wanted === undefined || wanted === null
          ? asksUsual
            ? usual
            : undefined
          : requirement(wanted, event.AuthorizationScopes, from, `Properties.${written}`);
      if (isHidden && asksUsual && asked === undefined) return notComputable('Auth');
      if (typeof asked === 'string') return asked;
      const key: JsonObject = kind === 'rest' && isTrue(event.ApiKeyRequired ?? stated.ApiKeyRequired) ? { api_key: [] } : {};
      const together = { ...objectOf(asked), ...key };
      if (Object.keys(together).length > 0) return [together];
      return asked === undefined ? undefined : [];
    },
  };
}

/** Whether a value that should be an object is made by the deployment. */
function isComputed(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  return !isObject(value) || isIntrinsic(value) || Object.keys(value).some(name => name.startsWith('Fn::'));
}

/** An authorizer of a REST API: a user pool, else a function. */
function restScheme(authorizer: JsonObject): JsonObject {
  const { UserPoolArn: pool, Identity: identity, FunctionPayloadType: payload } = authorizer;
  const isRequest = payload === 'REQUEST';
  const header = isRequest && pool === undefined ? 'Unused' : (textOf(at(identity, 'Header')) ?? 'Authorization');
  const scheme = { type: 'apiKey', name: header, in: 'header' };
  if (pool !== undefined) {
    return {
      ...scheme,
      [AUTHTYPE]: 'cognito_user_pools',
      [AUTHORIZER]: { type: 'cognito_user_pools', providerARNs: [...listOf(pool)] },
    };
  }
  return {
    ...scheme,
    [AUTHTYPE]: 'custom',
    [AUTHORIZER]: present({
      type: isRequest ? 'request' : 'token',
      ...invocation(authorizer),
      identitySource: isRequest ? sourcesOf(identity, 'method.request.', '').join(', ') : undefined,
      identityValidationExpression: at(identity, 'ValidationExpression'),
    }),
  };
}

/** An authorizer of an HTTP API: an issuer of tokens, else a function. */
function httpScheme(authorizer: JsonObject): JsonObject {
  const { JwtConfiguration: tokens, IdentitySource: source, Identity: identity } = authorizer;
  if (isObject(tokens)) {
    const configuration = Object.fromEntries(Object.entries(tokens).map(([name, value]) => [name.toLowerCase(), value]));
    return { type: 'oauth2', [AUTHORIZER]: present({ type: 'jwt', jwtConfiguration: configuration, identitySource: source }) };
  }
  return {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    [AUTHORIZER]: present({
      type: 'request',
      ...invocation(authorizer),
      identitySource: sourcesOf(identity, '$request.', '$'),
      authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
      enableSimpleResponses: authorizer.EnableSimpleResponses,
    }),
  };
}

function invocation({
  FunctionArn: arn,
  FunctionInvokeRole: role,
  Identity: identity,
}: JsonObject): Record<string, Json | undefined> {
  return {
    authorizerUri: sub(
      'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function}/invocations',
      {
        Function: arn ?? notComputable('FunctionArn'),
      },
    ),
    authorizerCredentials: role === 'NONE' ? undefined : role,
    authorizerResultTtlInSeconds: at(identity, 'ReauthorizeEvery'),
  };
}

/** What of a request an authorizer is shown. */
function sourcesOf(identity: Json | undefined, request: string, other: string): string[] {
  const named = (kind: string, prefix: string): string[] =>
    listOf(at(identity, kind)).flatMap(name => (typeof name === 'string' ? [`${prefix}${name}`] : []));
  return [
    ...named('Headers', `${request}header.`),
    ...named('QueryStrings', `${request}querystring.`),
    ...named('StageVariables', `${other}stageVariables.`),
    ...named('Context', `${other}context.`),
  ];
}
