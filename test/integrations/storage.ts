import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import type { Integrations } from './integration';
import { aBucket } from './neighbours';
import { aFunction, networkOf } from '../apps';

export const STORAGE = {
  'a notification of a bucket': scope => {
    const bucket = aBucket(scope);
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(aFunction(scope)));
  },
  'a notification of a bucket to an alias': scope => {
    const bucket = aBucket(scope);
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(aFunction(scope).addAlias('live')));
  },
  'a file system': scope => {
    const { vpc, subnets } = networkOf(scope);
    const fileSystem = new efs.FileSystem(scope, 'Files', {
      vpc,
      vpcSubnets: subnets,
      securityGroup: new ec2.SecurityGroup(scope, 'Mounts', { vpc, allowAllOutbound: false }),
    });
    const user = { uid: '1001', gid: '1001' };
    const accessPoint = fileSystem.addAccessPoint('Orders', {
      path: '/orders',
      posixUser: user,
      createAcl: { ownerUid: user.uid, ownerGid: user.gid, permissions: '750' },
    });
    aFunction(scope, 'Fn', { filesystem: lambda.FileSystem.fromEfsAccessPoint(accessPoint, '/mnt/orders') });
  },
} satisfies Integrations;
