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
  /** `Metadata['aws:cdk:path']` */
  readonly constructPath?: string;
  /** The condition under which the resource stands at all. */
  readonly condition?: string;
}

/** A part of a template that is not what will be deployed, or that was not given at all. */
export interface UnjudgedFacts {
  readonly template: TemplateFacts;
  readonly resource?: ResourceFacts;
  readonly property?: string;
  /** What hides the rest, in words that follow its place: `is rewritten by the macro Names`. */
  readonly what: string;
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

export interface RoleFacts {
  readonly resource: ResourceFacts;
  /** Names or ARNs of attached managed policies that no template of the app defines. */
  readonly foreignPolicies: readonly string[];
  /** Everything its policies say: inline, `AWS::IAM::Policy`, `RolePolicy`, `ManagedPolicy` of the app; both branches of an `Fn::If`. */
  readonly statements: readonly PolicyStatementFacts[];
  /** Policies, or statements in them, whose text no template gives away. */
  readonly unknownPolicies: readonly UnknownPolicyFacts[];
  readonly trust: readonly Statement[];
  /** Parts of its trust policy that no template gives away. */
  readonly unknownTrust: readonly UnknownPolicyFacts[];
  readonly permissionsBoundary?: string;
  /** Functions that run under this role, across the app. */
  readonly functions: readonly ResourceFacts[];
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
  /** The API, where it stands in the app. */
  readonly api?: ResourceFacts;
  /** The function behind it, where that stands in the app. */
  readonly function?: ResourceFacts;
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
  readonly functions: readonly FunctionFacts[];
  readonly roles: readonly RoleFacts[];
  readonly detachedPolicies: readonly DetachedPolicyFacts[];
  readonly securityGroups: readonly SecurityGroupFacts[];
  /** Egress rules of groups that nobody can find in the app. */
  readonly detachedEgress: readonly EgressRuleFacts[];
  readonly urls: readonly ResourceFacts[];
  readonly permissions: readonly (InvokerFacts & { readonly function: string })[];
  readonly apiMethods: readonly ApiMethodFacts[];
  readonly acknowledgements: readonly AcknowledgementFacts[];
  /** Nested stacks whose template was not given: nothing is known of what stands in them. */
  readonly unseenStacks: readonly ResourceFacts[];
  /** Everything that will be deployed and that these facts do not hold, the unseen stacks too. */
  readonly unjudged: readonly UnjudgedFacts[];
}
