import { buildModel } from '../../lib/model/build-model';
import type { AppFacts, FunctionFacts, Json, JsonObject, ResourceFacts } from '../../lib/model/facts';
import type { TemplateSource } from '../../lib/model/templates';

/** A source as a test writes it: sections of a template under a short path. */
export function source(path: string, body: JsonObject, more: Partial<TemplateSource> = {}): TemplateSource {
  return { path: `${path}.template.json`, body, ...more };
}

export function modelOf(body: JsonObject): AppFacts {
  return buildModel([source('App', body)]);
}

export function resource(facts: AppFacts, logicalId: string, template = 0): ResourceFacts {
  const found = facts.templates[template].resources.get(logicalId);
  if (!found) throw new Error(`no ${logicalId}`);
  return found;
}

/** One value, resolved beside the resources of a small template. */
export function resolved(value: Json, body: JsonObject = {}): Json | undefined {
  const Resources = { ...(body.Resources as JsonObject), Subject: { Type: 'Test::Subject', Properties: { Value: value } } };
  return resource(modelOf({ ...body, Resources }), 'Subject').properties.Value;
}

export function onlyFunction(facts: AppFacts): FunctionFacts {
  if (facts.functions.length !== 1) throw new Error(`${facts.functions.length} functions`);
  return facts.functions[0];
}

export const TRUST: JsonObject = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

export function role(properties: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...properties }, ...more };
}

export function lambda(properties: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, ...properties }, ...more };
}

export function allow(action: Json, target: Json = '*'): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: target };
}

export function policy(statements: Json): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}
