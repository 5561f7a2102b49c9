import { Aspects, CfnResource, NestedStack, SecretValue, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sam from 'aws-cdk-lib/aws-sam';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import { fileWith, include, refuses, secureStack } from './attempt';
import { Profile } from '../../lib/guard';
import type { JsonObject } from '../../lib/model/facts';
import { SECURE_APP } from '../../lib/rules/secure-app';

const UNTRACED = { Resources: { Function: { Properties: { TracingConfig: { Mode: 'PassThrough' } } } } };

/** The secure app, every resource written by hand. */
function rawApp(scope: Construct, change: (properties: JsonObject) => JsonObject): void {
  const resources = SECURE_APP.Resources as Readonly<Record<string, { Type: string; Properties: JsonObject }>>;
  for (const [id, { Type: type, Properties }] of Object.entries(resources)) {
    new CfnResource(scope, id, {
      type,
      properties: type === 'AWS::Lambda::Function' ? change(Properties) : Properties,
    }).overrideLogicalId(id);
  }
}

function samApp(scope: Construct, globals: JsonObject): void {
  new CfnInclude(scope, 'Sam', {
    templateFile: fileWith({
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Function: { Runtime: 'nodejs24.x', ...globals } },
      Resources: {
        Handler: { Type: 'AWS::Serverless::Function', Properties: { Handler: 'index.handler', InlineCode: '//' } },
      },
    }),
  });
}

refuses({
  'a raw CfnResource': {
    build: (app, bypass) =>
      rawApp(new Stack(app, 'Orders'), ({ TracingConfig, ...others }) => (bypass ? others : { ...others, TracingConfig })),
    refused: ['tracing-active Orders/Function error'],
  },
  'a property override': {
    build: (app, bypass) => {
      const { resource } = secureStack(app);
      if (bypass) resource('Function').addPropertyOverride('TracingConfig.Mode', 'PassThrough');
    },
    refused: ['tracing-active Orders/Included/Function error'],
  },
  'a deletion override': {
    build: (app, bypass) => {
      const { resource } = secureStack(app);
      if (bypass) resource('Function').addPropertyDeletionOverride('VpcConfig');
    },
    refused: ['function-in-vpc Orders/Included/Function error'],
  },
  'a late aspect': {
    build: (app, bypass) => {
      secureStack(app);
      Aspects.of(app).add(
        {
          visit: node => {
            if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::Function') {
              node.addPropertyOverride('RecursiveLoop', bypass ? 'Allow' : 'Terminate');
            }
          },
        },
        { priority: 10_000 },
      );
    },
    refused: ['recursion-terminated Orders/Included/Function error'],
  },
  CfnInclude: {
    build: (app, bypass) => void include(new Stack(app, 'Orders'), bypass ? UNTRACED : {}),
    refused: ['tracing-active Orders/Included/Function error'],
  },
  'a Stage in a Stage': {
    build: (app, bypass) => {
      const { resource } = secureStack(new Stage(new Stage(app, 'Prod'), 'Blue'));
      if (bypass) resource('Function').addPropertyDeletionOverride('TracingConfig');
    },
    refused: ['tracing-active Prod/Blue/Orders/Included/Function error'],
  },
  'a NestedStack in a NestedStack': {
    build: (app, bypass) =>
      void include(new NestedStack(new NestedStack(new Stack(app, 'Shop'), 'Orders'), 'Inner'), bypass ? UNTRACED : {}),
    refused: ['tracing-active Shop/Orders/Inner/Included/Function error'],
  },
  unsafeUnwrap: {
    build: (app, bypass) => {
      const secret = SecretValue.secretsManager('orders/webhook');
      new lambda.Function(new Stack(app, 'Orders'), 'Handler', {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('//'),
        environment: { WEBHOOK: bypass ? secret.unsafeUnwrap() : 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders' },
      });
    },
    options: { profile: Profile.BASELINE },
    refused: ['no-secret-values Orders/Handler/Resource fatal'],
  },
  'a resource policy for everyone': {
    build: (app, bypass) => {
      const { stack, resource } = secureStack(app);
      const fn = resource('Function');
      new CfnResource(stack, 'Open', {
        type: 'AWS::Lambda::ResourcePolicy',
        properties: {
          ResourceArn: fn.getAtt('Arn'),
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: bypass ? '*' : { AWS: 'arn:aws:iam::111122223333:role/caller' },
                Action: 'lambda:InvokeFunction',
                Resource: fn.getAtt('Arn'),
              },
            ],
          },
        },
      });
    },
    refused: ['no-public-invoker Orders/Open fatal'],
  },
  tryRemoveChild: {
    build: (app, bypass) => {
      const { resource } = secureStack(app);
      if (bypass) resource('Function').node.scope!.node.tryRemoveChild('DnsAssociation');
    },
    refused: ['dns-filtered Orders/Included/Vpc error'],
  },
  skipValidation: {
    build: (app, bypass) => {
      const { resource } = secureStack(app);
      if (bypass) resource('Function').addPropertyDeletionOverride('TracingConfig');
    },
    skipValidation: true,
    refused: ['tracing-active Orders/Included/Function error'],
  },
  'a function of SAM': {
    build: (app, bypass) =>
      void new sam.CfnFunction(new Stack(app, 'Orders'), 'Handler', {
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        inlineCode: '//',
        functionUrlConfig: { authType: bypass ? 'NONE' : 'AWS_IAM' },
      }),
    options: { profile: Profile.BASELINE },
    // SAM makes a permission to call the URL, and one to invoke the function through it.
    refused: ['function-url-requires-iam', 'no-public-invoker', 'no-public-invoker'].map(rule => `${rule} Orders/Handler fatal`),
  },
  'the Globals of SAM': {
    build: (app, bypass) =>
      samApp(new Stack(app, 'Orders'), bypass ? { Environment: { Variables: { KEY: 'AKIAABCDEFGH234567IJ' } } } : {}),
    options: { profile: Profile.BASELINE },
    refused: ['no-secret-values Orders/Sam/Handler fatal'],
  },
  'egress of a security group through an L1': {
    build: (app, bypass) => {
      const { stack, resource } = secureStack(app);
      new ec2.CfnSecurityGroupEgress(stack, 'Out', {
        groupId: resource('Group').getAtt('GroupId').toString(),
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIp: bypass ? '0.0.0.0/0' : '10.0.1.0/24',
        description: 'HTTPS to the partner',
      });
    },
    refused: ['egress-closed Orders/Out error'],
  },
});
