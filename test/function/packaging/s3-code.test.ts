import { CfnParameter, Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FunctionCode } from '../../../lib';
import { aFunction, aWaiver, cast, FLAG_SETS, newStack, refusal, templateOf } from '../../apps';

const VERSION = '3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo';
const OPTIONS = { handler: 'index.handler' };
const python = { runtime: lambda.Runtime.PYTHON_3_14 };

const bucketIn = (stack = newStack()) => s3.Bucket.fromBucketName(stack, 'Bucket', 'releases');

describe.each(FLAG_SETS)('an archive in a bucket under the %s', (_, flags) => {
  test('is deployed in one version', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { code: FunctionCode.s3(bucketIn(stack), 'orders.zip', VERSION, OPTIONS), ...python });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Code: { S3Bucket: 'releases', S3Key: 'orders.zip', S3ObjectVersion: VERSION },
      Handler: 'index.handler',
      Runtime: 'python3.14',
    });
  });

  test('is deployed in the version that a parameter names', () => {
    const stack = newStack(flags);
    const version = new CfnParameter(stack, 'Version');
    aFunction(stack, 'Fn', { code: FunctionCode.s3(bucketIn(stack), 'orders.zip', version.valueAsString, OPTIONS), ...python });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Code: { S3ObjectVersion: { Ref: 'Version' } } });
  });

  test.each([undefined, ''])('fails the synthesis where the version turns out to be %p', nothing => {
    const stack = newStack(flags);
    const version = Lazy.string({ produce: () => nothing });
    aFunction(stack, 'Fn', { code: FunctionCode.s3(bucketIn(stack), 'orders.zip', version, OPTIONS), ...python });
    expect(() => templateOf(stack)).toThrow(/The code must be pinned, got no 'S3ObjectVersion'/);
  });
});

test.each([undefined, null, '', ' ', 'null', 'NULL', 'undefined', 'latest', '$LATEST', 'a b', '{{resolve:ssm:/version}}', 7])(
  'refuses %p as a version',
  version => {
    expect(() => FunctionCode.s3(bucketIn(), 'orders.zip', cast(version), OPTIONS)).toThrow(
      refusal(
        'FunctionCode.s3()',
        'needs the version of the object, because whoever may write to the bucket exchanges the code otherwise',
        version ? `'${String(version)}'` : version === null ? `'null'` : 'none',
      ),
    );
  },
);

test.each([undefined, ''])('refuses %p as a key', key => {
  expect(() => FunctionCode.s3(bucketIn(), cast(key), VERSION, OPTIONS)).toThrow(
    refusal('FunctionCode.s3()', 'needs the key of an archive', 'none'),
  );
});

test.each([undefined, {}, { handler: '' }])('refuses to be without a handler, as in %p', options => {
  expect(() => FunctionCode.s3(bucketIn(), 'orders.zip', VERSION, cast(options))).toThrow(
    refusal('FunctionCode.s3()', 'needs the handler', 'none'),
  );
});

test('needs a runtime', () => {
  const stack = newStack();
  const code = FunctionCode.s3(bucketIn(stack), 'orders.zip', VERSION, OPTIONS);
  expect(() => aFunction(stack, 'Fn', { code, runtime: undefined, outsideVpc: aWaiver() })).toThrow(
    refusal(`'runtime'`, 'is required for this kind of code', 'none'),
  );
});

test('an override that takes the version away fails the synthesis', () => {
  const stack = newStack();
  const fn = aFunction(stack, 'Fn', { code: FunctionCode.s3(bucketIn(stack), 'orders.zip', VERSION, OPTIONS), ...python });
  cast<lambda.CfnFunction>(fn.node.defaultChild).addPropertyDeletionOverride('Code.S3ObjectVersion');
  expect(() => templateOf(stack)).toThrow(/'Code' of AWS::Lambda::Function 'Function\/Resource' was changed behind the back/);
});

test.each<[string, (resource: lambda.CfnFunction) => void]>([
  ['exchanged', resource => (resource.code = { s3Bucket: 'other', s3Key: 'x' })],
  ['changed in place', resource => Object.assign(resource.code, { s3Key: 'x.zip' })],
])('code that is %s fails the synthesis', (_, exchange) => {
  const stack = newStack();
  const fn = aFunction(stack, 'Fn', { code: FunctionCode.s3(bucketIn(stack), 'orders.zip', VERSION, OPTIONS), ...python });
  exchange(cast(fn.node.defaultChild));
  expect(() => templateOf(stack)).toThrow(/'Code' of AWS::Lambda::Function 'Function\/Resource' was changed behind the back/);
});
