import { allow, lambda, modelOf, onlyFunction, policy, role } from './build';
import type { AppFacts, Json, JsonObject } from '../../lib/model/facts';

function appOf(resources: JsonObject): AppFacts {
  return modelOf({ Resources: { Role: role(), F: lambda(), ...resources } });
}

function invokersOf(resources: JsonObject) {
  return onlyFunction(appOf(resources)).invokers.map(({ resource, ...invoker }) => invoker);
}

const permission = (properties: JsonObject): JsonObject => ({
  P: {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'F' }, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', ...properties },
  },
});

test.each<[string, JsonObject, JsonObject]>([
  ['a service', {}, { principal: 's3.amazonaws.com', action: 'lambda:InvokeFunction', viaFunctionUrl: false }],
  [
    'a source',
    { SourceArn: { 'Fn::GetAtt': ['B', 'Arn'] }, SourceAccount: { Ref: 'AWS::AccountId' } },
    { sourceArn: '${B.Arn}', sourceAccount: '${AWS::AccountId}' },
  ],
  ['an organization', { Principal: '*', PrincipalOrgID: 'o-1' }, { principal: '*', organization: 'o-1' }],
  ['callers of its URL', { InvokedViaFunctionUrl: 'true' }, { viaFunctionUrl: true }],
  ['a principal that nobody knows', { Principal: {} }, { principal: '${?Principal}' }],
])('a permission opens the function to %s', (_, properties, expected) => {
  expect(invokersOf(permission(properties))).toEqual([expect.objectContaining({ kind: 'permission', ...expected })]);
});

test('a permission opens to either principal that a condition chooses', () => {
  const found = invokersOf(permission({ Principal: { 'Fn::If': ['C', 'a.amazonaws.com', '*'] } }));
  expect(found.map(({ principal }) => principal)).toEqual(['a.amazonaws.com', '*']);
});

test('a permission for several actions opens a way in for each', () => {
  const actions = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'];
  expect(invokersOf(permission({ Action: actions })).map(({ action, principal }) => [action, principal])).toEqual(
    actions.map(action => [action, 's3.amazonaws.com']),
  );
});

test.each<[string, JsonObject, JsonObject]>([
  [
    'one account',
    { LayerVersionArn: { Ref: 'Layer' }, Action: 'lambda:GetLayerVersion', Principal: '111122223333' },
    { function: '${Layer}', action: 'lambda:GetLayerVersion', principal: '111122223333' },
  ],
  [
    'an organization',
    { LayerVersionArn: 'arn:l', Action: 'lambda:GetLayerVersion', Principal: '*', OrganizationId: 'o-1' },
    { function: 'arn:l', action: 'lambda:GetLayerVersion', principal: '*', organization: 'o-1' },
  ],
  ['whom nobody knows', {}, { function: '${?LayerVersionArn}', principal: '${?Principal}' }],
])('who may load a layer is told as who may call a function: %s', (_, Properties, expected) => {
  const { permissions } = appOf({ L: { Type: 'AWS::Lambda::LayerVersionPermission', Properties } });
  expect(permissions.map(({ resource, ...told }) => told)).toEqual([{ kind: 'permission', viaFunctionUrl: false, ...expected }]);
});

test.each<[string, Json]>([
  ['its attribute', { 'Fn::GetAtt': ['F', 'Arn'] }],
  ['an alias', { Ref: 'Live' }],
  ['its ARN with a qualifier', { 'Fn::Sub': '${F.Arn}:live' }],
  ['a built ARN', { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${F}' }],
])('a permission reaches the function by %s', (_, FunctionName) => {
  const Live = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } };
  expect(invokersOf({ Live, ...permission({ FunctionName }) })).toHaveLength(1);
});

test('permissions of functions elsewhere are known too', () => {
  const facts = appOf({ ...permission({ FunctionName: 'elsewhere' }), Q: { Type: 'AWS::Lambda::Permission', Properties: {} } });
  expect(facts.permissions.map(fact => fact.function)).toEqual(['elsewhere', '${?FunctionName}']);
  expect(onlyFunction(facts).invokers).toEqual([]);
});

const resourcePolicy = (document: Json): JsonObject => ({
  P: {
    Type: 'AWS::Lambda::ResourcePolicy',
    Properties: { ResourceArn: { 'Fn::GetAtt': ['F', 'Arn'] }, PolicyDocument: document },
  },
});
const statement = (more: JsonObject): JsonObject => ({
  ...allow('lambda:InvokeFunction'),
  Principal: { Service: 's3.amazonaws.com' },
  ...more,
});

test.each<[string, JsonObject, JsonObject[]]>([
  ['a service', {}, [{ principal: 's3.amazonaws.com', action: 'lambda:InvokeFunction' }]],
  ['everybody', { Principal: '*' }, [{ principal: '*' }]],
  ['several principals', { Principal: { AWS: ['1', '2'] } }, [{ principal: '1' }, { principal: '2' }]],
  ['several actions', { Action: ['a', 'b'] }, [{ action: 'a' }, { action: 'b' }]],
  ['all but one principal', { Principal: undefined as unknown as Json, NotPrincipal: { AWS: '1' } }, [{ principal: '*' }]],
  ['all but one action', { Action: undefined as unknown as Json, NotAction: 'x' }, [{ action: '*' }]],
  [
    'bound sources',
    {
      Condition: {
        ArnLike: { 'AWS:SourceArn': ['arn:a', 'arn:b'] },
        StringEquals: { 'aws:SourceAccount': '1', 'aws:PrincipalOrgID': 'o' },
      },
    },
    [
      { sourceArn: 'arn:a', sourceAccount: '1', organization: 'o' },
      { sourceArn: 'arn:b', sourceAccount: '1', organization: 'o' },
    ],
  ],
  ['callers of its URL', { Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } }, [{ viaFunctionUrl: true }]],
])('a resource policy opens the function to %s', (_, more, expected) => {
  expect(invokersOf(resourcePolicy(policy([statement(more)])))).toEqual(
    expected.map(fact => expect.objectContaining({ kind: 'resource-policy', ...fact })),
  );
});

