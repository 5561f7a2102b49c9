import { expandAsyncConfig } from './async-config';
import { codeOf } from './code';
import { expandFunctionUrl } from './function-url';
import { attribute, pick, present, ref } from './intrinsic';
import type { Making } from './making';
import { RoleDraft, sending, trusting } from './role';
import type { SamResource } from './sam-resource';
import { tagsOf } from './tags';
import { decision, isNoValue } from '../branches';
import type { Json, JsonObject } from '../facts';
import { at, isObject, textOf } from '../json';

const PASSED = [
  'Architectures',
  'CodeSigningConfigArn',
  'Description',
  'DurableConfig',
  'Environment',
  'EphemeralStorage',
  'FileSystemConfigs',
  'FunctionName',
  'FunctionScalingConfig',
  'Handler',
  'ImageConfig',
  'KmsKeyArn',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'PublishToLatestPublished',
  'RecursiveLoop',
  'ReservedConcurrentExecutions',
  'Runtime',
  'RuntimeManagementConfig',
  'SnapStart',
  'TenancyConfig',
  'Timeout',
  'VpcConfig',
];

/** What event sources and others connect with: the alias where one is published, else the function. */
export interface Expanded {
  readonly name: Json;
  readonly arn: Json;
  readonly role: RoleDraft;
  readonly alias?: string;
  /** Makes the role, once everything that it needs is gathered. */
  readonly finish: () => void;
}

/** A function, its version and alias, its URL, its handling of failures, and the draft of its role. */
export function expandFunction(making: Making, from: SamResource): Expanded {
  const { logicalId, properties } = from;
  const role = roleDraftOf(making, from);
  const given = roleGiven(making, from, role.logicalId);
  makeFunction(making, from, given.arn);
  const alias = expandAlias(making, from);
  const name = alias === undefined ? ref(logicalId) : ref(alias.logicalId);
  if (isObject(properties.FunctionUrlConfig)) expandFunctionUrl(making, from, name);
  if (isObject(properties.EventInvokeConfig)) expandAsyncConfig(making, from, role, alias?.name);
  return {
    name,
    arn: alias === undefined ? attribute(logicalId) : name,
    role,
    ...(alias === undefined ? {} : { alias: alias.logicalId }),
    finish: () => {
      if (given.isMade) role.make(trusting('lambda.amazonaws.com'), { condition: given.condition });
    },
  };
}

function makeFunction(making: Making, from: SamResource, role: Json): void {
  const { logicalId, properties } = from;
  const { code, places } = codeOf(properties);
  const { Tracing: tracing, DeadLetterQueue: queue, CapacityProviderConfig: capacity, Tags: tags } = properties;
  const made = {
    ...pick(properties, ...PASSED),
    ...present({
      Role: role,
      Code: code,
      TracingConfig: isTraced(making, tracing) ? { Mode: tracing as Json } : undefined,
      DeadLetterConfig: isObject(queue) ? pick(queue, 'TargetArn') : undefined,
      CapacityProviderConfig: isObject(capacity) ? capacityOf(capacity) : undefined,
      Tags: tagsOf(tags),
    }),
  };
  making.make(from, logicalId, 'AWS::Lambda::Function', made, {
    places: {
      ...places,
      TracingConfig: 'Tracing',
      'TracingConfig.Mode': 'Tracing',
      DeadLetterConfig: 'DeadLetterQueue',
      'DeadLetterConfig.TargetArn': 'DeadLetterQueue.TargetArn*',
      CapacityProviderConfig: 'CapacityProviderConfig',
      Tags: 'Tags',
    },
  });
}

function capacityOf(config: JsonObject): JsonObject {
  const { Arn: arn, ...rest } = config;
  return { LambdaManagedInstancesCapacityProviderConfig: { ...present({ CapacityProviderArn: arn }), ...rest } };
}

function isTraced(making: Making, tracing: Json | undefined): boolean {
  return tracing !== undefined && tracing !== null && tracing !== '' && making.literal(tracing) !== 'Disabled';
}

function roleDraftOf(making: Making, from: SamResource): RoleDraft {
  const { logicalId, properties } = from;
  const role = new RoleDraft(making, from, `${logicalId}Role`);
  role.attach(
    properties.DurableConfig === undefined ? 'AWSLambdaBasicExecutionRole' : 'AWSLambdaBasicDurableExecutionRolePolicy',
  );
  if (isTraced(making, properties.Tracing)) role.attach('AWSXrayWriteOnlyAccess', 'Tracing');
  if (properties.VpcConfig !== undefined) role.attach('AWSLambdaVPCAccessExecutionRole', 'VpcConfig');
  const { DeadLetterQueue: queue } = properties;
  const sent = sending(textOf(at(queue, 'Type')), at(queue, 'TargetArn') ?? '');
  role.allow('DeadLetterQueuePolicy', sent, 'DeadLetterQueue');
  role.add(properties.Policies);
  return role;
}

/** The function's role: the user's, the one that SAM makes, or either of them by a condition. */
function roleGiven(making: Making, from: SamResource, made: string): { arn: Json; isMade: boolean; condition?: string } {
  const { Role: given } = from.properties;
  if (given === undefined || given === null) return { arn: attribute(made), isMade: true };
  const choice = decision(given);
  if (choice === undefined) return { arn: given, isMade: false };
  const { condition, then, otherwise } = choice;
  const whole = (first: Json, second: Json): Json => ({ 'Fn::If': [condition, first, second] });
  if (isNoValue(then) && isNoValue(otherwise)) return { arn: attribute(made), isMade: true };
  if (isNoValue(then)) return { arn: whole(attribute(made), otherwise), isMade: true, condition };
  if (isNoValue(otherwise)) return { arn: whole(then, attribute(made)), isMade: true, condition: making.negated(condition) };
  return { arn: given, isMade: false };
}

function expandAlias(making: Making, from: SamResource): { readonly logicalId: string; readonly name: string } | undefined {
  const { logicalId, properties } = from;
  const { AutoPublishAlias: wanted, VersionDescription: description, ProvisionedConcurrencyConfig: provisioned } = properties;
  if (wanted === undefined || isNoValue(wanted)) return undefined;
  const name = making.literal(wanted);
  if (name === undefined) {
    making.cannot(from, 'is published under an alias whose name is computed', 'Properties.AutoPublishAlias');
    return undefined;
  }
  const version = `${logicalId}Version`;
  const alias = `${logicalId}Alias${name.replace(/-/g, 'D').replace(/_/g, 'U').replace(/\W/g, '')}`;
  const places = { '': 'AutoPublishAlias' };
  const published = {
    FunctionName: ref(logicalId),
    Description: description,
    FunctionScalingConfig: properties.CapacityProviderConfig === undefined ? undefined : properties.FunctionScalingConfig,
  };
  making.make(from, version, 'AWS::Lambda::Version', present(published), {
    places: { ...places, Description: 'VersionDescription*' },
  });
  const made = present({
    Name: name,
    FunctionName: ref(logicalId),
    FunctionVersion: attribute(version, 'Version'),
    ProvisionedConcurrencyConfig: provisioned,
  });
  making.make(from, alias, 'AWS::Lambda::Alias', made, {
    places: { ...places, ProvisionedConcurrencyConfig: 'ProvisionedConcurrencyConfig*' },
  });
  making.references.set(`${logicalId}.Version`, version);
  making.references.set(`${logicalId}.Alias`, alias);
  return { logicalId: alias, name };
}
