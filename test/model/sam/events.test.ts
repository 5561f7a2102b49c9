import { fn, listening, made, place, propertiesOf, sam, stateMachine, unknownIn } from './build';
import type { JsonObject } from '../../../lib/model/facts';

const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';

test.each<[string, JsonObject, Record<string, string>, JsonObject]>([
  ['AlexaSkill', { SkillId: 'skill' }, {}, { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'skill' }],
  ['SNS', { Topic: { Ref: 'T' } }, { FE: 'SNS::Subscription' }, { Principal: 'sns.amazonaws.com', SourceArn: '${T}' }],
  [
    'IoTRule',
    { Sql: 'SELECT *', AwsIotSqlVersion: 'beta' },
    { FE: 'IoT::TopicRule' },
    {
      Principal: 'iot.amazonaws.com',
      SourceArn: `arn:\${AWS::Partition}:iot:${ACCOUNT}:rule/\${FE}`,
      SourceAccount: '${AWS::AccountId}',
    },
  ],
  [
    'CloudWatchLogs',
    { LogGroupName: 'g', FilterPattern: '' },
    { FE: 'Logs::SubscriptionFilter' },
    { Principal: 'logs.amazonaws.com', SourceArn: `arn:\${AWS::Partition}:logs:${ACCOUNT}:log-group:g:*` },
  ],
  [
    'Schedule',
    { Schedule: 'rate(1 day)', Enabled: false },
    { FE: 'Events::Rule' },
    { Principal: 'events.amazonaws.com', SourceArn: '${FE.Arn}' },
  ],
  [
    'EventBridgeRule',
    { Pattern: { source: ['a'] } },
    { FE: 'Events::Rule' },
    { Principal: 'events.amazonaws.com', SourceArn: '${FE.Arn}' },
  ],
  ['CloudWatchEvent', { Pattern: {} }, { FE: 'Events::Rule' }, { Principal: 'events.amazonaws.com', SourceArn: '${FE.Arn}' }],
])('%s may invoke the function', (type, properties, resources, permission) => {
  const facts = sam(listening(type, properties));
  expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role', FEPermission: 'Lambda::Permission', ...resources });
  expect(propertiesOf(facts, 'FEPermission')).toEqual({ Action: 'lambda:InvokeFunction', FunctionName: '${F}', ...permission });
  expect(place(facts, 'FEPermission', 'Properties.Principal')).toBe('F Properties.Events.E');
});

test('an alias is what is invoked, where one is published', () => {
  const facts = sam(listening('SNS', { Topic: 't' }, { AutoPublishAlias: 'live' }));
  expect(propertiesOf(facts, 'FEPermission').FunctionName).toBe('${FAliaslive}');
  expect(propertiesOf(facts, 'FE').Endpoint).toBe('${FAliaslive}');
});

test('event sources that are no object are told', () => {
  expect(unknownIn(sam({ F: fn({ Events: { Ref: 'X' } }) }))).toContain(
    'F Properties.Events.Ref: has an event source that is not known',
  );
  expect(unknownIn(sam({ F: fn({ Events: 'x' }) }))).toEqual(['F Properties.Events: computes its event sources']);
  expect(unknownIn(sam(listening('Nobody')))).toEqual(['F Properties.Events.E: has an event source that is not known: Nobody']);
});

test('what catches every route of an HTTP API is permitted first, and spares the others a permission', () => {
  const Events = {
    Orders: { Type: 'HttpApi', Properties: { Path: '/orders', Method: 'get' } },
    All: { Type: 'HttpApi' },
    Items: { Type: 'HttpApi', Properties: { Path: '/items', Method: 'get' } },
  };
  const permissions = Object.keys(made(sam({ F: fn({ Events }) }))).filter(id => id.includes('Permission'));
  expect(permissions).toEqual(['FAllPermission']);
  const { All: _, ...others } = Events;
  expect(made(sam({ F: fn({ Events: others }) }))).toMatchObject({
    FOrdersPermission: 'Lambda::Permission',
    FItemsPermission: 'Lambda::Permission',
  });
});

test.each(['SQS', 'S3', 'HttpApi', 'SNS', 'Cognito'])('a function listens to %s, and a state machine cannot', type => {
  const Events = { E: { Type: type, Properties: {} } };
  const told = (id: string): string => `${id} Properties.Events.E: has an event source that is not known: ${type}`;
  expect(unknownIn(sam({ M: stateMachine({ Events }) }))).toEqual([told('M')]);
  expect(unknownIn(sam({ F: fn({ Events }) }))).not.toContain(told('F'));
});

test.each<[string, JsonObject]>([
  ['nothing', {}],
  ['null', { Events: null }],
])('a function that listens to %s has no event sources, and nothing is told', (_name, properties) => {
  const facts = sam({ F: fn(properties) });
  expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role' });
  expect(unknownIn(facts)).toEqual([]);
});
