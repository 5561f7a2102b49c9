import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';
import { allowsMoreThanInvoking, isEverybody, isForeign, isNamed, isUntold } from './principal';

/** Nobody may invoke a function, or load a layer, without being named. */
export const noPublicInvoker = defineRule({
  id: Control.NO_PUBLIC_INVOKER,
  subject: 'permission',
  title: 'Nobody unnamed may invoke a function',
  why: "The principal '*' is everybody with an AWS account, or with a browser where a function URL asks for no authorization.",
  fix: "Name the account, the role or the service in 'principal'; for a whole organization set 'organizationId' (PrincipalOrgID) too.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  ],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['PERM-01', 'PERM-03'],
  check: permission => {
    const { resource, kind, principal, action, organization, viaFunctionUrl, sourceArn, sourceAccount } = permission;
    const property = kind === 'permission' ? 'Properties.Principal' : 'Properties.PolicyDocument';
    if (isEverybody(resource, principal)) {
      if (isNamed(organization)) return pass;
      const source = [sourceAccount, sourceArn].find(isNamed);
      if (source !== undefined && !allowsMoreThanInvoking(permission)) {
        // Only services say for whom they call, so nobody calls directly: wider than needed, but not public.
        return fail({
          message: `${nameOf(resource)} lets every service of AWS invoke on behalf of ${source}: its principal is '${principal}' and names none`,
          property,
          severity: 'error',
          controls: ['PERM-01'],
        });
      }
      const through = viaFunctionUrl ? ' through its URL' : '';
      return fail({
        message: `${nameOf(resource)} lets everybody perform ${action ?? 'lambda:InvokeFunction'}${through}: its principal is '${principal}' and it names no organization`,
        property,
        controls: allowsMoreThanInvoking(permission) ? ['PERM-01', 'PERM-03'] : ['PERM-01'],
      });
    }
    if (isUntold(resource, principal)) {
      return unknown({
        message: `Whom ${nameOf(resource)} lets invoke depends on ${principal}, which the templates do not tell`,
        property,
      });
    }
    if (!isForeign(resource, principal) || !allowsMoreThanInvoking(permission)) return pass;
    return fail({
      message: `${nameOf(resource)} lets another account, ${principal}, perform ${action}, which is more than to invoke`,
      property,
      controls: ['PERM-03'],
    });
  },
  bad: {
    everybody: {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: '*' },
        },
      },
    },
    'everybody who can sign, from any account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { Ref: 'Function' },
            Action: 'lambda:InvokeFunctionUrl',
            Principal: '*',
            FunctionUrlAuthType: 'AWS_IAM',
          },
        },
      },
    },
    'everybody of any organization': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: '*', PrincipalOrgID: '' },
        },
      },
    },
    'another account that may replace the code': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:UpdateFunctionCode', Principal: '111122223333' },
        },
      },
    },
    'every service, for one bucket': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { Ref: 'Function' },
            Action: 'lambda:InvokeFunction',
            Principal: '*',
            SourceArn: 'arn:aws:s3:::orders',
            SourceAccount: '111122223333',
          },
        },
      },
    },
    'a layer for everybody': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::LayerVersionPermission',
          Properties: {
            LayerVersionArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:orders:1',
            Action: 'lambda:GetLayerVersion',
            Principal: '*',
          },
        },
      },
    },
  },
  good: {
    'one account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: '111122223333' },
        },
      },
    },
    'everybody of one organization': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { Ref: 'Function' },
            Action: 'lambda:InvokeFunction',
            Principal: '*',
            PrincipalOrgID: 'o-a1b2c3d4e5',
          },
        },
      },
    },
  },
});
