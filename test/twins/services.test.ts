import type { Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ACCOUNT, aFunction, ENV, raw } from './shapes';
import type { Spelled } from './shapes';
import { tellApart, twins } from './twins';
import { Control } from '../../lib/baseline/control';
import type { JsonObject } from '../../lib/model/facts';

const { NO_SECRET_VALUES: VALUES, NO_LITERAL_SECRETS: LITERAL } = Control;

const environment = (stack: Stack, variables: Readonly<Record<string, string>>) =>
  aFunction(stack, { environment: { ...variables } });
const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf';

tellApart('a name that speaks of a secret', {
  'with its ARN, or with a value': twins(VALUES, environment, {
    unsafe: { DB_PASSWORD: 'Tr0ub4dor&3-horse' },
    safe: { DB_PASSWORD: SECRET_ARN },
  }),
  'with its name in a store, or with what the store holds': twins(VALUES, environment, {
    unsafe: { API_TOKEN: '{{resolve:secretsmanager:orders/token:SecretString}}' },
    safe: { API_TOKEN: '/orders/token' },
  }),
  'with the address of a service, or with a password in it': twins(VALUES, environment, {
    unsafe: { DATABASE_URL: 'postgres://app:Tr0ub4dor3horse@db.example.com/orders' },
    safe: { DATABASE_URL: 'postgres://db.example.com/orders' },
  }),
  'with a number of seconds, or with a key of AWS': twins(VALUES, environment, {
    unsafe: { TOKEN: 'AKIAZ5QTY7WN3KDLJ2XM' },
    safe: { TOKEN_TTL_SECONDS: '300' },
  }),
  'with settings that name a secret, or that hold one': twins(VALUES, environment, {
    unsafe: { DATABASE: '{"user":"app","password":"Tr0ub4dor3horse"}' },
    safe: { DATABASE: '{"user":"app","passwordSecret":"orders/database"}' },
  }),
  'of an argument that names a secret, or that is one': twins(VALUES, environment, {
    unsafe: { ARGUMENTS: '-Ddatabase.user=app -Ddatabase.password=Tr0ub4dor3horse' },
    safe: { ARGUMENTS: '-Ddatabase.user=app -Ddatabase.password=orders/db-password' },
  }),
  'of a build that reads a secret, or that is given one': twins(
    LITERAL,
    (stack, Type: string) =>
      raw(stack, {
        Build: {
          Type: 'AWS::CodeBuild::Project',
          Properties: { Environment: { EnvironmentVariables: [{ Name: 'NPM_TOKEN', Value: 'ci/npm:Tr0ub4dor3', Type }] } },
        },
      }),
    { unsafe: 'PLAINTEXT', safe: 'SECRETS_MANAGER' },
  ),
  'a key of a person that nobody reads by its name': twins(VALUES, environment, {
    unsafe: { SETTING: 'ghp_b7XcQm2TzK9wLpR4sVn8dYfJhG3aE61uOiBt' },
    safe: { SETTING: 'ghp_' },
  }),
  'read by reference, or unwrapped': twins(
    VALUES,
    (stack, isUnwrapped: boolean) => {
      const secret = new secretsmanager.Secret(stack, 'Secret');
      return aFunction(stack, { environment: { TOKEN: isUnwrapped ? secret.secretValue.unsafeUnwrap() : secret.secretArn } });
    },
    { unsafe: true, safe: false },
  ),
  'passed in without a trace, or shown to everybody': twins(
    LITERAL,
    (stack, noEcho: boolean) => {
      const parameter = new cdk.CfnParameter(stack, 'Password', { type: 'String', noEcho });
      return raw(stack, {
        Database: {
          Type: 'AWS::RDS::DBInstance',
          Properties: { MasterUsername: 'app', MasterUserPassword: { Ref: parameter.logicalId } },
        },
      });
    },
    { unsafe: false, safe: true },
  ),
  'made by the store, or written down': twins(
    LITERAL,
    (stack, properties: JsonObject) => raw(stack, { Secret: { Type: 'AWS::SecretsManager::Secret', Properties: properties } }),
    { unsafe: { SecretString: '{"password":"Tr0ub4dor&3-horse"}' }, safe: { GenerateSecretString: { PasswordLength: 40 } } },
  ),
  'read when it is deployed, or joined of pieces': twins(
    LITERAL,
    (stack, password: JsonObject | string) =>
      raw(stack, {
        Database: { Type: 'AWS::RDS::DBInstance', Properties: { MasterUsername: 'app', MasterUserPassword: password } },
      }),
    {
      unsafe: { 'Fn::Join': ['', ['Tr0ub4dor', '&3-horse']] },
      safe: { 'Fn::Sub': '{{resolve:secretsmanager:${AWS::StackName}:SecretString:password}}' },
    },
  ),
});

const keyed = (stack: Stack, statement: Spelled) =>
  raw(stack, {
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        EnableKeyRotation: true,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', ...statement }],
        },
      },
    },
  });

