import type { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';
import { ValidationError } from '../errors';
import { Egress } from './egress';
import { FunctionSecurityGroup } from './function-security-group';
import type { ISecureNetwork } from './i-secure-network';
import { NetworkAccess } from './network-access';

/** What functions of one profile have in common. */
export interface EgressProfileProps {
  /** The network that they run in. */
  readonly network: ISecureNetwork;

  /** Where they may connect to. Nothing else is open. */
  readonly egress: Egress[];
}

/**
 * A named list of egress that several functions share, with one security group.
 *
 * A group of its own costs a function a network interface in every subnet, and an endpoint or database a rule: some hundred functions exhaust the quotas
 * of a VPC. Functions with the same egress lose nothing by sharing it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export class EgressProfile extends Construct {
  /** The network. */
  public readonly network: ISecureNetwork;
  /** Where its functions may connect to. @internal */
  public readonly _egress: readonly Egress[];
  private group: FunctionSecurityGroup | undefined;

  /** Throws for egress that is none, and for domains that the network does not allow. */
  constructor(scope: Construct, id: string, props: EgressProfileProps) {
    super(scope, id);
    const access = NetworkAccess.of(props.network, this);
    if (!Array.isArray(props.egress) || !props.egress.every(way => way instanceof Egress)) {
      throw new ValidationError(
        {
          what: `'egress' of a profile`,
          expected: 'must be a list of Egress',
          got: typeof props.egress,
          remedy: 'Write Egress.toConnectable(), Egress.toAwsService() or Egress.toDomain()',
        },
        this,
      );
    }
    access.assertAllowed(
      props.egress.flatMap(({ _domain }) => _domain ?? []),
      this,
    );
    this.network = props.network;
    this._egress = [...props.egress];
  }

  /** The group of its functions, made with the first of them. @internal */
  public _sharedGroup(): FunctionSecurityGroup {
    this.group ??= this.createGroup();
    return this.group;
  }

  private createGroup(): FunctionSecurityGroup {
    const group = new FunctionSecurityGroup(this, 'SecurityGroup', {
      network: NetworkAccess.of(this.network, this),
      description: `Declared egress of ${this.node.path}`.slice(0, 255),
      shared: true,
    });
    const promised = promiseOf(group.node.defaultChild as CfnResource, { SecurityGroupEgress: group.egressRules });
    this.node.addValidation({ validate: () => brokenPromises(this, promised) });
    return group;
  }
}
