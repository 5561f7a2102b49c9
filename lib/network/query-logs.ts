import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import type { NetworkLogsProps } from './network-logs';
import { createNetworkLogGroup } from './network-logs';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';

/** Who writes down which names were asked for in a network, and what was answered. */
export abstract class QueryLogs {
  /**
   * To an encrypted log group of its own. A name that was refused there is often the first that is seen of an intruder.
   *
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs.html
   */
  public static toCloudWatch(props: NetworkLogsProps = {}): QueryLogs {
    return new CloudWatchQueryLogs(props);
  }

  /** Nobody: queries are filtered and forgotten. */
  public static none(): QueryLogs {
    return new NoQueryLogs();
  }

  /** @internal */
  public abstract _bind(scope: Construct, vpc: ec2.IVpc): void;
}

class CloudWatchQueryLogs extends QueryLogs {
  constructor(private readonly props: NetworkLogsProps) {
    super();
  }

  public _bind(scope: Construct, vpc: ec2.IVpc): void {
    const own = new Construct(scope, 'QueryLogs');
    const logGroup = createNetworkLogGroup(own, 'LogGroup', this.props);
    const config = new route53resolver.CfnResolverQueryLoggingConfig(own, 'Resource', { destinationArn: logGroup.logGroupArn });
    const association = new route53resolver.CfnResolverQueryLoggingConfigAssociation(own, 'Association', {
      resolverQueryLogConfigId: config.attrId,
      resourceId: vpc.vpcId,
    });
    const promised = [
      ...promiseOf(config, { DestinationArn: logGroup.logGroupArn }),
      ...promiseOf(association, { ResolverQueryLogConfigId: config.attrId, ResourceId: vpc.vpcId }),
    ];
    scope.node.addValidation({ validate: () => brokenPromises(scope, promised) });
  }
}

class NoQueryLogs extends QueryLogs {
  public _bind(): void {}
}
