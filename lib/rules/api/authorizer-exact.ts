import { Control } from '../../baseline/control';
import type { Json, JsonObject, ResourceVariantFacts } from '../../model/facts';
import { at, isTrue, listOf as itemsOf, objectOf, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';

/** An authorizer decides about this call, by a token that was meant for this API. */
export const authorizerExact = defineRule({
  id: Control.AUTHORIZER_EXACT,
  subject: 'resource',
  types: ['AWS::ApiGatewayV2::Authorizer', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::Authorizer'],
  title: 'Authorizers decide about the call at hand, for tokens of this API',
  why: 'A yes that is cached by the caller alone also opens the routes that the authorizer would have refused; a token without an audience may come from any other app of the same identity provider.',
  fix: "Name the audience ('jwtAudience'), and add '$context.routeKey' to the identity source of an authorizer that answers yes or no, or set 'resultsCacheTtl' to 0.",
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html',
  ],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) =>
    resource.type === 'AWS::ApiGatewayV2::Api'
      ? Object.entries(objectOf(at(properties.Body, 'components', 'securitySchemes'))).flatMap(([name, scheme]) =>
          described(resource, name, at(scheme, 'x-amazon-apigateway-authorizer')),
        )
      : declared({ resource, properties }),
  bad: {
    'a token for nobody in particular': authorizerWith({
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://id.example.com' },
    }),
    'a yes for every route': authorizerWith({
      AuthorizerType: 'REQUEST',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.Authorization'],
    }),
    'a decision without a token': {
      Resources: {
        Authorizer: {
          Type: 'AWS::ApiGateway::Authorizer',
          Properties: {
            RestApiId: 'a1b2c3',
            Name: 'any',
            Type: 'REQUEST',
            AuthorizerResultTtlInSeconds: 300,
            IdentitySource: 'context.identity.sourceIp',
          },
        },
      },
    },
  },
  good: {
    'a token for this API': authorizerWith({
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['orders'] },
    }),
    'a yes for one route': authorizerWith({
      AuthorizerType: 'REQUEST',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.Authorization', '$context.routeKey'],
    }),
    'a yes for one call': authorizerWith({
      AuthorizerType: 'REQUEST',
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: ['$request.header.Authorization'],
    }),
  },
});

function declared({ resource, properties }: ResourceVariantFacts): Verdict[] {
  const what = `The authorizer ${nameOf(resource)}`;
  const ttl = properties.AuthorizerResultTtlInSeconds;
  if (resource.type === 'AWS::ApiGateway::Authorizer') {
    return textOf(properties.Type)?.toUpperCase() === 'REQUEST'
      ? withoutToken(what, itemsOf(textOf(properties.IdentitySource)?.split(',') ?? []), ttl, 'Properties.IdentitySource')
      : [];
  }
  if (textOf(properties.AuthorizerType)?.toUpperCase() === 'JWT') {
    return withoutAudience(what, at(properties.JwtConfiguration, 'Audience'), 'Properties.JwtConfiguration.Audience');
  }
  const sources = itemsOf(properties.IdentitySource);
  return isTrue(properties.EnableSimpleResponses) ? forEveryRoute(what, sources, ttl, 'Properties.IdentitySource') : [];
}

function described(resource: ResourceVariantFacts['resource'], name: string, authorizer: Json | undefined): Verdict[] {
  const what = `The authorizer ${name} of ${nameOf(resource)}`;
  const property = `Properties.Body.components.securitySchemes.${name}`;
  if (textOf(at(authorizer, 'type'))?.toLowerCase() === 'jwt') {
    return withoutAudience(what, at(authorizer, 'jwtConfiguration', 'audience'), property);
  }
  if (!isTrue(at(authorizer, 'enableSimpleResponses'))) return [];
  const sources = itemsOf(textOf(at(authorizer, 'identitySource'))?.split(',') ?? []);
  return forEveryRoute(what, sources, at(authorizer, 'authorizerResultTtlInSeconds'), property);
}

function withoutAudience(what: string, audience: Json | undefined, property: string): Verdict[] {
  if (itemsOf(audience).some(item => (textOf(item) ?? '') !== '')) return [];
  return [fail({ message: `${what} accepts tokens that were meant for any other app: it names no audience`, property })];
}

/** Who answers yes or no cannot say to what; the policies of other authorizers can. */
function forEveryRoute(what: string, sources: readonly Json[], ttl: Json | undefined, property: string): Verdict[] {
  const isPerRoute = sources.some(source =>
    /\$?context\.(?:routeKey|path|httpMethod)|\$request\.path/i.test(textOf(source) ?? ''),
  );
  if (isPerRoute || !isCached(ttl)) return [];
  return [
    fail({ message: `${what} keeps its yes for every route: the identity source that it is cached by names no route`, property }),
  ];
}

/** What a caller cannot be known by. */
const NO_TOKEN =
  /^(?:method\.request\.(?:header\.(?:host|user-agent|accept.*|content-.*|x-forwarded-.*)|path\..*)|context\..*|stageVariables\..*)$/i;

function withoutToken(what: string, sources: readonly Json[], ttl: Json | undefined, property: string): Verdict[] {
  const named = sources.map(source => (textOf(source) ?? '').trim());
  if (named.length === 0 || ttl === 0 || ttl === '0' || !named.every(source => NO_TOKEN.test(source))) return [];
  return [
    fail({
      message: `${what} keeps its answer for everybody who shares ${named.join(', ')}: its identity source names no token`,
      property,
    }),
  ];
}

function isCached(ttl: Json | undefined): boolean {
  return ttl !== undefined && textOf(ttl) !== '0';
}

function authorizerWith(properties: JsonObject) {
  return {
    Resources: {
      Authorizer: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: 'a1b2c3', Name: 'any', ...properties } },
    },
  };
}
