import { Control } from '../../baseline/control';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';
import { allowsMoreThanInvoking, isEverybody, isForeign } from './principal';

/** Who may run a function may not change it. */
export const permissionOnlyInvokes = defineRule({
  id: Control.PERMISSION_ONLY_INVOKES,
  subject: 'permission',
  title: 'Permissions on a function only allow to invoke it',
  why: "A permission for 'lambda:*' or 'lambda:UpdateFunctionCode' lets its principal replace the code, and with it use every right of the function's role.",
  fix: "Set 'action' to 'lambda:InvokeFunction' or 'lambda:InvokeFunctionUrl', or use 'grantInvoke'; who deploys the function gets that right from a policy of the own role.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  severity: 'error',
  profile: 'baseline',
  controls: ['PERM-03'],
  check: permission => {
    const { resource, principal, action, kind, organization } = permission;
    const property = kind === 'permission' ? 'Properties.Action' : 'Properties.PolicyDocument';
    if (!allowsMoreThanInvoking(permission)) return pass;
    if (isSymbolic(action ?? '')) {
      return unknown({
        message: `What ${nameOf(resource)} allows depends on ${action}, which the templates do not tell`,
        property,
      });
    }
    // Strangers who may change a function are the business of another rule, which nobody may waive.
    if (isForeign(resource, principal) || (isEverybody(resource, principal) && organization === undefined)) return pass;
    return fail({ message: `${nameOf(resource)} lets ${principal} perform ${action}, which is more than to invoke`, property });
  },
  bad: {
    'a role that may replace the code': forRole({ Action: 'lambda:UpdateFunctionCode' }),
    'a role that may do everything': forRole({ Action: 'lambda:*' }),
  },
  good: { 'a role that may invoke': forRole({ Action: 'lambda:InvokeFunction' }) },
});

function forRole({ Action }: { Action: string }) {
  return {
    Resources: {
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: { Ref: 'Function' }, Action, Principal: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
    },
  };
}
