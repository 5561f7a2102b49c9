import { respelledPolicies } from './policies';
import type { Random } from './random';
import type { Ids } from './rename';
import { newIds, renamed } from './rename';
import { Respelling, withMoved } from './values';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isObject, objectOf } from '../../lib/model/json';

/** How many of the values of a template are spelled in another way. */
const SHARE = 0.5;

export interface Variant {
  readonly template: JsonObject;
  /** The new logical id of each resource. */
  readonly ids: Ids;
}

/** An equal template in another spelling. What a loop makes keeps its names, which the loop composes. */
export function varyTemplate(template: JsonObject, random: Random): Variant {
  const resources = objectOf(template.Resources);
  const hasLoops = Object.keys(resources).some(name => name.startsWith('Fn::'));
  const ids: Ids = hasLoops ? Object.fromEntries(Object.keys(resources).map(id => [id, id])) : newIds(template, random);
  const named = renamed(template, ids);
  const respelling = new Respelling(named, random, SHARE);
  const spelled = Object.entries(objectOf(named.Resources)).map(([id, resource]): [string, Json] => {
    const { Properties: properties, ...more } = objectOf(resource);
    if (!isObject(properties)) return [id, resource];
    const isMacro = String(more.Type).startsWith('AWS::Serverless::');
    return [id, { ...more, Properties: respelling.properties(objectOf(respelledPolicies(properties, random)), isMacro) }];
  });
  return { template: withMoved({ ...named, Resources: Object.fromEntries(random.shuffle(spelled)) }, respelling.moved), ids };
}
