import type { JsonObject } from '../model/facts';

/** The secure app from which every example starts: one function that keeps all promises, in plain CloudFormation. */
export const SECURE_APP: JsonObject = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
    Platform: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: {
        PolicyName: 'platform',
        RoleName: { Ref: 'Role' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
            },
            { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] } },
            {
              Effect: 'Allow',
              Action: [
                'ec2:CreateNetworkInterface',
                'ec2:DescribeNetworkInterfaces',
                'ec2:DescribeSubnets',
                'ec2:DeleteNetworkInterface',
                'ec2:AssignPrivateIpAddresses',
                'ec2:UnassignPrivateIpAddresses',
              ],
              Resource: '*',
            },
            {
              Effect: 'Deny',
              Action: [
                'ec2:CreateNetworkInterface',
                'ec2:DescribeNetworkInterfaces',
                'ec2:DescribeSubnets',
                'ec2:DeleteNetworkInterface',
                'ec2:DetachNetworkInterface',
                'ec2:AssignPrivateIpAddresses',
                'ec2:UnassignPrivateIpAddresses',
              ],
              Resource: '*',
              Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
            },
          ],
        },
      },
    },
    Workload: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: {
        PolicyName: 'workload',
        RoleName: { Ref: 'Role' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }],
        },
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        EnableKeyRotation: true,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
              Action: 'kms:*',
              Resource: '*',
            },
          ],
        },
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
    Failures: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
    FailuresPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Failures' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'sqs:*',
              Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      },
    },
    FlowLog: {
      Type: 'AWS::EC2::FlowLog',
      Properties: {
        ResourceId: { Ref: 'Vpc' },
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::flow-logs',
      },
    },
    DefaultGroup: {
      Type: 'Custom::VpcRestrictDefaultSG',
      Properties: {
        ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:restrict-default-group',
        DefaultSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] },
      },
    },
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Answered: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: ['dynamodb.eu-west-1.amazonaws.com'] } },
    EveryName: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: ['*'] } },
    DnsRules: {
      Type: 'AWS::Route53Resolver::FirewallRuleGroup',
      Properties: {
        FirewallRules: [
          { Priority: 1, Action: 'ALLOW', FirewallDomainListId: { 'Fn::GetAtt': ['Answered', 'Id'] } },
          {
            Priority: 2,
            Action: 'BLOCK',
            BlockResponse: 'NXDOMAIN',
            FirewallDomainListId: { 'Fn::GetAtt': ['EveryName', 'Id'] },
          },
        ],
      },
    },
    DnsAssociation: {
      Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
      Properties: { VpcId: { Ref: 'Vpc' }, FirewallRuleGroupId: { 'Fn::GetAtt': ['DnsRules', 'Id'] }, Priority: 101 },
    },
    SubnetA: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
    SubnetB: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'Only the endpoints',
        VpcId: { Ref: 'Vpc' },
        SecurityGroupEgress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16', Description: 'HTTPS to the endpoints' },
        ],
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: 'exports.handler = async () => {};' },
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Timeout: 10,
        MemorySize: 256,
        EphemeralStorage: { Size: 512 },
        ReservedConcurrentExecutions: 5,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: { Ref: 'Logs' }, LogFormat: 'JSON' },
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] } },
        Environment: { Variables: { TABLE: { Ref: 'Table' } } },
        VpcConfig: {
          SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
          SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
        },
      },
    },
  },
};
