import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, sentence } from '../name-of';
import { fail } from '../verdict';
import { holderOf, isExecutionRole } from './execution-role';
import { isOfAws, placeOf } from './rights-of';
import { sharingRightsOf } from './sharing-rights';

/** Nobody may open what nobody named, nor take credentials of whomever it likes. */
export const noSharingRights = defineRule({
  id: Control.NO_SHARING_RIGHTS,
  subject: 'identity',
  title: 'Nobody may share any resource or read any secret',
  why: 'One call makes any bucket public, hands any snapshot to another account or reads the password of any database: the data of systems that have nothing to do with this one.',
  fix: "Name the one bucket, queue or secret in the statement's Resource, best with grants such as secret.grantRead(fn).",
  links: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['ESC-03'],
  check: identity =>
    sharingRightsOf(identity)
      .map(({ statement, actions }) => ({ place: placeOf(identity, statement), actions }))
      .filter(({ place }) => !isOfAws(place.property))
      .map(({ place, actions }) =>
        fail({
          message: `${sentence(holderOf(identity))} may perform ${listOf(actions)} on resources that nobody named`,
          at: place.resource,
          property: place.property,
          related: [identity.resource, ...identity.functions],
          ...(isExecutionRole(identity) ? {} : { severity: 'warning' }),
        }),
      ),
  bad: {
    'any secret': workload({ Action: 'secretsmanager:GetSecretValue', Resource: '*' }),
    'the policy of any bucket': workload({ Action: ['s3:PutBucket*'], Resource: 'arn:aws:s3:::*' }),
    'any parameter': workload({ Action: 'ssm:GetParameter*', Resource: 'arn:aws:ssm:*:*:parameter/*' }),
  },
  good: {
    'one secret': workload({
      Action: 'secretsmanager:GetSecretValue',
      Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf',
    }),
    'the parameters of this app': workload({
      Action: 'ssm:GetParametersByPath',
      Resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/orders/*',
    }),
  },
});

function workload(statement: JsonObject) {
  return {
    Resources: { Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } } },
  };
}
