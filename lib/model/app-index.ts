import { branchesOf } from './branches';
import type { ResourceFacts, TemplateFacts } from './facts';
import { at, textOf } from './json';
import { canonicalText, lookup, splitText } from './symbolic';
import { append, nearest } from './templates';

/** All resources of the app, findable by type, by reference and by the name that the template gives them. */
export class AppIndex {
  public readonly byType: ReadonlyMap<string, readonly ResourceFacts[]>;
  private readonly byName = new Map<string, ResourceFacts[]>();

  constructor(public readonly templates: readonly TemplateFacts[]) {
    const byType = new Map<string, ResourceFacts[]>();
    this.byType = byType;
    for (const template of templates) {
      for (const resource of template.resources.values()) {
        append(byType, resource.type, resource);
        for (const name of namesOf(resource)) append(this.byName, `${resource.type} ${canonicalText(template, name)}`, resource);
      }
    }
  }

  public ofType(...types: readonly string[]): readonly ResourceFacts[] {
    return types.flatMap(type => this.byType.get(type) ?? []);
  }

  /** The resource of these types that a text means: by reference, or by the name that it was given. */
  public find(template: TemplateFacts, text: string, ...types: readonly string[]): ResourceFacts | undefined {
    const referred = lookup(template, text)?.resource;
    if (referred) return types.includes(referred.type) ? referred : undefined;
    const named = types.flatMap(type => this.byName.get(`${type} ${canonicalText(template, text)}`) ?? []);
    return nearest(named, resource => resource.template, template);
  }

  /** The same for a text that may be an ARN, in which the name comes last. */
  public findByArn(template: TemplateFacts, arn: string, kind: string, type: string): ResourceFacts | undefined {
    const direct = this.find(template, arn, type);
    if (direct) return direct;
    const [start, path] = splitAfter(arn, `:${kind}/`);
    if (path === undefined || splitText(start, ':')[4] === 'aws') return undefined;
    return this.find(template, splitText(path, '/').slice(-1)[0], type);
  }

  /** The resource of these types that a reference, a name, an ARN or the URL of a queue means: the name comes last in all of them. */
  public findMeant(template: TemplateFacts, text: string, ...types: readonly string[]): ResourceFacts | undefined {
    const direct = this.find(template, text, ...types);
    if (direct || !/^(?:arn:|https:)/.test(text)) return direct;
    const last = splitText(text, ':').slice(-1)[0];
    return this.find(template, last, ...types) ?? this.find(template, splitText(last, '/').slice(-1)[0], ...types);
  }

  /** The function that a name, an ARN or a reference means, which may be one of its aliases or versions, and the qualifier it names. */
  public findFunction(template: TemplateFacts, text: string, hops = 2): FunctionReference | undefined {
    const referred = this.find(template, text, 'AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version');
    if (referred?.type === 'AWS::Lambda::Function') return { function: referred };
    if (referred) {
      const owner = textOf(referred.properties.FunctionName);
      const found = owner === undefined || hops === 0 ? undefined : this.findFunction(referred.template, owner, hops - 1);
      return found && { function: found.function, qualifier: qualifierOf(referred) };
    }
    const pieces = splitText(text, ':');
    const [name, qualifier] = pieces.slice(pieces.indexOf('function') + 1);
    if (name === undefined || hops === 0) return undefined;
    const found = this.findFunction(template, name, hops - 1);
    return found && { function: found.function, qualifier: qualifier ?? found.qualifier };
  }
}

export interface FunctionReference {
  readonly function: ResourceFacts;
  readonly qualifier?: string;
}

/** What `QualifierFacts.name` says of an alias or a version. */
export function qualifierOf(resource: ResourceFacts): string {
  return textOf(resource.properties.Name) ?? resource.logicalId;
}

const NAME_PROPERTY: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::Lambda::CapacityProvider', 'CapacityProviderName'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::DynamoDB::Table', 'TableName'],
  ['AWS::Kinesis::Stream', 'Name'],
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::SecretsManager::Secret', 'Name'],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SQS::Queue', 'QueueName'],
]);

function namesOf(resource: ResourceFacts): readonly string[] {
  const name = at(resource.properties, NAME_PROPERTY.get(resource.type) ?? '');
  return branchesOf(name).flatMap(({ value }) => textOf(value) ?? []);
}

function splitAfter(text: string, mark: string): readonly [string, string | undefined] {
  const [start, ...rest] = splitText(text, mark);
  return [start, rest.length === 0 ? undefined : rest.join(mark)];
}
