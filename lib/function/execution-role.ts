import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { CAPTURE_FAILURES } from './platform-policy';
import { acknowledgeForPeers } from '../baseline/peer-acknowledgements';
import { TRACING_ACTIONS } from '../baseline/platform-actions';
import { ValidationError } from '../errors';
import type { Danger } from '../iam/danger';
import { dangerOf } from '../iam/danger';
import { isDelicate } from '../iam/escalation';
import { parsePolicyDocument } from '../iam/statement';
import { asText } from '../iam/text';

/**
 * Policies that CDK attaches by itself, with what they give beyond the platform policy and the grants that CDK makes by name. None of these actions has
 * a resource to name.
 */
const REPLACED_POLICIES: Readonly<Record<string, readonly string[] | undefined>> = {
  'service-role/AWSLambdaBasicExecutionRole': [],
  'service-role/AWSLambdaVPCAccessExecutionRole': [],
  'service-role/AWSLambdaMSKExecutionRole': ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs'],
  'service-role/AWSConfigRulesExecutionRole': ['config:PutEvaluations'],
};

/** What CDK calls the policy of what a role was granted. */
const WORKLOAD_POLICY = 'DefaultPolicy';

/** A statement as it is written, tokens and all. */
interface StatementJson {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly NotAction?: unknown;
  readonly Resource?: string | string[];
  readonly NotResource?: unknown;
  readonly Condition?: Readonly<Record<string, object>>;
}

/** The role of one function. It takes what the workload is granted, and refuses at that line what nobody may hold. */
export class ExecutionRole extends iam.Role {
  private readonly documents: iam.PolicyDocument[] = [];
  private readonly granted: iam.PolicyStatement[] = [];
  private readonly customerPolicies: iam.IManagedPolicy[] = [];
  private workloadPolicy: IConstruct | undefined;

