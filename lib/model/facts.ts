import type { Ranges } from './network/ranges';
import type { Traffic } from './network/traffic';
import type { Statement } from '../iam/statement';

/**
 * What the judge knows of an app, read from its final templates. Rules see these facts and nothing else.
 *
 * Strings are *resolved text*: what a template says literally, with every part that only the deployment knows written in `Fn::Sub` style,
 * `${LogicalId}`, `${LogicalId.Attribute}`, `${AWS::Region}`. Text from another template of the app that has been followed carries that
 * template's names. A text with such a part is *symbolic*: it is not known as a whole, see `isSymbolic`.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What is known of code that CDK itself brings along. */
export interface ShippedCode {
  /** Whether the asset with this file name is CDK's own; undefined where its files are not at hand. */
  readonly asset: (fileName: string) => boolean | undefined;
  /** Whether a text is code that CDK writes into templates. */
  readonly inline: (text: string) => boolean;
}

/** One template of the app: a stack, a stack of a stage, or a nested stack. */
export interface TemplateFacts {
  /** Where it was read. */
  readonly path: string;
  /** The stack's construct path, where a CDK app made it. */
  readonly stackPath?: string;
  readonly account?: string;
  readonly region?: string;
  readonly resources: ReadonlyMap<string, ResourceFacts>;
  /** How text that leads here from another template is marked: `${Orders/Network#Subnet}`. */
  readonly namespace: string;
  /** The parameters as written. */
  readonly parameters: ReadonlyMap<string, JsonObject>;
  /** Parameters that the deployment keeps secret until a resource shows them; they are symbolic, whatever their default. */
  readonly noEcho: ReadonlySet<string>;
  /** The mappings as written. */
  readonly mappings: Json | undefined;
  /** What it says of itself. */
  readonly description?: string;
  /** What the stack hands out to everybody who may look at it, resolved. */
  readonly handedOut: ReadonlyMap<string, Json>;
  /** What else stands around the resources, resolved, by its place: `Metadata`, `Rules`, `Outputs.Name.Export`. */
  readonly asides: ReadonlyMap<string, Json>;
  /** The conditions as written. */
  readonly conditions: ReadonlyMap<string, Json>;
  /** All templates of the app by namespace, this one too. */
  readonly app: ReadonlyMap<string, TemplateFacts>;
  /** What the files beside the template tell of its functions' code; absent where nobody looked. */
  readonly shipped?: ShippedCode;
}

/** One resource, with its properties resolved. `Fn::If` still stands in `properties` as `{ 'Fn::If': [condition, then, else] }`. */
export interface ResourceFacts {
  readonly template: TemplateFacts;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** What the template says of it beside its properties, resolved: its metadata, and what CloudFormation does not know. */
  readonly asides: JsonObject;
  /** `Metadata['aws:cdk:path']` */
  readonly constructPath?: string;
  /** The condition under which the resource stands at all. */
  readonly condition?: string;
  /** Where the user wrote what a macro made into this resource, or into one of its properties; absent where he wrote the resource himself. */
  readonly expandedFrom?: (property?: string) => WrittenAt;
}

/** The resource that stands in the user's template, and the place in it. */
export interface WrittenAt {
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  /** `Properties.Tracing`; absent where the user wrote nothing, and the macro added it. */
  readonly property?: string;
  /** True where the macro makes one resource of several that the user wrote, of which this is the first. */
  readonly shared?: boolean;
}

/** A part of a template that is not what will be deployed, or that was not given at all. */
export interface UnjudgedFacts {
  readonly template: TemplateFacts;
  readonly resource?: ResourceFacts;
  readonly property?: string;
  /** What hides the rest, in words that follow its place: `is rewritten by 'Names' before it is deployed`. */
  readonly what: string;
  /** The name of what hides it, where no single resource does: a macro, a loop, an address. */
  readonly hiddenBy?: string;
}

/** A value the template does not give away, with what would make it known. */
export interface Unknown {
  readonly unknown: string;
}

