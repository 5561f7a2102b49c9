import { TemplateLines } from '../../lib/command/input/template-lines';

const TEMPLATE = [
  'Resources:', // 1
  '  Policy:',
  '    Type: AWS::IAM::Policy',
  '    Properties:',
  '      PolicyDocument:', // 5
  '        Statement:',
  '          Effect: Allow',
  '          Action:',
  '            - s3:GetObject',
  '            - s3:PutObject', // 10
  '      aws.dotted.name:',
  '        inner: 1',
  '      List:',
  '        "0": zero',
  '  ? [odd]', // 15
  '  : 1',
].join('\n');

test.each([
  [undefined, 2],
  ['Properties', 4],
  ['Properties.PolicyDocument.Statement', 6],
  ['Properties.PolicyDocument.Statement.0', 7],
  ['Properties.PolicyDocument.Statement.0.Action', 8],
  ['Properties.PolicyDocument.Statement.0.Action.1', 10],
  ['Properties.PolicyDocument.Statement.0.Action.0', 9],
  ['Properties.aws.dotted.name.inner', 12],
  ['Properties.List.0', 14],
  ['Properties.PolicyDocument.Statement.1', 2],
  ['Properties.PolicyDocument.Statement.0.Action.7', 2],
  ['Properties.Roles', 2],
])('%s stands in line %i', (property, line) => {
  expect(new TemplateLines(TEMPLATE).lineOf('Policy', property)).toBe(line);
});

test.each([
  ['another resource', TEMPLATE, 'Role'],
  ['no resources', 'Resources: []', 'Policy'],
  ['no template', '', 'Policy'],
  ['too deep a text', '['.repeat(1_000), 'Policy'],
  ['too large a text', ' '.repeat(2_000_001), 'Policy'],
])('%s has no line', (_, text, resource) => {
  expect(new TemplateLines(text).lineOf(resource, undefined)).toBeUndefined();
});
