import { Annotations, Lazy, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { awsOwned } from './aws-owned-resources';
import { isWritableIn } from './peer-names';
import { deployedLength } from './policy-length';
import type { AwsService } from '../baseline/aws-service';
import { LIMITS } from '../baseline/limits';

/** Who goes through an endpoint, and what its role may do there: asked when the template is written, so that later grants count. */
export interface EndpointUser {
  readonly role: iam.IRole;
  /** The group by which it enters. */
  readonly group: ec2.ISecurityGroup;
  /** The actions and resources that the role's policies allow for services with this prefix; undefined where they cannot be listed. */
  readonly rightsFor: (
    iamPrefix: string,
  ) => readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[] | undefined;
}

/** What the endpoint policies of a network are bound to. */
export interface Perimeter {
  /** The organisation that callers and resources belong to; the account where there is none. */
  readonly organizationId: string | undefined;
  /** Whether roles and resources are named where they can be. */
  readonly named: boolean;
  /** The services that the network names, with their resources; undefined where it leaves them to its functions. */
  readonly services: ReadonlyMap<string, AwsService> | undefined;
  /** Whether another endpoint of the network is in use. */
  readonly isReached: (endpointName: string) => boolean;
}

interface Admitted {
  readonly user: EndpointUser;
  /** What it declared to reach; undefined for whatever its role may use. */
  readonly resources: readonly string[] | undefined;
}

/**
 * What an endpoint lets through: a data perimeter. Roles and resources by name where they stand in the endpoint's stack; the account or organisation,
 * and what the network names, where naming them would close a circle of stacks.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export class EndpointPolicy {
  public readonly document = Lazy.any({ produce: () => this.render() });
  private readonly admitted: Admitted[] = [];

  constructor(
    private readonly endpoint: IConstruct,
    private readonly service: AwsService,
    private readonly perimeter: Perimeter,
  ) {
    endpoint.node.addValidation({ validate: () => [...this.tooLong(), ...this.tooManyGroups()] });
  }

  /** Lets a function through. */
  public admit(user: EndpointUser, service: AwsService): void {
    const stack = Stack.of(this.endpoint);
    const resources = this.perimeter.services?.get(service.endpointName)?._resources ?? service._resources;
    const writable = resources?.every(arn => isWritableIn(arn, stack)) ? resources : undefined;
    this.admitted.push({ user, resources: writable });
    const { named, organizationId } = this.perimeter;
    if ((named && !this.isNamed(user)) || writable !== resources) {
      const { stackName, node } = Stack.of(user.role);
      const bound = organizationId === undefined ? 'the account' : 'the organisation';
      Annotations.of(this.endpoint).addInfoV2(
        `cdk-secure-function:endpoint-binds-${node.addr}`,
        `For functions of the stack '${stackName}', the policy of the endpoint of '${service.endpointName}' binds ${bound}` +
          `${writable === undefined ? '' : ' and the named resources'}, because it cannot name what stands in another stack. ` +
          `Resources can be named on the network: awsServices: [AwsService.of('${service.endpointName}').onlyResources('arn:…')].`,
      );
    }
  }

  private isNamed({ role }: EndpointUser): boolean {
    return this.perimeter.named && Stack.of(role) === Stack.of(this.endpoint);
  }

  private render(): iam.PolicyDocument {
    const named = this.admitted.map(admitted => (this.isNamed(admitted.user) ? this.namedStatements(admitted) : undefined));
    const unnamed = this.admitted.filter((_, index) => named[index] === undefined);
    const statements = named.flatMap(user => user ?? []);
    if (unnamed.length > 0) statements.push(...this.perimeterStatements(unnamed));
    else if (statements.length === 0) statements.push(...this.perimeterStatements(this.admitted));
    return new iam.PolicyDocument({ statements, minimize: false });
  }

  /** Undefined where the rights of a role cannot be listed, and nobody said what it reaches. */
  private namedStatements({ user, resources }: Admitted): iam.PolicyStatement[] | undefined {
    const rights = user.rightsFor(this.service.iamPrefix);
    if (rights === undefined && resources === undefined) return undefined;
    const pairs =
      resources === undefined
        ? (rights ?? [])
        : [{ actions: rights?.flatMap(({ actions }) => actions) ?? [`${this.service.iamPrefix}:*`], resources }];
    return pairs
      .filter(({ actions }) => actions.length > 0)
      .map(
        pair =>
          new iam.PolicyStatement({
            principals: [new iam.AnyPrincipal()],
            actions: [...new Set(pair.actions)],
            resources: [...pair.resources],
            conditions: {
              ArnEquals: { 'aws:PrincipalArn': user.role.roleArn },
              ...(pair.resources.includes('*') ? { StringEquals: this.resourceKey() } : {}),
            },
          }),
      );
  }

  private perimeterStatements(unnamed: readonly Admitted[]): iam.PolicyStatement[] {
    const bound = unnamed.every(({ resources }) => resources !== undefined);
    const resources = bound ? [...new Set(unnamed.flatMap(admitted => admitted.resources ?? []))] : ['*'];
    const statement = new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()],
      actions: [`${this.service.iamPrefix}:*`],
      resources,
      conditions: { StringEquals: { ...this.principalKey(), ...this.resourceKey() } },
    });
    const exceptions = bound ? [] : awsOwned(this.service, this.endpoint, this.principalKey(), this.perimeter.isReached);
    return [statement, ...exceptions];
  }

  private principalKey(): Record<string, string> {
    const { organizationId } = this.perimeter;
    return organizationId === undefined
      ? { 'aws:PrincipalAccount': Stack.of(this.endpoint).account }
      : { 'aws:PrincipalOrgID': organizationId };
  }

  private resourceKey(): Record<string, string> {
    const { organizationId } = this.perimeter;
    return organizationId === undefined
      ? { 'aws:ResourceAccount': Stack.of(this.endpoint).account }
      : { 'aws:ResourceOrgID': organizationId };
  }

  private tooLong(): string[] {
    const { max } = LIMITS.endpointPolicyLength;
    const length = deployedLength(Stack.of(this.endpoint).resolve(this.document));
    if (length <= max) return [];
    return [
      `The policy of the endpoint of '${this.service.endpointName}' must be at most ${max} characters, got about ${length} for ${this.admitted.length} functions. ` +
        `Write endpointPolicies: EndpointPolicies.PERIMETER on the network, and name what they reach: awsServices: [AwsService.of('${this.service.endpointName}').onlyResources('arn:…')].`,
    ];
  }

  private tooManyGroups(): string[] {
    const { max } = LIMITS.securityGroupRules;
    const groups = new Set(this.admitted.map(({ user }) => user.group)).size;
    if (groups <= max) return [];
    return [
      `The endpoint of '${this.service.endpointName}' must be entered by at most ${max} security groups, one rule each, got ${groups}. ` +
        'Let functions with the same egress share a group: egressProfile: new EgressProfile(…).',
    ];
  }
}