  constructor(scope: Construct, id: string, props: { readonly permissionsBoundary?: iam.IManagedPolicy }) {
    super(scope, id, { ...props, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    this.node.addValidation({ validate: () => this.dangersAtSynthesis() });
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    if (isTracing(statement)) return { statementAdded: true, policyDependable: this };
    this.refuseDanger(statement);
    this.granted.push(statement);
    this.addClusterDescription(statement);
    const result = super.addToPrincipalPolicy(statement);
    this.acknowledgeWorkloadPolicy();
    return result;
  }

  public override attachInlinePolicy(policy: iam.Policy): void {
    this.documents.push(policy.document);
    this.refuseDanger();
    // CDK asks every attached policy for its name, and one that was asked may not become empty: this one does, when all of it moves into managed policies.
    if (this.isWorkloadPolicy(policy)) policy.attachToRole(this);
    else super.attachInlinePolicy(policy);
  }

  public override addManagedPolicy(policy: iam.IManagedPolicy): void {
    const arn = asText(Stack.of(this).resolve(policy.managedPolicyArn));
    const name = /:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
    if (name === undefined) {
      this.customerPolicies.push(policy);
      if (policy instanceof iam.ManagedPolicy) this.documents.push(policy.document);
      this.refuseDanger();
      return super.addManagedPolicy(policy);
    }
    const replacement = REPLACED_POLICIES[name];
    if (replacement !== undefined) {
      if (replacement.length > 0) {
        this.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [...replacement], resources: ['*'] }));
      }
      return;
    }
    throw new ValidationError(
      {
        what: 'An execution role',
        expected: 'holds no AWS managed policy: they are written for everybody, and change without you',
        got: name,
        remedy: 'Grant what the code uses: table.grantReadData(fn), or fn.addToRolePolicy() with actions and resources',
      },
      this,
    );
  }

  /** Whether the app lets somebody else make its roles (`Role.customizeRoles`): then no rights of it stand in a template. */
  public get isPrecreated(): boolean {
    return this.node.children.some(child => child.node.id.startsWith('PrecreatedRole')) || this.node.defaultChild === undefined;
  }

  /** The managed policies that were attached to it knowingly. */
  public get attachedPolicyArns(): string[] | undefined {
    return this.customerPolicies.length === 0
      ? undefined
      : [...new Set(this.customerPolicies.map(policy => policy.managedPolicyArn))];
  }

  /** The policies that hold what the workload was granted: the one that CDK makes, and those that it moves into when it becomes too long. */
  public get workloadPolicies(): (iam.Policy | iam.ManagedPolicy)[] {
    return this.node.children.filter(
      (child): child is iam.Policy | iam.ManagedPolicy =>
        (child instanceof iam.Policy && child.node.id === WORKLOAD_POLICY) ||
        (child instanceof iam.ManagedPolicy && child.node.id.startsWith('OverflowPolicy')),
    );
  }

  /**
   * The rights on services with a prefix that the code uses, as endpoint policies repeat them; undefined where a statement does not list them. What Lambda
   * and other services do under the role passes no endpoint of the function's.
   */
  public rightsFor(iamPrefix: string): { actions: string[]; resources: string[] }[] | undefined {
    if (this.customerPolicies.some(policy => !(policy instanceof iam.ManagedPolicy))) return undefined;
    const allows = this.statements().filter(({ Effect, Sid }) => Effect === 'Allow' && Sid !== CAPTURE_FAILURES);
    if (allows.some(({ NotAction, NotResource }) => NotAction !== undefined || NotResource !== undefined)) return undefined;
    return allows
      .filter(({ Condition }) => !isThroughService(Condition))
      .map(({ Action, Resource }) => ({
        actions: list(Action).filter(action => action.toLowerCase().startsWith(`${iamPrefix}:`)),
        resources: list(Resource),
      }))
      .filter(({ actions }) => actions.length > 0);
  }

  private isWorkloadPolicy(policy: iam.Policy): boolean {
    return !this.isPrecreated && policy.node.scope === this && policy.node.id === WORKLOAD_POLICY;
  }

  private acknowledgeWorkloadPolicy(): void {
    const policy = this.node.tryFindChild(WORKLOAD_POLICY)?.node.defaultChild;
    if (policy === undefined || this.workloadPolicy === policy) return;
    this.workloadPolicy = policy;
    acknowledgeForPeers(policy, 'inlinePolicy');
  }

  private addClusterDescription(statement: iam.PolicyStatement): void {
    if (!statement.actions.includes('kafka:DescribeCluster') || statement.actions.includes('kafka:DescribeClusterV2')) return;
    this.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['kafka:DescribeClusterV2'], resources: statement.resources }));
  }

  private refuseDanger(...added: readonly iam.PolicyStatement[]): void {
    const danger = this.dangerIn(added);
    if (danger === undefined) return;
    throw new ValidationError(
      {
        what: 'An execution role',
        expected: danger.kind === 'administrator' ? 'holds no administrator rights' : 'holds no rights to become somebody else',
        got: danger.reason,
        remedy: 'Name the actions and the resources that the code uses',
      },
      this,
    );
  }

  /** Documents and trust can be changed after they were handed over. */
  private dangersAtSynthesis(): string[] {
    const danger = this.dangerIn([]);
    const errors = danger === undefined ? [] : [`The execution role holds rights that nobody may hold: ${danger.reason}.`];
    const trust = parsePolicyDocument(Stack.of(this).resolve(this.assumeRolePolicy));
    const trusted = trust.flatMap(({ principals }) => principals.map(({ value }) => value));
    if (
      trusted.some(principal => principal !== 'lambda.amazonaws.com') ||
      trust.some(({ notPrincipals }) => notPrincipals.length > 0)
    ) {
      errors.push(
        `The execution role must trust nobody but Lambda, got ${trusted.join(', ')}. Remove what was added to its assumeRolePolicy.`,
      );
    }
    return errors;
  }

  private dangerIn(added: readonly iam.PolicyStatement[]): Danger | undefined {
    const statements = this.statements(added);
    if (statements.every(isHarmless)) return undefined;
    return dangerOf(parsePolicyDocument({ Statement: Stack.of(this).resolve(statements) }));
  }

  /** Everything in the documents that were attached, and what was granted before there was a document for it. */
  private statements(added: readonly iam.PolicyStatement[] = []): StatementJson[] {
    const undocumented = this.workloadPolicy === undefined ? this.granted : [];
    return [
      ...[...undocumented, ...added].map(statement => statement.toStatementJson() as StatementJson),
      ...this.allDocuments().flatMap(document => list<StatementJson>(document.toJSON()?.Statement)),
    ];
  }

  private allDocuments(): iam.PolicyDocument[] {
    return [...new Set([...this.documents, ...this.workloadPolicies.map(({ document }) => document)])];
  }
}

/** Whether another service makes the call, with the function's rights and on its own way. */
function isThroughService(condition: StatementJson['Condition'] = {}): boolean {
  return Object.values(condition).some(keys => 'kms:ViaService' in keys);
}

/** Most statements name their actions, and none that leads anywhere: there is nothing to work out. */
function isHarmless({ Action, NotAction }: StatementJson): boolean {
  return NotAction === undefined && list(Action).every(action => !Token.isUnresolved(action) && !isDelicate(action));
}

function isTracing(statement: iam.PolicyStatement): boolean {
  return (
    statement.effect === iam.Effect.ALLOW &&
    statement.actions.length > 0 &&
    statement.actions.every(action => TRACING_ACTIONS.includes(action))
  );
}

function list<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
