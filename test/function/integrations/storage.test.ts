import { Match } from 'aws-cdk-lib/assertions';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describeIntegrations } from './describe-integrations';
import { aFunction, aWaiver, FLAG_SETS, networkOf, newStack, refusal, templateOf } from '../../apps';
import { STORAGE } from '../../integrations/storage';

const local = (rest: string): string => `arn:Partition:elasticfilesystem:Region:AccountId:${rest}`;

describeIntegrations('storage', STORAGE, {
  'a notification of a bucket': {
    invokers: ['s3.amazonaws.com: lambda:InvokeFunction on Fn.Arn for Bucket.Arn of AccountId'],
  },
  'a notification of a bucket to an alias': {
    invokers: ['s3.amazonaws.com: lambda:InvokeFunction on FnAliaslive for Bucket.Arn of AccountId'],
  },
  'a file system': {
    rights: ['Mount', 'Write'].map(
      what =>
        `elasticfilesystem:Client${what} on ${local('file-system/Files')} if elasticfilesystem:AccessPointArn is ${local('access-point/FilesOrders')}`,
    ),
    resources: [
      ['AWS::Lambda::Function', { FileSystemConfigs: [{ Arn: Match.anyValue(), LocalMountPath: '/mnt/orders' }] }],
      ['AWS::EC2::SecurityGroupEgress', { FromPort: 2049, ToPort: 2049, IpProtocol: 'tcp' }],
    ],
  },
});

describe.each(FLAG_SETS)('a file system under the %s', (_, flags) => {
  test('is refused outside a network', () => {
    const stack = newStack(flags);
    const accessPoint = new efs.FileSystem(stack, 'Files', { vpc: networkOf(stack).vpc }).addAccessPoint('Orders');
    const filesystem = lambda.FileSystem.fromEfsAccessPoint(accessPoint, '/mnt/orders');
    expect(() => aFunction(stack, 'Fn', { outsideVpc: aWaiver(), filesystem })).toThrow(
      refusal(`'filesystem'`, 'can only be mounted in a network', 'outsideVpc'),
    );
  });

  test('of S3 may be read past its mount', () => {
    const stack = newStack(flags);
    const arn = 'arn:aws:s3files:eu-west-1:444455556666:file-system/fs-1/access-point/fsap-1';
    const config = { localMountPath: '/mnt/orders', arn, _s3FilesDirectRead: 'DISABLED' };
    aFunction(stack, 'Fn', { filesystem: { config } });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      FileSystemConfigs: [{ Arn: arn, LocalMountPath: '/mnt/orders', S3FilesConfig: { DirectS3Read: 'DISABLED' } }],
    });
  });

  test('cannot be exchanged behind the back of the construct', () => {
    const stack = newStack(flags);
    STORAGE['a file system'](stack);
    const resource = stack.node.findChild('Fn').node.defaultChild as lambda.CfnFunction;
    resource.addPropertyOverride('FileSystemConfigs.0.Arn', 'arn:aws:elasticfilesystem:eu-west-1:1:access-point/fsap-1');
    expect(() => templateOf(stack)).toThrow(/'FileSystemConfigs' of AWS::Lambda::Function/);
  });
});
