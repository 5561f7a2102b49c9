import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { evaluate } from '../../lib/checks/evaluate';
import type { Finding } from '../../lib/checks/finding';
import { YamlSource } from '../../lib/command/input/yaml-source';
import { parsePolicyDocument } from '../../lib/iam/statement';
import { actionMatches } from '../../lib/iam/wildcard';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import { RULES } from '../../lib/rules';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';
import { respelledPolicies } from '../../scripts/variants/policies';
import { Random } from '../../scripts/variants/random';
import { renamed } from '../../scripts/variants/rename';
import { varyTemplate } from '../../scripts/variants/vary-template';
import { yamlText } from '../../scripts/variants/yaml-text';
import { MAP_FILE, varyFolder } from '../../scripts/vary-templates';
import { resolved } from '../model/build';
import { TODAY } from '../rules/judge-example';

const SEEDS = ['1', '2', '3'];

describe('other logical ids', () => {
  const ids = { Queue: 'Q', QueuePolicy: 'P' };
  const inQueue = (value: Json): Json => {
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queue' },
      QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { value } },
    };
    const found = renamed({ Resources, Parameters: { QueueName: {} } }, ids).Resources as Record<
      string,
      { Properties: JsonObject }
    >;
    return found.P.Properties.value;
  };

  test.each<[string, Json, Json]>([
    ['a reference', { Ref: 'Queue' }, { Ref: 'Q' }],
    ['a reference to a parameter', { Ref: 'QueueName' }, { Ref: 'QueueName' }],
    ['an attribute', { 'Fn::GetAtt': ['Queue', 'Arn'] }, { 'Fn::GetAtt': ['Q', 'Arn'] }],
    ['an attribute with a dot', { 'Fn::GetAtt': 'Queue.Arn' }, { 'Fn::GetAtt': 'Q.Arn' }],
    ['a text', { 'Fn::Sub': '${Queue.Arn}/${!Queue}/${AWS::Region}' }, { 'Fn::Sub': '${Q.Arn}/${!Queue}/${AWS::Region}' }],
    [
      'a text with names of its own',
      { 'Fn::Sub': ['${Queue}${QueuePolicy}', { Queue: { Ref: 'Queue' } }] },
      { 'Fn::Sub': ['${Queue}${P}', { Queue: { Ref: 'Q' } }] },
    ],
    ['a text that is none', 'Queue', 'Queue'],
    ['a property that is called so', { Ref: 'Queue', Other: 1 }, { Ref: 'Queue', Other: 1 }],
  ])('%s', (_, value, expected) => expect(inQueue(value)).toEqual(expected));

  test('what waits for a resource, and what a template hands out', () => {
    const template = {
      Resources: { Queue: { Type: 'A', DependsOn: 'QueuePolicy' }, QueuePolicy: { Type: 'B', DependsOn: ['Queue'] } },
      Outputs: { Out: { Value: { Ref: 'Queue' } } },
    };
    expect(renamed(template, ids)).toEqual({
      Resources: { Q: { Type: 'A', DependsOn: 'P' }, P: { Type: 'B', DependsOn: ['Q'] } },
      Outputs: { Out: { Value: { Ref: 'Q' } } },
    });
  });

  test('what a macro will make of a resource', () => {
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Queue: { Type: 'A', Properties: { a: { Ref: 'QueueRole' } } } },
    };
    expect(renamed(template, { Queue: 'Q' }).Resources).toEqual({ Q: { Type: 'A', Properties: { a: { Ref: 'QRole' } } } });
  });
});

