import { CfnStack } from 'aws-cdk-lib';
import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { AcknowledgementFacts, JsonObject } from '../../../lib/model/facts';
import { aWaiver } from '../../apps';
import { refuses, secureStack } from '../../bypasses/attempt';
import { TODAY } from '../judge-example';

const RULE = Control.EVERY_TEMPLATE_JUDGED;
const KNOWN = aWaiver({ reason: 'The macro Names only sets the names of resources' });

refuses({
  'a macro that no waiver names': {
    build: (app, bypass) => {
      const { stack } = secureStack(app);
      stack.addTransform('Names');
      if (bypass) stack.addTransform('Others');
      KNOWN.applyTo(stack, RULE);
    },
    refused: ['opt-out-is-a-waiver Orders fatal'],
  },
  'a macro without a waiver': {
    build: (app, bypass) => {
      const { stack } = secureStack(app);
      stack.addTransform('Names');
      if (!bypass) KNOWN.applyTo(stack, RULE);
    },
    refused: ['every-template-judged Orders error'],
  },
  'a stack from elsewhere behind the waiver of a macro': {
    build: (app, bypass) => {
      const { stack } = secureStack(app);
      stack.addTransform('Names');
      KNOWN.applyTo(stack, RULE);
      if (bypass) new CfnStack(stack, 'Shop', { templateUrl: 'https://example.com/shop.json' });
    },
    refused: ['opt-out-is-a-waiver Orders fatal'],
  },
});

/** An app of which some templates are rewritten, and what is waived in it. */
function said(
  templates: Readonly<Record<string, JsonObject>>,
  waivers: readonly (readonly [place: string, reason: string])[],
): string[] {
  const acknowledgements = waivers.map(([constructPath, reason]): AcknowledgementFacts => ({
    rule: RULE,
    constructPath,
    scope: constructPath in templates ? 'stack' : 'construct',
    waiver: { reason, owner: 'team-orders', expires: '2027-01-31' },
  }));
  const sources = Object.entries(templates).map(([stackPath, body]) => ({ path: `${stackPath}.json`, stackPath, body }));
  return evaluate(buildModel(sources, acknowledgements), { profile: 'baseline', asOf: TODAY })
    .filter(({ rule }) => rule === Control.OPT_OUT_IS_A_WAIVER)
    .map(({ message }) => message);
}

const REMOTE: JsonObject = {
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: 'https://example.com/a.json' },
  Metadata: { 'aws:cdk:path': 'Shop/Remote' },
};
const covers = (what: string) => `The waiver of '${RULE}' on 'Shop' also covers '${what}', which needs one of its own`;
const unnamed = (what: string) => `The waiver of '${RULE}' on 'Shop' does not name '${what}' in its reason`;

test.each<[string, Readonly<Record<string, JsonObject>>, [string, string][], string[]]>([
  ['the macro that it names', { Shop: { Transform: 'Names' } }, [['Shop', 'Names only sets the names here']], []],
  ['the macro with which a sentence begins', { Shop: { Transform: 'Names' } }, [['Shop', 'Names: it only sets the names']], []],
  [
    'not a macro with a longer name',
    { Shop: { Transform: 'Names' } },
    [['Shop', 'MyNames::Names2 sets the names']],
    [unnamed('Names')],
  ],
  [
    'a macro with a dot in its name, as it is written',
    { Shop: { Transform: 'a.b' } },
    [['Shop', 'We know what axb does here']],
    [unnamed('a.b')],
  ],
  [
    'each macro by a waiver that names it',
    { Shop: { Transform: ['Names', '012345678901::Tags'] } },
    [
      ['Shop', 'Names only sets the names here'],
      ['Shop', 'The macro 012345678901::Tags only sets tags'],
    ],
    [],
  ],
  ['nothing of another stack', { Shop: {}, Other: { Transform: 'Names' } }, [['Shop', 'Names only sets the names here']], []],
  [
    'nothing of a stack whose name is longer',
    { Shop: {}, Shop2: { Transform: 'X' } },
    [['Shop', 'Names only sets the names']],
    [],
  ],
  [
    'what decides over a resource, by its id',
    { Shop: { Resources: { Some: { 'Fn::Transform': { Name: 'Names' } } } } },
    [['Shop', 'The macro Names only adds tags there']],
    [unnamed('Some')],
  ],
  [
    'not the resource that hides something',
    { Shop: { Transform: 'Names', Resources: { Remote: REMOTE } } },
    [['Shop', 'Names only sets the names here']],
    [covers('Shop/Remote')],
  ],
  [
    'not the resource that hides something, which has a waiver of its own',
    { Shop: { Transform: 'Names', Resources: { Remote: REMOTE } } },
    [
      ['Shop', 'Names only sets the names here'],
      ['Shop/Remote', 'The stack is judged in the app that makes it'],
    ],
    [],
  ],
  [
    'not one of two resources that hide something, of which the other has a waiver',
    { Shop: { Resources: { Remote: REMOTE, Second: { ...REMOTE, Metadata: { 'aws:cdk:path': 'Shop/Second' } } } } },
    [
      ['Shop', 'We know what happens here'],
      ['Shop/Remote', 'The stack is judged in the app that makes it'],
    ],
    [covers('Shop/Second')],
  ],
  [
    'not the macro of a stack below it',
    { Shop: { Transform: 'Names' }, 'Shop/Orders': { Transform: 'Names' } },
    [['Shop', 'Names only sets the names here']],
    [covers('Shop/Orders')],
  ],
  [
    'not the macro of a stack below it, which has a waiver of its own',
    { Shop: { Transform: 'Names' }, 'Shop/Orders': { Transform: 'Names' } },
    [
      ['Shop', 'Names only sets the names here'],
      ['Shop/Orders', 'Names only sets the names here'],
    ],
    [],
  ],
])('a waiver on a stack covers %s', (_, templates, waivers, expected) => expect(said(templates, waivers)).toEqual(expected));

