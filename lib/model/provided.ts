import { createHash } from 'crypto';
import type { Json, ResourceFacts, TemplateFacts } from './facts';
import { at, isObject, objectOf, textOf } from './json';
import { legacyAsset } from './legacy-asset';
import { lookup } from './symbolic';
import { hijackBy } from '../baseline/environment';

/** A function that CDK adds by itself, told by where it stands and by its shape. */
interface Provided {
  /** What it is there for. */
  readonly name: string;
  /** Its logical id: the construct path that CDK fixes, with the hash of that path where it never varies. */
  readonly logicalId: RegExp;
  /** Its path below the stack, compared where the template tells it. */
  readonly path: RegExp;
  readonly handler: RegExp;
  readonly description?: RegExp;
  /** Its code comes from CDK's asset bucket, except where CDK writes it into the template: the hashes of that text where no files are at hand. */
  readonly inline?: ReadonlySet<string>;
}

/**
 * All that are excused, because their code, role and limits are CDK's own: the user writes none of it and can change next to nothing.
 * Neither their names nor their places prove that, since anybody can choose them: where the files are at hand, their code is compared with CDK's.
 */
const PROVIDED: readonly Provided[] = [
  provider('empties a bucket before it is deleted', 'Custom::S3AutoDeleteObjects', '9D90184F', 'index.handler'),
  provider('empties a repository before it is deleted', 'Custom::ECRAutoDeleteImages', '8D89C030', 'index.handler'),
  provider("closes a VPC's default security group", 'Custom::VpcRestrictDefaultSG', 'DC833E5E'),
  provider('writes values for stacks in other regions', 'Custom::CrossRegionExportWriter', 'D8786E8A'),
  provider('reads values of stacks in other regions', 'Custom::CrossRegionExportReader', '46647B68'),
  provider("reads an edge function's ARN", 'Custom::CrossRegionStringParameterReader', '65B5F33A'),
  provider('delegates a DNS zone from another account', 'Custom::CrossAccountZoneDelegation', '44A84265'),
  provider('deletes a DNS record that is in the way', 'Custom::DeleteExistingRecordSet', 'AD00231E'),
  provider('registers an identity provider', 'Custom::AWSCDKOpenIdConnectProvider', 'F2C543E0'),
  provider('resolves JSON keys at deployment', 'AWSCDKCfnUtilsProvider', 'CF82AA57'),
  provider('runs triggers during deployment', 'AWSCDK.TriggerCustomResourceProvider', '97BECD91'),
  singleton('calls AWS during deployment', 'AWS679f53fac002430cb0da5b7982bd2287'),
  singleton('sets the retention of log groups', 'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a'),
  singleton('drops spam', 'SingletonLambda224e77f9a32e4b4dac32983477abba16'),
  singleton('copies files into a bucket', 'Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C'),
  singleton('calls AWS for an event rule', 'AWSb4cf1abd4e4f4bc699441af7ccd9ec37'),
  singleton('calls AWS in another region for a workflow', 'CrossRegionAwsSdk8a0c93f3dbef4b71ac137aaf2048ce7e'),
  singleton('evaluates an expression for a workflow', 'Eval41256dc5445742738ed917bc818694e5'),
  {
    name: 'connects a bucket with its notifications',
    logicalId: /^BucketNotificationsHandler050a0587b7544547bf325f094a3db834[0-9A-F]{8}$/,
    path: /^BucketNotificationsHandler050a0587b7544547bf325f094a3db834\/Resource$/,
    handler: /^index\.handler$/,
    description: /^AWS CloudFormation handler for "Custom::S3BucketNotifications" resources \(@aws-cdk\/aws-s3\)$/,
    inline: new Set(['618f7c4e9a1b3f1805e66f3ba926bf99a6455bec64ef0d08694ebc190d4d8929']),
  },
  {
    name: 'drains instances of a cluster before they stop',
    logicalId: /DrainECSHookFunction[0-9A-F]{8}$/,
    path: /\/DrainECSHook\/Function\/Resource$|^Function\/Resource$/,
    handler: /^index\.lambda_handler$/,
    inline: new Set(['66525c0f91bae3c6c27e91d74bfa4537956bbd3236cede1baf3ec1f07f13defe']),
  },
  ...['OnEvent', 'IsComplete'].map((step, index) => ({
    name: `manages replicas of a table (${step})`,
    logicalId: new RegExp(`^${step}Handler${['42BEBAE0', '7073F4DA'][index]}$`),
    path: new RegExp(`${step}Handler/Resource$`),
    handler: new RegExp(`^index\\.${step.charAt(0).toLowerCase()}${step.slice(1)}Handler$`),
  })),
  {
    name: 'approves changes of a pipeline that broaden no rights',
    logicalId: /PipelinesSecurityCheckCDKPipelinesAutoApprove[0-9A-F]{8}$/,
    path: /\/PipelinesSecurityCheck\/CDKPipelinesAutoApprove\/Resource$/,
    handler: /^index\.handler$/,
  },
  ...['onEvent', 'isComplete', 'onTimeout'].map(step => ({
    name: `drives a custom resource (${step})`,
    logicalId: new RegExp(`framework${step}[0-9A-F]{8}$`),
    path: new RegExp(`/framework-${step}/Resource$`),
    handler: new RegExp(`^framework\\.${step}$`),
    description: new RegExp(`^AWS CDK resource provider framework - ${step} `),
  })),
];

