import { applyExample } from '../../lib/rules/example';

const template = { Resources: { A: { Type: 'T', Properties: { List: [1, 2], Nested: { Keep: true, Drop: true } } } } };

test('sets what is named, takes away what is null and leaves the rest', () => {
  expect(
    applyExample(template, { Resources: { A: { Properties: { Nested: { Drop: null, New: { Deep: null, Set: 1 } } } } } }),
  ).toEqual({
    Resources: { A: { Type: 'T', Properties: { List: [1, 2], Nested: { Keep: true, New: { Set: 1 } } } } },
  });
});

test('replaces lists, and scalars by objects', () => {
  expect(applyExample(template, { Resources: { A: { Type: { Ref: 'X' }, Properties: { List: [3] } } } })).toMatchObject({
    Resources: { A: { Type: { Ref: 'X' }, Properties: { List: [3] } } },
  });
});

test('adds sections, and changes the template of nobody else', () => {
  const before = JSON.stringify(template);
  expect(
    applyExample(template, { Parameters: { P: { Type: 'String' } }, Conditions: { C: true }, acknowledgements: [] }),
  ).toEqual({
    ...template,
    Parameters: { P: { Type: 'String' } },
    Conditions: { C: true },
  });
  expect(JSON.stringify(template)).toBe(before);
});
