import { check, folderWith } from './run';
import type { Finding } from '../../lib/checks/finding';

const YAML = [
  'Transform: AWS::Serverless-2016-10-31', // 1
  'Globals:',
  '  Function:',
  '    Runtime: nodejs22.x',
  '    Handler: index.handler', // 5
  'Resources:',
  '  Orders:',
  '    Type: AWS::Serverless::Function',
  '    Properties:',
  '      CodeUri: ./src', // 10
  '      Tracing: PassThrough',
  '      Policies:',
  '        - AWSLambdaExecute',
  '        - Statement:',
  '            - Effect: Allow', // 15
  "              Action: '*'",
  "              Resource: '*'",
  '      Events:',
  '        List:',
  '          Type: Api', // 20
  '          Properties: { Path: /orders, Method: get, RestApiId: !Ref Api }',
  '  Api:',
  '    Type: AWS::Serverless::Api',
  '    Properties: { StageName: v1 }',
].join('\n');

async function found(files: Record<string, unknown>): Promise<(Finding & { line?: number })[]> {
  const { out } = await check(folderWith(files), '.', '--format', 'json');
  return (JSON.parse(out) as { findings: Finding[] }).findings;
}

test('a template of SAM is judged, and every finding has the line that the user wrote', async () => {
  const findings = await found({ 'template.yaml': YAML });
  const lines = Object.fromEntries(findings.map(({ rule, resource, line }) => [`${rule} ${resource}`, line]));
  expect(lines).toMatchObject({
    'tracing-active Orders': 11,
    'no-administrator-rights Orders': 15,
    'api-requires-authorization Orders': 19,
    'limits-explicit Orders': 7,
  });
  expect(findings.every(({ line }) => line !== undefined)).toBe(true);
  expect(new Set(findings.map(({ resource }) => resource))).toEqual(new Set(['Api', 'Orders']));
});

test('the same in JSON', async () => {
  const body = {
    Transform: ['AWS::Serverless-2016-10-31'],
    Resources: { Orders: { Type: 'AWS::Serverless::Function', Properties: { Tracing: 'PassThrough' } } },
  };
  const findings = await found({ 'template.json': body });
  expect(findings.find(({ rule }) => rule === 'tracing-active')).toMatchObject({
    resource: 'Orders',
    property: 'Properties.Tracing',
    line: 9,
  });
});
