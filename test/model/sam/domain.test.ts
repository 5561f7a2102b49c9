import { made, place, propertiesOf, sam } from './build';
import type { AppFacts, Json, JsonObject } from '../../../lib/model/facts';
import { hashOf } from '../../../lib/model/sam/making';

const HASH = hashOf('example.com');
const SUFFIX = hashOf('Z1');

const api = (type: string, Domain: Json, more: JsonObject = {}): JsonObject => ({
  Type: `AWS::Serverless::${type}`,
  Properties: { ...(type === 'Api' ? { StageName: 'v1' } : {}), Domain },
  ...more,
});
const rest = (domain: JsonObject, more: JsonObject = {}) =>
  sam({ A: api('Api', { DomainName: 'example.com', CertificateArn: 'c', ...domain }, more) });
const http = (domain: JsonObject) => sam({ A: api('HttpApi', { DomainName: 'example.com', CertificateArn: 'c', ...domain }) });

/** Everything that a domain became, with its properties. */
function served(facts: AppFacts): Record<string, Json> {
  const own = /DomainName|Mapping|RecordSet/;
  return Object.fromEntries(
    Object.keys(made(facts)).flatMap(id => (own.test(made(facts)[id]) ? [[id, propertiesOf(facts, id)] as const] : [])),
  );
}

/** Of the only group of records. */
function records(facts: AppFacts): JsonObject {
  const groups = Object.keys(made(facts)).filter(id => id.startsWith('RecordSetGroup'));
  expect(groups).toHaveLength(1);
  return propertiesOf(facts, groups[0]);
}

const REGIONAL = (id: string): JsonObject => ({
  HostedZoneId: `\${${id}.RegionalHostedZoneId}`,
  DNSName: `\${${id}.RegionalDomainName}`,
});

test.each<[string, JsonObject, JsonObject]>([
  [
    'a region',
    { IpAddressType: 'dualstack', EndpointAccessMode: 'BASIC' },
    {
      [`ApiGatewayDomainName${HASH}`]: {
        DomainName: 'example.com',
        RegionalCertificateArn: 'c',
        EndpointAccessMode: 'BASIC',
        EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
      },
      ABasePathMapping: { DomainName: `\${ApiGatewayDomainName${HASH}}`, RestApiId: '${A}', Stage: '${Av1Stage}' },
    },
  ],
  [
    'the edge',
    { EndpointConfiguration: 'EDGE', BasePath: ['a-b', 'c'] },
    {
      [`ApiGatewayDomainName${HASH}`]: {
        DomainName: 'example.com',
        CertificateArn: 'c',
        EndpointConfiguration: { Types: ['EDGE'] },
      },
      AabBasePathMapping: {
        DomainName: `\${ApiGatewayDomainName${HASH}}`,
        RestApiId: '${A}',
        Stage: '${Av1Stage}',
        BasePath: 'ab',
      },
      AcBasePathMapping: {
        DomainName: `\${ApiGatewayDomainName${HASH}}`,
        RestApiId: '${A}',
        Stage: '${Av1Stage}',
        BasePath: 'c',
      },
    },
  ],
  [
    'a network',
    { EndpointConfiguration: 'PRIVATE', Policy: { Statement: [] }, AccessAssociation: { VpcEndpointId: 'vpce-1' } },
    {
      [`ApiGatewayDomainNameV2${HASH}`]: {
        DomainName: 'example.com',
        CertificateArn: 'c',
        Policy: { Statement: [] },
        EndpointConfiguration: { Types: ['PRIVATE'] },
      },
      ABasePathMapping: { DomainNameArn: `\${ApiGatewayDomainNameV2${HASH}}`, RestApiId: '${A}', Stage: '${Av1Stage}' },
      [`DomainNameAccessAssociation${hashOf(['vpce-1', `ApiGatewayDomainNameV2${HASH}`])}`]: {
        DomainNameArn: `\${ApiGatewayDomainNameV2${HASH}}`,
        AccessAssociationSourceType: 'VPCE',
        AccessAssociationSource: 'vpce-1',
      },
    },
  ],
  [
    'a network from which nothing is admitted yet',
    { EndpointConfiguration: 'PRIVATE', NormalizeBasePath: false, BasePath: 'a-b' },
    {
      [`ApiGatewayDomainNameV2${HASH}`]: {
        DomainName: 'example.com',
        CertificateArn: 'c',
        EndpointConfiguration: { Types: ['PRIVATE'] },
      },
      AabBasePathMapping: {
        DomainNameArn: `\${ApiGatewayDomainNameV2${HASH}}`,
        RestApiId: '${A}',
        Stage: '${Av1Stage}',
        BasePath: 'a-b',
      },
    },
  ],
])('a REST API is served in %s', (_, domain, expected) => expect(served(rest(domain))).toEqual(expected));

