import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { assertUrlRequiresIam, boundPermission } from './invoker';
import { ValidationError } from '../errors';

/** An alias lets in nobody whom the function would not let in. */
export class FunctionAlias extends lambda.Alias {
  public override addPermission(id: string, permission: lambda.Permission): void {
    super.addPermission(id, boundPermission(this, permission));
  }

  public override addFunctionUrl(options: lambda.FunctionUrlOptions = {}): lambda.FunctionUrl {
    assertUrlRequiresIam(this, options);
    return super.addFunctionUrl({ ...options, authType: lambda.FunctionUrlAuthType.AWS_IAM });
  }
}

const GUARDED = new WeakSet<lambda.Version>();

/** The same for a version, which CDK makes by itself and of no other class than its own. */
export function guardVersion(version: lambda.Version): lambda.Version {
  if (GUARDED.has(version)) return version;
  GUARDED.add(version);
  const addPermission = version.addPermission.bind(version);
  version.addPermission = (id, permission) => addPermission(id, boundPermission(version, permission));
  Object.defineProperty(version, 'edgeArn', {
    get: () => {
      throw notAtTheEdge(version);
    },
  });
  return version;
}

function notAtTheEdge(version: IConstruct): ValidationError {
  return new ValidationError(
    {
      what: 'A SecureFunction',
      expected: 'runs in its region, in its network, with references to its secrets in its environment',
      got: 'Lambda@Edge, which has none of these',
      remedy:
        'Use a CloudFront Function, or put the function behind its URL with FunctionUrlOrigin.withOriginAccessControl(); ' +
        'what must run at the edge is a cloudfront.experimental.EdgeFunction, with a Waiver for what it cannot have',
    },
    version,
  );
}
