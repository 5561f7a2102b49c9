import type { InjectionContext, IPropertyInjector } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ChosenDefaults } from './chosen-defaults';
import { ownLogsOf } from './encrypted-log-group';
import { hasLoopDetection } from '../baseline/loop-detection';

/**
 * Gives functions what they do not say. Every function of CDK is a `lambda.Function` inside (`NodejsFunction`, `DockerImageFunction`, `PythonFunction`, the one in a
 * `SingletonFunction`), so this one id reaches them all, also those that come with later versions.
 */
export class FunctionDefaults implements IPropertyInjector {
  public readonly constructUniqueId = lambda.Function.PROPERTY_INJECTION_ID;

  constructor(
    private readonly defaults: ChosenDefaults,
    /** The injector of somebody else: it goes first, and what it sets counts as said. */
    public readonly previous: IPropertyInjector | undefined,
  ) {}

  public inject(originalProps: unknown, context: InjectionContext): lambda.FunctionProps {
    const given = said((this.previous?.inject(originalProps, context) ?? originalProps) as lambda.FunctionProps);
    if (isAtTheEdge(context)) return given;
    return {
      tracing: lambda.Tracing.ACTIVE,
      timeout: this.defaults.timeout,
      memorySize: this.defaults.memorySize,
      ephemeralStorageSize: this.defaults.ephemeralStorageSize,
      ...(hasLoopDetection(context.scope) ? { recursiveLoop: lambda.RecursiveLoop.TERMINATE } : {}),
      ...(given.logFormat === undefined ? { loggingFormat: lambda.LoggingFormat.JSON } : {}),
      ...this.withLogs(given, context),
    };
  }

  private withLogs(given: lambda.FunctionProps, { scope, id }: InjectionContext): lambda.FunctionProps {
    if (given.logGroup !== undefined || given.logRetention !== undefined) return given;
    // CDK takes this policy for the group that it would make itself, and refuses it beside another.
    const { logRemovalPolicy = this.defaults.logRemovalPolicy, ...others } = given;
    const own = ownLogsOf(scope, id, given.role, logRemovalPolicy, this.defaults);
    if (own === undefined) return given;
    return { ...others, logGroup: own.logGroup, initialPolicy: [...(given.initialPolicy ?? []), ...own.statements] };
  }
}

/** Leaves functions as they are written: the nearest injector is the only one that CDK asks. */
export class AsWritten implements IPropertyInjector {
  public readonly constructUniqueId = lambda.Function.PROPERTY_INJECTION_ID;

  constructor(public readonly previous: IPropertyInjector | undefined) {}

  public inject(originalProps: unknown, context: InjectionContext): unknown {
    return this.previous?.inject(originalProps, context) ?? originalProps;
  }
}

/** A property that is undefined is one that was not said. */
function said(props: lambda.FunctionProps): lambda.FunctionProps {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as unknown as lambda.FunctionProps;
}

/** CloudFront accepts no function that is traced, and few limits: CDK's own construct for such functions, and the stack that it makes, tell where they are. */
function isAtTheEdge({ scope }: InjectionContext): boolean {
  const { PROPERTY_INJECTION_ID: kind } = scope.constructor as { readonly PROPERTY_INJECTION_ID?: string };
  return kind === EDGE_FUNCTION || scope.node.id.startsWith('edge-lambda-stack-');
}

const EDGE_FUNCTION = 'aws-cdk-lib.aws-cloudfront.experimental.EdgeFunction';
