import { Control } from '../../baseline/control';
import type { AppFacts, Json, JsonObject, ResourceFacts, ResourceVariantFacts, TemplateFacts } from '../../model/facts';
import { at, isObject, isTrue, jsonIn, objectOf, textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import type { Example } from '../example';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, pass, unknown } from '../verdict';

const WHOLE: JsonObject = { ValidateRequestBody: true, ValidateRequestParameters: true };
const ORDER: JsonObject = { RequestModels: { 'application/json': { Ref: 'Order' } } };

/** What a request has to look like is said before the code that trusts it. */
export const apiRequestsValidated = defineRule({
  id: Control.API_REQUESTS_VALIDATED,
  subject: 'resource',
  types: ['AWS::ApiGateway::RestApi'],
  title: 'REST APIs validate requests',
  why: 'An event that nobody looked at is the input of an attacker: what the API does not refuse, every function has to, in every branch of its code.',
  fix: "Add a RequestValidator for body and parameters, and name it in the methods together with a model that says which properties there are ('requestValidator', 'requestModels').",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['API-10'],
  check: (variant, app) => {
    const { resource, properties } = variant;
    const validators = validatorsOf(resource, app);
    if (properties.Body !== undefined || properties.BodyS3Location !== undefined) return described(variant, validators);
    if (validators.length === 0) {
      return fail({ message: `No request to ${nameOf(resource)} is validated: it has no validator for body and parameters` });
    }
    const validated = methodsUnder(resource, validators, app);
    if (validated.length === 0) {
      return fail({
        message: `No request to ${nameOf(resource)} is validated: no method names its validator`,
        related: validators,
      });
    }
    const open = validated.filter(method => takesBody(method) && !hasModel(method));
    if (open.length === 0) return pass;
    return fail({
      message: `Any body fits ${listOf(open.map(nameOf))} of ${nameOf(resource)}: no model says what it has to look like`,
      related: open,
    });
  },
  bad: {
    'no validator': apiWith({}),
    'a validator of the parameters only': apiWith({ ValidateRequestParameters: true }, true),
    'a validator that no method names': apiWith(WHOLE),
    'a body without a model': apiWith(WHOLE, true, {}),
    'a model that fits everything': apiWith(WHOLE, true, { RequestModels: { 'application/json': 'Empty' } }),
  },
  good: { 'a validator that a method names, with a model': apiWith(WHOLE, true) },
});

/** The validators of an API that look at everything. */
function validatorsOf(api: ResourceFacts, { resourcesByType }: AppFacts): readonly ResourceFacts[] {
  return (resourcesByType.get('AWS::ApiGateway::RequestValidator') ?? []).filter(
    ({ template, properties }) =>
      isTrue(properties.ValidateRequestBody) &&
      isTrue(properties.ValidateRequestParameters) &&
      lookup(template, textOf(properties.RestApiId) ?? '')?.resource === api,
  );
}

/** The methods of an API that name one of the validators. */
function methodsUnder(
  api: ResourceFacts,
  validators: readonly ResourceFacts[],
  { resourcesByType }: AppFacts,
): readonly ResourceFacts[] {
  return (resourcesByType.get('AWS::ApiGateway::Method') ?? []).filter(({ template, properties }) => {
    if (lookup(template, textOf(properties.RestApiId) ?? '')?.resource !== api) return false;
    const named = lookup(template, textOf(properties.RequestValidatorId) ?? '')?.resource;
    return named !== undefined && validators.includes(named);
  });
}

function takesBody({ properties }: ResourceFacts): boolean {
  return /^(?:POST|PUT|PATCH|ANY)$/i.test(textOf(properties.HttpMethod) ?? '');
}

/** Whether every model of a method says something. A validator looks at no body that has none. */
function hasModel({ template, properties }: ResourceFacts): boolean {
  const models = Object.values(objectOf(properties.RequestModels));
  return models.length > 0 && models.every(model => saysSomething(template, textOf(model) ?? ''));
}

/** What every API has by itself and what fits everything says nothing; what stands elsewhere may say anything. */
function saysSomething(template: TemplateFacts, model: string): boolean {
  if (model === 'Empty') return false;
  const schema = lookup(template, model)?.resource.properties.Schema;
  const read = typeof schema === 'string' ? jsonIn(schema) : schema;
  return !isObject(read) || Object.entries(read).some(([keyword, value]) => !SILENT.test(keyword) && !isEmpty(value));
}

/** Keywords of a schema that refuse nothing by themselves. */
const SILENT = /^(?:\$?id|\$schema|\$comment|title|description|type|default|examples?|definitions)$/;

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

const VALIDATORS = 'x-amazon-apigateway-request-validators';
const VALIDATOR = 'x-amazon-apigateway-request-validator';

/** An OpenAPI body names its validators by itself. */
function described({ resource, properties }: ResourceVariantFacts, validators: readonly ResourceFacts[]): Verdict {
  const { Body: body } = properties;
  if (!isObject(body) || Object.hasOwn(body, 'Fn::Transform')) {
    return unknown({
      message: `Whether ${nameOf(resource)} validates requests cannot be seen: what describes it stands elsewhere`,
      property: body === undefined ? 'Properties.BodyS3Location' : 'Properties.Body',
    });
  }
  const whole = Object.entries(objectOf(at(body, VALIDATORS)))
    .filter(([, validator]) => isTrue(at(validator, 'validateRequestBody')) && isTrue(at(validator, 'validateRequestParameters')))
    .map(([name]) => name);
  const operations = Object.values(objectOf(at(body, 'paths'))).flatMap(path => Object.values(objectOf(path)));
  const named = [body, ...operations].flatMap(holder => textOf(at(holder, VALIDATOR)) ?? []);
  if (validators.length > 0 || named.some(name => whole.includes(name))) return pass;
  return fail({
    message: `No request to ${nameOf(resource)} is validated: its description names no validator for body and parameters`,
    property: 'Properties.Body',
  });
}

function apiWith(validator: JsonObject, isNamed = false, model: JsonObject = ORDER): Example {
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'orders', SecurityPolicy: 'TLS_1_2', DisableExecuteApiEndpoint: true },
      },
      ...(Object.keys(validator).length === 0
        ? {}
        : { Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ...validator } } }),
      Order: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, Schema: { required: ['product'] } } },
      Post: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'POST',
          AuthorizationType: 'AWS_IAM',
          ...(isNamed ? { RequestValidatorId: { Ref: 'Validator' }, ...model } : {}),
        },
      },
    },
  };
}
