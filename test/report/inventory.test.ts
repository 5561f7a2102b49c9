import { evaluate } from '../../lib/checks/evaluate';
import { buildModel } from '../../lib/model/build-model';
import type { AcknowledgementFacts, AppFacts, JsonObject } from '../../lib/model/facts';
import { inventory } from '../../lib/report/inventory';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';
import { TODAY } from '../rules/judge-example';

function modelOf(Resources: JsonObject, acknowledgements: AcknowledgementFacts[] = [], Parameters: JsonObject = {}): AppFacts {
  return buildModel(
    [{ path: 'Orders.template.json', body: applyExample(SECURE_APP, { Resources, Parameters }) }],
    acknowledgements,
  );
}

function report(Resources: JsonObject, acknowledgements?: AcknowledgementFacts[], Parameters?: JsonObject): string {
  const app = modelOf(Resources, acknowledgements, Parameters);
  return inventory(app, evaluate(app, { profile: 'strict', asOf: TODAY }));
}

/** The text of a report as if lines were endless. */
const unwrapped = (text: string) => text.replace(/\n {15}(?=\S)/g, ' ');

const path = (constructPath: string) => ({ Metadata: { 'aws:cdk:path': constructPath } });

test('says of a secure function what it may do, who may call it and where it may connect to', () => {
  expect(report({ Function: path('Orders/Handler/Resource'), Table: path('Orders/Table/Resource') })).toBe(
    [
      '1 function, 0 findings, 0 unknown, 0 waivers',
      '',
      'Orders/Handler',
      '  may        sqs: SendMessage on Failures',
      '             dynamodb: GetItem on Orders/Table',
      '  platform   its logs, traces, network interfaces (denied to code)',
      '  called by  nobody but principals whose own rights allow it',
      '  reaches    anything else in Vpc :443',
      '             nothing else',
      '  resolves   dynamodb.eu-west-1.amazonaws.com',
      '  alarms     none: nobody is told when Orders/Handler fails',
    ].join('\n'),
  );
});

test('names every way in', () => {
  const permission = (properties: JsonObject) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', ...properties },
  });
  const text = unwrapped(
    report({
      Topic: { Type: 'AWS::SNS::Topic', Metadata: { 'aws:cdk:path': 'Orders/Placed/Resource' } },
      Sns: permission({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Topic' } }),
      Alb: permission({ Principal: 'elasticloadbalancing.amazonaws.com', SourceAccount: '111122223333' }),
      Org: permission({ Principal: '*', PrincipalOrgID: 'o-a1b2c3d4e5' }),
      Manager: permission({ Principal: '111122223333', Action: 'lambda:UpdateFunctionCode' }),
      Public: permission({ Principal: '*' }),
      Url: {
        Type: 'AWS::Lambda::Url',
        Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, AuthType: 'NONE' },
      },
      SignedUrl: {
        Type: 'AWS::Lambda::Url',
        Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, AuthType: 'AWS_IAM' },
      },
      Queue: { Type: 'AWS::SQS::Queue' },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
      },
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
      ...Object.fromEntries(
        ['NONE', 'AWS_IAM'].map(AuthorizationType => [
          `Get${AuthorizationType.replace('_', '')}`,
          {
            Type: 'AWS::ApiGateway::Method',
            Properties: {
              RestApiId: { Ref: 'Api' },
              HttpMethod: 'GET',
              AuthorizationType,
              Integration: {
                Uri: {
                  'Fn::Sub':
                    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
                },
              },
            },
          },
        ]),
      ),
    }),
  );
  for (const way of [
    'sns.amazonaws.com for Orders/Placed',
    'elasticloadbalancing.amazonaws.com for the account 111122223333',
    'everybody of the organization o-a1b2c3d4e5',
    '111122223333 (lambda:UpdateFunctionCode)',
    'everybody',
    'its URL Url (everybody)',
    'its URL SignedUrl (AWS_IAM)',
    'events of Queue',
    'the API method GetNONE (everybody)',
    'the API method GetAWSIAM (AWS_IAM)',
  ]) {
    expect(text.split(/ {2,}|\n/)).toContain(way);
  }
});

test.each<[string, JsonObject, string]>([
  ['outside any VPC', { VpcConfig: null }, 'reaches    everywhere: it runs outside any VPC'],
  ['in the default group', { VpcConfig: { SecurityGroupIds: null } }, 'reaches    nothing\n  resolves'],
  [
    'in a group from elsewhere',
    { VpcConfig: { SecurityGroupIds: ['sg-0a1b'] } },
    'reaches    anything else in Vpc, depending on what the security group sg-0a1b lets out\n  resolves',
  ],
  [
    'under a role from elsewhere',
    { Role: 'arn:aws:iam::111122223333:role/x' },
    'may        whatever the role arn:aws:iam::111122223333:role/x allows, which stands in no template',
  ],
])('says so of a function %s', (_, Properties, line) => {
  expect(unwrapped(report({ Function: { Properties } }))).toContain(line);
});

