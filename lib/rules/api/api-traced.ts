import { Control } from '../../baseline/control';
import { at, isTrue, textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import { fail, pass, unknown } from '../verdict';
import { restStage } from './api-examples';
import { STAGE_TYPES, stageOf } from './api-stage';

/** A trace begins where the call comes in, so that it can be followed to the data. */
export const apiTraced = defineRule({
  id: Control.API_TRACED,
  subject: 'resource',
  types: STAGE_TYPES,
  title: 'REST APIs are traced',
  why: 'A trace that begins at the function does not show who called, what the authorizer said and how long it took: the first steps of an intruder are missing.',
  fix: "Set 'tracingEnabled: true' in the options of the stage (TracingEnabled).",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['API-05'],
  check: variant => {
    const stage = stageOf(variant);
    const enabled = at(stage?.settings, 'TracingEnabled');
    if (stage === undefined || stage.kind !== 'rest' || isTrue(enabled)) return pass;
    const property = `${stage.property}.TracingEnabled`;
    return isSymbolic(textOf(enabled) ?? '')
      ? unknown({
          message: `Whether the stage ${nameOf(stage.resource)} is traced depends on ${textOf(enabled)}, which the templates do not tell`,
          property,
        })
      : fail({ message: `The stage ${nameOf(stage.resource)} is not traced: TracingEnabled is ${spoken(enabled)}`, property });
  },
  bad: {
    'tracing left out': restStage({ TracingEnabled: undefined }),
    'tracing switched off': restStage({ TracingEnabled: false }),
  },
  good: { 'tracing switched on, as text': restStage({ TracingEnabled: 'true' }) },
});
