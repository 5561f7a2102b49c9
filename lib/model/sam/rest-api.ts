import { readAuth } from './api-auth';
import { documentOf } from './api-document';
import type { ApiDraft } from './apis';
import { conditionOf, isManaged } from './apis';
import { archiveAt } from './code';
import { restPreflight } from './cors';
import { expandDomain } from './domain';
import { isIntrinsic, pick, present, ref, sub } from './intrinsic';
import type { Making } from './making';
import { idOf } from './making';
import { resourcePolicyOf } from './resource-policy';
import type { MakeOptions } from './sam-resource';
import { tagsOf } from './tags';
import { expandUsagePlan } from './usage-plan';
import type { Json, JsonObject } from '../facts';
import { at, isObject, objectOf, textOf } from '../json';

const PASSED = [
  'ApiKeySourceType',
  'BinaryMediaTypes',
  'Description',
  'DisableExecuteApiEndpoint',
  'EndpointAccessMode',
  'FailOnWarnings',
  'MinimumCompressionSize',
  'Mode',
  'Name',
  'SecurityPolicy',
];
const STAGE = [
  'AccessLogSetting',
  'CacheClusterEnabled',
  'CacheClusterSize',
  'CanarySetting',
  'MethodSettings',
  'StageName',
  'TracingEnabled',
  'Variables',
];

/** A REST API with its deployment, its stage, its domain and what its authorizers need. */
export function expandRestApi(making: Making, draft: ApiDraft): void {
  const { logicalId, properties, owner } = draft;
  const options = optionsOf(making, draft);
  const { body, foreign } = bodyOf(making, draft);
  const location = properties.DefinitionUri;
  const policy = properties.Policy ?? resourcePolicyOf(draft);
  const api = {
    ...pick(properties, ...PASSED),
    ...present({
      Body: location === undefined ? body : undefined,
      BodyS3Location: location === undefined ? undefined : archiveAt(location, 'Bucket', 'Key', 'Version'),
      EndpointConfiguration: endpointOf(properties.EndpointConfiguration),
      // API Gateway takes a policy here and in the description alike.
      Policy: policy,
    }),
  };
  making.make(owner, logicalId, 'AWS::ApiGateway::RestApi', api, {
    ...options,
    places: {
      ...options.places,
      ...(draft.written === undefined ? OWN_PLACES : {}),
      ...(isManaged(draft) ? {} : { Body: 'DefinitionBody*', BodyS3Location: 'DefinitionUri' }),
    },
    foreign,
  });
  expandStage(making, draft, options);
  permitAuthorizers(making, draft, options);
}

const OWN_PLACES = {
  'Body.securityDefinitions': 'Auth.Authorizers',
  'Body.components.securitySchemes': 'Auth.Authorizers',
  EndpointConfiguration: 'EndpointConfiguration',
  Policy: 'Auth.ResourcePolicy',
};

/** Shared by what is made of an API: an implicit one stands where its first event source does. */
export function optionsOf(making: Making, draft: ApiDraft): MakeOptions {
  if (draft.written === undefined) return {};
  return { shared: true, places: { '': draft.written }, condition: conditionOf(making, draft) };
}

function bodyOf(making: Making, draft: ApiDraft) {
  const { DefinitionBody: given, Cors: cors } = draft.properties;
  if (given !== undefined && (!isObject(given) || isIntrinsic(given))) return { body: given, foreign: [] };
  return documentOf(draft, readAuth(making, draft), restPreflight(cors));
}

function endpointOf(stated: Json | undefined): Json | undefined {
  if (stated === undefined) return undefined;
  if (!isObject(stated) || isIntrinsic(stated)) return { Types: [stated] };
  return present({
    Types: stated.Type === undefined ? undefined : [stated.Type],
    VpcEndpointIds: stated.VPCEndpointIds ?? stated.VpcEndpointIds,
    IpAddressType: stated.IpAddressType,
  });
}

function expandStage(making: Making, draft: ApiDraft, options: MakeOptions): void {
  const { logicalId, properties, owner } = draft;
  const deployment = `${logicalId}Deployment`;
  const stage = `${logicalId}${stageIdOf(properties.StageName)}`;
  // SAM's deployments make a stage called `Stage` beside the one that is asked for, except for OpenAPI 3.
  const extra: JsonObject = properties.OpenApiVersion === undefined ? { StageName: 'Stage' } : {};
  making.make(owner, deployment, 'AWS::ApiGateway::Deployment', { RestApiId: ref(logicalId), ...extra }, options);
  const made = {
    ...pick(properties, ...STAGE),
    ...present({ RestApiId: ref(logicalId), DeploymentId: ref(deployment), Tags: tagsOf(properties.Tags) }),
  };
  const places = draft.written === undefined ? { places: { '': '*', Tags: 'Tags' } } : {};
  making.make(owner, stage, 'AWS::ApiGateway::Stage', made, { ...options, ...places });
  making.references.set(`${logicalId}.Stage`, stage);
  making.references.set(`${logicalId}.Deployment`, deployment);
  expandDomain(making, draft, stage, options);
  expandUsagePlan(making, draft, stage, options);
}

/** What a stage is called after the API's logical id. */
export function stageIdOf(name: Json | undefined): string {
  const text = textOf(name) ?? '';
  return /^[A-Za-z0-9]*$/.test(text) ? `${text}Stage` : `Stage${idOf(text)}`;
}

/** REST APIs may call the functions of their authorizers unless told otherwise; HTTP APIs only where told. */
export function permitAuthorizers(making: Making, { kind, logicalId, properties, owner }: ApiDraft, options: MakeOptions): void {
  for (const [name, authorizer] of Object.entries(objectOf(at(properties.Auth, 'Authorizers')))) {
    const {
      FunctionArn: arn,
      DisableFunctionDefaultPermissions: disabled,
      EnableFunctionDefaultPermissions: enabled,
    } = objectOf(authorizer);
    if (arn === undefined || (kind === 'rest' ? disabled === true : enabled !== true)) continue;
    const permission: JsonObject = {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sub('arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${ApiId}/authorizers/*', {
        ApiId: ref(logicalId),
      }),
    };
    const places = options.places ?? { '': `Auth.Authorizers.${name}` };
    making.make(owner, `${logicalId}${idOf(name)}AuthorizerPermission`, 'AWS::Lambda::Permission', permission, {
      ...options,
      places,
    });
  }
}
