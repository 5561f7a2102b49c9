import { holdsAlways } from '../../lib/iam/certain-condition';

const condition = (operator: string, key: string, ...values: string[]) => ({ operator, key, values });

test.each<[string, string, string, string[], boolean]>([
  ['that a caller is there', 'Null', 'aws:PrincipalArn', ['false'], true],
  ['the same in other letters', 'null', 'AWS:principalarn', ['False'], true],
  ['that no caller is there', 'Null', 'aws:PrincipalArn', ['true'], false],
  ['both', 'Null', 'aws:PrincipalArn', ['true', 'false'], false],
  ['nothing', 'Null', 'aws:PrincipalArn', [], false],
  ['what only the code of functions has', 'Null', 'lambda:SourceFunctionArn', ['false'], false],
  ['a key that may be missing', 'Null', 'aws:SourceVpce', ['false'], false],
  ['a tag that is called like a certain key', 'Null', 'aws:RequestTag/aws:PrincipalArn', ['false'], false],
  ['a key that begins like a certain one', 'Null', 'aws:UserIdentity', ['false'], false],
  ['one caller', 'StringEquals', 'aws:PrincipalArn', ['false'], false],
])('a condition that wants %s', (_, operator, key, values, holds) =>
  expect(holdsAlways(condition(operator, key, ...values))).toBe(holds),
);
