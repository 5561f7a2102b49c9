import { judge } from './judge-example';
import { RULES } from '../../lib/rules';

/** A waiver stands at a resource, so a finding that moves to another one is a finding that somebody has to waive anew, or that nobody sees. */
test.each(RULES.map(rule => [rule.id, rule] as const))('%s says where its bad examples have to change', (id, { bad }) => {
  const places = Object.entries(bad).map(([name, example]) => [
    name,
    judge(example)
      .filter(({ rule }) => rule === id)
      .map(({ verdict, severity, resource, property, controls, relatedResources = [] }) =>
        [verdict, severity, resource ?? '-', property ?? '-', `[${controls.join(' ')}]`, ...relatedResources].join(' '),
      ),
  ]);
  expect(Object.fromEntries(places)).toMatchSnapshot();
});
