import { describeIntegrations, FN_ARN, INVOKES_FN } from './describe-integrations';
import { IDENTITY } from '../../integrations/identity';

const POOL = 'cognito-idp.amazonaws.com: lambda:InvokeFunction on Fn.Arn for Pool.Arn';
const ACCOUNT = '444455556666';
const THROUGH_URL = [
  'lambda:InvokeFunctionUrl on Fn.Arn if lambda:FunctionUrlAuthType is AWS_IAM',
  'lambda:InvokeFunction on Fn.Arn if lambda:InvokedViaFunctionUrl is true',
];

describeIntegrations('an identity', IDENTITY, {
  'a trigger of a user pool': {
    invokers: [POOL],
    resources: [['AWS::Cognito::UserPool', { LambdaConfig: { PreSignUp: FN_ARN } }]],
  },
  'a sender of codes': { invokers: [POOL] },
  'a rotation of a secret': {
    invokers: ['secretsmanager.amazonaws.com: lambda:InvokeFunction on Fn.Arn of AccountId'],
    rights: [
      'secretsmanager:DescribeSecret on Secret',
      'secretsmanager:GetRandomPassword on *',
      'secretsmanager:GetSecretValue on Secret',
      'secretsmanager:PutSecretValue on Secret',
      'secretsmanager:UpdateSecretVersionStage on Secret',
    ],
    resources: [['AWS::SecretsManager::RotationSchedule', { RotationLambdaARN: FN_ARN }]],
  },
  'a role': { callers: INVOKES_FN },
  'a role that invokes the latest version': {
    callers: ['lambda:InvokeFunction on Fn.Arn', 'lambda:InvokeFunction on Fn.Arn:$LATEST'],
  },
  'a role that invokes one version': { callers: ['lambda:InvokeFunction on Fn.Arn:FnFunctionCurrentVersion.Version'] },
  'several callers': {
    invokers: [ACCOUNT, '777788889999'].map(account => `${account}: lambda:InvokeFunction on Fn.Arn`),
  },
  'a service': { invokers: ['lex.amazonaws.com: lambda:InvokeFunction on Fn.Arn of AccountId'] },
  'an organisation': { invokers: ['*: lambda:InvokeFunction on Fn.Arn in o-abcdefghij'] },
  'a role that calls its URL': { callers: THROUGH_URL, resources: [['AWS::Lambda::Url', { AuthType: 'AWS_IAM' }]] },
  'another account that calls its URL': {
    invokers: [`${ACCOUNT}: lambda:InvokeFunction on Fn.Arn through its URL`, `${ACCOUNT}: lambda:InvokeFunctionUrl on Fn.Arn`],
    resources: [
      ['AWS::Lambda::Permission', { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM' }],
      ['AWS::Lambda::Url', { AuthType: 'AWS_IAM' }],
    ],
  },
});
