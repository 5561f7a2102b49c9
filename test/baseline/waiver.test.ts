import { NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Waiver } from '../../lib';
import { Control, NEVER_WAIVED } from '../../lib/baseline/control';
import { WAIVER_METADATA } from '../../lib/baseline/waiver';
import { aWaiver, cast, inDays, newApp, newStack, refusal } from '../apps';

describe('a waiver', () => {
  test('holds what was said, without white space around it', () => {
    const waiver = new Waiver({
      reason: ' The table is public by design ',
      owner: ' team-orders ',
      expires: inDays(1),
      ticket: 'SEC-7',
    });
    expect(waiver).toMatchObject({
      reason: 'The table is public by design',
      owner: 'team-orders',
      expires: inDays(1),
      ticket: 'SEC-7',
    });
  });

  test('needs no ticket', () => {
    expect(aWaiver({ ticket: undefined }).ticket).toBeUndefined();
  });

  test('may be written in any language', () => {
    expect(() => aWaiver({ reason: 'Die Tabelle ist ohnehin öffentlich', owner: '注文チーム' })).not.toThrow();
  });

  test('is readable after it expired, because the judge refuses it and not the constructor', () => {
    expect(aWaiver({ expires: '2020-02-29' }).expires).toBe('2020-02-29');
  });

  test.each(['', '   ', 'legacy', 'needed for now', '- - - - -', 'x y z w v', '1 2 3 4 5'])('refuses %p as a reason', reason => {
    expect(() => aWaiver({ reason })).toThrow(
      refusal(`The 'reason' of a waiver`, 'must be a sentence of at least four words', `'${reason}'`),
    );
  });

  test.each(['', ' ', '-', '?', 'x'])('refuses %p as an owner', owner => {
    expect(() => aWaiver({ owner })).toThrow(
      refusal(`The 'owner' of a waiver`, 'must name somebody who can be asked', `'${owner}'`),
    );
  });

  test.each(['', 'never', '2027', '2026-13-01', '2027-02-29', '2027-2-1', '31.12.2026', '2026-12-31T00:00:00Z', '2026-12-31 '])(
    'refuses %p as a day',
    expires => {
      expect(() => aWaiver({ expires })).toThrow(
        refusal(`The 'expires' of a waiver`, 'must be a day as YYYY-MM-DD', `'${expires}'`),
      );
    },
  );

  test('refuses to stand for more than twelve months', () => {
    expect(() => aWaiver({ expires: inDays(364) })).not.toThrow();
    expect(() => aWaiver({ expires: inDays(367) })).toThrow(
      refusal(`The 'expires' of a waiver`, 'must be within 12 months', `'${inDays(367)}'`),
    );
  });

  test.each(['reason', 'owner', 'expires'] as const)('refuses a token as its %s, because people read it', name => {
    expect(() => aWaiver({ [name]: Token.asString({ Ref: 'X' }) })).toThrow(
      refusal(`The '${name}' of a waiver`, 'must be plain text', 'a token'),
    );
  });

  test.each(['reason', 'owner', 'expires'] as const)('refuses to be without %s', name => {
    expect(() => aWaiver({ [name]: undefined })).toThrow(refusal(`The '${name}' of a waiver`, 'must be plain text', 'undefined'));
    expect(() => aWaiver({ [name]: cast<string>(7) })).toThrow(refusal(`The '${name}' of a waiver`, 'must be plain text', '7'));
  });
});

describe('a waiver for a resource that others wrote', () => {
  const aResource = (): lambda.CfnFunction => new lambda.CfnFunction(newStack(), 'Raw', { code: { zipFile: ' ' }, role: 'arn' });

  test('acknowledges the finding under its qualified id, and records what it says', () => {
    const resource = aResource();
    aWaiver({ ticket: 'SEC-7' }).applyTo(resource, 'function-in-vpc');
    expect(JSON.stringify(resource.node.metadata)).toContain('cdk-secure-function::function-in-vpc');
    expect(resource.node.metadata.find(({ type }) => type === WAIVER_METADATA)?.data).toEqual({
      rule: 'function-in-vpc',
      reason: 'The partner only answers over the internet',
      owner: 'team-orders',
      expires: inDays(30),
      ticket: 'SEC-7',
    });
  });

  test('records no ticket where there is none', () => {
    const resource = aResource();
    aWaiver().applyTo(resource, 'function-in-vpc');
    expect(resource.node.metadata.find(({ type }) => type === WAIVER_METADATA)?.data).not.toHaveProperty('ticket');
  });

  test('covers every rule that can be waived', () => {
    const waivable = Object.values(Control).filter(rule => !NEVER_WAIVED.has(rule));
    const resource = aResource();
    for (const rule of waivable) aWaiver().applyTo(resource, rule);
    expect(resource.node.metadata.filter(({ type }) => type === WAIVER_METADATA)).toHaveLength(waivable.length);
  });

  test.each([...NEVER_WAIVED])('refuses %s, which nobody may waive', rule => {
    expect(() => aWaiver().applyTo(aResource(), rule)).toThrow(
      refusal('The rule of a waiver', 'must be one that can be waived', `'${rule}'`),
    );
  });

  test.each(['', '*', 'FUNCTION_IN_VPC', 'cdk-secure-function::function-in-vpc', 'toString'])(
    'refuses %p, which is no rule',
    rule => {
      expect(() => aWaiver().applyTo(aResource(), rule)).toThrow(
        refusal('The rule of a waiver', 'must be one of ours', `'${rule}'`),
      );
    },
  );

  test('refuses an app, a stage, a stack and a nested stack, where it would cover what comes later', () => {
    const app = newApp();
    const stage = new Stage(app, 'Stage');
    const stack = new Stack(stage, 'Stack');
    const waiver = aWaiver();
    const expected = 'must name one resource';
    expect(() => waiver.applyTo(app, 'function-in-vpc')).toThrow(
      refusal(`A waiver of 'function-in-vpc'`, expected, `the app ''`),
    );
    expect(() => waiver.applyTo(stage, 'function-in-vpc')).toThrow(
      refusal(`A waiver of 'function-in-vpc'`, expected, `the stage 'Stage'`),
    );
    expect(() => waiver.applyTo(stack, 'function-in-vpc')).toThrow(
      refusal(`A waiver of 'function-in-vpc'`, expected, `the stack 'Stage/Stack'`),
    );
    expect(() => waiver.applyTo(new NestedStack(stack, 'Nested'), 'function-in-vpc')).toThrow(expected);
    for (const scope of [stack.node.root, stage]) expect(() => waiver.applyTo(scope, 'every-template-judged')).toThrow(expected);
    expect(() => waiver.applyTo(stack, 'every-template-judged')).not.toThrow();
  });
});
