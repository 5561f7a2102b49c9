import type { ConnectorStatement } from './connector-data';
import { CONNECTORS } from './connector-data';
import { attribute, present, ref, sub } from './intrinsic';
import type { Making } from './making';
import { allowing } from './role';
import type { SamResource } from './sam-resource';
import type { Json, JsonObject } from '../facts';
import { at, isObject, listOf, objectOf, textOf } from '../json';

/** A connector, of its own or written into its source. */
interface ConnectorSource {
  /** What is made of it is called. */
  readonly logicalId: string;
  readonly from: SamResource;
  readonly properties: JsonObject;
  /** `/Connectors.ToTable`; absent for one of its own. */
  readonly written?: string;
}

/** One end of a connector. */
interface End {
  readonly type: string;
  readonly variables: Readonly<Record<string, Json | undefined>>;
  readonly role?: Json;
  readonly queue?: Json;
}

const PLAIN_TYPE: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::Api', 'AWS::ApiGateway::RestApi'],
  ['AWS::Serverless::Function', 'AWS::Lambda::Function'],
  ['AWS::Serverless::HttpApi', 'AWS::ApiGatewayV2::Api'],
  ['AWS::Serverless::SimpleTable', 'AWS::DynamoDB::Table'],
  ['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine'],
]);
const ROLE_PROPERTY: ReadonlyMap<string, string> = new Map([
  ['AWS::AppSync::DataSource', 'ServiceRoleArn'],
  ['AWS::Lambda::Function', 'Role'],
  ['AWS::StepFunctions::StateMachine', 'RoleArn'],
]);
/** Resources whose reference is their ARN. */
const REFERRED_BY_ARN = new Set([
  'AWS::AppSync::DataSource',
  'AWS::AppSync::GraphQLApi',
  'AWS::SNS::Topic',
  'AWS::StepFunctions::StateMachine',
]);

/** Gives the source of a connector its rights on each destination. Says whether all of it could be told. */
export function expandConnector(making: Making, connector: ConnectorSource): boolean {
  const { properties } = connector;
  const destinations = listOf(properties.Destination);
  const isList = Array.isArray(properties.Destination);
  const all = destinations.map((destination, index) =>
    connect(making, connector, objectOf(destination), isList ? `Destination${index}` : ''),
  );
  if (destinations.length === 0) making.cannot(connector.from, 'has a connector that leads nowhere', placeOf(connector));
  return destinations.length > 0 && all.every(done => done);
}

function connect(making: Making, connector: ConnectorSource, stated: JsonObject, suffix: string): boolean {
  const { from, properties } = connector;
  const source = endOf(making, objectOf(properties.Source), stated);
  const destination = endOf(making, stated, objectOf(properties.Source));
  const permissions = [...new Set(listOf(properties.Permissions).map(textOf))];
  const made = source && destination && rightsOf(source, destination, permissions);
  if (made === undefined) {
    making.cannot(from, 'has a connector whose rights cannot be told', placeOf(connector));
    return false;
  }
  const places = { '': connector.written ?? '*' };
  for (const { name, type, properties: resource } of made) {
    making.make(from, `${connector.logicalId}${name}${suffix}`, type, resource, { places });
  }
  return true;
}

function placeOf({ written }: ConnectorSource): string {
  return written?.slice(1) ?? 'Properties';
}

