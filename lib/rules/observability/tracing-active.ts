import { Control } from '../../baseline/control';
import { at } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import { fail, pass, unknown } from '../verdict';

/** X-Ray sees every invocation, so that an incident can be followed from call to call. */
export const tracingActive = defineRule({
  id: Control.TRACING_ACTIVE,
  subject: 'function',
  title: 'Functions are traced',
  why: 'Without traces an intrusion leaves no path that could be followed from the caller to the data.',
  fix: "Set 'tracing: Tracing.ACTIVE' (TracingConfig.Mode: Active) and allow the role xray:PutTraceSegments; SecureFunction does both.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['FN-06'],
  check: fn => {
    const mode = at(fn.properties, 'TracingConfig', 'Mode');
    if (mode === 'Active') return pass;
    const property = 'Properties.TracingConfig.Mode';
    return typeof mode === 'string' && isSymbolic(mode)
      ? unknown({
          message: `Whether ${nameOf(fn.resource)} is traced depends on ${mode}, which the templates do not tell`,
          property,
        })
      : fail({ message: `${nameOf(fn.resource)} is not traced: TracingConfig.Mode is ${spoken(mode)}`, property });
  },
  bad: {
    'tracing left out': { Resources: { Function: { Properties: { TracingConfig: null } } } },
    'tracing passed through': { Resources: { Function: { Properties: { TracingConfig: { Mode: 'PassThrough' } } } } },
  },
  good: { 'active tracing': {} },
});
