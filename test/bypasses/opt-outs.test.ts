import { Stack, Stage, Validations } from 'aws-cdk-lib';
import type { App, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { outcomeOf, refuses, secureStack } from './attempt';
import type { Attempt } from './attempt';
import { Control } from '../../lib/baseline/control';
import type { WaiverProps } from '../../lib/baseline/waiver';
import { WAIVER_METADATA } from '../../lib/baseline/waiver';
import { aWaiver, FLAG_SETS, inDays } from '../apps';

const RULE = Control.TRACING_ACTIVE;
const ID = `cdk-secure-function::${RULE}`;

/** A function that is not traced, and whoever tries to be let through with it; without the bypass, a waiver says what it should. */
function untraced(optOut: (fn: CfnResource, app: App) => void): Attempt['build'] {
  return (app, bypass) => {
    const fn = secureStack(new Stage(app, 'Prod')).resource('Function');
    fn.addPropertyDeletionOverride('TracingConfig');
    if (bypass) optOut(fn, app);
    else aWaiver().applyTo(fn, RULE);
  };
}

const acknowledge = (construct: IConstruct, id = ID): void =>
  void Validations.of(construct).acknowledge({ id, reason: 'Known, and accepted by the whole team' });

/** A record that no `Waiver` wrote. */
function forge(fn: CfnResource, waiver: Partial<Record<keyof WaiverProps, string>>): void {
  acknowledge(fn);
  fn.node.addMetadata(WAIVER_METADATA, {
    rule: RULE,
    ...{ reason: 'The partner only answers over the internet', owner: 'team-orders', expires: inDays(30) },
    ...waiver,
  });
}

const PLACE = 'Prod/Orders/Included/Function';

refuses({
  'a bare acknowledgement': {
    build: untraced(fn => acknowledge(fn)),
    refused: [`opt-out-is-a-waiver ${PLACE} fatal`],
  },
  'a bare acknowledgement of the id without its plugin': {
    build: untraced(fn => acknowledge(fn, RULE)),
    refused: [`opt-out-is-a-waiver ${PLACE} fatal`, `tracing-active ${PLACE} error`],
  },
  'an acknowledgement on the App': {
    build: untraced((_, app) => acknowledge(app)),
    refused: ['opt-out-is-a-waiver  fatal', 'opt-out-is-a-waiver  fatal'],
  },
  'an acknowledgement on the Stage': {
    build: untraced(fn => acknowledge(Stage.of(fn)!)),
    refused: ['opt-out-is-a-waiver Prod fatal', 'opt-out-is-a-waiver Prod fatal'],
  },
  'an acknowledgement on the Stack': {
    build: untraced(fn => acknowledge(Stack.of(fn))),
    refused: ['opt-out-is-a-waiver Prod/Orders fatal', 'opt-out-is-a-waiver Prod/Orders fatal'],
  },
  'an expired waiver': {
    build: untraced(fn => aWaiver({ expires: inDays(-1) }).applyTo(fn, RULE)),
    refused: [`waiver-not-expired ${PLACE} fatal`],
  },
  'a record of a waiver without a reason': {
    build: untraced(fn => forge(fn, { reason: 'because' })),
    refused: [`opt-out-is-a-waiver ${PLACE} fatal`],
  },
  'a record of a waiver that never ends': {
    build: untraced(fn => forge(fn, { expires: '9999-12-31' })),
    refused: [`opt-out-is-a-waiver ${PLACE} fatal`],
  },
  'a record of a waiver of what nobody may waive': {
    build: untraced(fn => {
      aWaiver().applyTo(fn, RULE);
      fn.addPropertyOverride('Environment.Variables.KEY', 'AKIAABCDEFGH234567IJ');
      acknowledge(fn, `cdk-secure-function::${Control.NO_SECRET_VALUES}`);
    }),
    refused: [`no-secret-values ${PLACE} fatal`, `opt-out-is-a-waiver ${PLACE} fatal`],
  },
  'an acknowledgement of the rule about acknowledgements': {
    build: untraced(fn => {
      acknowledge(fn);
      acknowledge(fn, `cdk-secure-function::${Control.OPT_OUT_IS_A_WAIVER}`);
    }),
    refused: [`opt-out-is-a-waiver ${PLACE} fatal`, `opt-out-is-a-waiver ${PLACE} fatal`],
  },
  'a waiver of a kind that the organization does not allow': {
    build: (app, bypass) => {
      const fn = secureStack(app).resource('Function');
      fn.addPropertyDeletionOverride(bypass ? 'TracingConfig' : 'VpcConfig');
      aWaiver().applyTo(fn, bypass ? RULE : Control.FUNCTION_IN_VPC);
    },
    options: { policy: { waivableRules: [Control.FUNCTION_IN_VPC] } },
    refused: ['opt-out-is-a-waiver Orders/Included/Function fatal'],
  },
  'a waiver that ends later than the organization allows for its kind': {
    build: (app, bypass) => {
      const fn = secureStack(app).resource('Function');
      fn.addPropertyDeletionOverride('TracingConfig');
      aWaiver({ expires: inDays(bypass ? 32 : 30) }).applyTo(fn, RULE);
    },
    options: { policy: { maxWaiverDays: 90, waiverDays: { [RULE]: 30 } } },
    refused: ['opt-out-is-a-waiver Orders/Included/Function fatal'],
  },
  'suppressions for other scanners': {
    build: (app, bypass) => {
      const fn = secureStack(app).resource('Function');
      if (!bypass) return;
      fn.addPropertyDeletionOverride('TracingConfig');
      fn.addMetadata('cdk_nag', { rules_to_suppress: [{ id: ID, reason: 'Known' }] });
      fn.addMetadata('cfn_nag', { rules_to_suppress: [{ id: RULE, reason: 'Known' }] });
      fn.addMetadata('checkov', { skip: [{ id: RULE, comment: 'Known' }] });
    },
    refused: ['tracing-active Orders/Included/Function error'],
  },
});

test.each(FLAG_SETS)('a waiver lets through what it names, and stands in the report, under the %s', (_, flags) => {
  expect(outcomeOf({ build: untraced(() => undefined), refused: [] }, false, flags).accepted).toEqual([`${RULE} ${PLACE} error`]);
});
