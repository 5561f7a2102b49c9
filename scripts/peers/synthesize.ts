import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { OrdersStack } from '../../examples/orders/orders-stack';
import { FLAG_SETS } from '../../test/apps';
import { INTEGRATIONS } from '../../test/integrations';

/** Writes the templates that other tools are asked about into a folder: the example, and a stack per room with every integration. */
const [, , outdir] = process.argv;
const [, recommended] = FLAG_SETS[1];

function anApp(folder: string): App {
  return new App({ outdir: `${outdir}/${folder}`, postCliContext: { ...recommended }, analyticsReporting: false });
}

const example = anApp('example');
new OrdersStack(example, 'Orders');
example.synth();

const integrations = anApp('integrations');
for (const [room, all] of Object.entries(INTEGRATIONS)) {
  const stack = new Stack(integrations, room.replace('_', '-'));
  for (const [name, integration] of Object.entries(all)) integration(new Construct(stack, pascal(name)));
}
integrations.synth();

function pascal(name: string): string {
  return name.replace(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
