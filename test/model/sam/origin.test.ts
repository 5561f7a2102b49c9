import { fn, place, sam } from './build';
import type { JsonObject } from '../../../lib/model/facts';
import { originOf } from '../../../lib/model/sam/origin';
import type { SamResource } from '../../../lib/model/sam/sam-resource';
import { writtenAt } from '../../../lib/model/written';
import { resource } from '../build';

const written = (logicalId: string, metadata: JsonObject = {}): SamResource => ({
  logicalId,
  type: 'AWS::Serverless::Function',
  properties: {},
  body: metadata,
});
const F = written('F');
const at = (property: string | undefined, ...[isMain, options]: [boolean, Parameters<typeof originOf>[2]]) =>
  originOf(F, isMain, options)(property).property;

test.each<[string, JsonObject, string | undefined, string | undefined]>([
  ['the resource itself, as a whole', {}, undefined, undefined],
  ['a property that keeps its name', {}, 'Properties.Timeout', 'Properties.Timeout'],
  ['what stands beside the properties', {}, 'Condition', 'Condition'],
  ['a property of another name', { A: 'B' }, 'Properties.A', 'Properties.B'],
  ['what lies below a property of another name', { A: 'B' }, 'Properties.A.x.y', 'Properties.B'],
  ['what lies word for word below one', { A: 'B*' }, 'Properties.A.x.y', 'Properties.B.x.y'],
  ['the nearest place', { A: 'B*', 'A.x': 'C*' }, 'Properties.A.x.y', 'Properties.C.y'],
  ['no place that only begins alike', { A: 'B' }, 'Properties.AA', 'Properties.AA'],
  ['no place of a nested thing that is called alike', { A: 'B' }, 'Properties.x.A', 'Properties.x.A'],
  ['properties of a name with lines', { 'A\nB': 'C' }, 'Properties.A\nB', 'Properties.C'],
  ['what is called `Properties` further in', { A: 'B' }, 'Metadata.Properties.A', 'Metadata.Properties.A'],
  ['a place beside the properties', { A: '/Connectors.C' }, 'Properties.A', 'Connectors.C'],
  ['a name that every object has', {}, 'Properties.constructor', 'Properties.constructor'],
])('of the resource that the user wrote: %s', (_, places, property, expected) =>
  expect(at(property, true, { places: places as Record<string, string> })).toBe(expected),
);

test.each<[string, Record<string, string>, string | undefined, string | undefined]>([
  ['nowhere', {}, 'Properties.A', undefined],
  ['nowhere, as a whole', {}, undefined, undefined],
  ['where it is made of', { '': 'Events.E' }, 'Properties.A', 'Properties.Events.E'],
  ['where it is made of, as a whole', { '': 'Events.E' }, undefined, 'Properties.Events.E'],
  ['word for word below that', { '': 'Domain*' }, 'Properties.A.B', 'Properties.Domain.A.B'],
  ['word for word below that, as a whole', { '': 'Domain*' }, undefined, 'Properties.Domain'],
  ['beside the properties, seen from below', { '': 'Domain*' }, 'Condition', 'Properties.Domain'],
  ['under the same name', { '': '*' }, 'Properties.A', 'Properties.A'],
])('of a resource that is made of another one: %s', (_, places, property, expected) =>
  expect(at(property, false, { places })).toBe(expected),
);

test('a part of a resource may stand in another one, and what lies below it with it', () => {
  const origin = originOf(F, true, {
    places: { Body: 'DefinitionBody*' },
    foreign: [{ made: 'Body.paths./x.get', from: written('G'), written: 'Events.E' }],
  });
  const type = 'AWS::Serverless::Function';
  const operation = { logicalId: 'G', type, property: 'Properties.Events.E' };
  expect(origin('Properties.Body.paths./x.get')).toEqual(operation);
  expect(origin('Properties.Body.paths./x.get.security')).toEqual(operation);
  const other = { logicalId: 'F', type, property: 'Properties.DefinitionBody.paths./x.put' };
  expect(origin('Properties.Body.paths./x.put')).toEqual(other);
});

test('the construct is told where there is one, and only there', () => {
  const { logicalId, type } = F;
  expect(originOf(F, true, {})()).toStrictEqual({ logicalId, type });
  const G = written('G', { Metadata: { 'aws:cdk:path': 'Stack/G' } });
  expect(originOf(G, true, {})()).toEqual({ logicalId: 'G', type, constructPath: 'Stack/G' });
  expect(originOf(G, true, {})('Properties.A')).toMatchObject({ constructPath: 'Stack/G', property: 'Properties.A' });
});

test('what is made of several says so as a whole, and nothing else does', () => {
  const event = { Type: 'Api', Properties: { Path: '/x', Method: 'get' } };
  const facts = sam({ F: fn({ Events: { E: event } }) });
  const shared = { logicalId: 'F', type: 'AWS::Serverless::Function', property: 'Properties.Events.E', shared: true };
  expect(writtenAt(resource(facts, 'ServerlessRestApi'))).toEqual(shared);
  expect(writtenAt(resource(facts, 'ServerlessRestApi'), 'Properties.Name')).not.toHaveProperty('shared');
  expect(Object.keys(writtenAt(resource(facts, 'F')))).toEqual(['logicalId', 'type']);
  expect(place(facts, 'F')).toBe('F -');
});
