import { Token } from 'aws-cdk-lib';
import { Concurrency } from '../../lib';
import { aFunction, aWaiver, cast, newStack, refusal, templateOf } from '../apps';

test.each([0, 1, 5, 1000])('%i instances may be reserved', instances => {
  expect(Concurrency.reserved(instances)).toMatchObject({ reservedInstances: instances, waiver: undefined });
});

test.each([-1, 0.5, NaN, Infinity])('refuses to reserve %p instances', instances => {
  expect(() => Concurrency.reserved(instances)).toThrow(
    refusal('Concurrency.reserved()', 'must be a whole number of instances, zero or more', String(instances)),
  );
});

test.each([undefined, null, '5'])('refuses to reserve %p, which is no number', instances => {
  expect(() => Concurrency.reserved(cast(instances))).toThrow('must be a whole number of instances');
});

test('a number that only the deployment knows may be reserved', () => {
  const stack = newStack();
  aFunction(stack, 'Fn', { limits: { concurrency: Concurrency.reserved(Token.asNumber({ Ref: 'Instances' })) } });
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: { Ref: 'Instances' } });
});

test('zero switches a function off', () => {
  const stack = newStack();
  aFunction(stack, 'Fn', { limits: { concurrency: Concurrency.reserved(0) } });
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 0 });
});

test('sharing the pool of the account takes a waiver', () => {
  const waiver = aWaiver();
  expect(Concurrency.unreserved(waiver)).toMatchObject({ reservedInstances: undefined, waiver });
});

test.each([undefined, true, { reason: 'because we can do it', owner: 'me', expires: '2026-12-31' }])(
  'refuses %p instead of a waiver',
  waiver => {
    expect(() => Concurrency.unreserved(cast(waiver))).toThrow(
      refusal('Concurrency.unreserved()', 'needs a Waiver', String(waiver)),
    );
  },
);