/** `AWS::Lambda::Function` under one choice of the conditions that its own properties use. */
export interface FunctionFacts {
  readonly resource: ResourceFacts;
  /** The choice of conditions, for the message: `IsProd is true`; absent where the properties use none. */
  readonly when?: string;
  /** The properties under that choice, without `Fn::If` and without `AWS::NoValue`. */
  readonly properties: JsonObject;
  /** The execution role; unknown where it is imported or its reference leads out of the app. */
  readonly role: RoleFacts | Unknown;
  /** Environment variables, resolved; a value that is no text is its JSON. */
  readonly environment: ReadonlyMap<string, string>;
  /** Where the environment as a whole, and not only a value in it, cannot be known; `environment` is empty then. */
  readonly unknownEnvironment?: Unknown;
  readonly logGroup?: LogGroupFacts | Unknown;
  readonly network: NetworkFacts | Unknown | undefined;
  readonly invokers: readonly InvokerFacts[];
  /** Failure handling of asynchronous invocation for each qualifier: `$LATEST`, a version or an alias. */
  readonly asyncConfigs: readonly AsyncConfigFacts[];
  /** Aliases and versions that the templates publish. */
  readonly qualifiers: readonly QualifierFacts[];
  /** What somebody is told about it. */
  readonly alarms: readonly AlarmFacts[];
  /** A function that CDK itself adds to an app and whose user cannot change it, by name; absent for all others. */
  readonly providedBy?: string;
}

/** Whoever holds rights: a role, a user, a group, or a policy of the app that nobody in the app holds and somebody will. */
export interface IdentityFacts {
  readonly resource: ResourceFacts;
  readonly kind: 'role' | 'user' | 'group' | 'policy';
  /** Names or ARNs of attached managed policies that no template of the app defines. */
  readonly foreignPolicies: readonly string[];
  /** What those of them say that AWS wrote and whose text is known, at the place where they are attached. */
  readonly awsStatements: readonly PolicyStatementFacts[];
  /** Everything its policies say: inline, `AWS::IAM::Policy`, `RolePolicy`, `ManagedPolicy` of the app; both branches of an `Fn::If`. */
  readonly statements: readonly PolicyStatementFacts[];
  /** Policies, or statements in them, whose text no template gives away. */
  readonly unknownPolicies: readonly UnknownPolicyFacts[];
  readonly permissionsBoundary?: string;
  /** Functions that run under it, across the app: only a role has any. */
  readonly functions: readonly ResourceFacts[];
}

export interface RoleFacts extends IdentityFacts {
  readonly kind: 'role';
  readonly trust: readonly Statement[];
  /** Parts of its trust policy that no template gives away. */
  readonly unknownTrust: readonly UnknownPolicyFacts[];
}

/** A statement and the policy in which it stands. */
export interface PolicyStatementFacts {
  readonly statement: Statement;
  readonly resource: ResourceFacts;
  /** Where in the resource: `Properties.PolicyDocument.Statement.0` */
  readonly property: string;
  /** True where a condition decides whether the statement stands: an `Fn::If`, or one of the policy that its role does not share. */
  readonly conditional: boolean;
}

/** A policy of which only its existence is known. */
export interface UnknownPolicyFacts extends Unknown {
  readonly resource: ResourceFacts;
  readonly property: string;
}

/** A policy document of the app. */
export interface PolicyDocumentFacts {
  /** `identity`: what its holders may do; `trust`: who may assume a role; `resource`: who may do what to it. */
  readonly kind: 'identity' | 'trust' | 'resource';
  readonly resource: ResourceFacts;
  /** Where it stands: `Properties.PolicyDocument`. */
  readonly property: string;
  readonly statements: readonly PolicyStatementFacts[];
  /** Parts of it that no template gives away. */
  readonly unknown: readonly UnknownPolicyFacts[];
  /** The roles of the app whose rights it holds, or whose trust it is. */
  readonly roles: readonly RoleFacts[];
}

/** A resource under one choice of the conditions that its own properties use. */
export interface ResourceVariantFacts {
  readonly resource: ResourceFacts;
  /** The choice of conditions, for the message; absent where the properties use none. */
  readonly when?: string;
  /** The properties under that choice, without `Fn::If` and without `AWS::NoValue`. */
  readonly properties: JsonObject;
}

/** A policy that names roles which nobody can find in the app. */
export interface DetachedPolicyFacts {
  readonly resource: ResourceFacts;
  readonly statements: readonly PolicyStatementFacts[];
  /** Statements in it whose text no template gives away. */
  readonly unknown: readonly UnknownPolicyFacts[];
  /** What it names, as written: the name of somebody else's role, or a text that only the deployment knows. */
  readonly roles: readonly string[];
}

export interface LogGroupFacts {
  readonly resource: ResourceFacts;
}

export interface NetworkFacts {
  /** Resolved subnet ids, or unknown where the list as a whole is a reference. */
  readonly subnets: readonly string[] | Unknown;
  readonly securityGroups: readonly (SecurityGroupFacts | Unknown)[];
}

export interface SecurityGroupFacts {
  readonly resource: ResourceFacts;
  /** Every egress rule, inline or as a resource of its own. */
  readonly egress: readonly EgressRuleFacts[];
  /** True where neither the group nor another resource states an egress rule: EC2 then opens everything. */
  readonly openByOmission: boolean;
}

