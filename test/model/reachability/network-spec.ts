/** A network as the tests invent it, before it is written as a template or walked through packet by packet. */
export interface Spec {
  readonly vpcs: readonly VpcSpec[];
  readonly tables: readonly (readonly RouteSpec[])[];
  readonly acls: readonly (readonly AclEntrySpec[])[];
  readonly nats: readonly { readonly subnet: number; readonly isPrivate: boolean }[];
  readonly firewall: FirewallSpec;
  /** What the gateways' own tables say; an empty list is a gateway without one. */
  readonly groups: readonly GroupSpec[];
  readonly listeners: readonly { readonly subnets: readonly number[]; readonly groups: readonly number[] }[];
  readonly transit: TransitSpec;
  readonly sender: { readonly subnets: readonly number[]; readonly groups: readonly number[]; readonly ipv6: boolean };
}

export interface VpcSpec {
  readonly cidrs: readonly string[];
  /** Subnets count through all networks. */
  readonly subnets: readonly SubnetSpec[];
}

export interface SubnetSpec {
  readonly cidr: string;
  readonly ipv6?: string;
  readonly table?: number;
  readonly acl?: number;
}

export interface RouteSpec {
  readonly to: string;
  readonly target: TargetSpec;
}

export type TargetSpec =
  | { readonly kind: 'igw' | 'eigw' | 'firewall' | 'peering' | 'tgw' | 'instance' }
  | { readonly kind: 'nat'; readonly nat: number };

export interface AclEntrySpec {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: Protocol | 'all';
  readonly cidr: string;
  readonly ports?: readonly [number, number];
}

export type Protocol = 'tcp' | 'udp' | 'icmp';

export interface GroupSpec {
  /** Left out, the group states no rule at all. */
  readonly egress?: readonly GroupRuleSpec[];
  readonly ingress: readonly GroupRuleSpec[];
}

export interface GroupRuleSpec {
  readonly protocol: Protocol | 'all';
  readonly ports?: readonly [number, number];
  readonly cidr?: string;
  readonly group?: number;
}

export interface FirewallSpec {
  readonly subnets: readonly number[];
  readonly strict: boolean;
  readonly statelessDefault: 'aws:pass' | 'aws:drop' | 'aws:forward_to_sfe';
  readonly stateless: readonly StatelessSpec[];
  readonly statefulDefault?: 'aws:drop_strict' | 'aws:drop_established' | 'aws:alert_strict';
  readonly groups: readonly RuleGroupSpec[];
}

export interface StatelessSpec {
  readonly action: 'aws:pass' | 'aws:drop' | 'aws:forward_to_sfe';
  readonly to?: string;
  readonly from?: string;
  readonly ports?: readonly [number, number];
  readonly protocol?: Protocol;
}

export type RuleGroupSpec =
  | {
      readonly kind: 'domains';
      readonly allow: boolean;
      readonly targets: readonly string[];
      readonly tls: boolean;
      readonly http: boolean;
      readonly home?: readonly string[];
    }
  | {
      readonly kind: 'rules';
      readonly written: 'text' | 'fields';
      readonly home?: readonly string[];
      readonly rules: readonly InspectionSpec[];
    };

export interface InspectionSpec {
  readonly action: 'pass' | 'drop' | 'alert';
  readonly protocol: 'ip' | 'tcp' | 'udp' | 'icmp' | 'tls' | 'http';
  readonly from: 'any' | '$HOME_NET' | '!$HOME_NET' | string;
  readonly to: 'any' | '$EXTERNAL_NET' | string;
  readonly ports: 'any' | '443' | '!443' | '[80,443]' | '1024:';
  readonly flow?: 'established' | 'not_established';
  /** A name, or with a dot before it all below it. */
  readonly name?: string;
}

export interface TransitSpec {
  /** Which networks are attached, in which of their subnets traffic enters, and whether routes are known for them. */
  readonly attached: readonly { readonly vpc: number; readonly subnets: readonly number[] }[];
  readonly routes: readonly { readonly to: string; readonly attached: number | 'blackhole' }[];
  readonly tableKnown: boolean;
}

/** The subnets of all networks, with the network of each. */
export function subnetsOf(spec: Spec): readonly (SubnetSpec & { readonly vpc: number })[] {
  return spec.vpcs.flatMap(({ subnets }, vpc) => subnets.map(subnet => ({ ...subnet, vpc })));
}
