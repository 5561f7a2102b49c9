import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { ValidationError } from '../errors';

/** Lambda keeps the last minute of an invocation for itself where it polls a broker. */
const LONGEST = Duration.minutes(14);

/** Refuses a timeout with which Lambda does not poll a broker. @see https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html */
export function assertLeavesTimeToRetry(
  scope: IConstruct & { readonly timeout: Duration },
  { kafkaTopic }: lambda.EventSourceMappingOptions,
): void {
  const { timeout } = scope;
  if (kafkaTopic === undefined || timeout.isUnresolved() || timeout.toSeconds() <= LONGEST.toSeconds()) return;
  throw new ValidationError(
    {
      what: `'limits.timeout'`,
      expected: `must be at most ${LONGEST.toHumanString()} for a function that reads from Kafka`,
      got: timeout.toHumanString(),
      remedy: 'Take fewer records at once, with batchSize',
    },
    scope,
  );
}

/** Whether Lambda reaches the source through a network of yours. For clusters of MSK, CDK asks for the rights itself. */
export function isPolledInVpc({ sourceAccessConfigurations }: lambda.EventSourceMappingOptions): boolean {
  return (sourceAccessConfigurations ?? []).some(
    ({ type }) => type.type === lambda.SourceAccessConfigurationType.VPC_SUBNET.type,
  );
}

/** What is needed there beyond network interfaces. Neither action has a resource to name. */
export function networkDescription(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs'], resources: ['*'] });
}
