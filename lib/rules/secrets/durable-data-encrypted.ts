import { Control } from '../../baseline/control';
import { at } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What a durable function keeps between its steps is under a key of one's own. */
export const durableDataEncrypted = defineRule({
  id: Control.DURABLE_DATA_ENCRYPTED,
  subject: 'function',
  title: 'Durable functions keep their state under a customer managed key',
  why: 'A durable execution keeps the input and output of every step, for two weeks unless told otherwise; under a key of AWS nobody can see or stop who reads it.',
  fix: "Set 'KMSKeyArn' of DurableConfig, and 'RetentionPeriodInDays' to what the recovery needs.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html'],
  severity: 'info',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) => {
    const { DurableConfig: config } = properties;
    if (config === undefined || at(config, 'KMSKeyArn') !== undefined || typeof config === 'string') return pass;
    return fail({
      message: `${nameOf(resource)} keeps the state of its executions under a key of AWS: KMSKeyArn is left out`,
      property: 'Properties.DurableConfig.KMSKeyArn',
    });
  },
  bad: { 'a key of AWS': { Resources: { Function: { Properties: { DurableConfig: { ExecutionTimeout: 3600 } } } } } },
  good: {
    'a key of the app': {
      Resources: {
        Function: { Properties: { DurableConfig: { ExecutionTimeout: 3600, KMSKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } } } },
      },
    },
  },
});
