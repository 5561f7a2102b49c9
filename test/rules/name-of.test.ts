import type { JsonObject } from '../../lib/model/facts';
import { listOf, nameMeant, nameOf, sentence } from '../../lib/rules/name-of';
import { modelOf, resource } from '../model/build';

const named = (path?: string): string => {
  const Metadata: JsonObject = path === undefined ? {} : { 'aws:cdk:path': path };
  return nameOf(resource(modelOf({ Resources: { Topic: { Type: 'AWS::SNS::Topic', Metadata } } }), 'Topic'));
};

test.each<[string | undefined, string]>([
  [undefined, "'Topic'"],
  ['Shop/Orders/Resource', "'Shop/Orders'"],
  ['Shop/Orders/Default', "'Shop/Orders'"],
  ['Shop/Resource/Orders', "'Shop/Resource/Orders'"],
  ['Shop/Default/Resource', "'Shop/Default'"],
  ['/Resource', "'Topic'"],
])('a resource of the construct %s is called %s', (path, name) => expect(named(path)).toBe(name));

describe('what a macro made', () => {
  const fn: JsonObject = {
    Type: 'AWS::Serverless::Function',
    Properties: {
      ...{ Runtime: 'nodejs22.x', Handler: 'index.handler', CodeUri: 's3://code/orders.zip', AutoPublishAlias: 'live' },
      DeploymentPreference: { Type: 'AllAtOnce' },
    },
  };
  const app = modelOf({ Transform: 'AWS::Serverless-2016-10-31', Resources: { Orders: fn, Returns: fn } });

  test.each([
    ['under the name that the user gave it', 'Orders', "'Orders'"],
    ['by its own name, and what it was made of', 'OrdersRole', "'OrdersRole' of 'Orders'"],
    ['by its own name alone, where it serves all', 'ServerlessDeploymentApplication', "'ServerlessDeploymentApplication'"],
  ])('is told %s', (_, logicalId, name) => expect(nameOf(resource(app, logicalId))).toBe(name));
});

test('a text means a resource, or says what it says', () => {
  const app = modelOf({ Resources: { Topic: { Type: 'AWS::SNS::Topic', Metadata: { 'aws:cdk:path': 'Shop/News/Resource' } } } });
  expect(nameMeant(app.templates[0], '${Topic}')).toBe("'Shop/News'");
  expect(nameMeant(app.templates[0], '${Gone}')).toBe('${Gone}');
  expect(nameMeant(app.templates[0], 'arn:aws:sns:eu-west-1:111122223333:news')).toBe('arn:aws:sns:eu-west-1:111122223333:news');
});

test.each<[string[], string]>([
  [[], ''],
  [['A'], 'A'],
  [['A', 'B'], 'A and B'],
  [['A', 'B', 'C'], 'A, B and C'],
])('the names %j stand in a sentence as: %s', (names, text) => expect(listOf(names)).toBe(text));

test.each([
  ['', ''],
  ['a', 'A'],
  ['the group of users', 'The group of users'],
  ["'Orders' is open", "'Orders' is open"],
])('the text %j begins a sentence as %j', (text, begun) => expect(sentence(text)).toBe(begun));