test.each(SEEDS)('a policy in another spelling allows and denies the same (seed %s)', seed => {
  const Statement: JsonObject[] = [
    { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket', 'sqs:*'], Resource: 'arn:aws:s3:::orders' },
    { Effect: 'Deny', NotAction: 'iam:PassRole', NotResource: ['*'], Principal: { AWS: '*' } },
  ];
  const spelled = parsePolicyDocument(respelledPolicies({ Statement }, new Random(seed)));
  const says = (effect: string, key: 'actions' | 'notActions') =>
    spelled.filter(statement => statement.effect === effect).flatMap(statement => statement[key]);
  for (const action of Statement[0].Action as string[]) {
    expect(says('Allow', 'actions').some(one => actionMatches(one, action))).toBe(true);
  }
  expect(says('Allow', 'actions')).toHaveLength(3);
  expect(says('Deny', 'notActions').map(one => one.toLowerCase())).toEqual(['iam:passrole']);
  expect(new Set(spelled.filter(({ effect }) => effect === 'Allow').map(({ resources }) => resources.join()))).toEqual(
    new Set(['arn:aws:s3:::orders']),
  );
});

test.each(SEEDS)('values in another spelling are the same values (seed %s)', seed => {
  const value: JsonObject = {
    text: 'orders',
    number: 7,
    list: ['a', 'b', { 'Fn::Join': ['', ['${', { Ref: 'AWS::Region' }, ':', { 'Fn::GetAtt': ['Subject', 'Arn'] }]] }],
    deep: { flag: true, name: { Ref: 'AWS::Partition' } },
  };
  const template = { Resources: { Subject: { Type: 'Test::Subject', Properties: { Value: value } } } };
  const { template: varied, ids } = varyTemplate(template, new Random(seed));
  const { Resources, ...more } = varied as { Resources: Record<string, { Properties: JsonObject }> };
  const found = JSON.stringify(resolved(Resources[ids.Subject].Properties.Value, { ...more, Resources: {} }) ?? null)
    .split(ids.Subject)
    .join('Subject');
  const sorted = (text: string) => [...text.replace(/"true"|true/g, 'TRUE').replace(/"7"|7/g, 'SEVEN')].sort().join('');
  if (!found.includes('Fn::If')) expect(sorted(found)).toBe(sorted(JSON.stringify(resolved(value))));
});

test('what the short forms say is what the long forms say', () => {
  const template: JsonObject = {
    a: { Ref: 'Queue' },
    b: [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, { 'Fn::Base64': { 'Fn::Sub': '${Queue}' } }],
    c: { 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, { 'Fn::Transform': { Name: 'x' } }] },
    d: '2012-10-17',
    e: 'yes',
  };
  const text = yamlText(template);
  expect(text).toContain('!Ref "Queue"');
  expect(new YamlSource(text).toJson()).toEqual(template);
});

test('a folder is written again, JSON as YAML and YAML as JSON, the same for the same seed', () => {
  const from = mkdtempSync(join(tmpdir(), 'variants-'));
  mkdirSync(join(from, 'deep'));
  writeFileSync(join(from, 'deep/a.json'), JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } }));
  writeFileSync(join(from, 'b.yaml'), 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n');
  writeFileSync(join(from, 'c.json'), '{"no": "template"}');
  writeFileSync(join(from, 'd.txt'), 'nothing');
  const to = mkdtempSync(join(tmpdir(), 'variants-'));
  const map = varyFolder(from, to, '7');
  expect(Object.entries(map).map(([path, { path: target }]) => [path, target])).toEqual([
    ['b.yaml', 'b.json'],
    ['deep/a.json', 'deep/a.yaml'],
  ]);
  expect(JSON.parse(readFileSync(join(to, MAP_FILE), 'utf8'))).toEqual(map);
  expect(JSON.parse(readFileSync(join(to, 'b.json'), 'utf8'))).toEqual({
    Resources: { [map['b.yaml'].ids.Topic]: { Type: 'AWS::SNS::Topic' } },
  });
  expect(readFileSync(join(to, 'c.json'), 'utf8')).toBe('{"no": "template"}');
  expect(varyFolder(from, mkdtempSync(join(tmpdir(), 'variants-')), '7')).toEqual(map);
  expect(varyFolder(from, mkdtempSync(join(tmpdir(), 'variants-')), '8')).not.toEqual(map);
});

/** Whatever breaks a promise breaks it in another spelling too. */
describe('a rule finds what its examples break, however they are spelled', () => {
  const judged = (template: JsonObject, { acknowledgements }: Example, names: (id: string) => string): string[] => {
    const model = buildModel([{ path: 'Orders.template.json', body: template }], acknowledgements);
    const findings = evaluate(model, { profile: 'strict', asOf: TODAY });
    // Of several resources that break it together, a finding names the first.
    const places = ({ resource, relatedResources = [] }: Finding) => [resource ?? '', ...relatedResources].map(names).sort();
    return [
      ...new Set(findings.map(found => `${found.rule} ${found.verdict} ${found.severity} ${places(found).join(' ')}`)),
    ].sort();
  };

  test.each(RULES.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
    for (const [name, example] of Object.entries(rule.bad)) {
      const template = applyExample(SECURE_APP, example);
      const { template: varied, ids } = varyTemplate(template, new Random(`${id} ${name}`));
      const old = new Map(Object.entries(ids).map(([before, after]) => [after, before]));
      expect([name, judged(varied, example, after => old.get(after) ?? after)]).toEqual([
        name,
        judged(template, example, before => before),
      ]);
    }
  });
});