export interface EgressRuleFacts {
  readonly resource: ResourceFacts;
  readonly property: string;
  readonly cidr?: string;
  readonly prefixList?: string;
  readonly securityGroup?: string;
  readonly protocol: string;
  readonly fromPort?: Json;
  readonly toPort?: Json;
}

/** An endpoint through which a network reaches a service. */
export interface EndpointFacts {
  readonly resource: ResourceFacts;
  /** `appliance`: a Gateway Load Balancer that inspects traffic; `other`: a resource or a service network of VPC Lattice. */
  readonly kind: 'gateway' | 'interface' | 'appliance' | 'other';
  /** The network's id as `canonicalText` writes it. */
  readonly network: string;
  /** `s3`, `ecr.dkr`; the whole name where the service is none of AWS. */
  readonly service: string;
  readonly ofAws: boolean;
  /** Its policy; absent where it has none, and then lets everything through. */
  readonly policy?: { readonly statements: readonly PolicyStatementFacts[]; readonly unknown: readonly UnknownPolicyFacts[] };
}

/** What the resolver of a network answers. */
export interface DnsFacts {
  /** The network's id as `canonicalText` writes it. */
  readonly network: string;
  /** Absent where the network stands in no template. */
  readonly vpc?: ResourceFacts;
  readonly answers: 'nothing' | 'names' | 'everything' | 'unknown';
  /** The only names that it answers: `api.example.com`, `*.example.com`. */
  readonly names: readonly string[];
  /** Lists and groups that stand in no template. */
  readonly unknown?: string;
  /** What lets every query through when the DNS Firewall is down. */
  readonly failsOpen: readonly ResourceFacts[];
}

/** What functions can connect to in one way. */
export interface DestinationFacts {
  /**
   * `peer`: a resource of the app; `service`: a service behind an endpoint; `group`: whoever bears a security group; `network`: any other address
   * of a VPC; `internet`; `list`: a prefix list that stands in no template; `beyond`: what a gateway leads to; `hidden`: wherever what stands in
   * no template leads.
   */
  readonly kind: 'peer' | 'service' | 'group' | 'network' | 'internet' | 'list' | 'beyond' | 'hidden';
  /** The peer, the endpoint, the group, the VPC, the gateway at the end. */
  readonly resource?: ResourceFacts;
  /** The same as the template of `by` writes it, where it stands in no template. */
  readonly text?: string;
  /** Gateways and firewalls on the way. */
  readonly through: readonly ResourceFacts[];
  /** The only names that a firewall on the way lets through. */
  readonly domains?: readonly string[];
  /** What on the way hides whether it gets there. */
  readonly unknown?: string;
  readonly traffic: readonly Traffic[];
}

/** A firewall that sees only half of a conversation. */
export interface AsymmetryFacts {
  readonly firewall: ResourceFacts;
  /** What routes the other half: a route table, the gateway without one, or the endpoint of another zone. */
  readonly at: ResourceFacts;
  readonly kind: 'answer' | 'zone';
}

/** A rule group that takes only what comes from its home network for outgoing traffic, and traffic that does not come from there. */
export interface HomelessFacts {
  readonly firewall: ResourceFacts;
  readonly group: ResourceFacts;
  /** The addresses that its home network misses. */
  readonly missed: Ranges;
  /** Whether traffic that its rules do not match is dropped all the same. */
  readonly dropped: boolean;
}

/** Where a function can connect to, as far as the templates tell: everything that is not listed is out of its reach. */
export interface ReachFacts {
  readonly destinations: readonly DestinationFacts[];
  /** The resolvers it may ask. */
  readonly dns: readonly DnsFacts[];
  /** Subnets of it that stand in no template, as written there. */
  readonly hiddenSubnets: readonly string[];
  /** Routes of its own subnets to an internet gateway. */
  readonly publicRoutes: readonly ResourceFacts[];
  readonly asymmetries: readonly AsymmetryFacts[];
  readonly homeless: readonly HomelessFacts[];
}

/** A firewall policy with what it does to traffic that no rule names. */
export interface FirewallPolicyFacts {
  readonly resource: ResourceFacts;
  /** Under some condition, it passes without being inspected. */
  readonly uninspected: boolean;
  /** Under some condition, TCP passes by default. */
  readonly passesUnnamed: boolean;
}

/** The networks of an app and where they lead. */
export interface NetworkingFacts {
  readonly endpoints: readonly EndpointFacts[];
  readonly firewallPolicies: readonly FirewallPolicyFacts[];
  /** Where a function can connect to; undefined outside any VPC, and where its network as a whole is unknown. */
  readonly reachOf: (fn: FunctionFacts) => ReachFacts | undefined;
}

