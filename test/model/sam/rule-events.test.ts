import { fn, listening, made, place, propertiesOf, rightsOf, sam, stateMachine } from './build';
import type { JsonObject } from '../../../lib/model/facts';

describe('a rule of EventBridge', () => {
  test('says what the event source says', () => {
    const properties = {
      Schedule: 'rate(1 day)',
      Enabled: false,
      Input: '{}',
      Description: 'd',
      RetryPolicy: { MaximumRetryAttempts: 1 },
    };
    const facts = sam(listening('Schedule', properties));
    expect(propertiesOf(facts, 'FE')).toEqual({
      ScheduleExpression: 'rate(1 day)',
      Description: 'd',
      State: 'DISABLED',
      Targets: [{ Arn: '${F.Arn}', Id: 'FELambdaTarget', Input: '{}', RetryPolicy: { MaximumRetryAttempts: 1 } }],
    });
    expect(place(facts, 'FE', 'Properties.Targets.0.Input')).toBe('F Properties.Events.E.Properties.Input');
    expect(place(facts, 'FE', 'Properties.ScheduleExpression')).toBe('F Properties.Events.E.Properties.Schedule');
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['a queue that is given', { Arn: 'q' }, { FE: 'Events::Rule' }],
    ['a queue that SAM makes', { Type: 'SQS' }, { FEQueue: 'SQS::Queue', FEQueuePolicy: 'SQS::QueuePolicy' }],
    ['a queue that SAM makes under a name', { Type: 'SQS', QueueLogicalId: 'Dead' }, { Dead: 'SQS::Queue' }],
  ])('leaves what cannot be delivered in %s', (_, DeadLetterConfig, resources) => {
    const facts = sam(listening('Schedule', { Schedule: 's', DeadLetterConfig }));
    expect(made(facts)).toMatchObject(resources);
    expect(propertiesOf(facts, 'FE')).toMatchObject({ Targets: [{ DeadLetterConfig: { Arn: expect.any(String) } }] });
  });

  test('calls its target as it is told, and never longer than 64 characters', () => {
    expect(propertiesOf(sam(listening('EventBridgeRule', { Target: { Id: 'mine' }, Enabled: true })), 'FE')).toMatchObject({
      State: 'ENABLED',
      Targets: [{ Id: 'mine' }],
    });
    const long = sam({ F: fn({ Events: { ['E'.repeat(90)]: { Type: 'Schedule' } } }) });
    expect(propertiesOf(long, `F${'E'.repeat(90)}`)).toMatchObject({ Targets: [{ Id: `F${'E'.repeat(51)}LambdaTarget` }] });
  });
});

describe('a schedule of EventBridge Scheduler', () => {
  test('has a role that may invoke only the function', () => {
    const facts = sam(listening('ScheduleV2', { ScheduleExpression: 'rate(1 day)' }));
    expect(made(facts)).toMatchObject({ FE: 'Scheduler::Schedule', FERole: 'IAM::Role' });
    expect(propertiesOf(facts, 'FE')).toMatchObject({
      Name: 'FE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RoleArn: '${FERole.Arn}' },
    });
    expect(rightsOf(facts, 'FERole')).toEqual(['lambda:InvokeFunction on ${F.Arn}']);
  });

  test('uses the role and the queue that are given, and no name where it is told so', () => {
    const facts = sam(listening('ScheduleV2', { RoleArn: 'r', OmitName: true, DeadLetterConfig: { Arn: 'q' } }));
    expect(made(facts)).not.toHaveProperty('FERole');
    expect(propertiesOf(facts, 'FE')).not.toHaveProperty('Name');
    expect(propertiesOf(facts, 'FE')).toMatchObject({ Target: { RoleArn: 'r', DeadLetterConfig: { Arn: 'q' } } });
  });

  test('may send to the queue that SAM makes for it, which needs no policy', () => {
    const facts = sam(listening('ScheduleV2', { DeadLetterConfig: { Type: 'SQS' } }));
    expect(made(facts)).not.toHaveProperty('FEQueuePolicy');
    expect(rightsOf(facts, 'FERole')).toContain('sqs:SendMessage on ${FEQueue.Arn}');
  });
});

const GIVEN: JsonObject = {
  Description: 'd',
  Input: '{}',
  InputPath: '$.detail',
  InputTransformer: { InputTemplate: 't' },
  RetryPolicy: { MaximumRetryAttempts: 1 },
};
const { Description: _, ...TARGET } = GIVEN;

test.each<[string, JsonObject, JsonObject]>([
  ['Schedule', { Schedule: 's', Name: 'n', RuleName: 'other' }, { ScheduleExpression: 's', Name: 'n' }],
  [
    'EventBridgeRule',
    { Pattern: { source: ['a'] }, EventBusName: 'b', RuleName: 'n', Name: 'other', State: 'DISABLED' },
    { EventPattern: { source: ['a'] }, EventBusName: 'b', Name: 'n', State: 'DISABLED' },
  ],
  ['CloudWatchEvent', { Pattern: {}, Enabled: 'true' }, { EventPattern: {}, State: 'ENABLED' }],
])('a rule of %s says of itself and its target what the event source says, and no more', (type, properties, rule) => {
  expect(propertiesOf(sam(listening(type, { ...properties, ...GIVEN })), 'FE')).toEqual({
    Description: 'd',
    ...rule,
    Targets: [{ Arn: '${F.Arn}', Id: 'FELambdaTarget', ...TARGET }],
  });
});

