import type { ApiDraft } from './apis';
import { attribute, pick, present, ref } from './intrinsic';
import type { Making } from './making';
import { hashOf } from './making';
import type { MakeOptions, SamResource } from './sam-resource';
import type { Json, JsonObject } from '../facts';
import { at, isObject, listOf, objectOf, textOf } from '../json';

/** What of an API has a domain. */
type Served = Pick<ApiDraft, 'logicalId' | 'properties' | 'written'> & {
  readonly kind: 'rest' | 'http';
  readonly owner: SamResource;
};

/** A domain that is made, and what is served under it. */
interface Serving {
  readonly id: string;
  readonly stage: string;
  readonly isPrivate: boolean;
  readonly options: MakeOptions;
}

/** The domain of an API, its mappings and its records. */
export function expandDomain(making: Making, api: Served, stage: string, options: MakeOptions): void {
  const { logicalId, properties, owner, kind } = api;
  if (properties.Domain === undefined || properties.Domain === null) return;
  const domain = objectOf(properties.Domain);
  const { DomainName: name } = domain;
  if (name === undefined) {
    making.cannot(owner, 'has a domain that is computed as a whole', 'Properties.Domain');
    return;
  }
  const isPrivate = kind === 'rest' && domain.EndpointConfiguration === 'PRIVATE';
  const id = `ApiGatewayDomainName${kind === 'http' || isPrivate ? 'V2' : ''}${hashOf(making.literal(name) ?? name)}`;
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
  const type = isPrivate ? 'AWS::ApiGateway::DomainNameV2' : `AWS::ApiGateway${kind === 'http' ? 'V2' : ''}::DomainName`;
  making.make(owner, id, type, made, { ...options, places: written });
  making.references.set(`${logicalId}.DomainName`, id);
  const serving = { id, stage, isPrivate, options };
  expandMappings(making, api, domain, serving);
  if (isPrivate) expandAccess(making, api, domain, serving);
  expandRecords(making, api, domain, serving);
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

/** How an API answers under the domain: as a whole, or under paths. */
function expandMappings(making: Making, api: Served, domain: JsonObject, { id, stage, isPrivate, options }: Serving): void {
  const { logicalId, owner, kind } = api;
  const suffix = kind === 'rest' ? 'BasePathMapping' : 'ApiMapping';
  const target = {
    [isPrivate ? 'DomainNameArn' : 'DomainName']: ref(id),
    [kind === 'rest' ? 'RestApiId' : 'ApiId']: ref(logicalId),
    Stage: ref(stage),
  };
  const type = isPrivate ? 'AWS::ApiGateway::BasePathMappingV2' : `AWS::ApiGateway${kind === 'http' ? 'V2' : ''}::${suffix}`;
  const paths = listOf(domain.BasePath).flatMap(path => textOf(path) ?? []);
  for (const path of paths.length === 0 ? [''] : paths) {
    const plain = path.replace(/[^A-Za-z0-9]/g, '');
    const key: JsonObject =
      kind === 'rest'
        ? { BasePath: domain.NormalizeBasePath === false ? path : plain }
        : { ApiMappingKey: path.replace(/^\/+|\/+$/g, '') };
    const places = options.places ?? { '': 'Domain.BasePath' };
    making.make(owner, `${logicalId}${plain}${suffix}`, type, { ...target, ...(path === '' ? {} : key) }, { ...options, places });
  }
}

/** The endpoint of a VPC that may reach a private domain. */
function expandAccess(making: Making, { owner }: Served, domain: JsonObject, { id, options }: Serving): void {
  const endpoint = at(domain.AccessAssociation, 'VpcEndpointId');
  if (endpoint === undefined) return;
  const association = { DomainNameArn: ref(id), AccessAssociationSourceType: 'VPCE', AccessAssociationSource: endpoint };
  const places = options.places ?? { '': 'Domain.AccessAssociation' };
  const name = `DomainNameAccessAssociation${hashOf([making.literal(endpoint) ?? endpoint, id])}`;
  making.make(owner, name, 'AWS::ApiGateway::DomainNameAccessAssociation', association, { ...options, places });
}

/** Records of the domain, one group for all domains of a zone unless told otherwise. */
function expandRecords(making: Making, { owner, kind }: Served, domain: JsonObject, { id, options }: Serving): void {
  const { Route53: route53, DomainName: name = '' } = domain;
  const zone = at(route53, 'HostedZoneId') ?? at(route53, 'HostedZoneName');
  if (!isObject(route53) || zone === undefined) return;
  const alias = present({ ...aliasOf(domain, route53, id, kind), EvaluateTargetHealth: route53.EvaluateTargetHealth });
  const record = (type: string): Json =>
    present({ Name: name, Type: type, AliasTarget: alias, Region: route53.Region, SetIdentifier: route53.SetIdentifier });
  const known = (value: Json): Json => making.literal(value) ?? value;
  const isAlone = route53.SeparateRecordSetGroup === true;
  const group = `RecordSetGroup${hashOf(isAlone ? [known(zone), known(name)] : known(zone))}`;
  const before = at(making.resources.get(group), 'Properties', 'RecordSets');
  const records = [...(Array.isArray(before) ? before : []), record('A'), ...(route53.IpV6 === true ? [record('AAAA')] : [])];
  making.make(
    owner,
    group,
    'AWS::Route53::RecordSetGroup',
    { ...pick(route53, 'HostedZoneId', 'HostedZoneName'), RecordSets: records },
    { ...options, places: options.places ?? { '': 'Domain.Route53' }, ...(isAlone ? {} : { shared: true }) },
  );
}

function aliasOf(domain: JsonObject, route53: JsonObject, id: string, kind: 'rest' | 'http'): Record<string, Json | undefined> {
  const type = kind === 'http' ? 'REGIONAL' : (domain.EndpointConfiguration ?? 'REGIONAL');
  if (type === 'REGIONAL') {
    return { HostedZoneId: attribute(id, 'RegionalHostedZoneId'), DNSName: attribute(id, 'RegionalDomainName') };
  }
  if (type === 'EDGE') {
    // The zone of all CloudFront distributions.
    return { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: route53.DistributionDomainName ?? attribute(id, 'DistributionDomainName') };
  }
  return { HostedZoneId: route53.VpcEndpointHostedZoneId, DNSName: route53.VpcEndpointDomainName };
}