/** One way in which a function can be invoked. */
export interface InvokerFacts {
  readonly resource: ResourceFacts;
  readonly kind: 'permission' | 'resource-policy' | 'url' | 'api' | 'event-source';
  /** The principal of a permission, the source of a mapping, the authorization of a URL or API method. */
  readonly principal: string;
  readonly action?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly organization?: string;
  readonly viaFunctionUrl: boolean;
}

export interface AsyncConfigFacts {
  readonly resource: ResourceFacts;
  readonly qualifier: string;
  readonly onFailure?: string;
}

/** A metric of a function, or of the queue that takes its failed events, about which an alarm tells somebody. */
export interface AlarmFacts {
  readonly resource: ResourceFacts;
  /** `Errors` */
  readonly metric: string;
  /** Who is told: topics, mostly. */
  readonly actions: readonly string[];
}

export interface QualifierFacts {
  readonly resource: ResourceFacts;
  readonly kind: 'alias' | 'version';
  /** The alias' name; the logical id of a version. */
  readonly name: string;
}

/** A method or route of an API, with who may call it. */
export interface ApiMethodFacts {
  readonly resource: ResourceFacts;
  readonly kind: 'rest' | 'http' | 'websocket';
  /** `GET`, `ANY`, or the route key. */
  readonly method: string;
  /** The authorization type in force: `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS`, `JWT`, `NETWORK` for a private API whose policy names
   * the network; symbolic where it cannot be known. */
  readonly authorization: string;
  readonly property: string;
  /** What its calls reach: a function, another service of AWS, a server inside a network or one on the internet, or an answer that stands in the template. */
  readonly behind: 'function' | 'service' | 'network' | 'server' | 'answer' | 'unknown';
  /** The API, where it stands in the app. */
  readonly api?: ResourceFacts;
  /** The function behind it, where that stands in the app. */
  readonly function?: ResourceFacts;
}

/** What a resource's metadata tells another scanner to overlook. */
export interface SuppressionFacts {
  readonly resource: ResourceFacts;
  readonly tool: string;
  /** The other scanner's names of its rules. */
  readonly rules: readonly string[];
  readonly property: string;
}

/** Something that a person acknowledged in the construct tree, waiver or not. */
export interface AcknowledgementFacts {
  /** The rule without our name before it. */
  readonly rule: string;
  readonly constructPath: string;
  readonly scope: 'app' | 'stage' | 'stack' | 'construct';
  /** What else it covers, where the construct is more than one thing: `2 functions`, `a stack`. */
  readonly covers?: string;
  readonly waiver?: WaiverFacts;
}

export interface WaiverFacts {
  readonly reason: string;
  readonly owner: string;
  /** `2027-01-31` */
  readonly expires: string;
  readonly ticket?: string;
}

export interface AppFacts {
  readonly templates: readonly TemplateFacts[];
  readonly resourcesByType: ReadonlyMap<string, readonly ResourceFacts[]>;
  readonly functions: readonly FunctionFacts[];
  readonly roles: readonly RoleFacts[];
  /** The roles, and all others who hold rights. */
  readonly identities: readonly IdentityFacts[];
  readonly detachedPolicies: readonly DetachedPolicyFacts[];
  /** Every policy document: of identities, of resources, and the trust of roles. */
  readonly policies: readonly PolicyDocumentFacts[];
  readonly securityGroups: readonly SecurityGroupFacts[];
  /** Egress rules of groups that nobody can find in the app. */
  readonly detachedEgress: readonly EgressRuleFacts[];
  readonly networking: NetworkingFacts;
  readonly urls: readonly ResourceFacts[];
  readonly permissions: readonly (InvokerFacts & { readonly function: string })[];
  readonly apiMethods: readonly ApiMethodFacts[];
  readonly acknowledgements: readonly AcknowledgementFacts[];
  readonly suppressions: readonly SuppressionFacts[];
  /** Queues and topics that keep what others could not handle. */
  readonly deadLetters: ReadonlySet<ResourceFacts>;
  /** The resource of these types that a text in a template means: by reference, by name, by ARN, or by the URL of a queue. */
  readonly find: (from: TemplateFacts, text: string, ...types: readonly string[]) => ResourceFacts | undefined;
  /** Nested stacks whose template was not given: nothing is known of what stands in them. */
  readonly unseenStacks: readonly ResourceFacts[];
  /** Everything that will be deployed and that these facts do not hold, the unseen stacks too. */
  readonly unjudged: readonly UnjudgedFacts[];
}
