import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { judge } from '../judge-example';

function said(statement: JsonObject): string[] {
  const Workload = { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } };
  return judge({ Parameters: { Setting: { Type: 'String' } }, Resources: { Workload } })
    .filter(({ rule }) => rule === Control.RIGHTS_SCOPED_TO_RESOURCES)
    .map(({ verdict, property }) => `${verdict} ${property?.split('.').pop()}`);
}

const TABLE = { 'Fn::GetAtt': ['Table', 'Arn'] };
const SETTING = { Ref: 'Setting' };

test.each<[string, JsonObject, string[]]>([
  ['a resource', { Action: 'dynamodb:GetItem', Resource: SETTING }, ['unknown Resource']],
  ['one resource of two', { Action: 'dynamodb:GetItem', Resource: [TABLE, SETTING] }, ['unknown Resource']],
  [
    'a resource from another app',
    { Action: 'dynamodb:GetItem', Resource: { 'Fn::ImportValue': 'Orders' } },
    ['unknown Resource'],
  ],
  ['an action', { Action: SETTING, Resource: TABLE }, ['unknown Action']],
  ['the service of an action', { Action: { 'Fn::Sub': '${Setting}:GetItem' }, Resource: TABLE }, ['unknown Action']],
  ['the name of an action', { Action: { 'Fn::Sub': 'dynamodb:${Setting}' }, Resource: TABLE }, ['unknown Action']],
  ['an action and a resource', { Action: SETTING, Resource: SETTING }, ['unknown Action', 'unknown Resource']],
  ['a name in an ARN', { Action: 'dynamodb:GetItem', Resource: { 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${Setting}' } }, []],
  ['nothing', { Action: 'dynamodb:GetItem', Resource: TABLE }, []],
  ['nothing in a Deny', { Effect: 'Deny', Action: SETTING, Resource: SETTING }, []],
])('only the deployment knows %s', (_, statement, expected) => {
  expect(said(statement)).toEqual(expected);
});

test('what would have to be written out is named', () => {
  const Workload = {
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: SETTING }] } },
  };
  expect(judge({ Parameters: { Setting: { Type: 'String' } }, Resources: { Workload } })).toEqual([
    expect.objectContaining({
      resource: 'Workload',
      message: "'Workload' allows the role 'Role' dynamodb:GetItem on ${Setting}, which the templates do not tell; write it out",
    }),
  ]);
});

test.each<[Json, Json, string]>([
  ['dynamodb:?*', TABLE, 'Action'],
  ['dynamodb:*?', TABLE, 'Action'],
  ['dynamo*:GetItem', TABLE, 'Action'],
  ['*:GetItem', TABLE, 'Action'],
  ['?*', TABLE, 'Action'],
  ['dynamodb:Scan', 'arn:aws:dynamodb:*:*:t*', 'Resource'],
  ['dynamodb:Scan', 'arn:aws:dynamodb:*:*:table/o*', 'Resource'],
  ['s3:GetObject', 'arn:aws:s3:::o*', 'Resource'],
  ['s3:GetObject', 'arn:aws:s3:::o*/*', 'Resource'],
])('%j on %j is a wildcard', (Action, Resource, element) => {
  expect(said({ Action, Resource })).toEqual([`fail ${element}`]);
});

test('a prefix of an object is none', () => {
  expect(said({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/o*' })).toEqual([]);
});

test.each<[string, JsonObject, string[]]>([
  ['an action', { Action: '{{resolve:ssm:/orders/action}}', Resource: TABLE }, ['unknown Action']],
  ['a resource', { Action: 'dynamodb:GetItem', Resource: '{{resolve:ssm:/orders/table}}' }, ['unknown Resource']],
  ['a name in an ARN', { Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/{{resolve:ssm:/orders/table}}' }, []],
])('a dynamic reference for %s is written nowhere either', (_, statement, expected) => {
  expect(said(statement)).toEqual(expected);
});