test.each(['StringEqualsIfExists', 'ForAllValues:StringEquals', 'StringNotEquals', 'Null'])(
  'a source tested with %s binds nothing',
  operator => {
    const [invoker] = invokersOf(resourcePolicy(policy([statement({ Condition: { [operator]: { 'aws:SourceArn': 'x' } } })])));
    expect(invoker).not.toHaveProperty('sourceArn');
  },
);

describe('a resource policy that lets everybody in', () => {
  const everybody = statement({ Principal: '*' });
  const others: JsonObject = { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } };
  const refusal = (Condition: JsonObject, more: JsonObject = {}) =>
    statement({ Effect: 'Deny', Principal: '*', Resource: '*', Condition, ...more });
  const principals = (statements: Json) => invokersOf(resourcePolicy(policy(statements))).map(({ principal }) => principal);

  test.each<[string, Json[], string[]]>([
    ['one account by a condition', [{ ...everybody, Condition: { StringEquals: { 'aws:PrincipalAccount': '1' } } }], ['1']],
    ['one role by a condition', [{ ...everybody, Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:r' } } }], ['arn:r']],
    ['one account by a Deny of all others', [everybody, refusal(others)], ['111122223333']],
    ['everybody where the Deny is about something else', [everybody, refusal(others, { Action: 'lambda:GetFunction' })], ['*']],
    [
      'everybody where a condition decides on the Deny',
      [everybody, { 'Fn::If': ['IsStrict', refusal(others), { Ref: 'AWS::NoValue' }] }],
      ['*'],
    ],
    [
      'everybody where an Allow to everybody says what a Deny would',
      [everybody, { ...everybody, Condition: others }],
      ['*', '*'],
    ],
    ['everybody where an Allow says what a Deny would', [everybody, statement({ Condition: others })], ['*', 's3.amazonaws.com']],
  ])('means %s', (_, statements, expected) => expect(principals(statements)).toEqual(expected));

  test('names whom it names, whatever the Deny says of others', () => {
    expect(principals([statement({ Principal: { AWS: '444455556666' } }), refusal(others)])).toEqual(['444455556666']);
  });
});

test('a resource policy opens no URL unless it says so', () => {
  const told = (value: Json) =>
    invokersOf(
      resourcePolicy(policy([statement({ Principal: '*', Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': value } } })])),
    ).map(({ viaFunctionUrl }) => viaFunctionUrl);
  expect(told('true')).toEqual([true]);
  expect(told('false')).toEqual([false]);
  expect(told(['false', 'true'])).toEqual([true]);
  expect(invokersOf(resourcePolicy(policy([statement({})])))).toMatchObject([{ viaFunctionUrl: false }]);
});

test('what a resource policy denies opens nothing', () => {
  expect(invokersOf(resourcePolicy(policy([statement({ Effect: 'Deny' })])))).toEqual([]);
});

test('a resource policy that nobody knows may open the function to anybody', () => {
  expect(invokersOf(resourcePolicy({ Ref: 'Doc' }))).toEqual([
    { kind: 'resource-policy', principal: '${?PolicyDocument(Doc)}', viaFunctionUrl: false },
  ]);
  expect(appOf({ P: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { PolicyDocument: 'x' } } }).permissions[0].function).toBe(
    '${?ResourceArn}',
  );
});

test.each<[string, JsonObject, string[]]>([
  ['signed requests', { AuthType: 'AWS_IAM' }, ['AWS_IAM']],
  ['everybody', {}, ['NONE']],
  ['either', { AuthType: { 'Fn::If': ['C', 'AWS_IAM', 'NONE'] } }, ['AWS_IAM', 'NONE']],
  ['nobody here', { TargetFunctionArn: {} }, []],
])('a URL opens the function to %s', (_, properties, expected) => {
  const facts = appOf({
    U: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['F', 'Arn'] }, ...properties } },
  });
  expect(onlyFunction(facts).invokers.map(({ kind, principal, viaFunctionUrl }) => [kind, principal, viaFunctionUrl])).toEqual(
    expected.map(principal => ['url', principal, true]),
  );
  expect(facts.urls.map(({ logicalId }) => logicalId)).toEqual(['U']);
});

test.each<[string, JsonObject, JsonObject]>([
  ['a queue', { EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] } }, { principal: '${Q.Arn}', sourceArn: '${Q.Arn}' }],
  ['a cluster of its own', { SelfManagedEventSource: {} }, { principal: 'self-managed' }],
  ['something that nobody knows', {}, { principal: '${?EventSourceArn}' }],
])('a mapping opens the function to %s', (_, properties, expected) => {
  const found = invokersOf({
    M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'F' }, ...properties } },
  });
  expect(found).toEqual([{ kind: 'event-source', viaFunctionUrl: false, ...expected }]);
});

test('a mapping of no function opens nothing', () => {
  expect(invokersOf({ M: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} } })).toEqual([]);
});

test('an API opens the function to those whom its method lets in', () => {
  const Uri = {
    'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations',
  };
  const Get = {
    Type: 'AWS::ApiGateway::Method',
    Properties: { HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', Integration: { Uri } },
  };
  expect(invokersOf({ Get })).toEqual([{ kind: 'api', principal: 'AWS_IAM', viaFunctionUrl: false }]);
});
