import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Integrations } from './integration';
import { aBucket } from './neighbours';
import { AwsService, Egress, EgressProfile, SecureNetwork } from '../../lib';
import { aFunction, networkOf } from '../apps';

export const NETWORK = {
  'a partner by his domain': scope => {
    const network = new SecureNetwork(scope, 'Filtered', { allowedDomains: ['api.example.com'] });
    aFunction(scope, 'Fn', { network, egress: [Egress.toDomain('api.example.com')] });
  },
  'a bucket': scope => {
    const bucket = aBucket(scope);
    const fn = aFunction(scope, 'Fn', { egress: [Egress.toAwsService(AwsService.S3.onlyBuckets(bucket))] });
    bucket.grantRead(fn);
  },
  'what others reach too': scope => {
    const network = networkOf(scope);
    const egressProfile = new EgressProfile(scope, 'Profile', { network, egress: [Egress.toAwsService(AwsService.SQS)] });
    aFunction(scope, 'Fn', { network: undefined, egressProfile });
    aFunction(scope, 'Other', { network: undefined, egressProfile });
  },
  'whoever hears its alarms': scope => {
    const masterKey = new kms.Key(scope, 'Key', { enableKeyRotation: true });
    aFunction(scope, 'Fn', { alarmTopic: new sns.Topic(scope, 'Oncall', { masterKey, enforceSSL: true }) });
  },
} satisfies Integrations;
