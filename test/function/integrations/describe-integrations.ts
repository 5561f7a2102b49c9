import { Match } from 'aws-cdk-lib/assertions';
import { FLAG_SETS } from '../../apps';
import { callersIn, invokersIn, rightsOf } from '../../integrations/in-words';
import type { Integrations } from '../../integrations/integration';
import { judged } from '../../integrations/judged';

/** What an integration writes into the template. What is left out must not be there. */
export interface Expected {
  /** Every permission on a function. */
  readonly invokers?: readonly string[];
  /** The same without the flags that CDK recommends, where that makes a difference. */
  readonly invokersByDefault?: readonly string[];
  /** Every right that the role of `Fn` got for it. */
  readonly rights?: readonly string[];
  /** Every right of other roles on functions. */
  readonly callers?: readonly string[];
  /** Resources that must be there, with these properties. */
  readonly resources?: readonly (readonly [type: string, properties: Readonly<Record<string, unknown>>])[];
}

/** `Fn` as templates refer to it. */
export const FN_ARN = { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnFunction'), 'Arn'] };
export const FN_NAME = { Ref: Match.stringLikeRegexp('^FnFunction') };
/** Whoever may invoke a function may invoke its versions. */
export const INVOKES_FN = ['lambda:InvokeFunction on Fn.Arn', 'lambda:InvokeFunction on Fn.Arn:*'];

/** Tests every integration of a room under both sets of flags: nobody else is let in, no other rights are given, and the strict judge agrees. */
export function describeIntegrations<T extends Integrations>(
  room: string,
  integrations: T,
  expected: Record<keyof T, Expected>,
): void {
  describe.each(FLAG_SETS)(`${room}, under the %s`, (_, flags) => {
    test.each(Object.entries(integrations))('%s', (name, integration) => {
      const { invokers = [], invokersByDefault = invokers, rights = [], callers = [], resources = [] } = expected[name];
      const { template, findings } = judged(flags, integration);
      expect(invokersIn(template)).toEqual([...(Object.keys(flags).length === 0 ? invokersByDefault : invokers)].sort());
      expect(rightsOf(template)).toEqual([...rights].sort());
      expect(callersIn(template)).toEqual([...callers].sort());
      for (const [type, properties] of resources) template.hasResourceProperties(type, properties);
      expect(findings).toEqual([]);
    });
  });
}
