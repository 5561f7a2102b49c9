import { Control } from '../../baseline/control';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** A supported runtime is patched only where AWS may exchange it. */
export const runtimeNotPinned = defineRule({
  id: Control.RUNTIME_NOT_PINNED,
  subject: 'resource',
  types: ['AWS::Lambda::Function', 'AWS::Lambda::Version'],
  title: 'AWS may patch the runtime of functions',
  why: 'A function whose runtime is pinned to one version stays on it, whatever becomes known about it: the runtime is supported and the function is not patched.',
  fix: "Remove 'RuntimeManagementConfig', or set 'UpdateRuntimeOn' to 'Auto' or 'FunctionUpdate'. Manual is for the days of a rollback, with a waiver that ends with them.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) => {
    const property = resource.type === 'AWS::Lambda::Version' ? 'RuntimePolicy' : 'RuntimeManagementConfig';
    if (!/^Manual$/i.test(textOf(at(properties[property], 'UpdateRuntimeOn')) ?? '')) return pass;
    return fail({
      message: `${nameOf(resource)} is pinned to one version of its runtime, which is not patched any more`,
      property: `Properties.${property}.UpdateRuntimeOn`,
    });
  },
  bad: {
    'a function': {
      Resources: { Function: { Properties: { RuntimeManagementConfig: pinned() } } },
    },
    'a version': {
      Resources: {
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' }, RuntimePolicy: pinned() } },
      },
    },
  },
  good: {
    'patches with the next deployment': {
      Resources: { Function: { Properties: { RuntimeManagementConfig: { UpdateRuntimeOn: 'FunctionUpdate' } } } },
    },
  },
});

function pinned() {
  return { UpdateRuntimeOn: 'Manual', RuntimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0a1b2c3d' };
}
