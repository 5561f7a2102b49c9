import * as path from 'node:path';
import { Aws, CfnCondition, CfnParameter, CfnResource, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
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
  [
    'guests of an identity pool',
    scope => {
      const pool = new cognito.CfnIdentityPool(scope, 'Pool', { allowUnauthenticatedIdentities: true });
      aFunction(scope).grantInvoke(
        new iam.Role(scope, 'Guest', {
          assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
            StringEquals: { 'cognito-identity.amazonaws.com:aud': pool.ref },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
          }),
        }),
      );
    },
    'no-guest-invoker',
  ],
  [
    'whoever assumes a role that trusts everybody',
    scope => aFunction(scope).grantInvoke(new iam.Role(scope, 'Caller', { assumedBy: anyone })),
    'trust-names-somebody',
  ],
  [
    'every repository of GitHub',
    scope => {
      const host = 'token.actions.githubusercontent.com';
      const provider = `arn:aws:iam::111122223333:oidc-provider/${host}`;
      const assumedBy = new iam.WebIdentityPrincipal(provider, { StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' } });
      aFunction(scope).grantInvoke(new iam.Role(scope, 'Caller', { assumedBy }));
    },
    'trust-names-somebody',
  ],
  [
    'every skill of Alexa',
    scope => aFunction(scope).addPermission('Skill', { principal: new iam.ServicePrincipal('alexa-appkit.amazon.com') }),
    /got a permission for every skill of Alexa\. Name the skill/,
  ],
  [
    'every skill of Alexa, past the construct',
    scope =>
      new lambda.CfnPermission(scope, 'Skill', {
        action: 'lambda:InvokeFunction',
        functionName: aFunction(scope).functionArn,
        principal: 'alexa-appkit.amazon.com',
      }),
    'invoker-bound-to-source',
  ],
  [
    'everyone, under a condition of the template',
    scope => {
      const permission = new lambda.CfnPermission(scope, 'Open', {
        action: 'lambda:InvokeFunction',
        functionName: aFunction(scope).functionArn,
        principal: '444455556666',
      });
      new CfnCondition(scope, 'Sometimes', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      permission.addPropertyOverride('Principal', { 'Fn::If': ['Sometimes', '*', '444455556666'] });
    },
    'no-public-invoker',
  ],
  [
    'everyone, by an API that makes its route by itself',
    scope => {
      const fn = aFunction(scope);
      const api = new apigatewayv2.CfnApi(scope, 'Api', { name: 'orders', protocolType: 'HTTP', target: fn.functionArn });
      const sourceArn = `arn:aws:execute-api:eu-west-1:111122223333:${api.ref}/*/*`;
      fn.addPermission('Api', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn });
    },
    'api-requires-authorization',
  ],
  [
    'everyone, by an API that is a document',
    scope => {
      const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${aFunction(scope).functionArn}/invocations`;
      const get = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } };
      const document = { openapi: '3.0.1', info: { title: 'Orders', version: '1' }, paths: { '/': { get } } };
      new apigateway.SpecRestApi(scope, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline(document) });
    },
    'api-requires-authorization',
  ],
  [
    'whoever holds a key of an API, which is no proof of who he is',
    scope =>
      new apigateway.LambdaRestApi(scope, 'Api', { handler: aFunction(scope), defaultMethodOptions: { apiKeyRequired: true } }),
    'api-requires-authorization',
  ],
  [
    'whoever publishes to its topic, which is everyone',
    scope => {
      const topic = new sns.Topic(scope, 'Topic', { enforceSSL: true });
      topic.addToResourcePolicy(
        new iam.PolicyStatement({ principals: [anyone], actions: ['sns:Publish'], resources: [topic.topicArn] }),
      );
      topic.addSubscription(new LambdaSubscription(aFunction(scope)));
    },
    'topic-policy-closed',
  ],
  [
    'whoever puts events on its bus, which is everyone',
    scope => {
      const eventBus = new events.EventBus(scope, 'Bus');
      const statement = { Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: eventBus.eventBusArn };
      new events.CfnEventBusPolicy(scope, 'Open', { eventBusName: eventBus.eventBusName, statementId: 'all', statement });
      new events.Rule(scope, 'Rule', {
        eventBus,
        eventPattern: { source: ['orders'] },
        targets: [new LambdaTarget(aFunction(scope))],
      });
    },
    'event-bus-policy-closed',
  ],
  [
    'everyone, to the code of its layer',
    scope => {
      const code = lambda.Code.fromAsset(path.join(__dirname, '../defaults/fixtures/image'));
      const layer = new lambda.LayerVersion(scope, 'Layer', { code });
      layer.addPermission('Everyone', { accountId: '*' });
      aFunction(scope, 'Fn', { layers: [layer] });
    },
    'no-public-invoker',
  ],
];

describeAttacks('nobody lets in', LET_IN);