test('what hides a template is told with the template, and what hides a part of it with the part', () => {
  const body = { Transform: 'Names', Resources: { Remote: REMOTE, Some: { 'Fn::Transform': { Name: 'Tags' } } } };
  const findings = evaluate(buildModel([{ path: 'shop.json', stackPath: 'Shop', body }]), { profile: 'strict', asOf: TODAY });
  expect(
    findings
      .filter(({ rule }) => rule === RULE)
      .map(({ message, property, hiddenBy }) => [message.split(' ').slice(0, 3).join(' '), property, hiddenBy]),
  ).toEqual([
    ["The template 'Shop'", 'Resources.Some', 'Some'],
    ["The template 'Shop'", 'Transform', 'Names'],
    ["'Shop/Remote' deploys a", 'Properties.TemplateURL', undefined],
  ]);
});

test.each<[string, [string, string][], string[]]>([
  [
    'a waiver on another stack, and one of another rule, cover nothing here',
    [
      ['Shop', 'We know what happens here'],
      ['Other', 'Names only sets the names here'],
    ],
    [unnamed('Names')],
  ],
])('%s', (_, waivers, expected) => {
  expect(said({ Shop: { Transform: 'Names' }, Other: {} }, waivers)).toEqual(expected);
});

test('an opt-out without a waiver names no macro', () => {
  const waiver = { reason: 'Nobody knows what happens here', owner: 'team-orders', expires: '2027-01-31' };
  const model = buildModel(
    [{ path: 'shop.json', stackPath: 'Shop', body: { Transform: 'Names' } }],
    [
      { rule: RULE, constructPath: 'Shop', scope: 'stack', waiver },
      { rule: RULE, constructPath: 'Shop', scope: 'construct' },
    ],
  );
  expect(evaluate(model, { profile: 'baseline', asOf: TODAY }).map(({ message }) => message)).toEqual([
    "'Shop' opts out of 'every-template-judged' without a waiver: nobody answers for it and it never ends",
    unnamed('Names'),
  ]);
});

test('the waiver of another rule names no macro', () => {
  const waiver = { reason: 'Nobody knows what happens here', owner: 'team-orders', expires: '2027-01-31' };
  const acknowledgements: AcknowledgementFacts[] = [
    { rule: RULE, constructPath: 'Shop', scope: 'stack', waiver },
    {
      rule: Control.FUNCTION_IN_VPC,
      constructPath: 'Shop',
      scope: 'construct',
      waiver: { ...waiver, reason: 'Names are set there' },
    },
  ];
  const model = buildModel([{ path: 'shop.json', stackPath: 'Shop', body: { Transform: 'Names' } }], acknowledgements);
  const messages = evaluate(model, { profile: 'baseline', asOf: TODAY }).map(({ message }) => message);
  expect(messages).toContain(unnamed('Names'));
});

test.each<[string, Partial<AcknowledgementFacts>, string]>([
  ['without a waiver', { scope: 'stack', waiver: undefined }, 'for a whole stack'],
  ['of a whole app', { scope: 'app' }, 'for a whole app'],
])('an opt-out %s is told as any other', (_, how, what) => {
  const waiver = { reason: 'Names only sets the names here', owner: 'team-orders', expires: '2027-01-31' };
  const acknowledgement: AcknowledgementFacts = { rule: RULE, constructPath: 'Shop', scope: 'construct', waiver, ...how };
  const model = buildModel([{ path: 'shop.json', stackPath: 'Shop', body: { Transform: 'Names' } }], [acknowledgement]);
  expect(evaluate(model, { profile: 'baseline', asOf: TODAY }).map(({ message }) => message)).toContainEqual(
    expect.stringContaining(what),
  );
});

test('on a stack it covers this one rule', () => {
  const acknowledgement = { rule: Control.FUNCTION_IN_VPC, constructPath: 'Shop', scope: 'stack' } as const;
  const waiver = { reason: 'Names only sets the names here', owner: 'team-orders', expires: '2027-01-31' };
  const findings = evaluate(buildModel([], [{ ...acknowledgement, waiver }]), { profile: 'baseline', asOf: TODAY });
  expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining('for a whole stack')]);
});
