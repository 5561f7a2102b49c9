import { Aspects } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { Attack } from './attack';
import { describeAttacks, override } from './attack';
import { aFunction } from '../apps';
import { APIS } from '../integrations/apis';
import { EVENTS } from '../integrations/events';
import { IDENTITY } from '../integrations/identity';
import { STORAGE } from '../integrations/storage';

const INTEGRATIONS_TAMPERED_WITH: readonly Attack[] = [
  [
    'an organisation that an override removes',
    scope => {
      IDENTITY['an organisation'](scope);
      override(scope, 'AWS::Lambda::Permission', 'PrincipalOrgID', undefined);
    },
    /lets everyone invoke the function/,
  ],
  [
    "a load balancer's account that an aspect removes",
    scope => {
      APIS['a load balancer'](scope);
      const visit = (node: IConstruct): void => {
        if (node instanceof lambda.CfnPermission) node.sourceAccount = undefined;
      };
      Aspects.of(scope).add({ visit });
    },
    /lets every customer of elasticloadbalancing\.amazonaws\.com/,
  ],
  [
    "an alias' load balancer's account that an override removes",
    scope => {
      APIS['an alias behind a load balancer'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceAccount', undefined);
    },
    /lets every customer of elasticloadbalancing\.amazonaws\.com/,
  ],
  [
    "a bucket's account that an override removes",
    scope => {
      STORAGE['a notification of a bucket'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceAccount', undefined);
    },
    'invoker-bound-to-source',
  ],
  [
    "a rule's ARN that an override removes",
    scope => {
      EVENTS['a rule'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceArn', undefined);
    },
    'invoker-bound-to-source',
  ],
  [
    "a user pool's ARN that an override replaces",
    scope => {
      IDENTITY['a trigger of a user pool'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceArn', 'arn:aws:cognito-idp:*:*:userpool/*');
    },
    'invoker-bound-to-source',
  ],
  [
    "a distribution's ARN that an override removes",
    scope => {
      APIS['its URL behind CloudFront'](scope);
      override(scope, 'AWS::Lambda::Permission', 'SourceArn', undefined);
    },
    /lets every customer of cloudfront\.amazonaws\.com/,
  ],
  [
    "a subscription's right that an override widens",
    scope => {
      EVENTS['a subscription'](scope);
      override(scope, 'AWS::Lambda::Permission', 'Action', 'lambda:*');
    },
    'permission-only-invokes',
  ],
  [
    'methods of a REST API that an override opens',
    scope => {
      APIS['a REST API'](scope);
      override(scope, 'AWS::ApiGateway::Method', 'AuthorizationType', 'NONE');
    },
    'api-requires-authorization',
  ],
  [
    'methods whose authorizer an override removes',
    scope => {
      APIS['an authorizer of tokens'](scope);
      override(scope, 'AWS::ApiGateway::Method', 'AuthorizerId', undefined);
      override(scope, 'AWS::ApiGateway::Method', 'AuthorizationType', undefined);
    },
    'api-requires-authorization',
  ],
  [
    'routes of an HTTP API that an override opens',
    scope => {
      APIS['an HTTP API'](scope);
      override(scope, 'AWS::ApiGatewayV2::Route', 'AuthorizationType', 'NONE');
    },
    'api-requires-authorization',
  ],
  [
    'a WebSocket API that an override opens',
    scope => {
      APIS['a WebSocket API'](scope);
      override(scope, 'AWS::ApiGatewayV2::Route', 'AuthorizationType', undefined);
    },
    'api-requires-authorization',
  ],
  [
    'a second method beside those with an authorizer',
    scope => {
      const api = new apigateway.LambdaRestApi(scope, 'Api', {
        handler: aFunction(scope),
        defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
        proxy: false,
      });
      api.root.addMethod('GET', undefined, { authorizationType: apigateway.AuthorizationType.NONE });
    },
    'api-requires-authorization',
  ],
  [
    'a URL that an override opens',
    scope => {
      IDENTITY['a role that calls its URL'](scope);
      override(scope, 'AWS::Lambda::Url', 'AuthType', 'NONE');
    },
    /answers everyone/,
  ],
];

describeAttacks('nobody is let in by an integration that was tampered with', INTEGRATIONS_TAMPERED_WITH);
