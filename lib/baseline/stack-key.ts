import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { brokenPromises, promiseOf } from './kept-promises';
import { Written } from './written';

const ID = 'SecureFunctionKey';

/**
 * The one customer key of a stack, which serves the logs and failure queues of all functions in it: secure must not mean six hundred keys.
 *
 * CloudWatch Logs may use it for log groups of this account only. The policy cannot name the groups: a group names its key, and the circle would close.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function stackKeyOf(scope: IConstruct): kms.Key {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(ID);
  if (existing instanceof kms.Key) return existing;

  const key = new kms.Key(stack, ID, {
    description: `Logs and failure queues of the functions in ${stack.stackName}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogGroupsOfThisAccount',
      // Nearly every service has one name everywhere; this one is called after the partition that it runs in.
      principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:*`,
        },
      },
    }),
  );
  const resource = key.node.defaultChild as kms.CfnKey;
  const promised = promiseOf(resource, {
    Enabled: undefined,
    EnableKeyRotation: true,
    KeyPolicy: resource.keyPolicy,
    KeySpec: undefined,
  });
  key.node.addValidation({ validate: () => brokenPromises(key, promised) });
  return key;
}

/** What is encrypted must not outlive its key: a retained log group retains the stack's key, and is readable after the stack is gone. */
export function keepKeyWith(key: kms.IKey, removalPolicy: RemovalPolicy): void {
  if (removalPolicy === RemovalPolicy.RETAIN && key.node.id === ID && key instanceof kms.Key) {
    key.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}

/** Fails the synthesis where somebody retains the logs and not their key, without which they are noise, or lets the key go before them. */
export function keepReadable(logGroup: logs.LogGroup, key: kms.IKey): void {
  logGroup.node.addValidation({ validate: () => keptWithoutKey(logGroup, key) });
}

function keptWithoutKey(logGroup: logs.LogGroup, key: kms.IKey): string[] {
  const [group, owner] = [logGroup, key].map(({ node }) => node.defaultChild);
  if (
    !(group instanceof logs.CfnLogGroup) ||
    !(owner instanceof kms.CfnKey) ||
    !new Written(group).isRetained ||
    new Written(owner).isRetained
  ) {
    return [];
  }
  return [
    `'${group.node.path}' is retained when its stack is deleted, and '${owner.node.path}', without which nobody can read it, is not. ` +
      'Apply the same removal policy to both.',
  ];
}
