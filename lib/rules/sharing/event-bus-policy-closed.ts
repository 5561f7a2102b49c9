import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { openings } from './open-statements';

const TYPES: ReadonlySet<string> = new Set(['AWS::Events::EventBusPolicy', 'AWS::Events::EventBus']);

/** Event bus policies name who may put events. */
export const eventBusPolicyClosed = defineRule({
  id: Control.EVENT_BUS_POLICY_CLOSED,
  subject: 'policy',
  title: 'Event bus policies name who may put events',
  why: 'Whoever may put events on a bus triggers every rule on it with events that look like those of your own services.',
  fix: 'Name the accounts in Principal, or the organization in a condition on aws:PrincipalOrgID; bind services with aws:SourceArn.',
  links: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html'],
  severity: 'error',
  profile: 'baseline',
  controls: ['EVT-04'],
  check: policy =>
    TYPES.has(policy.resource.type)
      ? openings(policy, {
          service: 'events',
          use: 'use the event bus that',
          controls: { everybody: ['EVT-04'], open: ['EVT-04'] },
          everyActionIsUsual: true,
        })
      : [],
  bad: {
    'a bus for everybody': bus({ Principal: '*', Action: 'events:PutEvents', StatementId: 'open' }),
    'a statement for everybody': bus({
      StatementId: 'open',
      Statement: { Effect: 'Allow', Principal: { AWS: ['111122223333', '*'] }, Action: 'events:PutEvents', Resource: '*' },
    }),
  },
  good: {
    'everybody of one organization': bus({
      StatementId: 'ours',
      Principal: '*',
      Action: 'events:PutEvents',
      Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-a1b2c3d4e5' },
    }),
    'one account': bus({ StatementId: 'partner', Principal: '111122223333', Action: 'events:PutEvents' }),
  },
});

function bus(properties: JsonObject) {
  return { Resources: { BusPolicy: { Type: 'AWS::Events::EventBusPolicy', Properties: properties } } };
}
