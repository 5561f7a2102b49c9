import type { Random } from './random';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isObject, objectOf } from '../../lib/model/json';

/** The new logical id for each old one. */
export type Ids = Readonly<Record<string, string>>;

/** Other logical ids for the resources of a template. */
export function newIds(template: JsonObject, random: Random): Ids {
  const taken = new Set([...Object.keys(objectOf(template.Resources)), ...Object.keys(objectOf(template.Parameters))]);
  const ids: Record<string, string> = {};
  for (const id of Object.keys(objectOf(template.Resources))) {
    let name = '';
    do name = `Thing${Math.floor(random.next() * 0xfffffff).toString(36)}`;
    while (taken.has(name));
    taken.add(name);
    ids[id] = name;
  }
  return ids;
}

/** The template with other logical ids, wherever it names them. */
export function renamed(template: JsonObject, ids: Ids): JsonObject {
  const others = new Set(Object.keys(objectOf(template.Parameters)));
  const name = (old: string): string => {
    if (Object.hasOwn(ids, old)) return ids[old];
    // A macro makes resources whose names begin with those of what they are made for.
    const stem = Object.keys(ids)
      .filter(id => old.startsWith(id))
      .sort((a, b) => b.length - a.length)[0];
    return stem === undefined || others.has(old) || template.Transform === undefined ? old : ids[stem] + old.slice(stem.length);
  };
  const path = (dotted: string): string => {
    const [id, ...attributes] = dotted.split('.');
    return [name(id), ...attributes].join('.');
  };
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, member(key, inner, value)]));
  };
  const member = (key: string, value: Json, within: JsonObject): Json => {
    const isAlone = Object.keys(within).length === 1;
    if (key === 'Ref' && isAlone && typeof value === 'string') return name(value);
    if (key === 'DependsOn' && 'Type' in within) {
      return Array.isArray(value) ? value.map(id => name(String(id))) : name(String(value));
    }
    if (key === 'Fn::GetAtt' && isAlone) {
      if (typeof value === 'string') return path(value);
      if (Array.isArray(value)) return [typeof value[0] === 'string' ? path(value[0]) : value[0], ...value.slice(1).map(walk)];
    }
    if (key === 'Fn::Sub' && isAlone) {
      const [text, variables] = Array.isArray(value) ? value : [value];
      const local = new Set(Object.keys(objectOf(variables)));
      const named = String(text).replace(/\$\{([^!}][^}]*)\}/g, (part, inner: string) =>
        local.has(inner) ? part : `\${${path(inner)}}`,
      );
      return Array.isArray(value) ? [named, ...value.slice(1).map(walk)] : named;
    }
    return walk(value);
  };
  const { Resources, ...rest } = template;
  const moved = Object.entries(objectOf(Resources)).map(([id, resource]) => [ids[id], walk(resource)] as const);
  return { ...(walk(rest) as JsonObject), Resources: Object.fromEntries(moved) };
}
