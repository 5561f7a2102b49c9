import { Control } from '../../baseline/control';
import { variantsOf } from '../../model/conditions';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, unknown } from '../verdict';

/** A function URL answers only callers that sign their requests. */
export const functionUrlRequiresIam = defineRule({
  id: Control.FUNCTION_URL_REQUIRES_IAM,
  subject: 'url',
  title: 'Function URLs ask for IAM authorization',
  why: 'A URL with AuthType NONE is a public endpoint without authorization, throttling or a firewall in front: whoever finds it runs the code.',
  fix: "Set 'authType: FunctionUrlAuthType.AWS_IAM' and grant the callers with 'grantInvokeUrl', or put an authorized API or a distribution with origin access control in front.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['URL-01'],
  check: url =>
    [...new Set(variantsOf(url).map(({ properties }) => properties.AuthType))].flatMap(authType => {
      const property = 'Properties.AuthType';
      if (authType === 'AWS_IAM') return [];
      return typeof authType === 'string' && isSymbolic(authType)
        ? unknown({
            message: `Who may call the function URL ${nameOf(url)} depends on ${authType}, which the templates do not tell`,
            property,
          })
        : fail({
            message: `The function URL ${nameOf(url)} answers everybody: AuthType is ${authType === undefined ? 'left out' : String(authType)}`,
            property,
          });
    }),
  bad: {
    'a URL for everybody': {
      Resources: {
        Url: {
          Type: 'AWS::Lambda::Url',
          Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, AuthType: 'NONE' },
        },
      },
    },
    'a URL for everybody under a condition': {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] } },
      Resources: {
        Url: {
          Type: 'AWS::Lambda::Url',
          Properties: {
            TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] },
            AuthType: { 'Fn::If': ['IsDev', 'NONE', 'AWS_IAM'] },
          },
        },
      },
    },
  },
  good: {
    'a URL that stands only where it asks': {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: {
        Url: {
          Type: 'AWS::Lambda::Url',
          Condition: 'IsProd',
          Properties: {
            TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] },
            AuthType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] },
          },
        },
      },
    },
    'a URL for callers that sign': {
      Resources: {
        Url: {
          Type: 'AWS::Lambda::Url',
          Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, AuthType: 'AWS_IAM' },
        },
      },
    },
  },
});
