import type { MakeOptions, SamResource } from './sam-resource';
import type { WrittenAt } from '../facts';
import { at, textOf } from '../json';

/** Where in the user's template each property of a made resource stands. */
export type Origin = (property?: string) => WrittenAt;

/** A place as `Places` state it. */
interface Place {
  readonly from: SamResource;
  /** `Tracing`, `Policies.0*`; absent where the user wrote nothing, and SAM added it. */
  readonly written: string | undefined;
}

/** Nothing is looked up before somebody asks, because most resources are never the place of a finding. */
export function originOf(from: SamResource, isMain: boolean, { places = {}, foreign = [], shared }: MakeOptions): Origin {
  let others: ReadonlyMap<string, Place> | undefined;
  const placeOf = (made: string): Place | undefined => {
    others ??= new Map(foreign.map(({ made: name, from: other, written }) => [name, { from: other, written }]));
    return others.get(made) ?? (Object.hasOwn(places, made) ? { from, written: places[made] } : undefined);
  };
  const whole: Place = { from, written: places[''] ?? (isMain ? '*' : undefined) };
  return property => {
    if (property === undefined) return { ...standing(whole, ''), ...(shared === true ? { shared } : {}) };
    const name = /^Properties\.(.+)$/s.exec(property)?.[1] ?? '';
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const place = placeOf(name.slice(0, end));
      if (place !== undefined) return standing(place, name.slice(end));
    }
    return whole.written === '*' ? { ...standing(whole, ''), property } : standing(whole, name === '' ? '' : `.${name}`);
  };
}

/** A star says that what lies below stands there word for word; elsewhere the place itself is as near as one gets. */
function standing({ from: { logicalId, type, body }, written }: Place, rest: string): WrittenAt {
  const constructPath = textOf(at(body, 'Metadata', 'aws:cdk:path'));
  const path = written?.endsWith('*') === true ? `${written.slice(0, -1)}${rest}` : written;
  return {
    logicalId,
    type,
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(path === undefined || path === ''
      ? {}
      : { property: path.startsWith('/') ? path.slice(1) : `Properties.${path.replace(/^\./, '')}` }),
  };
}
