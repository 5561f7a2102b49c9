import type { Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as v2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aFunction, ENV, raw } from './shapes';
import type { Spelled } from './shapes';
import { tellApart, twins } from './twins';
import { Control } from '../../lib/baseline/control';

const { NO_PUBLIC_INVOKER: NOBODY, INVOKER_BOUND_TO_SOURCE: BOUND, API_REQUIRES_AUTHORIZATION: ASKS } = Control;

const permission = (stack: Stack, props: Partial<lambda.CfnPermissionProps>) =>
  new lambda.CfnPermission(stack, 'Permission', {
    action: 'lambda:InvokeFunction',
    functionName: aFunction(stack).functionName,
    principal: 'sns.amazonaws.com',
    ...props,
  });

/** The whole policy of a function. */
const policy = (stack: Stack, statements: readonly Spelled[]) => {
  const { functionArn } = aFunction(stack);
  const Statement = statements.map(one => ({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn, ...one }));
  return raw(stack, {
    Policy: {
      Type: 'AWS::Lambda::ResourcePolicy',
      Properties: { ResourceArn: functionArn, PolicyDocument: { Version: '2012-10-17', Statement } },
    },
  });
};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders';
const SNS: Spelled = { Principal: { Service: 'sns.amazonaws.com' } };

tellApart('invokers', {
  'one topic, or topics of anybody': twins(BOUND, permission, {
    unsafe: { sourceArn: 'arn:aws:sns:*:*:orders' },
    safe: { sourceArn: TOPIC },
  }),
  'any topic of one account, or of one that nobody named': twins(BOUND, permission, {
    unsafe: { sourceArn: 'arn:aws:sns:eu-west-1:*:*' },
    safe: { sourceArn: 'arn:aws:sns:eu-west-1:111122223333:*' },
  }),
  'a bucket with its owner, or whoever has its name': twins(BOUND, permission, {
    unsafe: { principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::uploads' },
    safe: { principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::uploads', sourceAccount: cdk.Aws.ACCOUNT_ID },
  }),
  'a balancer of one account, or of any': twins(BOUND, permission, {
    unsafe: { principal: 'elasticloadbalancing.amazonaws.com', sourceAccount: '*' },
    safe: { principal: 'elasticloadbalancing.amazonaws.com', sourceAccount: '111122223333' },
  }),
  'a service for an organization, or for any': twins(BOUND, permission, {
    unsafe: { principal: 'config.amazonaws.com', principalOrgId: '*' },
    safe: { principal: 'config.amazonaws.com', principalOrgId: 'o-a1b2c3d4e5' },
  }),
  'everybody of an organization, or of any': twins(NOBODY, permission, {
    unsafe: { principal: '*', principalOrgId: 'o-*' },
    safe: { principal: '*', principalOrgId: 'o-a1b2c3d4e5' },
  }),
  'one account, or any by its ARN': twins(NOBODY, permission, {
    unsafe: { principal: cdk.Fn.sub('arn:${AWS::Partition}:iam::*:root') },
    safe: { principal: cdk.Fn.sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
  }),
  'one account, or everybody in one branch': twins(
    NOBODY,
    (stack, principal: string) => {
      new cdk.CfnCondition(stack, 'Open', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') });
      return permission(stack, { principal: cdk.Fn.conditionIf('Open', principal, '111122223333').toString() });
    },
    { unsafe: '*', safe: '444455556666' },
  ),
  'one account for calls, or for everything': twins(Control.PERMISSION_ONLY_INVOKES, permission, {
    unsafe: { principal: '111122223333', action: 'lambda:*' },
    safe: { principal: '111122223333', action: 'lambda:Invoke*' },
    env: ENV,
  }),
  'one account everywhere, or everybody in one region of a mapping': twins(
    NOBODY,
    (stack, principal: string) => {
      const callers = new cdk.CfnMapping(stack, 'Callers', {
        mapping: { 'eu-west-1': { account: '111122223333' }, 'us-east-1': { account: principal } },
      });
      return permission(stack, { principal: callers.findInMap(cdk.Aws.REGION, 'account') });
    },
    { unsafe: '*', safe: '444455556666' },
  ),
  'everybody on an alias, or one account on it': twins(
    NOBODY,
    (stack, principal: string) => {
      const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: aFunction(stack).currentVersion });
      return new lambda.CfnPermission(stack, 'Permission', {
        action: 'lambda:InvokeFunction',
        functionName: alias.functionArn,
        principal,
      });
    },
    { unsafe: '*', safe: '111122223333' },
  ),
  'a layer for everybody, or for an organization': twins(
    NOBODY,
    (stack, organizationId: string | undefined) =>
      new lambda.CfnLayerVersionPermission(stack, 'Permission', {
        action: 'lambda:GetLayerVersion',
        layerVersionArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:orders:1',
        principal: '*',
        organizationId,
      }),
    { unsafe: undefined, safe: 'o-a1b2c3d4e5' },
  ),
  'a policy that denies everybody, or allows everybody': twins(NOBODY, policy, {
    unsafe: [{ Effect: 'Allow', Principal: '*' }],
    safe: [{ Effect: 'Deny', Principal: '*' }],
  }),
  'everybody of an organization by a condition, or of any kind': twins(NOBODY, policy, {
    unsafe: [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } } }],
    safe: [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
  }),
  'everybody of an organization, or perhaps of one': twins(NOBODY, policy, {
    unsafe: [{ Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
    safe: [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
  }),
  'everybody of one account, or of all others': twins(NOBODY, policy, {
    unsafe: [{ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } } }],
    safe: [{ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } } }],
  }),
  'everybody whom a Deny sends away, or only some of them': twins(NOBODY, policy, {
    unsafe: [
      { Principal: '*' },
      { Effect: 'Deny', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    ],
    safe: [
      { Principal: '*' },
      { Effect: 'Deny', Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
    ],
  }),
  'all but one are everybody': twins(NOBODY, policy, {
    unsafe: [{ NotPrincipal: { AWS: '999988887777' } }],
    safe: [{ Principal: { AWS: '999988887777' } }],
  }),
  'a service of one organization, or of any caller': twins(BOUND, policy, {
    unsafe: [{ ...SNS, Condition: { StringEquals: { 'aws:PrincipalServiceName': 'sns.amazonaws.com' } } }],
    safe: [{ ...SNS, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } }],
  }),
  'a service for a source that must be there, or may': twins(BOUND, policy, {
    unsafe: [{ ...SNS, Condition: { ArnLikeIfExists: { 'aws:SourceArn': TOPIC } } }],
    safe: [{ ...SNS, Condition: { ArnLike: { 'aws:SourceArn': TOPIC } } }],
  }),
  'a service with a source, or in a second statement without': twins(BOUND, policy, {
    unsafe: [{ ...SNS, Condition: { ArnLike: { 'aws:SourceArn': TOPIC } } }, SNS],
    safe: [
      { ...SNS, Condition: { ArnLike: { 'aws:SourceArn': TOPIC } } },
      { ...SNS, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  }),
});

const url = (stack: Stack, props: Partial<lambda.CfnUrlProps> & { readonly authType: string }) =>
  new lambda.CfnUrl(stack, 'Url', { targetFunctionArn: aFunction(stack).functionArn, ...props });
const branch = (stack: Stack, then: string, otherwise: string) => {
  new cdk.CfnCondition(stack, 'Open', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') });
  return cdk.Fn.conditionIf('Open', then, otherwise).toString();
};
const authorizerOf = (fn: lambda.IFunction, stack: Stack) => new apigateway.TokenAuthorizer(stack, 'Authorizer', { handler: fn });

tellApart('doors', {
  'a URL that asks, or does not': twins(
    Control.FUNCTION_URL_REQUIRES_IAM,
    (stack, authType: string) => url(stack, { authType }),
    {
      unsafe: 'NONE',
      safe: 'AWS_IAM',
    },
  ),
  'a URL that asks in both branches, or in one': twins(
    Control.FUNCTION_URL_REQUIRES_IAM,
    (stack, otherwise: string) => url(stack, { authType: branch(stack, 'AWS_IAM', otherwise) }),
    { unsafe: 'NONE', safe: 'AWS_IAM' },
  ),
  'a URL made by CDK': twins(
    Control.FUNCTION_URL_REQUIRES_IAM,
    (stack, authType: lambda.FunctionUrlAuthType) => aFunction(stack).addFunctionUrl({ authType }),
    { unsafe: lambda.FunctionUrlAuthType.NONE, safe: lambda.FunctionUrlAuthType.AWS_IAM, also: [NOBODY] },
  ),
  'pages of one origin, or of every one': twins(
    Control.CORS_NAMES_ITS_ORIGINS,
    (stack, origin: string) =>
      url(stack, { authType: 'AWS_IAM', cors: { allowOrigins: ['https://shop.example.com', origin], allowCredentials: true } }),
    { unsafe: '*', safe: 'https://pay.example.com' },
  ),
  'pages of one origin, or of every one, in a description': twins(
    Control.CORS_NAMES_ITS_ORIGINS,
    (stack, origin: string) =>
      new v2.CfnApi(stack, 'Api', {
        body: {
          openapi: '3.0.1',
          info: { title: 'orders', version: '1' },
          paths: {},
          'x-amazon-apigateway-cors': { allowOrigins: ['https://shop.example.com', origin], allowCredentials: true },
        },
      }),
    { unsafe: 'https://*', safe: 'https://pay.example.com' },
  ),
  'a URL by the stage, as a map says it': twins(
    Control.FUNCTION_URL_REQUIRES_IAM,
    (stack, test: string) => {
      const name = new cdk.CfnParameter(stack, 'Stage').valueAsString;
      const map = new cdk.CfnMapping(stack, 'Stages', { mapping: { live: { auth: 'AWS_IAM' }, test: { auth: test } } });
      return url(stack, { authType: map.findInMap(name, 'auth') });
    },
    { unsafe: 'NONE', safe: 'AWS_IAM' },
  ),
  'an authorizer attached, or only defined': twins(
    ASKS,
    (stack, isAttached: boolean) => {
      const fn = aFunction(stack);
      const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
      const authorizer = authorizerOf(fn, stack);
      const method = api.root.addMethod('GET', new apigateway.LambdaIntegration(fn), isAttached ? { authorizer } : {});
      if (!isAttached) api.root.addResource('private').addMethod('GET', new apigateway.LambdaIntegration(fn), { authorizer });
      return method;
    },
    { unsafe: false, safe: true },
  ),
  'an authorizer, or a key that only counts': twins(
    ASKS,
    (stack, type: apigateway.AuthorizationType) =>
      new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false }).root.addMethod(
        'GET',
        new apigateway.LambdaIntegration(aFunction(stack)),
        {
          authorizationType: type,
          apiKeyRequired: true,
        },
      ),
    { unsafe: apigateway.AuthorizationType.NONE, safe: apigateway.AuthorizationType.IAM },
  ),
  'a preflight that nobody signs, or a call that nobody signs': twins(
    ASKS,
    (stack, method: string) => {
      const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
      api.root.addMethod('GET', new apigateway.LambdaIntegration(aFunction(stack)), {
        authorizationType: apigateway.AuthorizationType.IAM,
      });
      const fn = stack.node.findChild('Fn') as lambda.Function;
      return api.root.addMethod(
        method,
        method === 'OPTIONS' ? new apigateway.MockIntegration() : new apigateway.LambdaIntegration(fn),
      );
    },
    { unsafe: 'POST', safe: 'OPTIONS' },
  ),
  'a default authorizer, or a route that takes it away': twins(
    ASKS,
    (stack, isKept: boolean) => {
      const api = new v2.HttpApi(stack, 'Api', { defaultAuthorizer: new HttpIamAuthorizer() });
      const [route] = api.addRoutes({
        path: '/orders',
        methods: [v2.HttpMethod.GET],
        integration: new HttpLambdaIntegration('Orders', aFunction(stack)),
        ...(isKept ? {} : { authorizer: new v2.HttpNoneAuthorizer() }),
      });
      return route;
    },
    { unsafe: false, safe: true },
  ),
  'a private API for its network, or for any': twins(
    ASKS,
    (stack, condition: Spelled) => {
      const api = new apigateway.RestApi(stack, 'Api', {
        cloudWatchRole: false,
        endpointTypes: [apigateway.EndpointType.PRIVATE],
        policy: iam.PolicyDocument.fromJson({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*', Condition: condition }],
        }),
      });
      return api.root.addMethod('GET', new apigateway.LambdaIntegration(aFunction(stack)));
    },
    {
      unsafe: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
      safe: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
    },
  ),
  'a door with certificates, or one beside it': twins(
    Control.API_FRONT_DOOR_ONLY,
    (stack, disableExecuteApiEndpoint: boolean) => {
      const domain = new v2.CfnDomainName(stack, 'Domain', {
        domainName: 'api.example.com',
        mutualTlsAuthentication: { truststoreUri: 's3://trust/store.pem' },
        domainNameConfigurations: [
          { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/a', securityPolicy: 'TLS_1_2' },
        ],
      });
      const api = new v2.CfnApi(stack, 'Api', { name: 'orders', protocolType: 'HTTP', disableExecuteApiEndpoint });
      new v2.CfnApiMapping(stack, 'Mapping', { apiId: api.ref, domainName: domain.ref, stage: '$default' });
      return api;
    },
    { unsafe: false, safe: true },
  ),
});
