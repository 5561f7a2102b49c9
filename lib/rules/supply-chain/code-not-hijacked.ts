import { Control } from '../../baseline/control';
import { hijackBy } from '../../baseline/environment';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';

/** The code that runs is the code that was deployed, and it trusts whom the runtime trusts. */
export const codeNotHijacked = defineRule({
  id: Control.CODE_NOT_HIJACKED,
  subject: 'function',
  title: 'No environment variable changes which code runs or whom it trusts',
  why: 'A variable such as NODE_OPTIONS or AWS_LAMBDA_EXEC_WRAPPER runs other code before the handler, with all rights of the function; others switch off the verification of certificates.',
  fix: "Remove the variable and put what it loads into the function's own code; a layer of your observability vendor that needs one takes a waiver.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: fn =>
    [...fn.environment].flatMap(([variable, value]) => {
      const harm = hijackBy(variable, value);
      return harm === undefined
        ? []
        : fail({
            message: `The environment variable ${variable} of ${nameOf(fn.resource)} ${harm}`,
            property: `Properties.Environment.Variables.${variable}`,
          });
    }),
  bad: {
    'a wrapper': environment({ AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' }),
    'code that is loaded first': environment({ NODE_OPTIONS: '--require /opt/first.js' }),
    'certificates that nobody verifies': environment({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
  },
  good: { 'an option that loads nothing': environment({ NODE_OPTIONS: '--enable-source-maps' }) },
});

function environment(Variables: Record<string, string>) {
  return { Resources: { Function: { Properties: { Environment: { Variables } } } } };
}
