import { APIS } from './apis';
import { DEPLOYMENT } from './deployment';
import { EVENT_SOURCES } from './event-sources';
import { EVENTS } from './events';
import { IDENTITY } from './identity';
import type { Integrations } from './integration';
import { NETWORK } from './network';
import { STORAGE } from './storage';
import { WORKFLOWS } from './workflows';

/** Everything that aws-cdk-lib does with a function, by room. */
export const INTEGRATIONS: Readonly<Record<string, Integrations>> = {
  APIS,
  DEPLOYMENT,
  EVENT_SOURCES,
  EVENTS,
  IDENTITY,
  NETWORK,
  STORAGE,
  WORKFLOWS,
};
