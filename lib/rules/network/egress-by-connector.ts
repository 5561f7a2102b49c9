import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { listOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** MicroVMs and web functions leave through a network that somebody closed. */
export const egressByConnector = defineRule({
  id: Control.EGRESS_BY_CONNECTOR,
  subject: 'resource',
  types: ['AWS::Lambda::MicrovmImage', 'AWS::Lambda::WebFunctionRevision'],
  title: 'MicroVMs and web functions leave by a network connector',
  why: 'Without a connector they reach the whole internet, past every security group, route and firewall of yours: whatever gets in can send out what it finds.',
  fix: "Name a network connector into your VPC ('EgressNetworkConnectors', 'EgressNetworkConnectorArn') and close its security group.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) => {
    const property = resource.type === 'AWS::Lambda::MicrovmImage' ? 'EgressNetworkConnectors' : 'EgressNetworkConnectorArn';
    if (listOf(properties[property]).length > 0) return pass;
    return fail({
      message: `${nameOf(resource)} leaves by the public internet: ${property} is left out`,
      property: `Properties.${property}`,
    });
  },
  bad: {
    'a MicroVM on the internet': image({ Name: 'sandbox', EgressNetworkConnectors: [] }),
    'a web function on the internet': {
      Resources: { Revision: { Type: 'AWS::Lambda::WebFunctionRevision', Properties: {} } },
    },
  },
  good: {
    'a MicroVM behind a connector': image({
      Name: 'sandbox',
      EgressNetworkConnectors: ['arn:aws:lambda:eu-west-1:111122223333:network-connector:closed'],
    }),
  },
});

function image(properties: JsonObject) {
  return { Resources: { Image: { Type: 'AWS::Lambda::MicrovmImage', Properties: properties } } };
}
