import { Control } from '../../baseline/control';
import type { Json } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';
import { httpStage, restStage } from './api-examples';
import { STAGE_TYPES, stageOf } from './api-stage';

/** What API Gateway itself does with a call is written down, at least where it fails. */
export const apiExecutionLogged = defineRule({
  id: Control.API_EXECUTION_LOGGED,
  subject: 'resource',
  types: STAGE_TYPES,
  title: 'REST and WebSocket APIs log how they execute calls',
  why: 'Errors of authorizers, mappings and validators happen before the function and appear in no log of it; without an execution log an attack on them is silent.',
  fix: "Set 'loggingLevel: MethodLoggingLevel.ERROR' in the stage's options (LoggingLevel of MethodSettings, for WebSocket APIs of DefaultRouteSettings), and leave 'dataTraceEnabled' off.",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['API-04'],
  check: variant => {
    const stage = stageOf(variant);
    if (stage === undefined || stage.kind === 'http') return pass;
    const settings = [stage.everyMethod, ...stage.someMethods];
    const levels = settings.flatMap(setting => levelOf(setting) ?? []);
    const hidden = levels.find(isSymbolic);
    const property = `${stage.property}.${stage.kind === 'rest' ? 'MethodSettings' : 'DefaultRouteSettings'}`;
    if (hidden !== undefined) {
      return unknown({
        message: `Whether the stage ${nameOf(stage.resource)} logs how it executes calls depends on ${hidden}, which the templates do not tell`,
        property,
      });
    }
    const silent = levels.filter(level => !LOGGING.has(level));
    if (levels.length > silent.length && silent.length === 0) return pass;
    return fail({
      message: `The stage ${nameOf(stage.resource)} does not log how it executes calls: LoggingLevel is ${silent[0] ?? 'left out'}`,
      property,
    });
  },
  bad: {
    'no level': restStage({ MethodSettings: undefined }),
    'switched off': restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'OFF' }] }),
    'switched off for one method': restStage({
      MethodSettings: [
        { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' },
        { HttpMethod: 'POST', ResourcePath: '/orders', LoggingLevel: 'OFF' },
      ],
    }),
    'a WebSocket API': httpStage({}, 'WEBSOCKET'),
  },
  good: {
    errors: restStage(),
    'an HTTP API, which has no such log': httpStage({}),
  },
});

const LOGGING: ReadonlySet<string> = new Set(['INFO', 'ERROR']);

function levelOf(settings: Json): string | undefined {
  return textOf(at(settings, 'LoggingLevel'));
}
