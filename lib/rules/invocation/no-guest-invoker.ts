import { Control } from '../../baseline/control';
import type { Statement } from '../../iam/statement';
import { matches } from '../../iam/wildcard';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { placeOf, rightsOf } from '../identity/rights-of';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** Whoever has not said who he is calls no function by itself. */
export const noGuestInvoker = defineRule({
  id: Control.NO_GUEST_INVOKER,
  subject: 'role',
  title: 'Guests of an identity pool do not invoke functions',
  why: 'An identity pool with guests hands credentials of this role to everybody on the internet who knows its id, which stands in every browser. What the role may invoke, everybody may.',
  fix: "Take the right from the role of guests, or ask for a login: 'cognito-identity.amazonaws.com:amr' must be 'authenticated' in the trust of the role. What guests need belongs behind an API that throttles.",
  links: ['https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html'],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: role => {
    const trust = role.trust.filter(isOfIdentityPool);
    const [named, unnamed] = [trust.some(namesGuests), trust.some(namesNoLogin)];
    if (!named && !unnamed) return pass;
    return INVOCATIONS.flatMap(action => rightsOf(role).allowing(action).slice(0, 1)).map(statement => {
      const place = placeOf(role, statement);
      return fail({
        message: `Guests, who are everybody, may invoke functions under the role ${nameOf(role.resource)}: it allows ${listOf(statement.actions)} on ${listOf(statement.resources)}`,
        at: place.resource,
        property: place.property,
        related: [role.resource],
        // A pool that takes no guests makes up for a trust that does not ask how somebody logged in, until somebody opens it.
        ...(named ? {} : { severity: 'warning' }),
      });
    });
  },
  bad: {
    'guests who invoke a function': guests({
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a1b2c3d' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
    }),
    'everybody with an identity': guests({ StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a1b2c3d' } }),
  },
  good: {
    'whoever has logged in': guests({
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:0a1b2c3d' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
  },
});

const INVOCATIONS = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'];

function isOfIdentityPool({ effect, principals }: Statement): boolean {
  return effect === 'Allow' && principals.some(({ type, value }) => type === 'Federated' && COGNITO.test(value));
}

function namesGuests(statement: Statement): boolean {
  return loginsOf(statement).some(({ operator, values }) => {
    const named = values.some(value => matches(value.toLowerCase(), 'unauthenticated'));
    return named !== /not/i.test(operator);
  });
}

function namesNoLogin(statement: Statement): boolean {
  return loginsOf(statement).length === 0;
}

/** Cognito says how somebody logged in. */
function loginsOf({ conditions }: Statement): Statement['conditions'] {
  return conditions.filter(({ key }) => /^cognito-identity\.[^:]*:amr$/i.test(key));
}

const COGNITO = /^cognito-identity(?:-us-gov)?\.amazonaws\.com(?:\.cn)?$/;

function guests(Condition: JsonObject) {
  return {
    Resources: {
      Guest: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Federated: 'cognito-identity.amazonaws.com' },
                Action: 'sts:AssumeRoleWithWebIdentity',
                Condition,
              },
            ],
          },
          Policies: [
            {
              PolicyName: 'call',
              PolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['Function', 'Arn'] } },
                ],
              },
            },
          ],
        },
      },
    },
  };
}
