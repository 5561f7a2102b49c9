import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import { fail, pass, unknown } from '../verdict';

/** A web function answers only callers that sign their requests. */
export const webEndpointRequiresIam = defineRule({
  id: Control.WEB_ENDPOINT_REQUIRES_IAM,
  subject: 'resource',
  types: ['AWS::Lambda::WebFunctionEndpoint'],
  title: 'Endpoints of web functions ask for IAM authorization',
  why: 'An endpoint whose application manages who may call is open to the whole internet until its own code says no, also on the paths that the code forgot.',
  fix: "Set 'AuthType: IamAuth' and let a distribution or an API in front sign for its visitors; a site that is meant for everybody needs a waiver.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/welcome.html'],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: ({ resource, properties }) => {
    const authType = properties.AuthType;
    if (authType === 'IamAuth') return pass;
    const property = 'Properties.AuthType';
    return isSymbolic(textOf(authType) ?? '')
      ? unknown({
          message: `Who may call the endpoint ${nameOf(resource)} depends on ${textOf(authType)}, which the templates do not tell`,
          property,
        })
      : fail({ message: `The endpoint ${nameOf(resource)} answers everybody: AuthType is ${spoken(authType)}`, property });
  },
  bad: { 'an endpoint for everybody': endpoint({ AuthType: 'ApplicationManaged' }), 'nothing said': endpoint({}) },
  good: { 'an endpoint for callers that sign': endpoint({ AuthType: 'IamAuth' }) },
});

function endpoint(properties: JsonObject) {
  return { Resources: { Endpoint: { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: properties } } };
}
