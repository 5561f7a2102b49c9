import type { AppIndex } from '../app-index';
import { branchesOf } from '../branches';
import type { EndpointFacts, ResourceFacts } from '../facts';
import { textOf } from '../json';
import { readPolicy } from '../statements';
import { canonicalText } from '../symbolic';

export const ENDPOINT = 'AWS::EC2::VPCEndpoint';

/** Every endpoint of the app through which a network reaches a service. */
export function endpointsOf(index: AppIndex): readonly EndpointFacts[] {
  return index.ofType(ENDPOINT).map(endpointOf);
}

function endpointOf(resource: ResourceFacts): EndpointFacts {
  const { template, properties } = resource;
  const [document] = branchesOf(properties.PolicyDocument);
  const { statements, unknown } = readPolicy({
    resource,
    document: properties.PolicyDocument,
    property: 'Properties.PolicyDocument',
    conditional: false,
  });
  return {
    resource,
    kind: kindOf(textOf(properties.VpcEndpointType) ?? 'Gateway'),
    network: canonicalText(template, textOf(properties.VpcId) ?? '${?VpcId}'),
    ...serviceOf(textOf(properties.ServiceName)),
    ...(document === undefined ? {} : { policy: { statements, unknown } }),
  };
}

function kindOf(type: string): EndpointFacts['kind'] {
  return type === 'Gateway'
    ? 'gateway'
    : type === 'Interface'
      ? 'interface'
      : type === 'GatewayLoadBalancer'
        ? 'appliance'
        : 'other';
}

/** `com.amazonaws.eu-west-1.ecr.dkr` is `ecr.dkr`; a service of somebody else, or one without a name, is none of AWS. */
function serviceOf(name: string | undefined): Pick<EndpointFacts, 'service' | 'ofAws'> {
  const [, service] =
    /^(?:cn\.)?(?:com\.amazonaws|aws(?:\.[\w-]+)?)\.(?:\$\{[^}]*\}|[a-z]{2,4}(?:-[a-z]+)+-\d+)\.(.+)$/.exec(name ?? '') ?? [];
  const ofAws = service !== undefined && !service.startsWith('vpce');
  return { service: service ?? name ?? 'a service that the templates do not tell', ofAws };
}