tellApart('keys and logs', {
  'a key for everybody of the account, or for everybody': twins(Control.KEY_POLICY_CLOSED, keyed, {
    unsafe: { Principal: { AWS: '*' }, Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } } },
    safe: {
      Principal: { AWS: '*' },
      Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
    },
  }),
  'a key for an account, or for whoever says the word': twins(Control.KEY_POLICY_CLOSED, keyed, {
    unsafe: { Principal: { AWS: '*' }, Condition: { StringEquals: { 'kms:EncryptionContext:app': 'orders' } } },
    safe: {
      Principal: { AWS: ACCOUNT },
      Condition: { StringEquals: { 'kms:EncryptionContext:app': 'orders' } },
    },
  }),
  'a secret under a key of its own, or under that of AWS': twins(
    Control.SECRET_ENCRYPTED,
    (stack, isOwn: boolean) => {
      const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
      return new secretsmanager.CfnSecret(stack, 'Secret', {
        generateSecretString: {},
        kmsKeyId: isOwn ? key.keyArn : 'alias/aws/secretsmanager',
      });
    },
    { unsafe: false, safe: true },
  ),
  'a key that rotates, or one that signs and cannot': twins(
    Control.KEY_ROTATES,
    (stack, keySpec: string) =>
      new kms.CfnKey(stack, 'Key', {
        keySpec,
        keyUsage: keySpec === 'SYMMETRIC_DEFAULT' ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY',
        enableKeyRotation: false,
      }),
    { unsafe: 'SYMMETRIC_DEFAULT', safe: 'ECC_NIST_P256' },
  ),
  'logs that end, or that never do': twins(
    Control.LOG_GROUP_FORGETS,
    (stack, retention: logs.RetentionDays) => new logs.LogGroup(stack, 'Logs', { retention }),
    { unsafe: logs.RetentionDays.INFINITE, safe: logs.RetentionDays.ONE_YEAR },
  ),
  'a trace by its own choice, or by that of the caller': twins(
    Control.TRACING_ACTIVE,
    (stack, tracing: lambda.Tracing) => aFunction(stack, { tracing }),
    { unsafe: lambda.Tracing.PASS_THROUGH, safe: lambda.Tracing.ACTIVE },
  ),
});

const queuePolicy = (stack: Stack, statement: Spelled) =>
  raw(stack, {
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: ['https://sqs.eu-west-1.amazonaws.com/111122223333/orders'],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement }],
        },
      },
    },
  });

tellApart('events', {
  'a queue for one topic, or for whoever asks over TLS': twins(Control.QUEUE_POLICY_CLOSED, queuePolicy, {
    unsafe: { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    safe: { Principal: '*', Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' } } },
  }),
  'a queue that sends everybody away, or lets everybody in': twins(Control.QUEUE_POLICY_CLOSED, queuePolicy, {
    unsafe: { Principal: { AWS: ['*'] } },
    safe: { Effect: 'Deny', Principal: { AWS: ['*'] } },
  }),
  'a topic for one account, or for the owner of any': twins(
    Control.TOPIC_POLICY_CLOSED,
    (stack, Condition: Spelled) =>
      raw(stack, {
        Policy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: ['arn:aws:sns:eu-west-1:111122223333:orders'],
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: '*', Condition }],
            },
          },
        },
      }),
    { unsafe: { StringLike: { 'aws:SourceOwner': '*' } }, safe: { StringEquals: { 'aws:SourceOwner': ACCOUNT } } },
  ),
  'a queue with dead letters, or with a limit and none': twins(
    Control.QUEUE_HAS_DEAD_LETTERS,
    (stack, isSet: boolean) =>
      new sqs.CfnQueue(
        stack,
        'Queue',
        isSet
          ? { redrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111122223333:dead', maxReceiveCount: 3 } }
          : { messageRetentionPeriod: 60, maximumMessageSize: 1024 },
      ),
    { unsafe: false, safe: true },
  ),
  'dead letters in a queue of the same kind, or of another': twins(
    Control.QUEUE_HAS_DEAD_LETTERS,
    (stack, isOrdered: boolean) => {
      const dead = new sqs.CfnQueue(stack, 'Dead', isOrdered ? { fifoQueue: true } : {});
      return new sqs.CfnQueue(stack, 'Queue', { redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 3 } });
    },
    { unsafe: true, safe: false },
  ),
  'dead letters that a queue lets in, or keeps out': twins(
    Control.QUEUE_HAS_DEAD_LETTERS,
    (stack, redrivePermission: string) => {
      const dead = new sqs.CfnQueue(stack, 'Dead', { redriveAllowPolicy: { redrivePermission } });
      return new sqs.CfnQueue(stack, 'Queue', { redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 3 } });
    },
    { unsafe: 'denyAll', safe: 'allowAll' },
  ),
  'a bucket that tells of what is written there, or of another folder': twins(
    Control.NOT_FED_BY_ITSELF,
    (stack, folder: string) => {
      const bucket = new s3.Bucket(stack, 'Uploads');
      const fn = aFunction(stack);
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn), { prefix: 'in/' });
      bucket.grantPut(fn, `${folder}/*`);
      return fn;
    },
    { unsafe: 'in', safe: 'out' },
  ),
  'a queue under a key of its own, or under that of AWS': twins(
    Control.QUEUE_ENCRYPTED,
    (stack, encryption: sqs.QueueEncryption) => new sqs.Queue(stack, 'Queue', { encryption }),
    { unsafe: sqs.QueueEncryption.KMS_MANAGED, safe: sqs.QueueEncryption.KMS, also: [Control.KEY_ROTATES] },
  ),
  'failures kept by the function, or by a queue of nobody': twins(
    Control.ASYNC_FAILURES_CAPTURED,
    (stack, isKept: boolean) => {
      const queue = sqs.Queue.fromQueueArn(stack, 'Failures', 'arn:aws:sqs:eu-west-1:111122223333:failures');
      const fn = aFunction(stack);
      new lambda.CfnEventInvokeConfig(stack, 'Config', {
        functionName: fn.functionName,
        qualifier: '$LATEST',
        ...(isKept
          ? { destinationConfig: { onFailure: { destination: queue.queueArn } } }
          : { destinationConfig: { onSuccess: { destination: queue.queueArn } } }),
      });
      return fn;
    },
    { unsafe: false, safe: true },
  ),
  'messages hidden for six runs, or for one': twins(
    Control.VISIBILITY_EXCEEDS_TIMEOUT,
    (stack, minutes: number) => {
      const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: cdk.Duration.minutes(minutes) });
      const fn = aFunction(stack, { timeout: cdk.Duration.minutes(1) });
      return new lambda.EventSourceMapping(stack, 'Source', { target: fn, eventSourceArn: queue.queueArn });
    },
    { unsafe: 1, safe: 6 },
  ),
  'a subscription that keeps what failed, or filters it away': twins(
    Control.SUBSCRIPTION_FAILURES_CAPTURED,
    (stack, isKept: boolean) => {
      const topic = new sns.Topic(stack, 'Topic');
      const deadLetterQueue = sqs.Queue.fromQueueArn(
        stack,
        'Dead',
        cdk.Stack.of(topic).formatArn({ service: 'sqs', resource: 'dead' }),
      );
      const filterPolicy = { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) };
      topic.addSubscription(
        new subscriptions.UrlSubscription('https://example.com/orders', isKept ? { deadLetterQueue } : { filterPolicy }),
      );
      return topic.node.findChild('https:----example.com--orders');
    },
    { unsafe: false, safe: true },
  ),
  'a function that stops its loops, or lets them be': twins(
    Control.RECURSION_TERMINATED,
    (stack, recursiveLoop: lambda.RecursiveLoop) => aFunction(stack, { recursiveLoop }),
    { unsafe: lambda.RecursiveLoop.ALLOW, safe: lambda.RecursiveLoop.TERMINATE },
  ),
});