interface Made {
  readonly name: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** What the connector becomes; nothing where something that it needs stands in no template. */
function rightsOf(source: End, destination: End, permissions: readonly (string | undefined)[]): readonly Made[] | undefined {
  const ends = `${source.type} ${destination.type}`;
  const known = Object.hasOwn(CONNECTORS, ends) ? CONNECTORS[ends] : undefined;
  const variables = present({ ...named('Source', source), ...named('Destination', destination) });
  if (known === undefined) return undefined;
  if (permissions.length === 0 || permissions.some(name => name !== 'Read' && name !== 'Write')) return undefined;
  if (known.kind === 'role') {
    const role = (known.of === 'Source' ? source : destination).role;
    const statements = permissions.flatMap(name => known[name as 'Read' | 'Write'] ?? []);
    const filled = statements.map(statement => statementOf(statement, variables));
    if (role === undefined || filled.length === 0 || filled.includes(undefined)) return undefined;
    const document = { Version: '2012-10-17', Statement: filled as JsonObject[] };
    return [{ name: 'Policy', type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: document, Roles: [role] } }];
  }
  const { SourceArn: from, DestinationArn: arn } = variables;
  if (arn === undefined) return undefined;
  if (known.kind === 'permission') {
    const sourceArn = fill(known.sourceArn, variables);
    if (sourceArn === undefined) return undefined;
    const permission = present({
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: known.principal,
      SourceArn: sourceArn,
      SourceAccount: known.inOwnAccount === true ? ref('AWS::AccountId') : undefined,
    });
    return permissions.map(name => ({
      name: `${name}LambdaPermission`,
      type: 'AWS::Lambda::Permission',
      properties: permission,
    }));
  }
  if (from === undefined) return undefined;
  const statement = {
    ...allowing(known.action, arn),
    Principal: { Service: known.principal },
    Condition: { ArnEquals: { 'aws:SourceArn': from } },
  };
  const document = { Version: '2012-10-17', Statement: [statement] };
  const isQueue = known.kind === 'AWS::SQS::QueuePolicy';
  const attached = isQueue ? destination.queue : arn;
  if (attached === undefined) return undefined;
  const properties = { PolicyDocument: document, [isQueue ? 'Queues' : 'Topics']: [attached] };
  return [{ name: isQueue ? 'QueuePolicy' : 'TopicPolicy', type: known.kind, properties }];
}

function named(side: 'Source' | 'Destination', { variables }: End): Record<string, Json | undefined> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`${side}${name}`, value]));
}

function statementOf({ actions, resources }: ConnectorStatement, variables: JsonObject): JsonObject | undefined {
  const filled = resources.map(resource => fill(resource, variables));
  return filled.includes(undefined) ? undefined : allowing(actions, filled as Json[]);
}

/** A text with what the ends of the connector are called; nothing where one of its parts is missing. */
function fill(text: string, variables: JsonObject): Json | undefined {
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  if (names.some(name => !Object.hasOwn(variables, name))) return undefined;
  if (text === `\${${names[0]}}`) return variables[names[0]];
  return sub(text, Object.fromEntries(names.map(name => [name, variables[name]])));
}

/** An end by the logical id of its resource, or by what the user tells of a resource that stands elsewhere. */
function endOf(making: Making, stated: JsonObject, other: JsonObject): End | undefined {
  const id = textOf(stated.Id);
  if (id === undefined) {
    const type = textOf(stated.Type) ?? '';
    const { Arn, Name, ResourceId, Qualifier, RoleName: role, QueueUrl: queue } = stated;
    return { type: PLAIN_TYPE.get(type) ?? type, variables: { Arn, Name, ResourceId, Qualifier }, ...present({ role, queue }) };
  }
  const resource = making.resources.get(id);
  if (resource === undefined) return undefined;
  const type = textOf(resource.Type) ?? '';
  const variables = {
    Arn: REFERRED_BY_ARN.has(type) ? ref(id) : attribute(id),
    Name: attribute(id, 'Name'),
    ResourceId: type === 'AWS::AppSync::GraphQLApi' ? attribute(id, 'ApiId') : ref(id),
    Qualifier: stated.Qualifier ?? '*',
  };
  return { type, variables, queue: ref(id), ...present({ role: roleIn(type, resource, other) }) };
}

/** The role of a resource, where it stands in the same template. */
function roleIn(type: string, resource: JsonObject, other: JsonObject): Json | undefined {
  const properties = objectOf(resource.Properties);
  const isRule = type === 'AWS::Events::Rule';
  const id = idIn(isRule ? targetRole(properties, other) : at(properties, ROLE_PROPERTY.get(type) ?? ''));
  return id === undefined ? undefined : ref(id);
}

function targetRole(rule: JsonObject, other: JsonObject): Json | undefined {
  const isOther = (arn: Json | undefined): boolean =>
    other.Id === undefined ? JSON.stringify(arn) === JSON.stringify(other.Arn) : idIn(arn) === other.Id;
  const target = listOf(rule.Targets).find(one => isOther(at(one, 'Arn')));
  return at(target, 'RoleArn');
}

function idIn(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const said = value.Ref ?? value['Fn::GetAtt'];
  return textOf(Array.isArray(said) ? said[0] : said)?.split('.')[0];
}