test('a rule starts a state machine by its role alone, and needs no permission', () => {
  const facts = sam({ M: stateMachine({ Events: { E: { Type: 'Schedule', Properties: { Schedule: 's' } } } }) });
  expect(made(facts)).toEqual({
    M: 'StepFunctions::StateMachine',
    MRole: 'IAM::Role',
    ME: 'Events::Rule',
    MERole: 'IAM::Role',
  });
  expect(propertiesOf(facts, 'ME')).toEqual({
    ScheduleExpression: 's',
    Targets: [{ Arn: '${M}', Id: 'MEStepFunctionsTarget', RoleArn: '${MERole.Arn}' }],
  });
});

const trust = (service: string): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }],
});

test.each<[string, JsonObject, string]>([
  ['of its own', { PermissionsBoundary: 'mine' }, 'mine'],
  ['of its function', {}, 'b'],
])('the role of a schedule trusts the scheduler, invokes the function and has the boundary %s', (_name, properties, boundary) => {
  const facts = sam(listening('ScheduleV2', { ScheduleExpression: 's', ...properties }, { PermissionsBoundary: 'b' }));
  expect(propertiesOf(facts, 'FERole')).toEqual({
    AssumeRolePolicyDocument: trust('scheduler.amazonaws.com'),
    PermissionsBoundary: boundary,
    Policies: [
      {
        PolicyName: 'FERoleStartExecutionPolicy',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '${F.Arn}' }],
        },
      },
    ],
  });
  expect(place(facts, 'FERole', 'Properties.Policies.0')).toBe('F Properties.Events.E');
});

const SCHEDULE: JsonObject = {
  Description: 'd',
  EndDate: '2027-01-01T00:00:00Z',
  GroupName: 'g',
  KmsKeyArn: 'k',
  ScheduleExpression: 'rate(1 day)',
  ScheduleExpressionTimezone: 'UTC',
  StartDate: '2026-01-01T00:00:00Z',
  State: 'ENABLED',
  FlexibleTimeWindow: { Mode: 'FLEXIBLE' },
  Name: 'n',
};

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['everything that it is told', SCHEDULE, SCHEDULE, {}],
  ['a name and no window where it is told none', {}, { Name: 'FE', FlexibleTimeWindow: { Mode: 'OFF' } }, {}],
  [
    'how its target is called',
    { ...SCHEDULE, Input: '{}', RetryPolicy: { MaximumRetryAttempts: 1 } },
    SCHEDULE,
    { Input: '{}', RetryPolicy: { MaximumRetryAttempts: 1 } },
  ],
])('a schedule says %s, and no more', (_name, properties, schedule, target) => {
  expect(propertiesOf(sam(listening('ScheduleV2', properties)), 'FE')).toEqual({
    ...schedule,
    Target: { Arn: '${F.Arn}', RoleArn: '${FERole.Arn}', ...target },
  });
});

test('only the rule may send to the queue that SAM makes for what it cannot deliver', () => {
  const facts = sam(listening('Schedule', { Schedule: 's', DeadLetterConfig: { Type: 'SQS' } }));
  expect(propertiesOf(facts, 'FEQueue')).toEqual({});
  expect(propertiesOf(facts, 'FEQueuePolicy')).toEqual({
    Queues: ['${FEQueue}'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: '${FEQueue.Arn}',
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': '${FE.Arn}' } },
        },
      ],
    },
  });
});

test.each([
  ['Schedule', 'FE', 'Properties.State', 'Events.E.Properties.State'],
  ['Schedule', 'FE', 'Properties.EventPattern.source', 'Events.E.Properties.Pattern.source'],
  ['Schedule', 'FE', 'Properties.Targets.0.Arn', 'Events.E'],
  ['Schedule', 'FEQueue', undefined, 'Events.E.Properties.DeadLetterConfig'],
  ['Schedule', 'FEQueuePolicy', 'Properties.PolicyDocument', 'Events.E.Properties.DeadLetterConfig'],
  ['ScheduleV2', 'FE', 'Properties.KmsKeyArn', 'Events.E.Properties.KmsKeyArn'],
  ['ScheduleV2', 'FE', 'Properties.Target.Input', 'Events.E.Properties.Input'],
  ['ScheduleV2', 'FE', 'Properties.Target.Arn', 'Events.E'],
  ['ScheduleV2', 'FEQueue', undefined, 'Events.E.Properties.DeadLetterConfig'],
])('what %s becomes stands at the event source: %s %s', (type, id, property, written) => {
  const facts = sam(listening(type, { DeadLetterConfig: { Type: 'SQS' } }));
  expect(place(facts, id, property)).toBe(`F Properties.${written}`);
});
