import { Control } from '../../baseline/control';
import { isBroad, isNarrowed } from '../../iam/reach';
import { matches } from '../../iam/wildcard';
import type { JsonObject, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { symbolicParts } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { placeOf, rightsOf } from './rights-of';

/** What makes a function another function, or lets others in. */
const CHANGES = [
  'lambda:AddPermission',
  'lambda:CreateFunctionUrlConfig',
  'lambda:DeleteFunctionCodeSigningConfig',
  'lambda:DeleteFunctionConcurrency',
  'lambda:PutFunctionCodeSigningConfig',
  'lambda:PutFunctionRecursionConfig',
  'lambda:PutResourcePolicy',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:UpdateFunctionUrlConfig',
];

/** An intruder in a function finds no way to stay there. */
export const functionCannotChangeItself = defineRule({
  id: Control.FUNCTION_CANNOT_CHANGE_ITSELF,
  subject: 'function',
  title: 'No function may change its own code, settings or callers',
  why: 'Who gets into such a function for one request stays in it: new code, another layer, a URL that asks nobody, and the next deployment is the first to notice.',
  fix: 'Leave changes of a function to its deployment; give a function that manages others the names of those others only.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/security_iam_id-based-policy-examples.html'],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: ({ resource, role }) => {
    if ('unknown' in role || rightsOf(role).isAdministrator() !== undefined) return pass;
    return CHANGES.flatMap(action =>
      rightsOf(role)
        .allowing(action)
        // What reaches every function is a way to more rights, which another rule refuses.
        .filter(
          statement =>
            !isBroad(statement) && !isNarrowed(statement) && statement.resources.some(text => isItself(text, resource)),
        )
        .map(statement => ({ action, place: placeOf(role, statement) })),
    )
      .reduce<{ at?: ResourceFacts; property?: string; actions: string[] }[]>((groups, { action, place }) => {
        const known = groups.find(({ at, property }) => at === place.resource && property === place.property);
        if (known === undefined) groups.push({ at: place.resource, property: place.property, actions: [action] });
        else if (!known.actions.includes(action)) known.actions.push(action);
        return groups;
      }, [])
      .map(({ at, property, actions }) =>
        fail({
          message: `${nameOf(resource)} may perform ${listOf(actions)} on itself`,
          at,
          property,
          related: [resource, role.resource],
        }),
      );
  },
  bad: {
    'its own code': workload({ Action: 'lambda:UpdateFunctionCode', Resource: { 'Fn::GetAtt': ['Function', 'Arn'] } }),
    'its own URL, by the name in an ARN': workload({
      Action: ['lambda:CreateFunctionUrlConfig', 'lambda:AddPermission'],
      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Function}' },
    }),
  },
  good: {
    'calling itself': workload({ Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['Function', 'Arn'] } }),
    'changing another': workload({
      Action: 'lambda:UpdateFunctionCode',
      Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:tool',
    }),
  },
});

/** Whether a pattern means the function: by reference, or by the name that the template gives it. */
function isItself(pattern: string, { logicalId, properties }: ResourceFacts): boolean {
  if (symbolicParts(pattern).some(part => part === logicalId || part === `${logicalId}.Arn`)) return true;
  const name = textOf(properties.FunctionName);
  const named = /:function:(.*)$/.exec(pattern)?.[1];
  return name !== undefined && named !== undefined && (matches(named, name) || matches(named, `${name}:1`));
}

function workload(statement: JsonObject) {
  return {
    Resources: { Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } } },
  };
}
