import type { AppIndex } from './app-index';
import type { Json, JsonObject, PolicyDocumentFacts, ResourceFacts, RoleFacts } from './facts';
import { at, objectOf } from './json';
import { entriesOf, readPolicy } from './statements';

/** Where a resource holds a policy on itself, or on what it names. */
const RESOURCE_POLICIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS::ApiGateway::RestApi', ['Policy']],
  ['AWS::DynamoDB::Table', ['ResourcePolicy', 'PolicyDocument']],
  ['AWS::EC2::VPCEndpoint', ['PolicyDocument']],
  ['AWS::EFS::FileSystem', ['FileSystemPolicy']],
  ['AWS::Events::EventBus', ['Policy']],
  ['AWS::KMS::Key', ['KeyPolicy']],
  ['AWS::KMS::ReplicaKey', ['KeyPolicy']],
  ['AWS::Kinesis::ResourcePolicy', ['ResourcePolicy']],
  ['AWS::Lambda::ResourcePolicy', ['PolicyDocument']],
  ['AWS::Logs::ResourcePolicy', ['PolicyDocument']],
  ['AWS::S3::BucketPolicy', ['PolicyDocument']],
  ['AWS::SecretsManager::ResourcePolicy', ['ResourcePolicy']],
  ['AWS::SNS::TopicInlinePolicy', ['PolicyDocument']],
  ['AWS::SNS::TopicPolicy', ['PolicyDocument']],
  ['AWS::SQS::QueueInlinePolicy', ['PolicyDocument']],
  ['AWS::SQS::QueuePolicy', ['PolicyDocument']],
]);

/** Policies that say what somebody may do, as resources of their own. */
const IDENTITY_POLICIES = [
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
];

/** Who holds policies inline. */
const HOLDERS = ['AWS::IAM::Group', 'AWS::IAM::Role', 'AWS::IAM::User'];

/** Every policy document of the app, once, whoever it belongs to. */
export function policiesOf(index: AppIndex, roles: readonly RoleFacts[]): readonly PolicyDocumentFacts[] {
  const holders = rolesByPolicy(roles);
  const read = (kind: PolicyDocumentFacts['kind'], resource: ResourceFacts, document: Json | undefined, property: string) =>
    document === undefined
      ? []
      : [
          {
            kind,
            resource,
            property,
            ...readPolicy({ resource, document, property, conditional: false }),
            roles: holders.get(resource) ?? [],
          },
        ];
  return [
    ...index
      .ofType(...IDENTITY_POLICIES)
      .flatMap(resource => read('identity', resource, resource.properties.PolicyDocument, 'Properties.PolicyDocument')),
    ...index
      .ofType(...HOLDERS)
      .flatMap(resource =>
        entriesOf(resource.properties.Policies, 'Properties.Policies').flatMap(({ value, property }) =>
          typeof value === 'string'
            ? read('identity', resource, value, property)
            : read('identity', resource, at(value, 'PolicyDocument'), `${property}.PolicyDocument`),
        ),
      ),
    // CloudFormation takes no document here, but somebody meant it.
    ...index
      .ofType(...HOLDERS)
      .flatMap(resource => read('identity', resource, resource.properties.PolicyDocument, 'Properties.PolicyDocument')),
    ...index
      .ofType('AWS::IAM::Role')
      .flatMap(resource =>
        read('trust', resource, resource.properties.AssumeRolePolicyDocument, 'Properties.AssumeRolePolicyDocument'),
      ),
    ...[...RESOURCE_POLICIES].flatMap(([type, path]) =>
      index
        .ofType(type)
        .flatMap(resource => read('resource', resource, at(resource.properties, ...path), `Properties.${path.join('.')}`)),
    ),
    ...index
      .ofType('AWS::Events::EventBusPolicy')
      .flatMap(resource => read('resource', resource, eventBusPolicy(resource), 'Properties')),
  ];
}

/** EventBridge takes one statement, or its parts one by one as it did first. */
function eventBusPolicy({ properties }: ResourceFacts): Json {
  const { Statement, Principal, Action, Condition } = properties;
  if (Statement !== undefined) return { Statement };
  const statement: JsonObject = {
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: Principal ?? [] },
    Action: Action ?? 'events:PutEvents',
    Resource: '*',
  };
  const { Type, Key, Value } = objectOf(Condition);
  if (typeof Type === 'string' && typeof Key === 'string') statement.Condition = { [Type]: { [Key]: Value ?? null } };
  return { Statement: statement };
}

/** The roles whose rights stand in a policy; a role holds its inline ones. */
function rolesByPolicy(roles: readonly RoleFacts[]): ReadonlyMap<ResourceFacts, readonly RoleFacts[]> {
  const holders = new Map<ResourceFacts, Set<RoleFacts>>(roles.map(role => [role.resource, new Set([role])]));
  for (const role of roles) {
    for (const { resource } of role.statements) holders.set(resource, (holders.get(resource) ?? new Set()).add(role));
  }
  return new Map([...holders].map(([policy, found]) => [policy, [...found]]));
}
