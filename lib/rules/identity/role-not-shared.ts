import { Control } from '../../baseline/control';
import type { AppFacts, FunctionFacts, ResourceFacts } from '../../model/facts';
import { canonicalText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
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
  check: (fn, app) => {
    if ('unknown' in fn.role) return fromElsewhere(fn, fn.role.unknown, app);
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

/** Two functions that name the same role share it, wherever it stands; whether others do elsewhere cannot be seen. */
function fromElsewhere({ resource }: FunctionFacts, role: string, app: AppFacts): Verdict {
  const sharers = [...(sharersOf(app).get(keyOf(resource, role)) ?? [])];
  if (sharers.length < 2 || !isTold(role)) {
    return unknown({
      message: `What ${nameOf(resource)} may do, and whether others share its role, cannot be seen: its role ${role} stands in no template`,
      property: 'Properties.Role',
    });
  }
  return fail({
    message: `${listOf(sharers.map(nameOf))} share the role ${role}`,
    property: 'Properties.Role',
    related: sharers,
    // The role may be one that an organization prescribes.
    severity: 'error',
  });
}

const SHARERS = new WeakMap<AppFacts, ReadonlyMap<string, ReadonlySet<ResourceFacts>>>();

/** The functions of an app by the role that they name, where it stands in no template. */
function sharersOf(app: AppFacts): ReadonlyMap<string, ReadonlySet<ResourceFacts>> {
  const known = SHARERS.get(app);
  if (known !== undefined) return known;
  const sharers = new Map<string, Set<ResourceFacts>>();
  for (const { resource, role } of app.functions) {
    if (!('unknown' in role)) continue;
    const key = keyOf(resource, role.unknown);
    sharers.set(key, (sharers.get(key) ?? new Set()).add(resource));
  }
  SHARERS.set(app, sharers);
  return sharers;
}

/** Names of one account and region say the same; those of a template only there. */
function keyOf({ template }: ResourceFacts, role: string): string {
  return [template.account, template.region, canonicalText(template, role)].join(' ');
}

/** Whether equal texts mean the same role: what could not be computed may be equal for other reasons. */
function isTold(role: string): boolean {
  return /^arn:|^\$\{/.test(role) && !/\$\{\?(?!Fn::(?:ImportValue|GetStackOutput)\()/.test(role);
}
