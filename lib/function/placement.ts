import type { IConstruct } from 'constructs';
import type { SecureFunctionProps } from './secure-function-props';
import { AwsService } from '../baseline/aws-service';
import { Waiver } from '../baseline/waiver';
import type { Refuse } from '../errors';
import type { WayOut } from '../network/domain-filter';
import { Egress } from '../network/egress';
import { EgressProfile } from '../network/egress-profile';
import { NetworkAccess } from '../network/network-access';

/** Where a function runs, and where it may connect to from there. */
export interface Placement {
  readonly placement: NetworkAccess | Waiver;
  /** Where it stands in the network, and what nobody can prove about the way out of there; undefined outside of one. */
  readonly place: WayOut | undefined;
  readonly egress: readonly Egress[];
  /** The egress that others share; undefined where the function has a security group of its own. */
  readonly egressProfile: EgressProfile | undefined;
}

/** Throws where network, egress and profile say different things, and for domains that the network does not allow. */
export function placementOf(scope: IConstruct, props: SecureFunctionProps, refuse: Refuse): Placement {
  assertOneEgress(props, refuse);
  const placement = networkOf(scope, props, refuse);
  const egress = egressOf(props, refuse);
  const domains = egress.flatMap(({ _domain }) => _domain ?? []);
  const place = placement instanceof Waiver ? undefined : placement.placeFor(domains, scope);
  return { placement, place, egress, egressProfile: props.egressProfile };
}

function networkOf(scope: IConstruct, props: SecureFunctionProps, refuse: Refuse): NetworkAccess | Waiver {
  const { outsideVpc } = props;
  const network = props.network ?? props.egressProfile?.network;
  if ((network === undefined) === (outsideVpc === undefined)) {
    refuse({
      what: `'network'`,
      expected: 'is where a function runs, unless outsideVpc says why not',
      got: network === undefined ? 'neither of them' : 'both of them',
      remedy: 'Pass a SecureNetwork, or outsideVpc: new Waiver({ reason, owner, expires })',
    });
  }
  if (network !== undefined) return NetworkAccess.of(network, scope);
  return outsideVpc instanceof Waiver
    ? outsideVpc
    : refuse({
        what: `'outsideVpc'`,
        expected: 'must be a Waiver',
        got: String(outsideVpc),
        remedy: 'Write new Waiver({ reason, owner, expires })',
      });
}

/** A profile stands for egress and network; what else is said about them must say the same. */
function assertOneEgress({ egressProfile, egress, network, secrets, parameters }: SecureFunctionProps, refuse: Refuse): void {
  if (egressProfile === undefined) return;
  if (!(egressProfile instanceof EgressProfile)) {
    refuse({
      what: `'egressProfile'`,
      expected: 'must be an EgressProfile',
      got: typeof egressProfile,
      remedy: 'Write new EgressProfile(this, name, { network, egress: […] })',
    });
  }
  if (egress !== undefined) {
    refuse({
      what: `'egress'`,
      expected: 'is what the function has alone',
      got: 'an egressProfile beside it, which is what it shares',
      remedy: 'Move it into the profile, or leave the profile out',
    });
  }
  if (network !== undefined && network !== egressProfile.network) {
    refuse({
      what: `'network'`,
      expected: 'must be the one of the egressProfile',
      got: network.node.path,
      remedy: 'Leave it out, or use a profile of that network',
    });
  }
  const needed = [
    ...(Object.keys(secrets ?? {}).length > 0 ? [AwsService.SECRETS_MANAGER] : []),
    ...(Object.keys(parameters ?? {}).length > 0 ? [AwsService.SSM] : []),
  ];
  const missing = needed.find(({ endpointName }) => !egressProfile._egress.some(way => way._service === endpointName));
  if (missing !== undefined) {
    refuse({
      what: `'egressProfile'`,
      expected: 'must open what secrets and parameters are read through, because it is shared',
      got: `none to '${missing.endpointName}'`,
      remedy: `Add Egress.toAwsService(AwsService.of('${missing.endpointName}')) to ${egressProfile.node.path}`,
    });
  }
}

function egressOf(props: SecureFunctionProps, refuse: Refuse): readonly Egress[] {
  if (props.egressProfile !== undefined) return props.egressProfile._egress;
  const egress = props.egress ?? [];
  if (!egress.every(way => way instanceof Egress)) {
    refuse({
      what: `'egress'`,
      expected: 'must be a list of Egress',
      got: typeof egress,
      remedy: 'Write Egress.toConnectable(), Egress.toAwsService() or Egress.toDomain()',
    });
  }
  if (egress.length > 0 && props.network === undefined) {
    refuse({
      what: `'egress'`,
      expected: 'can only be restricted in a network',
      got: 'outsideVpc, where everything is open',
      remedy: 'Pass a network, or leave egress out',
    });
  }
  return egress;
}
