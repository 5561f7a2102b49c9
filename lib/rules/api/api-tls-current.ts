import { Control } from '../../baseline/control';
import type { Json, JsonObject, ResourceVariantFacts } from '../../model/facts';
import { at, isTrue, listOf, textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';

/** Nobody talks to an API in a version of TLS that is broken. */
export const apiTlsCurrent = defineRule({
  id: Control.API_TLS_CURRENT,
  subject: 'resource',
  types: ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName', 'AWS::ApiGateway::RestApi'],
  title: 'APIs refuse outdated versions of TLS',
  why: 'TLS 1.0 and 1.1 let who sits in between weaken and read the connection, with tokens and data in it; a client that needs them needs an update.',
  fix: "Set 'securityPolicy: SecurityPolicy.TLS_1_2' on the domain name (SecurityPolicy), and switch the API's own endpoint off ('disableExecuteApiEndpoint: true').",
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
    'https://www.rfc-editor.org/rfc/rfc8996',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['API-12'],
  check: variant => {
    switch (variant.resource.type) {
      case 'AWS::ApiGateway::DomainName':
        return domain(variant);
      case 'AWS::ApiGatewayV2::DomainName':
        return configurations(variant);
      default:
        return ownEndpoint(variant);
    }
  },
  bad: {
    'a domain with TLS 1.0': domainName({ SecurityPolicy: 'TLS_1_0' }),
    'a domain that leaves it to a default': domainName({}),
    'a domain of an HTTP API with TLS 1.0': {
      Resources: {
        Domain: {
          Type: 'AWS::ApiGatewayV2::DomainName',
          Properties: {
            DomainName: 'orders.example.com',
            DomainNameConfigurations: [
              { CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/a', SecurityPolicy: 'TLS_1_0' },
            ],
          },
        },
      },
    },
    "an API's own endpoint": {
      Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } } },
    },
  },
  good: {
    'a domain with TLS 1.2': domainName({ SecurityPolicy: 'TLS_1_2' }),
    'a domain with TLS 1.3': domainName({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' }),
    'an API whose own endpoint is switched off': {
      Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', DisableExecuteApiEndpoint: true } } },
    },
  },
});

function domain({ resource, properties }: ResourceVariantFacts): Verdict[] {
  const { SecurityPolicy: policy } = properties;
  const property = 'Properties.SecurityPolicy';
  if (policy === undefined) {
    const message = `The domain name ${nameOf(resource)} leaves its version of TLS to a default that accepts TLS 1.0`;
    return [fail({ message, property, severity: 'warning' })];
  }
  return judged(`The domain name ${nameOf(resource)}`, policy, property);
}

/** HTTP and WebSocket APIs take TLS 1.2 unless something else is said. */
function configurations({ resource, properties }: ResourceVariantFacts): Verdict[] {
  return listOf(properties.DomainNameConfigurations).flatMap((configuration, index) => {
    const policy = at(configuration, 'SecurityPolicy');
    const property = `Properties.DomainNameConfigurations.${index}.SecurityPolicy`;
    return policy === undefined ? [] : judged(`The domain name ${nameOf(resource)}`, policy, property);
  });
}

/** A private API takes TLS 1.2; the endpoints of all others take TLS 1.0 as long as nobody says otherwise. */
function ownEndpoint({ resource, properties }: ResourceVariantFacts): Verdict[] {
  const types = listOf(at(properties.EndpointConfiguration, 'Types')).map(textOf);
  if (isTrue(properties.DisableExecuteApiEndpoint) || types.includes('PRIVATE')) return [];
  const policy = properties.SecurityPolicy;
  if (policy !== undefined && !isOld(policy)) return [];
  return [
    fail({
      message: `The own endpoint of ${nameOf(resource)} accepts TLS 1.0: SecurityPolicy is ${spoken(policy)}`,
      property: 'Properties.SecurityPolicy',
      severity: 'info',
    }),
  ];
}

function judged(what: string, policy: Json, property: string): Verdict[] {
  const text = textOf(policy) ?? '';
  if (isSymbolic(text)) {
    return [unknown({ message: `${what} speaks the TLS of ${text}, which the templates do not tell`, property })];
  }
  return isOld(policy)
    ? [fail({ message: `${what} accepts an old version of TLS: SecurityPolicy is ${spoken(policy)}`, property })]
    : [];
}

/** `TLS_1_2`, and the newer ones that name their least version and the year they were made: `SecurityPolicy_TLS13_1_2_2021_06`. */
function isOld(policy: Json): boolean {
  return !/^(?:TLS_1_[23]|SecurityPolicy_\w+)$/.test(textOf(policy) ?? '');
}

function domainName(properties: JsonObject) {
  return {
    Resources: {
      Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'orders.example.com', ...properties } },
    },
  };
}
