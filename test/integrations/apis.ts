import * as path from 'node:path';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Integrations } from './integration';
import { aFunction } from '../apps';

const SIGNED = { authorizationType: apigateway.AuthorizationType.IAM };

export const APIS = {
  'a REST API': scope => {
    new apigateway.LambdaRestApi(scope, 'Api', { handler: aFunction(scope), defaultMethodOptions: SIGNED });
  },
  'an alias behind a REST API': scope => {
    new apigateway.LambdaRestApi(scope, 'Api', { handler: aFunction(scope).addAlias('live'), defaultMethodOptions: SIGNED });
  },
  'an authorizer of tokens': scope => {
    const authorizer = new apigateway.TokenAuthorizer(scope, 'Authorizer', { handler: aFunction(scope) });
    const api = new apigateway.RestApi(scope, 'Api', { defaultMethodOptions: { authorizer } });
    api.root.addMethod('GET', new apigateway.LambdaIntegration(aFunction(scope, 'Backend')));
  },
  'an authorizer of requests': scope => {
    const identitySources = [apigateway.IdentitySource.header('Authorization')];
    const authorizer = new apigateway.RequestAuthorizer(scope, 'Authorizer', { handler: aFunction(scope), identitySources });
    const api = new apigateway.RestApi(scope, 'Api', { defaultMethodOptions: { authorizer } });
    api.root.addMethod('GET', new apigateway.LambdaIntegration(aFunction(scope, 'Backend')));
  },
  'an HTTP API': scope => {
    new apigatewayv2.HttpApi(scope, 'Api', {
      defaultIntegration: new HttpLambdaIntegration('Orders', aFunction(scope)),
      defaultAuthorizer: new authorizers.HttpIamAuthorizer(),
    });
  },
  'an authorizer of an HTTP API': scope => {
    new apigatewayv2.HttpApi(scope, 'Api', {
      defaultIntegration: new HttpLambdaIntegration('Orders', aFunction(scope, 'Backend')),
      defaultAuthorizer: new authorizers.HttpLambdaAuthorizer('Authorizer', aFunction(scope)),
    });
  },
  'a WebSocket API': scope => {
    new apigatewayv2.WebSocketApi(scope, 'Api', {
      connectRouteOptions: {
        integration: new WebSocketLambdaIntegration('Connect', aFunction(scope)),
        authorizer: new authorizers.WebSocketIamAuthorizer(),
      },
    });
  },
  'an authorizer of a WebSocket API': scope => {
    new apigatewayv2.WebSocketApi(scope, 'Api', {
      connectRouteOptions: {
        integration: new WebSocketLambdaIntegration('Connect', aFunction(scope, 'Backend')),
        authorizer: new authorizers.WebSocketLambdaAuthorizer('Authorizer', aFunction(scope)),
      },
    });
  },
  'a GraphQL API': scope => {
    graphql(scope, { authorizationType: appsync.AuthorizationType.IAM }).addLambdaDataSource('Orders', aFunction(scope));
  },
  'an authorizer of a GraphQL API': scope => {
    const lambdaAuthorizerConfig = { handler: aFunction(scope) };
    graphql(scope, { authorizationType: appsync.AuthorizationType.LAMBDA, lambdaAuthorizerConfig });
  },
  'a load balancer': scope => {
    new elb.ApplicationTargetGroup(scope, 'Group', { targets: [new LambdaTarget(aFunction(scope))] });
  },
  'an alias behind a load balancer': scope => {
    new elb.ApplicationTargetGroup(scope, 'Group', { targets: [new LambdaTarget(aFunction(scope).addAlias('live'))] });
  },
  'a version behind a load balancer': scope => {
    new elb.ApplicationTargetGroup(scope, 'Group', { targets: [new LambdaTarget(aFunction(scope).currentVersion)] });
  },
  'its URL behind CloudFront': scope => {
    const fn = aFunction(scope);
    const origin = FunctionUrlOrigin.withOriginAccessControl(fn.addFunctionUrl());
    const distribution = new cloudfront.Distribution(scope, 'Distribution', {
      defaultBehavior: { origin, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY },
    });
    // CDK lets the distribution call the URL, and Lambda asks for this right as well.
    fn.addPermission('ThroughUrl', {
      principal: new iam.ServicePrincipal('cloudfront.amazonaws.com'),
      sourceArn: distribution.distributionArn,
      invokedViaFunctionUrl: true,
    });
  },
} satisfies Integrations;

function graphql(scope: Construct, defaultAuthorization: appsync.AuthorizationMode): appsync.GraphqlApi {
  return new appsync.GraphqlApi(scope, 'Api', {
    name: 'Orders',
    definition: appsync.Definition.fromFile(path.join(__dirname, 'orders.graphql')),
    authorizationConfig: { defaultAuthorization },
  });
}
