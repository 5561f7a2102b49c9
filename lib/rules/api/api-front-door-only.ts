import { Control } from '../../baseline/control';
import type { AppFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { isTrue, textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** Where an API has a domain name of its own, nobody comes in by another door. */
export const apiFrontDoorOnly = defineRule({
  id: Control.API_FRONT_DOOR_ONLY,
  subject: 'resource',
  types: ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'],
  title: 'An API with a domain name is reached by that name only',
  why: 'The endpoint that AWS gives every API stays open beside the domain name: it asks for no client certificate, and a distribution or firewall in front of the domain never sees who uses it.',
  fix: "Set 'disableExecuteApiEndpoint: true' on the API (DisableExecuteApiEndpoint).",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }, app) => {
    if (isTrue(properties.DisableExecuteApiEndpoint)) return pass;
    const domains = domainsOf(resource, app);
    if (domains === undefined) return pass;
    const mutual = domains.find(({ properties: { MutualTlsAuthentication: mtls } }) => mtls !== undefined);
    const what = mutual === undefined ? 'domain name' : `client certificates that ${nameOf(mutual)} asks for`;
    return fail({
      message: `${nameOf(resource)} can be called past its ${what}: its execute-api endpoint is open`,
      property: 'Properties.DisableExecuteApiEndpoint',
      related: domains,
      // Only who asks for something at the door is sure to mean that nobody comes in by another.
      ...(mutual === undefined ? { severity: 'info' } : {}),
    });
  },
  bad: {
    'client certificates that can be avoided': apiWith({}, { TruststoreUri: 's3://trust/clients.pem' }),
    'a domain name that can be avoided': apiWith({}),
  },
  good: {
    'the one door': apiWith({ DisableExecuteApiEndpoint: true }, { TruststoreUri: 's3://trust/clients.pem' }),
    'an API without a domain name': {
      Resources: { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } } },
    },
  },
});

const MAPPINGS = ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGatewayV2::ApiMapping'];
const DOMAINS = ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'];

/** The domain names under which an API is reached, as far as they stand in the app; nothing where it has none. */
function domainsOf(api: ResourceFacts, { resourcesByType }: AppFacts): readonly ResourceFacts[] | undefined {
  const mappings = MAPPINGS.flatMap(type => resourcesByType.get(type) ?? []).filter(
    ({ template, properties }) => lookup(template, textOf(properties.RestApiId ?? properties.ApiId) ?? '')?.resource === api,
  );
  if (mappings.length === 0) return undefined;
  const domains = DOMAINS.flatMap(type => resourcesByType.get(type) ?? []);
  return mappings.flatMap(({ template, properties }) => {
    const name = textOf(properties.DomainName) ?? '';
    const referred = lookup(template, name)?.resource;
    return referred ?? domains.find(domain => textOf(domain.properties.DomainName) === name) ?? [];
  });
}

function apiWith(properties: JsonObject, MutualTlsAuthentication?: JsonObject) {
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP', ...properties } },
      Domain: {
        Type: 'AWS::ApiGatewayV2::DomainName',
        Properties: {
          DomainName: 'orders.example.com',
          ...(MutualTlsAuthentication === undefined ? {} : { MutualTlsAuthentication }),
        },
      },
      Mapping: {
        Type: 'AWS::ApiGatewayV2::ApiMapping',
        Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default' },
      },
    },
  };
}
