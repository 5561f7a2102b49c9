import type { JsonObject } from '../../model/facts';

/** A capacity provider with machines in the network of the secure app. */
export const MACHINES: JsonObject = {
  Machines: {
    Type: 'AWS::Lambda::CapacityProvider',
    Properties: {
      VpcConfig: {
        SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
        SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
      },
      PermissionsConfig: { CapacityProviderOperatorRoleArn: 'arn:aws:iam::111122223333:role/operator' },
    },
  },
};

/** What a function says that runs on them. */
export const ON_MACHINES: JsonObject = {
  LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: { 'Fn::GetAtt': ['Machines', 'Arn'] } },
};