test('an HTTP API is served under each of its paths, without slashes around them', () => {
  const id = `ApiGatewayDomainNameV2${HASH}`;
  const target = { DomainName: `\${${id}}`, ApiId: '${A}', Stage: '${AApiGatewayDefaultStage}' };
  const facts = http({
    MutualTlsAuthentication: { TruststoreUri: 't' },
    OwnershipVerificationCertificateArn: 'o',
    BasePath: ['//a/b//', 'x'],
    AccessAssociation: { VpcEndpointId: 'vpce-1' },
    EndpointConfiguration: { 'Fn::If': ['C', 'REGIONAL', 'PRIVATE'] },
  });
  expect(served(facts)).toEqual({
    [id]: {
      DomainName: 'example.com',
      MutualTlsAuthentication: { TruststoreUri: 't' },
      DomainNameConfigurations: [
        {
          CertificateArn: 'c',
          EndpointType: { 'Fn::If': ['C', 'REGIONAL', 'PRIVATE'] },
          OwnershipVerificationCertificateArn: 'o',
        },
      ],
    },
    AabApiMapping: { ...target, ApiMappingKey: 'a/b' },
    AxApiMapping: { ...target, ApiMappingKey: 'x' },
  });
});

test('a path that is computed names nothing, and the API is served as a whole', () => {
  const facts = rest({ BasePath: [{ 'Fn::ImportValue': 'x' }] });
  expect(Object.keys(served(facts))).toEqual([`ApiGatewayDomainName${HASH}`, 'ABasePathMapping']);
});

test('a WebSocket API is served like an HTTP API', () => {
  const facts = sam({
    W: {
      Type: 'AWS::Serverless::WebSocketApi',
      Properties: {
        Routes: { $connect: { FunctionArn: 'f' } },
        Domain: { DomainName: 'example.com', CertificateArn: 'c', EndpointConfiguration: 'PRIVATE' },
      },
    },
  });
  const id = `ApiGatewayDomainNameV2${HASH}`;
  expect(made(facts)).toMatchObject({ [id]: 'ApiGatewayV2::DomainName', WApiMapping: 'ApiGatewayV2::ApiMapping' });
  expect(propertiesOf(facts, 'WApiMapping')).toEqual({ DomainName: `\${${id}}`, ApiId: '${W}', Stage: '${WDefaultStage}' });
});

test('no domain is no domain', () => {
  for (const domain of [null, undefined]) {
    const facts = sam({ A: api('HttpApi', domain as Json) });
    expect(served(facts)).toEqual({});
    expect(facts.unjudged).toEqual([]);
  }
});

test.each<[string, Json]>([
  ['text', 'example.com'],
  ['a reference', { Ref: 'Domain' }],
  ['a decision', { 'Fn::If': ['C', { DomainName: 'a' }, { DomainName: 'b' }] }],
  ['something without a name', { CertificateArn: 'c' }],
])('a domain that is %s is told and not made', (_, domain) => {
  const facts = sam({ A: api('Api', domain) });
  expect(served(facts)).toEqual({});
  expect(facts.unjudged).toHaveLength(1);
});

test('a domain is called after its name, also where a parameter tells that', () => {
  const Parameters = { Name: { Type: 'String', Default: 'example.com' } };
  const facts = sam({ A: api('Api', { DomainName: { Ref: 'Name' }, CertificateArn: 'c' }) }, { Parameters });
  expect(made(facts)).toHaveProperty(`ApiGatewayDomainName${HASH}`, 'ApiGateway::DomainName');
});