const image = (stack: Stack, ImageUri: string) =>
  raw(stack, {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: { PackageType: 'Image', Code: { ImageUri }, Role: 'arn:aws:iam::111122223333:role/orders' },
    },
  });
const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders';

tellApart('where code comes from', {
  'an image by digest, or by a tag that looks like one': twins(Control.IMAGE_BY_DIGEST, image, {
    unsafe: `${REPOSITORY}:sha256-${'a'.repeat(64)}`,
    safe: `${REPOSITORY}@sha256:${'a'.repeat(64)}`,
  }),
  'a layer of this account, or of another': twins(
    Control.LAYERS_OF_KNOWN_ACCOUNTS,
    (stack, account: string) =>
      aFunction(stack, {
        layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', `arn:aws:lambda:eu-west-1:${account}:layer:tools:7`)],
      }),
    { unsafe: '999988887777', safe: ACCOUNT, env: ENV },
  ),
  'a runtime that AWS patches, or does no longer': twins(
    Control.RUNTIME_SUPPORTED,
    (stack, runtime: lambda.Runtime) => aFunction(stack, { runtime }),
    { unsafe: lambda.Runtime.PYTHON_3_9, safe: lambda.Runtime.PYTHON_3_12 },
  ),
  'an object in one version, or in the newest': twins(
    Control.CODE_BY_VERSION,
    (stack, version: JsonObject) =>
      raw(stack, {
        Fn: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Role: 'arn:aws:iam::111122223333:role/orders',
            Code: { S3Bucket: 'releases', S3Key: 'orders.zip', ...version },
          },
        },
      }),
    { unsafe: {}, safe: { S3ObjectVersion: 'L4kqtJlcpXroDTDmpUMLUo' } },
  ),
  'options that let code in, or that only measure': twins(Control.CODE_NOT_HIJACKED, environment, {
    unsafe: { NODE_OPTIONS: '--require /tmp/hook.js' },
    safe: { NODE_OPTIONS: '--enable-source-maps' },
  }),
  'unsigned code that is refused, or only noticed': twins(
    Control.CODE_SIGNING_ENFORCED,
    (stack, untrustedArtifactOnDeployment: string) =>
      new lambda.CfnCodeSigningConfig(stack, 'Signing', {
        allowedPublishers: {
          signingProfileVersionArns: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/orders/a1b2c3d4e5'],
        },
        codeSigningPolicies: { untrustedArtifactOnDeployment },
      }),
    { unsafe: 'Warn', safe: 'Enforce' },
  ),
});
