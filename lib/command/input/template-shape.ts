import type { Json } from '../../model/facts';
import { at, isObject, objectOf } from '../../model/json';

/** Why something that could be read is no template; nothing where it is one. */
export function notATemplate(json: Json): string | undefined {
  if (!isObject(json)) return 'it is no template: it holds no object';
  if (at(json, 'AWSTemplateFormatVersion') !== undefined && isObject(at(json, 'Resources'))) return undefined;
  return Object.entries(objectOf(at(json, 'Resources'))).some(isResource)
    ? undefined
    : 'it is no template: it declares no resources';
}

function isResource([name, resource]: [string, Json]): boolean {
  return name.startsWith('Fn::ForEach::') || typeof at(resource, 'Type') === 'string';
}

/** Whether a text that cannot be parsed was meant as a template: then it is broken, and not something else. */
export function meantAsTemplate(text: string): boolean {
  return /^[\s{,]*["']?(?:AWSTemplateFormatVersion|Resources)["']?\s*:/m.test(text);
}