describe('the records of a domain', () => {
  const named = (alias: JsonObject, more: JsonObject = {}) => ({ Name: 'example.com', Type: 'A', AliasTarget: alias, ...more });

  test.each<[string, JsonObject, JsonObject]>([
    ['a region', {}, REGIONAL(`ApiGatewayDomainName${HASH}`)],
    [
      'the edge',
      { EndpointConfiguration: 'EDGE' },
      { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: `\${ApiGatewayDomainName${HASH}.DistributionDomainName}` },
    ],
    [
      'a distribution of its own',
      { EndpointConfiguration: 'EDGE', Route53: { HostedZoneId: 'Z1', DistributionDomainName: 'd.example' } },
      { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: 'd.example' },
    ],
    [
      'a network',
      {
        EndpointConfiguration: 'PRIVATE',
        Route53: { HostedZoneId: 'Z1', VpcEndpointHostedZoneId: 'ZE', VpcEndpointDomainName: 'vpce.example' },
      },
      { HostedZoneId: 'ZE', DNSName: 'vpce.example' },
    ],
  ])('point into %s', (_, domain, alias) => {
    expect(records(rest({ Route53: { HostedZoneId: 'Z1' }, ...domain }))).toEqual({
      HostedZoneId: 'Z1',
      RecordSets: [named(alias)],
    });
  });

  test('of an HTTP API point into a region, whatever else it says', () => {
    const facts = http({ EndpointConfiguration: 'EDGE', Route53: { HostedZoneName: 'Z1' } });
    expect(records(facts)).toEqual({
      HostedZoneName: 'Z1',
      RecordSets: [named(REGIONAL(`ApiGatewayDomainNameV2${HASH}`))],
    });
  });

  test('say what Route 53 shall do with them, for both kinds of address', () => {
    const Route53 = { HostedZoneId: 'Z1', IpV6: true, EvaluateTargetHealth: true, Region: 'r', SetIdentifier: 's' };
    const alias = { ...REGIONAL(`ApiGatewayDomainName${HASH}`), EvaluateTargetHealth: true };
    const policy = { Region: 'r', SetIdentifier: 's' };
    expect(records(rest({ Route53 })).RecordSets).toEqual([named(alias, policy), named(alias, { ...policy, Type: 'AAAA' })]);
  });

  test('are not made without a zone', () => {
    for (const Route53 of [{ IpV6: true }, 'Z1', null]) {
      expect(Object.values(made(rest({ Route53 })))).not.toContain('Route53::RecordSetGroup');
    }
  });

  test('stand in one group for a zone, which no API’s condition decides, unless each shall have its own', () => {
    const pair = (route53: JsonObject, zone: Json = 'Z1') =>
      sam(
        Object.fromEntries(
          ['A', 'B'].map(id => {
            const Domain = { DomainName: `${id}.com`, Route53: { HostedZoneId: zone, ...route53 } };
            return [id, api('Api', Domain, { Condition: `In${id}` })];
          }),
        ),
        { Parameters: { Zone: { Type: 'String', Default: 'Z1' } } },
      );
    const groups = (facts: AppFacts) =>
      [...facts.templates[0].resources.values()].flatMap(({ type, logicalId, condition, properties }) =>
        type === 'AWS::Route53::RecordSetGroup' ? [[logicalId, condition, (properties.RecordSets as Json[]).length]] : [],
      );
    const shared = [[`RecordSetGroup${SUFFIX}`, undefined, 2]];
    expect(groups(pair({}))).toEqual(shared);
    expect(groups(pair({}, { Ref: 'Zone' }))).toEqual(shared);
    expect(groups(pair({ SeparateRecordSetGroup: true }))).toEqual([
      [`RecordSetGroup${hashOf(['Z1', 'A.com'])}`, 'InA', 1],
      [`RecordSetGroup${hashOf(['Z1', 'B.com'])}`, 'InB', 1],
    ]);
  });
});

test('what a domain becomes stands where the user wrote the domain', () => {
  const facts = rest({
    EndpointConfiguration: 'PRIVATE',
    BasePath: 'x',
    AccessAssociation: { VpcEndpointId: { Ref: 'Endpoint' } },
    Route53: { HostedZoneId: 'Z1', SeparateRecordSetGroup: true },
  });
  const id = `ApiGatewayDomainNameV2${HASH}`;
  const access = `DomainNameAccessAssociation${hashOf([{ Ref: 'Endpoint' }, id])}`;
  expect(place(facts, id, 'Properties.EndpointConfiguration')).toBe('A Properties.Domain.EndpointConfiguration');
  expect(place(facts, id, 'Properties.CertificateArn')).toBe('A Properties.Domain.CertificateArn');
  expect(place(facts, 'AxBasePathMapping')).toBe('A Properties.Domain.BasePath');
  expect(place(facts, access)).toBe('A Properties.Domain.AccessAssociation');
  expect(place(facts, `RecordSetGroup${hashOf(['Z1', 'example.com'])}`)).toBe('A Properties.Domain.Route53');
  const regional = rest({});
  expect(place(regional, `ApiGatewayDomainName${HASH}`, 'Properties.RegionalCertificateArn')).toBe(
    'A Properties.Domain.CertificateArn',
  );
});

test('what the domain of an implied API becomes stands where the API’s first event source does', () => {
  const Domain = {
    DomainName: 'example.com',
    CertificateArn: 'c',
    EndpointConfiguration: 'PRIVATE',
    AccessAssociation: { VpcEndpointId: 'vpce-1' },
    Route53: { HostedZoneId: 'Z1' },
  };
  const Events = { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get' } } };
  const F = { Type: 'AWS::Serverless::Function', Properties: { InlineCode: 'x', Handler: 'h', Runtime: 'r', Events } };
  const facts = sam({ F }, { Globals: { Api: { Domain } } });
  const ids = Object.keys(served(facts));
  expect(ids).toHaveLength(4);
  expect(ids.map(id => place(facts, id))).toEqual(ids.map(() => 'F Properties.Events.E'));
});
