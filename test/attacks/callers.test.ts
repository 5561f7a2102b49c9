import { CfnParameter, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Attack } from './attack';
import { describeAttacks, innerOf } from './attack';
import type { SecureFunction } from '../../lib';
import { aFunction } from '../apps';

const anyone = new iam.AnyPrincipal();
const TO_EVERYONE = /is invoked by named callers only, got a permission for everyone/;
const topics = new iam.ServicePrincipal('sns.amazonaws.com');

/** The function under another name: whoever holds this is not held by the construct. */
function imported(scope: Construct, fn: SecureFunction): lambda.IFunction {
  return lambda.Function.fromFunctionAttributes(scope, 'Imported', {
    functionArn: fn.functionArn,
    role: fn.role,
    sameEnvironment: true,
  });
}

const LET_IN: readonly Attack[] = [
  ['an alias for everyone', scope => aFunction(scope).addAlias('live').addPermission('Open', { principal: anyone }), TO_EVERYONE],
  ['a grant on an alias to everyone', scope => aFunction(scope).addAlias('live').grantInvoke(anyone), TO_EVERYONE],
  ['a version for everyone', scope => aFunction(scope).currentVersion.addPermission('Open', { principal: anyone }), TO_EVERYONE],
  ['a grant on a version to everyone', scope => aFunction(scope).currentVersion.grantInvoke(anyone), TO_EVERYONE],
  [
    'the function inside for everyone',
    scope => innerOf(aFunction(scope)).addPermission('Open', { principal: anyone }),
    /lets everyone invoke the function/,
  ],
  [
    'the function inside for every topic',
    scope => innerOf(aFunction(scope)).addPermission('Open', { principal: topics }),
    /lets every customer of sns\.amazonaws\.com invoke the function/,
  ],
  [
    'a URL of an alias for everyone',
    scope => aFunction(scope).addAlias('live').addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }),
    /everyone through its URL/,
  ],
  [
    'a URL beside an alias for everyone',
    scope =>
      new lambda.FunctionUrl(scope, 'Url', {
        function: aFunction(scope).addAlias('live'),
        authType: lambda.FunctionUrlAuthType.NONE,
      }),
    /named callers only/,
  ],
  [
    'a URL of the function inside for everyone',
    scope => innerOf(aFunction(scope)).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }),
    /everyone/,
  ],
  [
    'a raw URL for everyone',
    scope => new lambda.CfnUrl(scope, 'Url', { authType: 'NONE', targetFunctionArn: aFunction(scope).functionArn }),
    'function-url-requires-iam',
  ],
  [
    'a raw permission on an alias for everyone',
    scope =>
      new lambda.CfnPermission(scope, 'Open', {
        action: 'lambda:InvokeFunction',
        functionName: aFunction(scope).addAlias('live').functionArn,
        principal: '*',
      }),
    'no-public-invoker',
  ],
  [
    'an alias made by hand for every topic',
    scope =>
      new lambda.Alias(scope, 'Alias', { aliasName: 'live', version: aFunction(scope).currentVersion }).addPermission('Open', {
        principal: topics,
      }),
    'invoker-bound-to-source',
  ],
  [
    'a version made by hand for everyone',
    scope => new lambda.Version(scope, 'Version', { lambda: aFunction(scope) }).addPermission('Open', { principal: anyone }),
    'no-public-invoker',
  ],
  [
    'the function under another name for every topic',
    scope => imported(scope, aFunction(scope)).addPermission('Open', { principal: topics }),
    'invoker-bound-to-source',
  ],
  [
    'a resource policy of an alias for everyone',
    scope =>
      new CfnResource(scope, 'Policy', {
        type: 'AWS::Lambda::ResourcePolicy',
        properties: {
          ResourceArn: aFunction(scope).addAlias('live').functionArn,
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' }] },
        },
      }),
    'no-public-invoker',
  ],
  [
    'a caller whose name a parameter tells',
    scope => {
      const name = new CfnParameter(Stack.of(scope), 'Caller', { default: '*' }).valueAsString;
      aFunction(scope).addPermission('Open', { principal: new iam.ArnPrincipal(name) });
    },
    'no-public-invoker',
  ],
  [
    'a source that turns out to be a wildcard',
    scope => aFunction(scope).addPermission('Open', { principal: topics, sourceArn: Lazy.string({ produce: () => '*' }) }),
    'invoker-bound-to-source',
  ],
  [
    'a list of sources, of which CDK takes none',
    scope =>
      aFunction(scope).addPermission('Open', {
        principal: topics.withConditions({ ArnLike: { 'aws:SourceArn': ['arn:aws:sns:eu-west-1:444455556666:orders'] } }),
      }),
    /whoever fits a list in 'aws:SourceArn'/,
  ],
  [
    'an account that is empty',
    scope => aFunction(scope).addPermission('Open', { principal: topics, sourceAccount: '' }),
    /whatever fits ''/,
  ],
];

describeAttacks('nobody lets in', LET_IN);
