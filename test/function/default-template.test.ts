import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Concurrency, FunctionCode, SecureFunction, SecureNetwork } from '../../lib';
import { FLAG_SETS, newApp } from '../apps';

test('this is all that stands in the template of one function and its network', () => {
  const [, flags] = FLAG_SETS[1];
  const stack = new Stack(newApp(flags), 'Stack');
  new SecureFunction(stack, 'Orders', {
    code: FunctionCode.nodejs(path.join(__dirname, 'fixtures', 'place-order.ts')),
    network: new SecureNetwork(stack, 'Network'),
    limits: { concurrency: Concurrency.reserved(5) },
  });
  const { Resources } = Template.fromStack(stack).toJSON();
  const text = JSON.stringify(Resources).replace(/[0-9a-f]{64}/g, 'ASSET');
  expect(JSON.parse(text)).toMatchSnapshot();
});
