import type { ApiDraft } from './apis';
import { isIntrinsic, pick, present, ref } from './intrinsic';
import type { MakeOptions, Making, SamResource } from './making';
import { hashOf } from './making';
import type { Json, JsonObject } from '../facts';
import { at, isObject, listOf, textOf } from '../json';

/** What of an API has a domain. */
type Served = Pick<ApiDraft, 'logicalId' | 'properties' | 'written'> & {
  readonly kind: 'rest' | 'http';
  readonly owner: SamResource;
};

/** The domain of an API, its mappings and its records. */
export function expandDomain(making: Making, api: Served, stage: string, options: MakeOptions): void {
  const { logicalId, properties, owner, kind } = api;
  const domain = properties.Domain;
  if (domain === undefined || domain === null) return;
  const name = at(domain, 'DomainName');
  if (!isObject(domain) || isIntrinsic(domain) || name === undefined) {
    making.cannot(owner, 'has a domain that is computed as a whole', 'Properties.Domain');
    return;
  }
  const id = `${kind === 'rest' ? 'ApiGatewayDomainName' : 'ApiGatewayDomainNameV2'}${hashOf(name)}`;
  const made = kind === 'rest' ? restDomain(domain) : httpDomain(domain);
  const written = options.places ?? {
    '': 'Domain*',
    DomainNameConfigurations: 'Domain',
    ...Object.fromEntries(
      ['CertificateArn', 'SecurityPolicy', 'OwnershipVerificationCertificateArn'].map(property => [
        `DomainNameConfigurations.0.${property}`,
        `Domain.${property}*`,
      ]),
    ),
    'DomainNameConfigurations.0.EndpointType': 'Domain.EndpointConfiguration',
    EndpointConfiguration: 'Domain.EndpointConfiguration',
    RegionalCertificateArn: 'Domain.CertificateArn',
  };
  const type = kind === 'rest' ? 'AWS::ApiGateway::DomainName' : 'AWS::ApiGatewayV2::DomainName';
  making.make(owner, id, type, made, { ...options, places: written });
  making.references.set(`${logicalId}.DomainName`, id);
  expandMappings(making, api, domain, id, stage, options);
  expandRecords(making, owner, domain, id, options);
}

function restDomain(domain: JsonObject): JsonObject {
  const type = domain.EndpointConfiguration ?? 'REGIONAL';
  return {
    ...pick(
      domain,
      'DomainName',
      'EndpointAccessMode',
      'MutualTlsAuthentication',
      'OwnershipVerificationCertificateArn',
      'Policy',
      'SecurityPolicy',
    ),
    ...present({
      [type === 'REGIONAL' ? 'RegionalCertificateArn' : 'CertificateArn']: domain.CertificateArn,
      EndpointConfiguration: present({ Types: [type], IpAddressType: domain.IpAddressType }),
    }),
  };
}

function httpDomain(domain: JsonObject): JsonObject {
  const configuration = present({
    CertificateArn: domain.CertificateArn,
    EndpointType: domain.EndpointConfiguration ?? 'REGIONAL',
    IpAddressType: domain.IpAddressType,
    OwnershipVerificationCertificateArn: domain.OwnershipVerificationCertificateArn,
    SecurityPolicy: domain.SecurityPolicy,
  });
  return { ...pick(domain, 'DomainName', 'MutualTlsAuthentication'), DomainNameConfigurations: [configuration] };
}

function expandMappings(making: Making, api: Served, domain: JsonObject, id: string, stage: string, options: MakeOptions): void {
  const { logicalId, owner, kind } = api;
  const suffix = kind === 'rest' ? 'BasePathMapping' : 'ApiMapping';
  const target = { DomainName: ref(id), Stage: ref(stage), [kind === 'rest' ? 'RestApiId' : 'ApiId']: ref(logicalId) };
  const paths = listOf(domain.BasePath).flatMap(path => textOf(path) ?? []);
  for (const path of paths.length === 0 ? [''] : paths) {
    const plain = path.replace(/[^A-Za-z0-9]/g, '');
    const key: JsonObject =
      kind === 'rest'
        ? { BasePath: domain.NormalizeBasePath === false ? path : plain }
        : { ApiMappingKey: path.replace(/^\/+|\/+$/g, '') };
    const type = kind === 'rest' ? 'AWS::ApiGateway::BasePathMapping' : 'AWS::ApiGatewayV2::ApiMapping';
    const places = options.places ?? { '': 'Domain.BasePath' };
    making.make(owner, `${logicalId}${plain}${suffix}`, type, { ...target, ...(path === '' ? {} : key) }, { ...options, places });
  }
}

function expandRecords(making: Making, owner: SamResource, domain: JsonObject, id: string, options: MakeOptions): void {
  const { Route53: route53, DomainName: name } = domain;
  const zone = at(route53, 'HostedZoneId') ?? at(route53, 'HostedZoneName');
  if (!isObject(route53) || zone === undefined) return;
  const alias = present({
    HostedZoneId: { 'Fn::GetAtt': [id, 'RegionalHostedZoneId'] },
    DNSName: { 'Fn::GetAtt': [id, 'RegionalDomainName'] },
    EvaluateTargetHealth: route53.EvaluateTargetHealth,
  });
  const record = (type: string): Json => present({ Name: name, Type: type, AliasTarget: alias });
  const records = { RecordSets: [record('A'), ...(route53.IpV6 === true ? [record('AAAA')] : [])] };
  // One group for each domain, although SAM joins those of one zone: the records are the same.
  making.make(
    owner,
    `RecordSetGroup${hashOf([zone, name as Json])}`,
    'AWS::Route53::RecordSetGroup',
    { ...pick(route53, 'HostedZoneId', 'HostedZoneName'), ...records },
    { ...options, places: options.places ?? { '': 'Domain.Route53' } },
  );
}
