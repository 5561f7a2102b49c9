import type { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, Node } from 'constructs';
import { createAlarms } from './alarms';
import { assertLeavesTimeToRetry, isPolledInVpc, networkDescription } from './brokers';
import { warnOfFrozenSecrets } from './capabilities';
import { promisesOfSigning } from './code-signing';
import { assertPlainVariable, environmentAtSynthesis, setTwice } from './environment';
import { ExecutionRole } from './execution-role';
import { assertUrlRequiresIam, boundPermission, openInvokers } from './invoker';
import { codeAtSynthesis } from './packaging/packaging';
import { orderOf, promisesOf, workloadPromises } from './promises';
import { FunctionAlias, guardVersion } from './qualified';
import {
  asyncOptions,
  createDurablePolicy,
  createFailureQueue,
  createFunction,
  createLogGroup,
  createPlatformPolicy,
  createSecurityGroup,
  recordWaivers,
  statementsOf,
} from './resources';
import { refuseElsewhere } from './same-place';
import type { SecureFunctionProps } from './secure-function-props';
import type { Settings } from './settings';
import { resolveSettings } from './settings';
import { AwsService } from '../baseline/aws-service';
import { brokenOrder, brokenPromises } from '../baseline/kept-promises';
import { Waiver } from '../baseline/waiver';
import { ValidationError } from '../errors';
import type { FunctionSecurityGroup } from '../network/function-security-group';

/**
 * A Lambda function with enforced secure defaults: a role of its own without AWS managed policies, tracing, encrypted JSON logs, explicit limits,
 * a network with closed egress, secrets by reference, no public invoker, and captured failures.
 *
 * What is unsafe is not among its props. What would break a promise later (`addToRolePolicy`, `addEnvironment`, `addPermission`, `addFunctionUrl`,
 * `connections`) throws at that line, and what reaches the template by another road fails the synthesis.
 *
 * It is an `IFunction`, so everything that takes one takes it as it is.
 */
export class SecureFunction extends lambda.FunctionBase {
  public readonly functionName: string;
  public readonly functionArn: string;
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly role?: iam.IRole;
  public readonly permissionsNode: Node;
  public readonly architecture: lambda.Architecture;
  public readonly tenancyConfig?: lambda.TenancyConfig;
  public readonly resourceArnsForGrantInvoke: string[];
  /** The log group that the function writes to, and nobody else. */
  public readonly logGroup: logs.ILogGroup;
  /** The runtime. */
  public readonly runtime: lambda.Runtime;
  /** After which time Lambda stops an invocation. */
  public readonly timeout: Duration;
  /** The queue that takes asynchronous events which failed; undefined where a waiver says that nobody invokes it asynchronously. */
  public readonly failureQueue?: sqs.IQueue;
  protected readonly canCreatePermissions: boolean;

  private readonly inner: lambda.Function;
  private readonly settings: Settings;
  /** Variables that hold references, which nobody may replace. */
  private readonly references = new Set<string>();

  constructor(scope: Construct, id: string, props: SecureFunctionProps) {
    super(scope, id, { physicalName: props.functionName });
    const settings = resolveSettings(this, props);
    refuseElsewhere(this, props);
    const logGroup = createLogGroup(this, settings);
    const role = new ExecutionRole(this, 'ExecutionRole', { permissionsBoundary: props.permissionsBoundary });
    const failures = createFailureQueue(this, settings);
    const platform = { settings, role, logGroup, failureQueue: failures };
    const platformPolicy = createPlatformPolicy(this, platform, statementsOf(this, platform));
    const securityGroup = createSecurityGroup(this, settings, platformPolicy);
    this.inner = createFunction(this, { props, settings, role, logGroup, securityGroup, platformPolicy });
    const durablePolicy = createDurablePolicy(this, settings, this.inner, role);
    if (failures !== undefined) this.inner.configureAsyncInvoke(asyncOptions(settings, failures));

    this.settings = settings;
    this.functionName = this.inner.functionName;
    this.functionArn = this.inner.functionArn;
    this.role = role;
    this.grantPrincipal = role;
    this.permissionsNode = this.node;
    this.architecture = settings.architecture;
    this.tenancyConfig = settings.capabilities.tenancyConfig;
    this.resourceArnsForGrantInvoke = this.inner.resourceArnsForGrantInvoke;
    this.logGroup = logGroup;
    this.runtime = settings.runtime;
    this.timeout = settings.timeout;
    this.failureQueue = failures;
    this.canCreatePermissions = true;
    this.node.defaultChild = this.inner.node.defaultChild;

    for (const [variable, value] of Object.entries(settings.environment)) this.addEnvironment(variable, value);
    for (const [variable, { secret }] of Object.entries(settings.secrets)) this.addReference(variable, secret.secretArn);
    for (const [variable, { parameter }] of Object.entries(settings.parameters)) {
      this.addReference(variable, parameter.parameterName);
    }
    this.openEgress(securityGroup, role);

    const alarms = createAlarms(this, { settings, fn: this.inner, failureQueue: failures });
    recordWaivers(this.inner, settings);
    warnOfFrozenSecrets(this, settings);
    const parts = {
      props,
      settings,
      fn: this.inner,
      role,
      logGroup,
      securityGroup,
      platformPolicy,
      platformDocument: new iam.PolicyDocument({ statements: statementsOf(this, platform) }),
      failureQueue: failures,
      durablePolicy,
    };
    const promised = promisesOf(parts);
    const order = orderOf(parts);
    const signing = promisesOfSigning(settings.codeSigning);
    this.node.addValidation({
      validate: () => [
        ...brokenPromises(this, [...promised, ...workloadPromises(role), ...alarms]),
        ...brokenOrder(this, order),
        ...openInvokers(this),
        ...environmentAtSynthesis(this, this.inner),
        ...codeAtSynthesis(this.inner, settings.code),
        ...brokenPromises(this, signing),
      ],
    });
  }

