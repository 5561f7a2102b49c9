import { Control } from '../../baseline/control';
import { RUNTIMES, runtimeStatus } from '../../baseline/runtimes';
import { at } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';

/** AWS still patches what the code runs on. */
export const runtimeSupported = defineRule({
  id: Control.RUNTIME_SUPPORTED,
  subject: 'function',
  title: 'Functions run on a runtime that AWS still patches',
  why: 'A deprecated runtime gets no security patches: what becomes known about its language or its libraries stays open.',
  fix: "Set 'runtime' to a supported one, such as Runtime.NODEJS_LATEST or Runtime.PYTHON_3_14, and test the code on it.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html'],
  severity: 'error',
  profile: 'baseline',
  controls: ['FN-01'],
  check: (fn, _, { asOf }) => {
    const { Runtime: runtime, PackageType: packageType } = fn.properties;
    const property = 'Properties.Runtime';
    if (packageType === 'Image' || at(fn.properties, 'Code', 'ImageUri') !== undefined) return pass;
    if (typeof runtime !== 'string') {
      return unknown({ message: `On which runtime ${nameOf(fn.resource)} runs cannot be seen: Runtime is left out`, property });
    }
    if (isSymbolic(runtime)) {
      return unknown({
        message: `On which runtime ${nameOf(fn.resource)} runs depends on ${runtime}, which the templates do not tell`,
        property,
      });
    }
    switch (runtimeStatus(runtime, asOf)) {
      case 'supported':
        return pass;
      case 'deprecated':
        return fail({
          message: `${nameOf(fn.resource)} runs on ${runtime}, which AWS stopped patching on ${RUNTIMES[runtime]}`,
          property,
        });
      case 'unknown':
        return unknown({
          message: `${nameOf(fn.resource)} runs on ${runtime}, which is newer than our table of runtimes`,
          property,
        });
    }
  },
  bad: { 'a deprecated runtime': { Resources: { Function: { Properties: { Runtime: 'nodejs16.x' } } } } },
  good: {
    'a supported runtime': {},
    'an image': {
      Resources: {
        Function: {
          Properties: {
            Runtime: null,
            Handler: null,
            PackageType: 'Image',
            Code: {
              ZipFile: null,
              ImageUri: {
                'Fn::Sub':
                  '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/orders@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
              },
            },
          },
        },
      },
    },
  },
});
