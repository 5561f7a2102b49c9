import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

/** A network that functions are placed in. Comes from `new SecureNetwork()` or `SecureNetwork.fromVpc()`. */
export interface ISecureNetwork extends IConstruct {
  /** The VPC behind it. */
  readonly vpc: ec2.IVpc;
  /** The subnets that functions and endpoints are placed in. */
  readonly subnets: ec2.SubnetSelection;
}
