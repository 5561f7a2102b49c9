import { Control } from '../../baseline/control';
import type { AppFacts, JsonObject, ResourceFacts, ResourceVariantFacts } from '../../model/facts';
import { at, isObject, isTrue, objectOf, textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import type { Example } from '../example';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, pass, unknown } from '../verdict';

/** What a request has to look like is said before the code that trusts it. */
export const apiRequestsValidated = defineRule({
  id: Control.API_REQUESTS_VALIDATED,
  subject: 'resource',
  types: ['AWS::ApiGateway::RestApi'],
  title: 'REST APIs validate requests',
  why: 'An event that nobody looked at is the input of an attacker: what the API does not refuse, every function has to, in every branch of its code.',
  fix: "Add a RequestValidator for body and parameters, and name it with a model in the methods ('requestValidator', 'requestModels').",
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
    return isUsed(resource, validators, app)
      ? pass
      : fail({ message: `No request to ${nameOf(resource)} is validated: no method names its validator`, related: validators });
  },
  bad: {
    'no validator': apiWith({}),
    'a validator of the parameters only': apiWith({ ValidateRequestParameters: true }, true),
    'a validator that no method names': apiWith({ ValidateRequestBody: true, ValidateRequestParameters: true }),
  },
  good: { 'a validator that a method names': apiWith({ ValidateRequestBody: true, ValidateRequestParameters: true }, true) },
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

function isUsed(api: ResourceFacts, validators: readonly ResourceFacts[], { resourcesByType }: AppFacts): boolean {
  return (resourcesByType.get('AWS::ApiGateway::Method') ?? [])
    .filter(({ template, properties }) => lookup(template, textOf(properties.RestApiId) ?? '')?.resource === api)
    .some(({ template, properties }) => {
      const named = lookup(template, textOf(properties.RequestValidatorId) ?? '')?.resource;
      return named !== undefined && validators.includes(named);
    });
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

function apiWith(validator: JsonObject, isNamed = false): Example {
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'orders', SecurityPolicy: 'TLS_1_2', DisableExecuteApiEndpoint: true },
      },
      ...(Object.keys(validator).length === 0
        ? {}
        : { Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ...validator } } }),
      Post: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'POST',
          AuthorizationType: 'AWS_IAM',
          ...(isNamed ? { RequestValidatorId: { Ref: 'Validator' } } : {}),
        },
      },
    },
  };
}
