import { CfnParameter } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { describeIntegrations, FN_ARN, INVOKES_FN } from './describe-integrations';
import { aFunction, FLAG_SETS, newStack } from '../../apps';
import { APIS } from '../../integrations/apis';
import type { Integrations } from '../../integrations/integration';
import { judged } from '../../integrations/judged';

/** API Gateway, as it calls a function for one of its routes. */
const gateway = (target: string, ...routes: string[]): string[] =>
  routes.map(
    route =>
      `apigateway.amazonaws.com: lambda:InvokeFunction on ${target} for arn:Partition:execute-api:Region:AccountId:Api/${route}`,
  );
const EVERY_METHOD = ['ApiDeploymentStageprod/*/', 'ApiDeploymentStageprod/*/*', 'test-invoke-stage/*/', 'test-invoke-stage/*/*'];
const BACKEND = gateway('BackendFunction.Arn', 'ApiDeploymentStageprod/GET/', 'test-invoke-stage/GET/');
const BALANCER = 'elasticloadbalancing.amazonaws.com: lambda:InvokeFunction on';

describeIntegrations('an API', APIS, {
  'a REST API': { invokers: gateway('Fn.Arn', ...EVERY_METHOD) },
  'an alias behind a REST API': { invokers: gateway('FnAliaslive', ...EVERY_METHOD) },
  'an authorizer of tokens': { invokers: [...gateway('Fn.Arn', 'authorizers/Authorizer'), ...BACKEND] },
  'an authorizer of requests': { invokers: [...gateway('Fn.Arn', 'authorizers/Authorizer'), ...BACKEND] },
  'an HTTP API': { invokers: gateway('Fn.Arn', '*/*') },
  'an authorizer of an HTTP API': {
    invokers: [...gateway('Fn.Arn', 'authorizers/ApiAuthorizer'), ...gateway('BackendFunction.Arn', '*/*')],
  },
  'a WebSocket API': { invokers: gateway('Fn.Arn', '*$connect') },
  'an authorizer of a WebSocket API': {
    invokers: [...gateway('Fn.Arn', 'authorizers/ApiAuthorizer'), ...gateway('BackendFunction.Arn', '*$connect')],
  },
  'a GraphQL API': {
    callers: INVOKES_FN,
    resources: [['AWS::AppSync::DataSource', { LambdaConfig: { LambdaFunctionArn: FN_ARN } }]],
  },
  'an authorizer of a GraphQL API': {
    invokers: ['appsync.amazonaws.com: lambda:InvokeFunction on Fn.Arn for Api.Arn'],
    invokersByDefault: ['appsync.amazonaws.com: lambda:InvokeFunction on Fn.Arn of AccountId'],
  },
  'a load balancer': { invokers: [`${BALANCER} Fn.Arn of AccountId`] },
  'an alias behind a load balancer': { invokers: [`${BALANCER} FnAliaslive of AccountId`] },
  'a version behind a load balancer': { invokers: [`${BALANCER} FnFunctionCurrentVersion of AccountId`] },
  'its URL behind CloudFront': {
    invokers: ['InvokeFunctionUrl on FnFunctionUrl.FunctionArn', 'InvokeFunction on Fn.Arn'].map(
      (what, index) =>
        `cloudfront.amazonaws.com: lambda:${what} for arn:Partition:cloudfront::AccountId:distribution/Distribution${index === 0 ? '' : ' through its URL'}`,
    ),
    resources: [['AWS::Lambda::Url', { AuthType: 'AWS_IAM', TargetFunctionArn: FN_ARN }]],
  },
});

/** Nobody asks callers who they are. */
const OPEN: Integrations = {
  'a REST API': scope => {
    new apigateway.LambdaRestApi(scope, 'Api', { handler: aFunction(scope) });
  },
  'an HTTP API': scope => {
    new apigatewayv2.HttpApi(scope, 'Api', { defaultIntegration: new HttpLambdaIntegration('Orders', aFunction(scope)) });
  },
  'a WebSocket API': scope => {
    const integration = new WebSocketLambdaIntegration('Connect', aFunction(scope));
    new apigatewayv2.WebSocketApi(scope, 'Api', { connectRouteOptions: { integration } });
  },
};

describe.each(FLAG_SETS)('under the %s', (_, flags) => {
  test.each(Object.entries(OPEN))('%s without an authorizer is a finding', (_name, integration) => {
    const { findings } = judged(flags, integration);
    expect([...new Set(findings.map(finding => finding.split(' ')[0]))]).toEqual(['api-requires-authorization']);
  });

  test('the edge refuses it at the line, and names what to use instead', () => {
    const stack = newStack(flags);
    const functionVersion = aFunction(stack).currentVersion;
    const atTheEdge = (): unknown =>
      new cloudfront.Distribution(stack, 'Distribution', {
        defaultBehavior: {
          origin: new HttpOrigin(new CfnParameter(stack, 'Origin').valueAsString),
          edgeLambdas: [{ functionVersion, eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST }],
        },
      });
    expect(atTheEdge).toThrow(/A SecureFunction runs in its region.*got Lambda@Edge.*Use a CloudFront Function/);
  });
});
