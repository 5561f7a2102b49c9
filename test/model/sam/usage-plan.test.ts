import { fn, made, place, propertiesOf, sam } from './build';
import type { AppFacts, Json, JsonObject } from '../../../lib/model/facts';
import { resource } from '../build';

const api = (UsagePlan: Json, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::Serverless::Api',
  Properties: { StageName: 'v1', Auth: { UsagePlan } },
  ...more,
});
const SHARED = ['ServerlessApiKey', 'ServerlessUsagePlan', 'ServerlessUsagePlanKey'];
const plansIn = (facts: AppFacts): string[] => Object.keys(made(facts)).filter(id => /UsagePlan|ApiKey/.test(id));

test('an API has a plan of its own, with a key for its stage', () => {
  const plan = {
    CreateUsagePlan: 'PER_API',
    UsagePlanName: 'n',
    Description: 'd',
    Quota: { Limit: 1 },
    Throttle: { RateLimit: 2 },
    Tags: [{ Key: 'a', Value: 'b' }],
  };
  const facts = sam({ A: api(plan, { Condition: 'C' }) });
  const { CreateUsagePlan: _, ...stated } = plan;
  expect(propertiesOf(facts, 'AUsagePlan')).toEqual({ ...stated, ApiStages: [{ ApiId: '${A}', Stage: '${Av1Stage}' }] });
  expect(propertiesOf(facts, 'AApiKey')).toEqual({
    Enabled: true,
    StageKeys: [{ RestApiId: '${A}', StageName: '${Av1Stage}' }],
  });
  expect(propertiesOf(facts, 'AUsagePlanKey')).toEqual({
    KeyId: '${AApiKey}',
    KeyType: 'API_KEY',
    UsagePlanId: '${AUsagePlan}',
  });
  expect(resource(facts, 'AUsagePlan')).toMatchObject({ condition: 'C' });
  expect(place(facts, 'AUsagePlan')).toBe('A Properties.Auth.UsagePlan');
  expect(place(facts, 'AUsagePlan', 'Properties.Quota.Limit')).toBe('A Properties.Auth.UsagePlan.Quota.Limit');
});

test('APIs that share a plan have one, with one key for all of their stages, whatever decides about each', () => {
  const Parameters = { Kind: { Type: 'String', Default: 'SHARED' } };
  const plan = { CreateUsagePlan: { Ref: 'Kind' } };
  const facts = sam({ A: api(plan, { Condition: 'InA' }), B: api(plan, { Condition: 'InB' }) }, { Parameters });
  expect(plansIn(facts).sort()).toEqual(SHARED);
  expect(propertiesOf(facts, 'ServerlessUsagePlan')).toEqual({
    ApiStages: [
      { ApiId: '${A}', Stage: '${Av1Stage}' },
      { ApiId: '${B}', Stage: '${Bv1Stage}' },
    ],
  });
  expect(propertiesOf(facts, 'ServerlessApiKey')).toEqual({
    Enabled: true,
    StageKeys: [
      { RestApiId: '${A}', StageName: '${Av1Stage}' },
      { RestApiId: '${B}', StageName: '${Bv1Stage}' },
    ],
  });
  expect(propertiesOf(facts, 'ServerlessUsagePlanKey')).toEqual({
    KeyId: '${ServerlessApiKey}',
    KeyType: 'API_KEY',
    UsagePlanId: '${ServerlessUsagePlan}',
  });
  expect(SHARED.map(id => resource(facts, id).condition)).toEqual([undefined, undefined, undefined]);
});

test('the plan of an implied API stands where the API’s first event source does', () => {
  const Globals = { Api: { Auth: { UsagePlan: { CreateUsagePlan: 'PER_API' } } } };
  const facts = sam({ F: fn({ Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get' } } } }) }, { Globals });
  expect(place(facts, 'ServerlessRestApiUsagePlan')).toBe('F Properties.Events.E');
});

test.each<[string, Json]>([
  ['none is wanted', { CreateUsagePlan: 'NONE' }],
  ['nothing is said', null],
  ['it is no object', 'SHARED'],
])('no plan is made where %s', (_, plan) => expect(plansIn(sam({ A: api(plan) }))).toEqual([]));

test('a plan and its keys may be referred to as parts of their API', () => {
  const facts = sam({
    A: api({ CreateUsagePlan: 'SHARED' }),
    P: {
      Type: 'Test::Subject',
      Properties: { Values: ['UsagePlan', 'UsagePlanKey', 'ApiKey'].map(name => ({ Ref: `A.${name}` })) },
    },
  });
  expect(propertiesOf(facts, 'P').Values).toEqual(['${ServerlessUsagePlan}', '${ServerlessUsagePlanKey}', '${ServerlessApiKey}']);
});
