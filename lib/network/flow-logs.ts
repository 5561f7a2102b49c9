import type { CfnResource } from 'aws-cdk-lib';
import { RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';
import { acknowledgeForPeers } from '../baseline/peer-acknowledgements';
import { keepKeyWith, keepReadable, stackKeyOf } from '../baseline/stack-key';

/** Where flow logs go in CloudWatch Logs. */
export interface CloudWatchFlowLogsProps {
  /**
   * How long they are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The key that encrypts them.
   *
   * @default - the customer key of the stack
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to them when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Who writes down which connections were made and refused in a network. */
export abstract class FlowLogs {
  /** To an encrypted log group of its own. */
  public static toCloudWatch(props: CloudWatchFlowLogsProps = {}): FlowLogs {
    return new CloudWatchFlowLogs(props);
  }

  /** To a bucket, which costs about half of CloudWatch Logs. */
  public static toBucket(bucket: s3.IBucket): FlowLogs {
    return new BucketFlowLogs(bucket);
  }

  /** The owner of the network writes them; nothing is made here, and the judge cannot see them. */
  public static ownedElsewhere(): FlowLogs {
    return new ForeignFlowLogs();
  }

  /** Whether nothing is made. @internal */
  public readonly _isForeign: boolean = false;

  /** @internal */
  public abstract _bind(scope: Construct, vpc: ec2.IVpc): void;
}

class CloudWatchFlowLogs extends FlowLogs {
  constructor(private readonly props: CloudWatchFlowLogsProps) {
    super();
  }

  public _bind(scope: Construct, vpc: ec2.IVpc): void {
    const own = new Construct(scope, 'FlowLogs');
    const removalPolicy = this.props.removalPolicy ?? RemovalPolicy.RETAIN;
    const retention = this.props.retention ?? logs.RetentionDays.THREE_MONTHS;
    const encryptionKey = this.props.encryptionKey ?? stackKeyOf(scope);
    keepKeyWith(encryptionKey, removalPolicy);
    const logGroup = new logs.LogGroup(own, 'LogGroup', {
      retention,
      encryptionKey,
      removalPolicy,
    });
    keepReadable(logGroup, encryptionKey);
    const role = new iam.Role(own, 'Role', { assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com') });
    const policy = new iam.Policy(own, 'Policy', {
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [logGroup.logGroupArn],
        }),
      ],
      roles: [role],
    });
    acknowledgeForPeers(policy.node.defaultChild as CfnResource, 'inlinePolicy');
    const flowLog = new ec2.CfnFlowLog(own, 'Resource', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
    flowLog.node.addDependency(policy);
    const promised = [
      ...promiseOf(flowLog, { TrafficType: 'ALL', ResourceId: vpc.vpcId, LogGroupName: logGroup.logGroupName }),
      ...promiseOf(logGroup.node.defaultChild as CfnResource, { KmsKeyId: encryptionKey.keyArn, RetentionInDays: retention }),
    ];
    scope.node.addValidation({ validate: () => brokenPromises(scope, promised) });
  }
}

class BucketFlowLogs extends FlowLogs {
  constructor(private readonly bucket: s3.IBucket) {
    super();
  }

  public _bind(scope: Construct, vpc: ec2.IVpc): void {
    new ec2.FlowLog(scope, 'FlowLogs', {
      resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
      trafficType: ec2.FlowLogTrafficType.ALL,
      destination: ec2.FlowLogDestination.toS3(this.bucket),
    });
  }
}

class ForeignFlowLogs extends FlowLogs {
  public override readonly _isForeign = true;

  public _bind(): void {}
}
