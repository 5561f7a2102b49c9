import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, failures, findingsOf } from '../said';

const group = (Properties: JsonObject) => beside({ Trail: { Type: 'AWS::Logs::LogGroup', Properties } });

test.each<[string, Json, boolean]>([
  ['left out', { Ref: 'AWS::NoValue' }, true],
  ['no period', 8_675_309, true],
  ['no number', 'for ever', true],
  ['a period', 365, false],
  ['a period as text', '365', false],
  ['what only the deployment knows', { 'Fn::ImportValue': 'Days' }, false],
])('a retention that is %s: %s', (_, RetentionInDays, fails) => {
  expect(failures(Control.LOG_GROUP_FORGETS, group({ RetentionInDays }))).toEqual(
    fails ? ['info Trail Properties.RetentionInDays LOG-01'] : [],
  );
});

test('the group of a function is told with its function alone', () => {
  const Properties = { RetentionInDays: 100, KmsKeyId: '' };
  const example = beside({ Logs: { Properties } });
  expect(findingsOf(Control.LOG_GROUP_FORGETS, example)).toEqual([]);
  expect(findingsOf(Control.LOG_GROUP_ENCRYPTED, example)).toEqual([]);
  expect(findingsOf(Control.OWN_LOG_GROUP, example)).toEqual([
    expect.objectContaining({ severity: 'error', resource: 'Logs', controls: ['LOG-01'], relatedResources: ['Function'] }),
  ]);
});
