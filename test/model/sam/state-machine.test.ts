import { made, place, propertiesOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const DOCUMENT: JsonObject = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'b' }] };
const described: JsonObject = { Definition: { StartAt: 'A' } };

test.each<[string, JsonObject, JsonObject]>([
  ['nothing else', {}, { ...described, RoleArn: '${MRole.Arn}' }],
  [
    'everything that SAM calls otherwise',
    { Name: 'n', Type: 'EXPRESS', Logging: { Level: 'ALL' }, Tracing: { Enabled: true }, Tags: { a: 'b' }, Role: 'arn' },
    {
      ...described,
      StateMachineName: 'n',
      StateMachineType: 'EXPRESS',
      LoggingConfiguration: { Level: 'ALL' },
      TracingConfiguration: { Enabled: true },
      Tags: [{ Key: 'a', Value: 'b' }],
      RoleArn: 'arn',
    },
  ],
  [
    'a description elsewhere, and what is put in there',
    { Definition: { Ref: 'AWS::NoValue' }, DefinitionUri: 's3://b/k?versionId=7', DefinitionSubstitutions: { A: { Ref: 'A' } } },
    {
      DefinitionS3Location: { Bucket: 'b', Key: 'k', Version: '7' },
      DefinitionSubstitutions: { A: '${A}' },
      RoleArn: '${MRole.Arn}',
    },
  ],
])('a state machine with %s says just that', (_, properties, expected) => {
  expect(propertiesOf(sam({ M: stateMachine(properties) }), 'M')).toEqual(expected);
});

test.each<[string, JsonObject, boolean]>([
  ['neither role nor policies', {}, true],
  ['a role that is null', { Role: null }, true],
  ['policies alone', { Policies: [DOCUMENT] }, true],
  ['a role', { Role: 'arn' }, false],
  ['a role, and policies that are null', { Role: 'arn', Policies: null }, false],
])('of %s nothing is told, and a role is made: %s', (_, properties, isMade) => {
  const facts = sam({ M: stateMachine(properties) });
  expect(unknownIn(facts)).toEqual([]);
  expect(Object.keys(made(facts))).toEqual(isMade ? ['M', 'MRole'] : ['M']);
});

const Events: Json = { R: { Type: 'EventBridgeRule', Properties: { Pattern: {} } } };

test('an alias leads to the version, as fast as it is told', () => {
  const version = { StateMachineVersionArn: '${MVersion}' };
  const published = (properties: JsonObject) => sam({ M: stateMachine({ AutoPublishAlias: 'live-1', ...properties }) });
  expect(propertiesOf(published({}), 'MVersion')).toEqual({
    StateMachineArn: '${M}',
    StateMachineRevisionId: '${M.StateMachineRevisionId}',
  });
  expect(propertiesOf(published({}), 'MAliaslive1')).toEqual({
    Name: 'live-1',
    DeploymentPreference: { Type: 'ALL_AT_ONCE', ...version },
  });
  expect(propertiesOf(published({ DeploymentPreference: { Type: 'CANARY', Percentage: 10 } }), 'MAliaslive1')).toEqual({
    Name: 'live-1',
    DeploymentPreference: { Type: 'CANARY', Percentage: 10, ...version },
  });
  for (const id of ['MVersion', 'MAliaslive1']) expect(place(published({}), id)).toBe('M Properties.AutoPublishAlias');
});

test.each<[string, JsonObject, string]>([
  ['the alias where it is told so', { AutoPublishAlias: 'live', UseAliasAsEventTarget: true }, '${MAliaslive}'],
  ['the machine where it is not', { AutoPublishAlias: 'live' }, '${M}'],
  ['the machine where there is no alias', { UseAliasAsEventTarget: true }, '${M}'],
])('its events start %s', (_, properties, target) => {
  const facts = sam({ M: stateMachine({ Events, ...properties }) });
  expect(propertiesOf(facts, 'MR')).toMatchObject({ Targets: [{ Arn: target }] });
});