  /** The version that holds the function as it is now. */
  public get currentVersion(): lambda.Version {
    return guardVersion(this.inner.currentVersion);
  }

  /**
   * Sets an environment variable.
   *
   * Throws where the value is a secret, or where the variable would change which code runs.
   */
  public addEnvironment(variable: string, value: string): this {
    assertPlainVariable(this, variable, value);
    if (this.references.has(variable)) throw setTwice(this, variable);
    this.inner.addEnvironment(variable, value);
    return this;
  }

  /**
   * An alias of the current version. Its asynchronous failures are captured like those of the function, because Lambda configures them apart.
   */
  public addAlias(aliasName: string, options: lambda.AliasOptions = {}): lambda.Alias {
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    return new FunctionAlias(this, `Alias${aliasName}`, {
      ...asyncOptions(this.settings, this.failureQueue),
      ...given,
      aliasName,
      version: this.currentVersion,
    });
  }

  /**
   * Lets somebody invoke the function. A service that names no source is bound to this account.
   *
   * Throws for everyone, and for actions that manage the function.
   */
  public override addPermission(id: string, permission: lambda.Permission): void {
    super.addPermission(id, boundPermission(this, permission));
  }

  /**
   * Gives the function a URL that callers sign requests to.
   *
   * Throws for a URL without IAM authorization.
   */
  public override addFunctionUrl(options: lambda.FunctionUrlOptions = {}): lambda.FunctionUrl {
    assertUrlRequiresIam(this, options);
    if (this.tenancyConfig !== undefined) throw this.noUrlForTenants();
    return super.addFunctionUrl({ ...options, authType: lambda.FunctionUrlAuthType.AWS_IAM });
  }

  /** Always throws: what happens to asynchronous events is configured once, with the `failures` prop. */
  public override configureAsyncInvoke(_options: lambda.EventInvokeConfigOptions): void {
    throw new ValidationError(
      {
        what: 'Asynchronous invocation',
        expected: 'is configured once',
        got: 'configureAsyncInvoke()',
        remedy: 'Use the prop failures: Failures.captured({ queue, retryAttempts, maxEventAge })',
      },
      this,
    );
  }

  private addReference(variable: string, reference: string): void {
    const { environment } = this.settings;
    if (Object.hasOwn(environment, variable) || this.references.has(variable)) throw setTwice(this, variable);
    this.references.add(variable);
    this.inner.addEnvironment(variable, reference);
  }

  private noUrlForTenants(): ValidationError {
    return new ValidationError(
      {
        what: 'A function with tenant isolation',
        expected: 'is invoked for one tenant',
        got: 'a URL, which cannot say for whom',
        remedy: 'Put an API of API Gateway in front of it, which hands on the tenant',
      },
      this,
    );
  }

  /**
   * Reads from a stream, a queue or a broker. Lambda connects to a broker in a VPC on behalf of the role, which gets the two rights for it that
   * a function in a VPC does not have already.
   *
   * Throws where the source needs a shorter timeout.
   */
  public override addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    assertLeavesTimeToRetry(this, options);
    if (isPolledInVpc(options)) this.addToRolePolicy(networkDescription());
    return super.addEventSourceMapping(id, options);
  }

  private openEgress(securityGroup: FunctionSecurityGroup | undefined, role: ExecutionRole): void {
    const { placement, place, secrets, parameters, egress } = this.settings;
    if (securityGroup === undefined || placement instanceof Waiver) return;
    this._connections = securityGroup.connections;
    const reached = new Set<string>();
    const user = { role, group: securityGroup, rightsFor: (prefix: string) => role.rightsFor(prefix) };
    const reach = (service: AwsService): void => {
      const route = placement.routeTo(service, user, this);
      securityGroup.reach(route.peer, service.endpointName);
      for (const [variable, value] of Object.entries(route.environment)) {
        if (!reached.has(service.endpointName)) this.addReference(variable, value);
      }
      reached.add(service.endpointName);
    };
    if (Object.keys(secrets).length > 0) reach(AwsService.SECRETS_MANAGER);
    if (Object.keys(parameters).length > 0) reach(AwsService.SSM);
    for (const way of egress) {
      way._bind({
        reach,
        connectTo: (peer, port, names) => securityGroup.connectTo(peer, port, names),
        letOut: () => securityGroup.letOut(place?.waiver),
      });
    }
  }
}
