import { Control } from '../../baseline/control';
import { isBroadResource } from '../../iam/resource-pattern';
import type { Condition, Statement } from '../../iam/statement';
import type { EndpointFacts, JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, unknown } from '../verdict';

/** Whoever can reach an endpoint can reach every account behind it, unless its policy says which. */
export const endpointPolicyBounded = defineRule({
  id: Control.ENDPOINT_POLICY_BOUNDED,
  subject: 'resource',
  types: ['AWS::EC2::VPCEndpoint'],
  title: 'Endpoints of AWS services let only known callers or known resources through',
  why: "An endpoint without such a policy reaches every account: stolen data leave a private subnet into somebody else's bucket or queue.",
  fix: "Set 'PolicyDocument' with the roles and resources that use it, or with 'aws:PrincipalAccount' and 'aws:ResourceAccount' of this account; SecureNetwork does.",
  links: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/welcome.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource }, { networking }) => {
    const endpoint = networking.endpoints.find(candidate => candidate.resource === resource);
    if (endpoint === undefined || !endpoint.ofAws || !TAKES_POLICY.has(endpoint.kind)) return [];
    const { policy, service } = endpoint;
    const property = 'Properties.PolicyDocument';
    if (policy === undefined) {
      return fail({
        message: `The endpoint ${nameOf(resource)} of ${service} has no policy, so it lets everybody through to every account`,
        property,
      });
    }
    if (policy.statements.some(({ statement, conditional }) => !conditional && keepsOthersOut(statement))) return [];
    return [
      ...policy.statements
        .filter(({ statement }) => isOpen(statement))
        .map(open =>
          fail({
            message: `The policy of the endpoint ${nameOf(resource)} of ${service} lets everybody through to ${open.statement.resources.includes('*') ? 'every account' : 'resources of any account'}`,
            property: open.property,
          }),
        ),
      ...policy.unknown.map(part =>
        unknown({
          message: `What the endpoint ${nameOf(resource)} of ${service} lets through depends on ${part.unknown}, which the templates do not tell`,
          property: part.property,
        }),
      ),
    ];
  },
  bad: {
    'no policy': { Resources: { Endpoint: endpointWith() } },
    'a policy that names nobody': {
      Resources: { Endpoint: endpointWith({ Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: '*' }) },
    },
    'every account of the region': {
      Resources: {
        Endpoint: endpointWith({
          Effect: 'Allow',
          Principal: '*',
          Action: 'dynamodb:GetItem',
          Resource: 'arn:aws:dynamodb:eu-west-1:*:table/*',
        }),
      },
    },
    'an account that is only asked for where there is one': {
      Resources: {
        Endpoint: endpointWith({
          Effect: 'Allow',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { StringEqualsIfExists: { 'aws:PrincipalAccount': '111122223333' } },
        }),
      },
    },
  },
  good: {
    'this account': {
      Resources: {
        Endpoint: endpointWith({
          Effect: 'Allow',
          Principal: '*',
          Action: 'dynamodb:*',
          Resource: '*',
          Condition: {
            StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } },
          },
        }),
      },
    },
    'one table': {
      Resources: {
        Endpoint: endpointWith({
          Effect: 'Allow',
          Principal: '*',
          Action: 'dynamodb:GetItem',
          Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
        }),
      },
    },
    'one role': {
      Resources: {
        Endpoint: endpointWith({
          Effect: 'Allow',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['Role', 'Arn'] } } },
        }),
      },
    },
    'everybody but other organisations': {
      Resources: {
        Endpoint: endpointWith(
          { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: '*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
          },
        ),
      },
    },
    'a service of a partner, whose endpoints take no policy': {
      Resources: {
        Endpoint: {
          ...endpointWith(),
          Properties: { ...properties(), ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b' },
        },
      },
    },
  },
});

const TAKES_POLICY: ReadonlySet<EndpointFacts['kind']> = new Set(['gateway', 'interface']);

function endpointWith(...statements: readonly JsonObject[]): JsonObject {
  const policy: JsonObject =
    statements.length === 0 ? {} : { PolicyDocument: { Version: '2012-10-17', Statement: [...statements] } };
  return { Type: 'AWS::EC2::VPCEndpoint', Properties: { ...properties(), ...policy } };
}

function properties(): JsonObject {
  return {
    VpcId: { Ref: 'Vpc' },
    ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.dynamodb' },
    VpcEndpointType: 'Gateway',
  };
}

/** Keys that say whose the caller is, or whose the resource. */
const OWNERS =
  /^(?:aws:(?:principal(?:account|arn|orgid|orgpaths)|resource(?:account|orgid|orgpaths)|userid)|s3:(?:resourceaccount|dataaccesspointaccount)|kms:calleraccount)$/i;

/** Whether the statement lets unknown callers reach unknown resources. */
function isOpen({ effect, principals, notPrincipals, resources, notResources, conditions }: Statement): boolean {
  if (effect !== 'Allow') return false;
  const anybody = notPrincipals.length > 0 || principals.some(({ value }) => value === '*');
  const anything = notResources.length > 0 || resources.some(isBroadResource);
  return anybody && anything && !conditions.some(namesOwner);
}

function namesOwner({ operator, key, values }: Condition): boolean {
  return (
    OWNERS.test(key) &&
    areNamed(values) &&
    /^(?:foranyvalue:)?(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like))$/i.test(operator)
  );
}

function areNamed(values: readonly string[]): boolean {
  return values.length > 0 && values.every(value => !/^[*?]+$/.test(value));
}

/** Whether a deny takes back whatever else is allowed to others. */
function keepsOthersOut({ effect, actions, resources, principals, conditions }: Statement): boolean {
  const denied = effect === 'Deny' && resources.includes('*') && principals.some(({ value }) => value === '*');
  const everything = actions.some(action => /^(?:\*|[\w-]+:\*)$/.test(action));
  const [condition, ...more] = conditions.filter(({ key }) => !/^aws:(?:principalisawsservice|viaawsservice)$/i.test(key));
  return (
    denied &&
    everything &&
    more.length === 0 &&
    condition !== undefined &&
    OWNERS.test(condition.key) &&
    areNamed(condition.values) &&
    /^(?:forallvalues:)?(?:stringnot(?:equals|equalsignorecase|like)|arnnot(?:equals|like))(?:ifexists)?$/i.test(
      condition.operator,
    )
  );
}
