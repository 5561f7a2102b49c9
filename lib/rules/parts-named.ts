import type { Rights } from '../iam/rights';
import type { AppFacts, ResourceFacts, TemplateFacts } from '../model/facts';
import { splitText } from '../model/symbolic';

/** What in a resource of the app a right to an action names: `*`, `in/*`, or nothing for itself. A right on everything names nothing. */
export function partsNamed(
  rights: Rights,
  action: string,
  from: TemplateFacts,
  resource: ResourceFacts,
  { find }: AppFacts,
): readonly string[] {
  return rights.allowing(action).flatMap(({ resources }) =>
    resources.flatMap(pattern => {
      const pieces = splitText(pattern, '/');
      const ends = resource.type === 'AWS::S3::Bucket' ? [1] : pieces.map((_, position) => pieces.length - position);
      const end = ends.find(one => find(from, pieces.slice(0, one).join('/'), resource.type) === resource);
      return end === undefined ? [] : pieces.slice(end).join('/');
    }),
  );
}
