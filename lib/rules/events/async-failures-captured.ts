import { Control } from '../../baseline/control';
import type { FunctionFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { listOf, nameMeant, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { isFifo } from './first-in-first-out';

/** An event that failed for the last time is kept, whichever alias it was sent to. */
export const asyncFailuresCaptured = defineRule({
  id: Control.ASYNC_FAILURES_CAPTURED,
  subject: 'function',
  title: 'Events that a function could not handle are kept',
  why: 'Lambda drops an asynchronous event after its last retry. Without a place for it, an attack that makes the code fail also removes its traces, and orders are lost silently.',
  fix: "Set 'deadLetterQueue' or 'onFailure', also for each alias ('configureAsyncInvoke' on the alias); SecureFunction has an encrypted queue. A function that is only called synchronously can waive it.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['FN-04', 'FN-05'],
  check: (fn, app) => {
    const { template } = fn.resource;
    const target = textOf(at(fn.properties, 'DeadLetterConfig', 'TargetArn')) ?? '';
    const isTaken = (place: string) => place !== '' && isFifo(app, template, place) !== true;
    if (isTaken(target)) return pass;
    const uncovered = qualifiersOf(fn).filter(qualifier => !destinationsOf(fn, qualifier).some(isTaken));
    if (uncovered.length === 0) return pass;
    const refused = [target, ...uncovered.flatMap(qualifier => destinationsOf(fn, qualifier))].find(place => place !== '');
    const aliases = uncovered.filter(qualifier => qualifier !== '$LATEST').map(alias => `'${alias}'`);
    return fail({
      message:
        refused !== undefined
          ? `${nameOf(fn.resource)} loses events that it cannot handle: Lambda sends none to ${nameMeant(template, refused)}, which is first in, first out`
          : uncovered.includes('$LATEST')
            ? `${nameOf(fn.resource)} loses events that it cannot handle: it has neither a dead-letter queue nor an onFailure destination`
            : `${nameOf(fn.resource)} loses events that its alias ${listOf(aliases)} cannot handle: the onFailure destination is not that alias'`,
      property: 'Properties.DeadLetterConfig.TargetArn',
      related: [
        ...fn.qualifiers.filter(({ kind, name }) => kind === 'alias' && uncovered.includes(name)).map(({ resource }) => resource),
        ...fn.asyncConfigs.filter(({ qualifier }) => uncovered.includes(qualifier)).map(({ resource }) => resource),
      ],
    });
  },
  bad: {
    'a queue that keeps an order': {
      Resources: {
        Ordered: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true, KmsMasterKeyId: { Ref: 'Key' } } },
        Function: { Properties: { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Ordered', 'Arn'] } } } },
      },
    },
    'no queue': { Resources: { Function: { Properties: { DeadLetterConfig: null } } } },
    'an alias without the destination': {
      Resources: {
        Function: { Properties: { DeadLetterConfig: null } },
        Async: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: asyncConfig('$LATEST') },
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
        Live: {
          Type: 'AWS::Lambda::Alias',
          Properties: {
            Name: 'live',
            FunctionName: { Ref: 'Function' },
            FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
          },
        },
      },
    },
  },
  good: {
    'a dead-letter queue': {},
    'a destination': {
      Resources: {
        Function: { Properties: { DeadLetterConfig: null } },
        Async: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: asyncConfig('$LATEST') },
      },
    },
    'a destination for the alias too': {
      Resources: {
        Function: { Properties: { DeadLetterConfig: null } },
        Async: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: asyncConfig('$LATEST') },
        AsyncLive: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: asyncConfig('live') },
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
        Live: {
          Type: 'AWS::Lambda::Alias',
          Properties: {
            Name: 'live',
            FunctionName: { Ref: 'Function' },
            FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
          },
        },
      },
    },
  },
});

/** What can be invoked by a name of its own. */
function qualifiersOf(fn: FunctionFacts): readonly string[] {
  return ['$LATEST', ...fn.qualifiers.filter(({ kind }) => kind === 'alias').map(({ name }) => name)];
}

function destinationsOf({ asyncConfigs }: FunctionFacts, qualifier: string): readonly string[] {
  return asyncConfigs.flatMap(config => (config.qualifier === qualifier ? (config.onFailure ?? []) : []));
}

function asyncConfig(Qualifier: string) {
  return {
    FunctionName: { Ref: 'Function' },
    Qualifier,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
  };
}
