import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { AwsService } from '../baseline/aws-service';

/**
 * Resources that belong to AWS, so that no condition on the owner's account lets them through, and that code of a function reads: public parameters, and
 * the layers of images that it pulls by itself. What else AWS lists is fetched by Lambda, outside of the VPC.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples
 */
export function awsOwned(
  service: AwsService,
  scope: IConstruct,
  principal: Readonly<Record<string, string>>,
  isReached: (endpointName: string) => boolean,
): iam.PolicyStatement[] {
  const { partition, region } = Stack.of(scope);
  if (service.endpointName === 'ssm') {
    return [
      new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
        resources: [`arn:${partition}:ssm:${region}::parameter/aws/*`],
        conditions: { StringEquals: principal },
      }),
    ];
  }
  if (service.endpointName === 's3' && (isReached('ecr.dkr') || isReached('ecr.api'))) {
    return [
      new iam.PolicyStatement({
        // The caller is Amazon ECR, with an address that it signed itself.
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:GetObject'],
        resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
      }),
    ];
  }
  return [];
}