test('says so where the network as a whole is unknown', () => {
  const text = unwrapped(
    report({
      Function: { Properties: { VpcConfig: { 'Fn::Transform': { Name: 'Network' }, SubnetIds: null, SecurityGroupIds: null } } },
    }),
  );
  expect(text).toMatch(/reaches {4}wherever .* leads, which the templates do not tell/);
});

test('reads what is wide, conditional or not to be seen for what it is', () => {
  const text = unwrapped(
    report({
      Role: { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
      Workload: {
        Properties: {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: ['*'], Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } },
              { Effect: 'Allow', Action: 'dynamodb:*', NotResource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
              {
                Effect: 'Allow',
                NotAction: 'iam:*',
                Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::orders-${AWS::Region}/*' },
              },
              { Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: '*' },
            ],
          },
        },
      },
      More: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { PolicyName: 'more', RoleName: { Ref: 'Role' }, PolicyDocument: { 'Fn::Transform': { Name: 'Policies' } } },
      },
    }),
  );
  expect(text).toContain('every action on every resource (under a condition)');
  expect(text).toContain('dynamodb: every action on everything but Table');
  expect(text).toContain('everything but iam:* on orders-Region/*');
  expect(text).toContain('whatever ReadOnlyAccess allows');
  expect(text).toContain('cannot be seen: ');
  expect(text).not.toContain('DeleteQueue');
});

test('stands each waiver with its function, also one on a construct inside it, and the others at the end', () => {
  const waiver = { reason: 'The partner has no private connection', owner: 'team-orders', expires: '2027-03-31' };
  const at = (constructPath: string) => ({ rule: 'function-in-vpc', constructPath, scope: 'construct' as const, waiver });
  const text = report({ Function: path('Orders/Handler/Resource') }, [
    at('Orders/Handler/Resource'),
    at('Orders/Elsewhere'),
    { rule: 'tracing-active', constructPath: 'Orders/Handler', scope: 'construct' },
  ]);
  expect(unwrapped(text)).toContain(
    '  waived     function-in-vpc until 2027-03-31 by team-orders: The partner has no private connection\n',
  );
  expect(text).toContain('\n\nOther waivers\n  Orders/Elsewhere: function-in-vpc until 2027-03-31 by team-orders: The partner');
  expect(text).toMatch(/^1 function, 1 finding, 0 unknown, 2 waivers\n/);
});

test('names the rules that a function breaks, and those that could not be judged', () => {
  const text = unwrapped(
    report({
      Function: { Properties: { Runtime: 'nodejs99.x', TracingConfig: null } },
      Logs: { Properties: { KmsKeyId: null } },
    }),
  );
  expect(text).toContain('  findings   logs-encrypted, runtime-supported (unknown), tracing-active');
});

test('shows a function once for each choice of its conditions', () => {
  const app = buildModel([
    {
      path: 't.json',
      body: applyExample(SECURE_APP, {
        Parameters: { Stage: { Type: 'String' } },
        Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
        Resources: { Function: { Properties: { Timeout: { 'Fn::If': ['IsProd', 10, 20] } } } },
      }),
    },
  ]);
  expect(inventory(app, [])).toMatch(/^1 function,/);
  expect(inventory(app, []).match(/^Function, when IsProd is (?:true|false)$/gm)).toHaveLength(2);
});

test('lists functions that CDK adds, and stacks that nobody could see, by name', () => {
  const app = modelOf({
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/t.json' } },
  });
  const provided = {
    ...app,
    functions: app.functions.map(fn => ({ ...fn, providedBy: 'empties a bucket before it is deleted' })),
  };
  expect(inventory(provided, [])).toBe(
    [
      '1 function, 0 findings, 0 unknown, 0 waivers',
      '',
      'Functions that CDK adds',
      '  Function empties a bucket before it is deleted',
      '',
      'Not seen',
      '  the nested stack Nested, whose template was not given',
    ].join('\n'),
  );
});

test('sorts the functions by name', () => {
  const { Function: fn } = SECURE_APP.Resources as { Function: JsonObject };
  const text = report({
    Function: path('Orders/B/Resource'),
    A: { ...fn, ...path('Orders/A/Resource') },
    C: { ...fn, ...path('Orders/C/Resource') },
  });
  expect(text.match(/^Orders\/.$/gm)).toEqual(['Orders/A', 'Orders/B', 'Orders/C']);
});

test('never writes a line wider than 80 columns, not even for a name that is', () => {
  const text = report({
    Function: path(`Orders/${'VeryLongName'.repeat(12)}/Resource`),
    Workload: {
      Properties: {
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${'bucket'.repeat(20)}/*` }],
        },
      },
    },
  });
  expect(text.split('\n').filter(line => line.length > 80)).toEqual([]);
  expect(text.replace(/\n */g, '')).toContain('bucket'.repeat(20));
});
