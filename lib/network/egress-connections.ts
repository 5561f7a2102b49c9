import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ValidationError } from '../errors';

/**
 * The connections of a function, whose rules always stand in the function's own stack.
 *
 * `database.connections.allowDefaultPortFrom(fn)` would otherwise write the rule into the database's stack, which then depends on the function's,
 * which already depends on the database's: a circle. So this object shows no peers to the other side, and adds both rules when it is asked in turn.
 */
export class EgressConnections extends ec2.Connections {
  private readonly own: ec2.Connections;

  constructor(
    private readonly group: ec2.ISecurityGroup,
    private readonly onPeer: (peer: ec2.IConnectable) => void = () => undefined,
  ) {
    super();
    this.own = new ec2.Connections({ securityGroups: [group] });
  }

  public override get securityGroups(): ec2.ISecurityGroup[] {
    return this.own.securityGroups;
  }

  public override allowTo(other: ec2.IConnectable, portRange: ec2.Port, description?: string): void {
    this.own.allowTo(other, portRange, description);
    for (const peer of other.connections.securityGroups) peer.addIngressRule(this.group, portRange, description, true);
    this.onPeer(other);
  }

  public override allowFrom(): void {
    throw new ValidationError(
      {
        what: 'A function',
        expected: 'accepts no network connections',
        got: 'connections.allowFrom() or its counterpart on the other side',
        remedy: 'Declare the connection from the function: Egress.toConnectable(peer, port)',
      },
      this.group,
    );
  }

  public override allowInternally(): void {
    this.allowFrom();
  }

  public override addSecurityGroup(): void {
    throw new ValidationError(
      {
        what: 'A function',
        expected: 'has one security group, which opens declared egress only',
        got: 'connections.addSecurityGroup()',
        remedy: 'Declare the connection itself: Egress.toConnectable(peer, port)',
      },
      this.group,
    );
  }
}

/** The connections of a function whose group others share: what is opened for one is opened for all, so it is declared where all of them see it. */
export class SharedConnections extends EgressConnections {
  constructor(private readonly shared: ec2.ISecurityGroup) {
    super(shared);
  }

  public override allowTo(): void {
    throw new ValidationError(
      {
        what: 'A function that shares its egress',
        expected: 'connects to what its profile declares',
        got: 'connections.allowTo() or its counterpart on the other side',
        remedy: 'Declare it in the EgressProfile, for all of its functions',
      },
      this.shared,
    );
  }
}
