import { Control } from '../../baseline/control';
import type { ResourceFacts } from '../../model/facts';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';

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
  controls: ['PERM-01'],
  frameworks: ['SecurityHub:Lambda.1', 'Config:lambda-function-public-access-prohibited', 'CSA:SAS-2'],
  check: ({ resource, kind, principal, action, organization, viaFunctionUrl }) => {
    const property = kind === 'permission' ? 'Properties.Principal' : 'Properties.PolicyDocument';
    if (isUntold(resource, principal)) {
      return unknown({
        message: `Whom ${nameOf(resource)} lets invoke depends on ${principal}, which the templates do not tell`,
        property,
      });
    }
    if (principal !== '*' || organization !== undefined) return pass;
    const through = viaFunctionUrl ? ' through its URL' : '';
    return fail({
      message: `${nameOf(resource)} lets everybody perform ${action ?? 'lambda:InvokeFunction'}${through}: its principal is '*' and it names no organization`,
      property,
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

/** A principal of which nothing is known: no resource of the app, no part of it written out, not the account itself. */
function isUntold({ template }: ResourceFacts, principal: string): boolean {
  return /^\$\{(?!AWS::)[^}]*\}$/.test(principal) && lookup(template, principal) === undefined;
}
