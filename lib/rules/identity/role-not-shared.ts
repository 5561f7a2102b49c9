import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';

/** A role holds what one function needs, so that a hole in that function opens nothing else. */
export const roleNotShared = defineRule({
  id: Control.ROLE_NOT_SHARED,
  subject: 'function',
  title: 'Every function has an execution role of its own',
  why: 'A shared role holds the sum of all rights: whoever gets into the least of its functions has what the most powerful one needs.',
  fix: "Leave 'role' out, so that each function gets its own, and grant each one only what it uses.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['ROLE-10'],
  check: fn => {
    if ('unknown' in fn.role) {
      return unknown({
        message: `What ${nameOf(fn.resource)} may do, and whether others share its role, cannot be seen: its role ${fn.role.unknown} stands in no template`,
        property: 'Properties.Role',
      });
    }
    const { resource, functions } = fn.role;
    const sharers = [...new Map(functions.map(sharer => [`${sharer.template.path}\0${sharer.logicalId}`, sharer])).values()];
    if (sharers.length < 2) return pass;
    return fail({ message: `${listOf(sharers.map(nameOf))} share the role ${nameOf(resource)}`, at: resource, related: sharers });
  },
  bad: {
    'a role for two functions': {
      Resources: {
        Second: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Code: { ZipFile: 'exports.handler = async () => {};' },
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Timeout: 10,
            MemorySize: 256,
            EphemeralStorage: { Size: 512 },
            ReservedConcurrentExecutions: 5,
            TracingConfig: { Mode: 'Active' },
            LoggingConfig: { LogGroup: { Ref: 'Logs' }, LogFormat: 'JSON' },
            DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] } },
            VpcConfig: {
              SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
              SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
            },
          },
        },
      },
    },
  },
  good: { 'a role for one function': {} },
});
