import type { AcknowledgementFacts, Json, JsonObject } from '../model/facts';

/**
 * A change to the secure app, as a JSON merge patch (RFC 7396) of its template: what is named is set, `null` takes away, lists are replaced.
 * Acknowledgements stand beside the template, because CDK keeps them in the construct tree.
 */
export interface Example {
  readonly Transform?: Json;
  readonly Parameters?: JsonObject;
  readonly Conditions?: JsonObject;
  readonly Resources?: JsonObject;
  readonly acknowledgements?: readonly AcknowledgementFacts[];
}

/** The template that an example describes. */
export function applyExample(template: JsonObject, example: Example): JsonObject {
  const { Transform, Parameters, Conditions, Resources } = example;
  return Object.entries({ Transform, Parameters, Conditions, Resources }).reduce<JsonObject>(
    (merged, [section, patch]) => (patch === undefined ? merged : (mergePatch(merged, { [section]: patch }) as JsonObject)),
    template,
  );
}

function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
