import { fn, propertiesOf, sam, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const rest = (properties: JsonObject) =>
  sam({ A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties } } });
/** An API that is implied by its only event source, under these globals. */
const implied = (Api: JsonObject, event: JsonObject = {}) =>
  sam({ F: fn({ Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get', ...event } } } }) }, { Globals: { Api } });

describe('who may call it from where', () => {
  const policy = (properties: JsonObject, event: JsonObject = {}): Json | undefined =>
    propertiesOf(implied(properties, event), 'ServerlessRestApi').Policy;
  const allow = (account: string, path: string): JsonObject => ({
    Action: 'execute-api:Invoke',
    Effect: 'Allow',
    Principal: { AWS: [account] },
    Resource: `execute-api:/Prod/${path}`,
  });
  const from = (account: string): JsonObject => ({ ResourcePolicy: { AwsAccountWhitelist: [account] } });

  test('is said by the API for everything and by an event source for its operation', () => {
    expect(policy({ Auth: from('1') }, { Auth: from('2'), Path: '/a/{id}/b/{rest+}/{a_b.c-d}', Method: 'any' })).toEqual({
      Version: '2012-10-17',
      Statement: [allow('1', '*'), allow('2', '*/a/*/b/*/*')],
    });
  });

  test('is not said where nobody says it', () => {
    expect(policy({})).toBeUndefined();
    expect(policy({ Auth: { ResourcePolicy: {} } })).toBeUndefined();
    expect(policy({ Auth: { ResourcePolicy: { SourceVpcWhitelist: [{ Ref: 'V' }], IpRangeWhitelist: [] } } })).toBeUndefined();
  });

  test('is said at whatever stage where that is computed', () => {
    const facts = rest({ StageName: { Ref: 'S' }, Auth: from('1') });
    expect(propertiesOf(facts, 'A').Policy).toMatchObject({ Statement: [{ Resource: 'execute-api:/${S}/*' }] });
    expect(unknownIn(facts)).toEqual([]);
  });
});
