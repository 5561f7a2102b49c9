import type { RemovalPolicy } from 'aws-cdk-lib';
import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { ChosenDefaults } from './chosen-defaults';
import { logStatements } from '../baseline/log-rights';
import { keepKeyWith, keepReadable, stackKeyOf } from '../baseline/stack-key';

/** The logs of a function that has not been made yet: they stand beside it, because it has no inside. */
export interface OwnLogs {
  readonly logGroup: logs.ILogGroup;
  /** What the role that CDK makes for the function has to be granted. */
  readonly statements: iam.PolicyStatement[];
}

/**
 * Makes the log group of a function, and lets its role write to it. Undefined where the role takes no policy (an immutable, foreign or precreated one): logs in a
 * group that nobody may write to are lost, so the function keeps what it has.
 */
export function ownLogsOf(
  scope: Construct,
  id: string,
  role: iam.IRole | undefined,
  removalPolicy: RemovalPolicy,
  defaults: ChosenDefaults,
): OwnLogs | undefined {
  const rights = role === undefined ? undefined : rightsOf(scope, id, role);
  if (role !== undefined && rights === undefined) return undefined;
  const key = keyFor(scope, defaults.logEncryptionKey);
  keepKeyWith(key, removalPolicy);
  const logGroup = new logs.LogGroup(scope, `${id}SecureLogs`, {
    encryptionKey: key,
    retention: defaults.logRetention,
    removalPolicy,
  });
  keepReadable(logGroup, key);
  const statements = logStatements(logGroup, key);
  rights?.addStatements(...statements);
  return { logGroup, statements: rights === undefined ? statements : [] };
}

/** A group and its key are in one region: an app that deploys to several can give the key of one of them. */
function keyFor(scope: Construct, given: kms.IKey | undefined): kms.IKey {
  const elsewhere =
    given !== undefined && Token.compareStrings(given.env.region, Stack.of(scope).region) === TokenComparison.DIFFERENT;
  return given === undefined || elsewhere ? stackKeyOf(scope) : given;
}

/** In the stack of the function: a role of another stack that named this group would close a circle of stacks. */
function rightsOf(scope: Construct, id: string, role: iam.IRole): iam.Policy | undefined {
  const policy = new LogRights(scope, `${id}SecureLogRights`);
  role.attachInlinePolicy(policy);
  if (policy.taken) return policy;
  scope.node.tryRemoveChild(policy.node.id);
  return undefined;
}

/** Knows whether a role took it: some say nothing, and take nothing. */
class LogRights extends iam.Policy {
  public taken = false;

  public override attachToRole(role: iam.IRole): void {
    this.taken = true;
    super.attachToRole(role);
  }
}
