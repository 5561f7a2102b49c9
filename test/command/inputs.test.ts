import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'fs';
import { join } from 'path';
import { folderWith, report, template, UNTRACED } from './run';
import { readInputs } from '../../lib/command/input/read-inputs';

const statuses = (files: Readonly<Record<string, unknown>>, ...paths: string[]) => readInputs(paths, folderWith(files)).templates;

test('a folder is searched for templates, and what is none is skipped with the reason', () => {
  expect(
    statuses(
      {
        'deep/er/a.yaml': 'Resources:\n  A: {Type: AWS::SQS::Queue}\n',
        'b.yml': 'Resources:\n  A: {Type: AWS::SQS::Queue}\n',
        'c.template': { AWSTemplateFormatVersion: '2010-09-09', Resources: {} },
        'loop.yaml': 'Resources:\n  Fn::ForEach::A: [N, [a], {}]\n',
        'package.json': { name: 'orders' },
        'chart.yaml': 'kind: {{ .Values.kind }}\n',
        'list.json': [],
        'resources.json': { Resources: { A: { Name: 'a' } } },
        'deployment.yml': 'kind: A\n---\nkind: B\n',
        'notes.txt': 'Resources:',
        'node_modules/x/a.json': UNTRACED,
        '.git/a.json': UNTRACED,
        '.hidden/a.json': UNTRACED,
      },
      '.',
    ),
  ).toEqual([
    { path: 'b.yml', status: 'judged' },
    { path: 'c.template', status: 'judged' },
    { path: 'chart.yaml', status: 'skipped', reason: expect.stringMatching(/^it is no template: line 1: /) },
    { path: 'deep/er/a.yaml', status: 'judged' },
    { path: 'deployment.yml', status: 'skipped', reason: expect.stringMatching(/^it is no template: line 2: /) },
    { path: 'list.json', status: 'skipped', reason: 'it is no template: it holds no object' },
    { path: 'loop.yaml', status: 'judged' },
    { path: 'package.json', status: 'skipped', reason: 'it is no template: it declares no resources' },
    { path: 'resources.json', status: 'skipped', reason: 'it is no template: it declares no resources' },
  ]);
});

test('a broken file that was meant as a template is unreadable', () => {
  expect(statuses({ 'a.yaml': 'Resources:\n  A: !Foo b\n', 'b.json': '{"Resources": {' }, '.')).toEqual([
    { path: 'a.yaml', status: 'unreadable', reason: "line 2: the tag '!Foo' is none of CloudFormation's" },
    { path: 'b.json', status: 'unreadable', reason: 'line 1: it is no valid JSON' },
  ]);
});

test('a file that a person named is never skipped', () => {
  expect(statuses({ 'package.json': {}, 'b.yaml': 'a: [' }, 'package.json', 'b.yaml')).toEqual([
    { path: 'b.yaml', status: 'unreadable', reason: expect.stringContaining('no valid YAML') },
    { path: 'package.json', status: 'unreadable', reason: 'it is no template: it declares no resources' },
  ]);
});

test('a path stays as it was given, joined with what was found in it', () => {
  const files = { 'infra/a.json': UNTRACED, 'infra/deep/b.json': UNTRACED };
  const folder = folderWith(files);
  const paths = (...given: string[]) => readInputs(given, folder).templates.map(({ path }) => path);
  expect(paths('infra')).toEqual(['infra/a.json', 'infra/deep/b.json']);
  expect(paths('./infra/')).toEqual(['infra/a.json', 'infra/deep/b.json']);
  expect(paths('infra/../infra/a.json')).toEqual(['infra/a.json']);
  expect(paths(join(folder, 'infra'))).toEqual([join(folder, 'infra/a.json'), join(folder, 'infra/deep/b.json')]);
});

test('a file is judged once, by however many paths it is reached', () => {
  const folder = folderWith({ 'infra/a.json': UNTRACED });
  symlinkSync(join(folder, 'infra', 'a.json'), join(folder, 'infra', 'b.json'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'infra', 'c.json'));
  symlinkSync(folder, join(folder, 'infra', 'round'));
  const { templates, apps } = readInputs(['infra', 'infra/a.json', join(folder, 'infra')], folder);
  expect(templates).toHaveLength(1);
  expect(apps).toHaveLength(1);
});

test('templates that lie side by side say nothing of each other', async () => {
  const shared = template({ Resources: { Role: { Properties: { RoleName: 'shared' } } } });
  const { findings } = await report(folderWith({ 'a.json': shared, 'b.json': shared }), '.');
  expect(findings).toEqual([]);
});

test('what is no file, or is far too large, is unreadable', () => {
  const folder = folderWith({ 'a.json': '' });
  truncateSync(join(folder, 'a.json'), 60_000_000);
  mkdirSync(join(folder, 'b.json'));
  writeFileSync(join(folder, 'b.json', 'c.json'), JSON.stringify(UNTRACED));
  expect(readInputs(['a.json', 'b.json'], folder).templates).toEqual([
    { path: 'a.json', status: 'unreadable', reason: 'it is too large for a template' },
    { path: 'b.json/c.json', status: 'judged' },
  ]);
  expect(readInputs(['/dev/null'], folder).templates).toEqual([
    { path: '/dev/null', status: 'unreadable', reason: 'it is no file' },
  ]);
});
