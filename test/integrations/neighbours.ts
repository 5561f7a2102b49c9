import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** What stands beside a function, without a key of its own, so that it needs no rights on one. */
export function aQueue(scope: Construct, id = 'Queue'): sqs.Queue {
  return new sqs.Queue(scope, id, { enforceSSL: true, encryption: sqs.QueueEncryption.SQS_MANAGED });
}

export function aBucket(scope: Construct, id = 'Bucket'): s3.Bucket {
  return new s3.Bucket(scope, id, { enforceSSL: true, versioned: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
}

export function aStream(scope: Construct): kinesis.Stream {
  return new kinesis.Stream(scope, 'Stream', { encryption: kinesis.StreamEncryption.MANAGED });
}