/** Why CDK put the function there, where it did. */
export function providerOf(resource: ResourceFacts): string | undefined {
  const { logicalId, properties, constructPath } = resource;
  const matches = (pattern: RegExp | undefined, value: Json | undefined): boolean =>
    pattern === undefined || pattern.test(textOf(value) ?? '');
  return PROVIDED.find(
    provided =>
      provided.logicalId.test(logicalId) &&
      (constructPath === undefined || provided.path.test(belowStack(resource, constructPath))) &&
      matches(provided.handler, properties.Handler) &&
      matches(provided.description, properties.Description) &&
      isFromCdk(resource, provided.inline) &&
      hasNothingAdded(resource),
  )?.name;
}

/** A provider whose construct is `<id>CustomResourceProvider`, one in a stack. Most run behind CDK's own entry point. */
function provider(name: string, id: string, hash: string, handler = '__entrypoint__.handler'): Provided {
  const path = `${id}CustomResourceProvider/Handler`;
  return {
    name,
    logicalId: new RegExp(`^${path.replace(/\W/g, '')}${hash}$`),
    path: exactly(path),
    handler: exactly(handler),
  };
}

/** A function that all constructs of a kind in a stack share. Its id grows where constructs ask for different sizes or networks. */
function singleton(name: string, id: string): Provided {
  return {
    name,
    logicalId: new RegExp(`^${id.replace(/\W/g, '')}[0-9A-Za-z]*[0-9A-F]{8}$`),
    path: new RegExp(`^${id}[0-9A-Za-z]*/Resource$`),
    handler: exactly('index.handler'),
  };
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.]/g, '\\.')}$`);
}

function belowStack({ template }: ResourceFacts, constructPath: string): string {
  const { stackPath } = template;
  return stackPath !== undefined && constructPath.startsWith(`${stackPath}/`)
    ? constructPath.slice(stackPath.length + 1)
    : constructPath.split('/').slice(-2).join('/');
}

function isFromCdk({ template, properties }: ResourceFacts, inline: ReadonlySet<string> | undefined): boolean {
  if (inline === undefined) return isAssetOfCdk(template, properties.Code);
  const text = at(properties.Code, 'ZipFile');
  if (typeof text !== 'string') return false;
  return inline.has(createHash('sha256').update(text).digest('hex')) || template.shipped?.inline(text) === true;
}

function isAssetOfCdk({ shipped }: TemplateFacts, code: Json | undefined): boolean {
  const key = textOf(at(code, 'S3Key')) ?? '';
  const fileName = /^(?:.*\/)?([0-9a-f]{64}\.zip)$/.exec(key)?.[1] ?? legacyAsset(key, '.zip');
  return fileName !== undefined && shipped?.asset(fileName) !== false;
}

/** Nothing that would run before the handler, or in its stead: the only layer is the command line of AWS, which CDK ships too. */
function hasNothingAdded({ template, properties }: ResourceFacts): boolean {
  const variables = at(properties, 'Environment', 'Variables');
  const layers = properties.Layers ?? [];
  return (
    (properties.Environment === undefined || isObject(properties.Environment)) &&
    (variables === undefined || isObject(variables)) &&
    Object.entries(objectOf(variables)).every(([name, value]) => hijackBy(name, textOf(value) ?? '') === undefined) &&
    Array.isArray(layers) &&
    layers.every(layer => {
      const { type, properties: { Content: content } = {} } = lookup(template, textOf(layer) ?? '')?.resource ?? {};
      return type === 'AWS::Lambda::LayerVersion' && isAssetOfCdk(template, content);
    })
  );
}
