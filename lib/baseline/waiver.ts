import { App, Stack, Stage, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ValidationError } from '../errors';
import { Control, PLUGIN_NAME } from './control';
import { LIMITS } from './limits';
import { brokenExpectation, isDay, isOwner, isReason, latestExpiry, WAIVABLE } from './waiver-terms';

/** The metadata entry that makes an acknowledgement a waiver. */
export const WAIVER_METADATA = 'cdk-secure-function:waiver';

/** What a waiver has to say. */
export interface WaiverProps {
  /**
   * Why the danger is acceptable here, in a sentence that a reviewer can agree or disagree with.
   */
  readonly reason: string;

  /**
   * Who answers for it: a team or a person that can be asked.
   */
  readonly owner: string;

  /**
   * The last day on which the waiver holds, as `YYYY-MM-DD`, at most twelve months ahead. From the day after, `cdk synth` fails.
   */
  readonly expires: string;

  /**
   * Where the decision is recorded.
   *
   * @default - none
   */
  readonly ticket?: string;
}

/**
 * A confession: the only way to opt out of a promise. It changes the setting it is given to, acknowledges the finding under its qualified id,
 * and stands in every report until it expires.
 *
 * Throws where the reason is not usable, where nobody owns it, or where it does not expire within twelve months.
 */
export class Waiver {
  /** Why the danger is acceptable here. */
  public readonly reason: string;
  /** Who answers for it. */
  public readonly owner: string;
  /** The last day on which the waiver holds, as `YYYY-MM-DD`. */
  public readonly expires: string;
  /** Where the decision is recorded. */
  public readonly ticket?: string;

  constructor(props: WaiverProps) {
    this.reason = usableReason(props.reason);
    this.owner = ownerOf(props.owner);
    this.expires = expiryOf(props.expires);
    this.ticket = props.ticket;
  }

  /**
   * Waives one rule for one resource that others wrote: a raw `lambda.Function`, a security group, a permission.
   *
   * Throws for a rule that nobody may waive, for an unknown one, and on an `App`, `Stage` or `Stack`, where it would cover what comes later. One rule is
   * about a whole template: `every-template-judged` is waived on the stack, and the reason has to name the macro that rewrites it.
   *
   * @param resource the construct whose resource the finding names
   * @param rule the id of the rule, such as `function-in-vpc`
   */
  public applyTo(resource: IConstruct, rule: string): void {
    const isTemplate = Stack.isStack(resource) && rule === Control.EVERY_TEMPLATE_JUDGED;
    if (App.isApp(resource) || Stage.isStage(resource) || (Stack.isStack(resource) && !isTemplate)) {
      throw new ValidationError(
        {
          what: `A waiver of '${rule}'`,
          expected: 'must name one resource',
          got: `the ${App.isApp(resource) ? 'app' : Stage.isStage(resource) ? 'stage' : 'stack'} '${resource.node.path}'`,
          remedy: 'Apply it to the construct that the finding names, so that it does not cover what is added later',
        },
        resource,
      );
    }
    recordWaiver(resource, waivable(rule, resource), this);
  }
}

/** Writes a waiver down where the judge, the reports and CDK's own validation report find it. */
export function recordWaiver(resource: IConstruct, rule: string, waiver: Waiver): void {
  const { reason, owner, expires, ticket } = waiver;
  Validations.of(resource).acknowledge({
    id: `${PLUGIN_NAME}::${rule}`,
    reason: `${reason} (owner: ${owner}, expires: ${expires})`,
  });
  resource.node.addMetadata(WAIVER_METADATA, { rule, reason, owner, expires, ...(ticket === undefined ? {} : { ticket }) });
}

function waivable(rule: string, scope: IConstruct): string {
  const expected = brokenExpectation(rule);
  if (expected === undefined) return rule;
  throw new ValidationError(
    { what: `The rule of a waiver`, expected, got: `'${rule}'`, remedy: `Use one of ${WAIVABLE.join(', ')}` },
    scope,
  );
}

function usableReason(reason: string): string {
  if (!isReason(plainText(reason, 'reason'))) {
    throw new ValidationError({
      what: `The 'reason' of a waiver`,
      expected: 'must be a sentence of at least four words',
      got: `'${reason}'`,
      remedy: 'Say what protects the function instead, or why the danger does not exist here',
    });
  }
  return reason.trim();
}

function ownerOf(owner: string): string {
  if (!isOwner(plainText(owner, 'owner'))) {
    throw new ValidationError({
      what: `The 'owner' of a waiver`,
      expected: 'must name somebody who can be asked',
      got: `'${owner}'`,
      remedy: 'Write a team or a mail address',
    });
  }
  return owner.trim();
}

function expiryOf(expires: string): string {
  if (!isDay(plainText(expires, 'expires'))) {
    throw new ValidationError({
      what: `The 'expires' of a waiver`,
      expected: 'must be a day as YYYY-MM-DD',
      got: `'${expires}'`,
      remedy: 'Write the last day on which it may hold, such as 2027-01-31',
    });
  }
  if (expires > latestExpiry(new Date())) {
    throw new ValidationError({
      what: `The 'expires' of a waiver`,
      expected: `must be within ${LIMITS.waiverMonths.max} months`,
      got: `'${expires}'`,
      remedy: 'Choose an earlier day, on which somebody looks at the danger again',
    });
  }
  return expires;
}

function plainText(text: string, name: string): string {
  if (typeof text !== 'string' || Token.isUnresolved(text)) {
    throw new ValidationError({
      what: `The '${name}' of a waiver`,
      expected: 'must be plain text',
      got: typeof text === 'string' ? 'a token' : String(text),
      remedy: 'Write it out: a waiver is read by people and judged at synthesis',
    });
  }
  return text;
}
