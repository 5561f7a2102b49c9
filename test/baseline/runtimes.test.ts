import * as lambda from 'aws-cdk-lib/aws-lambda';
import { newerRuntime, RUNTIMES, runtimeStatus } from '../../lib/baseline/runtimes';

const NOVEMBER_2026 = new Date('2026-11-25T12:00:00Z');

test.each([
  'nodejs24.x',
  'nodejs22.x',
  'python3.14',
  'python3.11',
  'java21',
  'java17.al2023',
  'dotnet10',
  'ruby3.4',
  'provided.al2023',
])('%s is supported in November 2026', runtime => {
  expect(runtimeStatus(runtime, NOVEMBER_2026)).toBe('supported');
});

test.each([
  'nodejs20.x',
  'python3.10',
  'python3.9',
  'dotnet8',
  'ruby3.2',
  'provided.al2',
  'go1.x',
  'java8',
  'python2.7',
  'nodejs',
])('%s is deprecated in November 2026', runtime => {
  expect(runtimeStatus(runtime, NOVEMBER_2026)).toBe('deprecated');
});

test('a runtime is supported until the day before its date', () => {
  expect(runtimeStatus('nodejs24.x', new Date('2028-04-29T23:59:59Z'))).toBe('supported');
  expect(runtimeStatus('nodejs24.x', new Date('2028-04-30T00:00:00Z'))).toBe('deprecated');
});

test('a runtime that came after the table is unknown, and so is every name of an object', () => {
  expect(runtimeStatus('nodejs99.x', NOVEMBER_2026)).toBe('unknown');
  expect(runtimeStatus('constructor', NOVEMBER_2026)).toBe('unknown');
  expect(runtimeStatus('toString', NOVEMBER_2026)).toBe('unknown');
});

test('every managed runtime that CDK knows is in the table, except those that came after it', () => {
  const laterOrImageOnly = ['python3.15', 'dotnet9', 'FROM_IMAGE'];
  const unknown = lambda.Runtime.ALL.map(({ name }) => name).filter(name => !Object.hasOwn(RUNTIMES, name));
  expect(unknown.filter(name => !laterOrImageOnly.includes(name))).toEqual([]);
});

test('dates are days', () => {
  for (const date of Object.values(RUNTIMES)) {
    if (date !== undefined) expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
  }
});

test.each([
  ['nodejs22.x', 'nodejs24.x'],
  ['nodejs', 'nodejs24.x'],
  ['python3.9', 'python3.14'],
  ['java8.al2', 'java25'],
  ['java17.al2023', 'java25'],
  ['dotnet8', 'dotnet10'],
  ['dotnetcore3.1', 'dotnet10'],
  ['ruby3.4', 'ruby4.0'],
  ['provided.al2', 'provided.al2023'],
  ['nodejs24.x', undefined],
  ['nodejs26.x', undefined],
  ['python3.15', undefined],
  ['provided.al2023', undefined],
  ['go1.x', undefined],
  ['provided', undefined],
  ['cobol', undefined],
  ['', undefined],
])('%s is replaced by %s', (runtime, newer) => expect(newerRuntime(runtime)).toBe(newer));
