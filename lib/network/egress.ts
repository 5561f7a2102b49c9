import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsService } from '../baseline/aws-service';
import { ValidationError } from '../errors';
import { domainName } from './domain-name';

/** What a function does with its declared egress. */
export interface EgressTarget {
  connectTo(peer: ec2.IConnectable, port: ec2.Port, domainNames: readonly string[]): void;
  reach(service: AwsService): void;
  letOut(): void;
}

/** What else is said about a peer. */
export interface ConnectableOptions {
  /**
   * The names under which the function looks the peer up, so that the network's DNS Firewall answers them.
   *
   * @default - the endpoints of a database, cluster, proxy, load balancer or search domain; none for a bare security group or an address
   */
  readonly domainNames?: string[];
}

/** Somewhere a function may connect to. What is not declared is closed. */
export abstract class Egress {
  /**
   * To a resource with a security group, or to a narrow address range: a database, a cache, `Peer.ipv4('10.1.2.0/24')`.
   *
   * Throws for any-address ranges and for all traffic.
   *
   * @param peer whom it connects to
   * @param port the port that the peer listens on
   */
  public static toConnectable(peer: ec2.IConnectable, port: ec2.Port, options: ConnectableOptions = {}): Egress {
    return new ConnectableEgress(peer, port, options.domainNames ?? []);
  }

  /**
   * To a service of AWS, through an endpoint inside the VPC that appears when the first function needs it.
   *
   * @param service the service
   */
  public static toAwsService(service: AwsService): Egress {
    return new ServiceEgress(service);
  }

  /**
   * To a domain of the internet, over HTTPS. The network must allow it (`allowedDomains`), and moves the function into subnets that have a way out, which
   * leads to the domains that its functions declare and nowhere else.
   *
   * Functions of one network share that way: one that declares a domain can also reach what the others declare.
   *
   * @param domain `api.example.com`, or `*.example.com` for everything below it, but not `example.com` itself
   * @throws for addresses, schemes, ports, paths, wildcards over names that strangers can register, and what only the deployment knows
   */
  public static toDomain(domain: string): Egress {
    return new DomainEgress(domain);
  }

  /** The domain that it leads to. @internal */
  public readonly _domain?: string;
  /** The service that it leads to, by the name of its endpoint. @internal */
  public readonly _service?: string;

  /** @internal */
  public abstract _bind(target: EgressTarget): void;
}

class ConnectableEgress extends Egress {
  constructor(
    private readonly peer: ec2.IConnectable,
    private readonly port: ec2.Port,
    private readonly domainNames: readonly string[],
  ) {
    super();
    if (peer?.connections === undefined || port === undefined || Token.isUnresolved(peer)) {
      throw new ValidationError({
        what: 'Egress.toConnectable()',
        expected: 'needs a peer with connections and a port',
        got: peer?.connections === undefined ? String(peer) : 'no port',
        remedy: 'Write Egress.toConnectable(database, Port.tcp(5432))',
      });
    }
    for (const name of domainNames) if (!Token.isUnresolved(name)) domainName(`'domainNames' of a peer`, name);
  }

  public _bind(target: EgressTarget): void {
    target.connectTo(this.peer, this.port, this.domainNames);
  }
}

class ServiceEgress extends Egress {
  public override readonly _service: string;

  constructor(private readonly service: AwsService) {
    super();
    if (!(service instanceof AwsService)) {
      throw new ValidationError({
        what: 'Egress.toAwsService()',
        expected: 'needs an AwsService',
        got: String(service),
        remedy: `Use one of its constants, such as AwsService.DYNAMODB, or AwsService.of('textract')`,
      });
    }
    this._service = service.endpointName;
  }

  public _bind(target: EgressTarget): void {
    target.reach(this.service);
  }
}

class DomainEgress extends Egress {
  public override readonly _domain: string;

  constructor(domain: string) {
    super();
    this._domain = domainName('Egress.toDomain()', domain);
  }

  public _bind(target: EgressTarget): void {
    target.letOut();
  }
}
