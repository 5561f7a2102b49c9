import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';

/** What a function is told to call is called over TLS. */
export const endpointsUseTls = defineRule({
  id: Control.ENDPOINTS_USE_TLS,
  subject: 'function',
  title: 'Functions are given no address without TLS',
  why: 'Everybody on the way reads what is sent in the clear, and answers in place of the one that was asked, inside of a VPC too.',
  fix: 'Write the address with https:// (wss://, ftps://, rediss://, amqps://, mqtts://), and give an internal load balancer a certificate from AWS Private CA.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/security-dataprotection.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: fn =>
    [...fn.environment].flatMap(([variable, value]) => {
      const scheme = schemeOf(value);
      return scheme === undefined
        ? []
        : fail({
            message: `The environment variable ${variable} of ${nameOf(fn.resource)} is an address without TLS (${scheme})`,
            property: `Properties.Environment.Variables.${variable}`,
          });
    }),
  bad: {
    'an address without TLS': environment({ BACKEND: 'http://orders.internal:8080/v1' }),
    'an endpoint of AWS without TLS': environment({ AWS_ENDPOINT_URL_SQS: 'http://vpce-0a1b.sqs.eu-west-1.vpce.amazonaws.com' }),
  },
  good: {
    'an address with TLS': environment({ BACKEND: 'https://orders.internal:8443/v1' }),
    'the function itself': environment({ EXTENSION: 'http://localhost:2773' }),
    'the name of a schema': environment({ NAMESPACE: 'http://www.w3.org/2005/Atom' }),
  },
});

/** An address of the function itself never leaves it, and names of schemas are no addresses. */
function schemeOf(value: string): string | undefined {
  const [, scheme, host = ''] = /^\s*(http|ws|ftp|ldap|telnet|redis|amqp|mqtt):\/\/(\[[^\]]*\]|[^/:?#]*)/i.exec(value) ?? [];
  if (scheme === undefined || /^(?:localhost|127(?:\.\d+){3}|\[::1\]|169\.254(?:\.\d+){2}|sandbox(?:\..*)?)$/i.test(host)) {
    return undefined;
  }
  return /^(?:www\.w3\.org|schemas\.|json-schema\.org|xmlns\.|purl\.org)/i.test(host) ? undefined : `${scheme.toLowerCase()}://`;
}

function environment(Variables: Record<string, string>) {
  return { Resources: { Function: { Properties: { Environment: { Variables } } } } };
}
