import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { newApp } from './apps';
import { ValidationError } from '../lib/errors';

const REFUSAL = {
  what: `'timeout'`,
  expected: 'must be at most 15 minutes',
  got: '20 minutes',
  remedy: 'Split the work, or use Step Functions',
};

test('a refusal says what, what was expected, what it got, and the remedy', () => {
  expect(new ValidationError(REFUSAL).message).toBe(
    `'timeout' must be at most 15 minutes, got 20 minutes. Split the work, or use Step Functions`,
  );
});

test('a refusal that must not show what it got leaves it out', () => {
  expect(new ValidationError({ ...REFUSAL, got: undefined }).message).toBe(
    `'timeout' must be at most 15 minutes. Split the work, or use Step Functions`,
  );
});

test('a refusal names the construct where it happened', () => {
  const scope = new Construct(new Stack(newApp(), 'Stack'), 'Fn');
  expect(new ValidationError(REFUSAL, scope).message).toMatch(/ \[at Stack\/Fn\]$/);
});

test('a refusal at the root of the tree names no place', () => {
  expect(new ValidationError(REFUSAL, newApp()).message).not.toContain('[at');
});

test('a refusal is an error with a name of its own', () => {
  const error = new ValidationError(REFUSAL);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('ValidationError');
  expect(error.stack).toContain('errors.test');
});
