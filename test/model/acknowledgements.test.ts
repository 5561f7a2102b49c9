import { Stack, Stage, Validations } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { appWith } from './synth';
import { recordWaiver, Waiver } from '../../lib/baseline/waiver';
import { acknowledgedIn, acknowledgementsOf } from '../../lib/model/acknowledgements';

const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const SAID = { reason: 'The vendor reaches it only from its own fixed address', owner: 'team-orders', expires: nextMonth };

function tree() {
  const app = appWith();
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'Shop');
  return { app, stage, stack, queue: new Queue(stack, 'Queue') };
}

test('nothing acknowledged is nothing told', () => {
  expect(acknowledgementsOf(tree().app)).toEqual([]);
});

test.each([
  'cdk-secure-function::egress-closed',
  'egress-closed',
  'Annotation::egress-closed',
  'Construct-Annotations::egress-closed',
])('%s is ours', id => {
  const { app, queue } = tree();
  Validations.of(queue).acknowledge({ id, reason: 'x' });
  expect(acknowledgementsOf(app)).toEqual([{ rule: 'egress-closed', constructPath: 'Prod/Shop/Queue', scope: 'construct' }]);
});

test.each(['Other::egress-closed', 'AwsSolutions-L1', 'cdk-secure-function::no-such-rule'])('%s is not ours', id => {
  const { app, queue } = tree();
  Validations.of(queue).acknowledge({ id, reason: 'x' });
  expect(acknowledgementsOf(app)).toEqual([]);
});

test('the scope is where it was acknowledged', () => {
  const { app, stage, stack, queue } = tree();
  for (const construct of [app, stage, stack, queue]) Validations.of(construct).acknowledge({ id: 'egress-closed', reason: 'x' });
  expect(acknowledgementsOf(app).map(({ scope, constructPath }) => [scope, constructPath])).toEqual([
    ['app', ''],
    ['stage', 'Prod'],
    ['stack', 'Prod/Shop'],
    ['construct', 'Prod/Shop/Queue'],
  ]);
});

test('a rule acknowledged twice at one place is told once', () => {
  const { app, queue } = tree();
  Validations.of(queue).acknowledge(
    { id: 'egress-closed', reason: 'x' },
    { id: 'cdk-secure-function::egress-closed', reason: 'y' },
  );
  expect(acknowledgementsOf(app)).toHaveLength(1);
});

test('a waiver stands beside what it acknowledges', () => {
  const { app, queue } = tree();
  recordWaiver(queue, 'egress-closed', new Waiver(SAID));
  recordWaiver(queue, 'function-in-vpc', new Waiver({ ...SAID, ticket: 'SEC-1' }));
  Validations.of(queue).acknowledge({ id: 'tracing-active', reason: 'x' });
  expect(acknowledgementsOf(app).map(({ rule, waiver }) => [rule, waiver])).toEqual([
    ['egress-closed', SAID],
    ['function-in-vpc', { ...SAID, ticket: 'SEC-1' }],
    ['tracing-active', undefined],
  ]);
});

test('two waivers of one rule are both told', () => {
  const { app, queue } = tree();
  recordWaiver(queue, 'egress-closed', new Waiver(SAID));
  recordWaiver(queue, 'egress-closed', new Waiver({ ...SAID, owner: 'team-two' }));
  expect(acknowledgementsOf(app).map(({ waiver }) => waiver?.owner)).toEqual(['team-orders', 'team-two']);
});

test('a waiver of another construct does not count', () => {
  const { app, stack, queue } = tree();
  recordWaiver(queue, 'egress-closed', new Waiver(SAID));
  Validations.of(stack).acknowledge({ id: 'egress-closed', reason: 'x' });
  expect(acknowledgementsOf(app).map(({ scope, waiver }) => [scope, waiver?.owner])).toEqual([
    ['stack', undefined],
    ['construct', 'team-orders'],
  ]);
});

test.each([
  null,
  'text',
  [],
  { rule: 'egress-closed' },
  { rule: 'egress-closed', reason: 1, owner: 'a', expires: 'b' },
  { rule: 'egress-closed', reason: 'x', owner: 1, expires: 'b' },
  { rule: 'egress-closed', reason: 'x', owner: 'a' },
  { rule: 'function-in-vpc', ...SAID },
])('metadata %j that others wrote is no waiver', data => {
  const { app, queue } = tree();
  queue.node.addMetadata('aws:cdk:acknowledged-rules', data);
  Validations.of(queue).acknowledge({ id: 'egress-closed', reason: 'x' });
  queue.node.addMetadata('cdk-secure-function:waiver', data);
  expect(acknowledgementsOf(app).filter(({ rule }) => rule === 'egress-closed')).toEqual([
    { rule: 'egress-closed', constructPath: 'Prod/Shop/Queue', scope: 'construct' },
  ]);
});

test('a ticket that is no text is none', () => {
  const metadata = [
    { type: 'aws:cdk:acknowledged-rules', data: { 'egress-closed': 'x' } },
    { type: 'cdk-secure-function:waiver', data: { rule: 'egress-closed', ...SAID, ticket: 7 } },
  ];
  expect(acknowledgedIn({ constructPath: 'A', scope: 'stack', metadata })).toEqual([
    { rule: 'egress-closed', constructPath: 'A', scope: 'stack', waiver: SAID },
  ]);
});

test('metadata of another type acknowledge and waive nothing, whatever they hold', () => {
  const acknowledged = { type: 'aws:cdk:acknowledged-rules', data: { 'egress-closed': 'x' } };
  const other = { type: 'aws:cdk:info', data: { 'function-in-vpc': 'x', rule: 'egress-closed', ...SAID } };
  expect(acknowledgedIn({ constructPath: 'A', scope: 'stack', metadata: [other, acknowledged] })).toEqual([
    { rule: 'egress-closed', constructPath: 'A', scope: 'stack' },
  ]);
});

test('what a construct covers beyond one function is told', () => {
  const { app, stage, stack } = tree();
  const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('x') };
  const [one, two, above] = [new Construct(stack, 'One'), new Construct(stack, 'Two'), new Construct(stage, 'Above')];
  const deep = new Construct(stack, 'Deep');
  const inner = new Construct(deep, 'Inner');
  for (const [scope, id] of [
    [one, 'A'],
    [two, 'A'],
    [two, 'B'],
    [inner, 'A'],
    [inner, 'B'],
    [new Stack(above, 'Inner'), 'A'],
  ] as const) {
    new Function(scope, id, code);
  }
  for (const construct of [one, two, deep, above, stack]) {
    Validations.of(construct).acknowledge({ id: 'egress-closed', reason: 'x' });
  }
  expect(new Map(acknowledgementsOf(app).map(({ constructPath, covers }) => [constructPath, covers]))).toEqual(
    new Map([
      ['Prod/Shop', undefined],
      ['Prod/Shop/One', undefined],
      ['Prod/Shop/Two', '2 functions'],
      ['Prod/Shop/Deep', '2 functions'],
      ['Prod/Above', 'a whole stack'],
    ]),
  );
});
