import type { App } from 'aws-cdk-lib';
import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { include, refuses, secureStack } from './attempt';
import type { Json, JsonObject } from '../../lib/model/facts';

/** What a function may have, and what nobody may. */
const READ: JsonObject = { Effect: 'Allow', Action: 'sqs:GetQueueUrl', Resource: 'arn:aws:sqs:eu-west-1:111122223333:orders' };
const ADMIN: JsonObject = { Effect: 'Allow', Action: '*', Resource: '*' };

const granted = (bypass: boolean): iam.PolicyStatement => iam.PolicyStatement.fromJson(bypass ? ADMIN : READ);
const document = (...statements: JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });

/** The secure app with one more policy for its role. */
function withPolicy(app: App, policyDocument: Json): void {
  const { stack, resource } = secureStack(app);
  new CfnResource(stack, 'More', {
    type: 'AWS::IAM::RolePolicy',
    properties: { PolicyName: 'more', RoleName: resource('Role').ref, PolicyDocument: policyDocument },
  });
}

/** The secure app with a role that others can find by its name. */
function named(app: App): Stack {
  const { stack, resource } = secureStack(app);
  resource('Role').addPropertyOverride('RoleName', 'orders-role');
  return stack;
}

/** What no construct writes: a loop in the place of a resource. */
class Loop extends CfnElement {
  constructor(
    stack: Stack,
    private readonly looped: JsonObject,
  ) {
    super(stack, 'Loop');
    stack.addTransform('AWS::LanguageExtensions');
  }

  public override _toCloudFormation(): object {
    return { Resources: this.looped };
  }
}

refuses({
  'a role widened by a second stack': {
    build: (app, bypass) => {
      const { resource } = secureStack(app);
      const second = new Stack(app, 'Second');
      new iam.CfnManagedPolicy(second, 'More', {
        policyDocument: document(bypass ? ADMIN : READ),
        roles: [resource('Role').ref],
      });
    },
    refused: ['no-administrator-rights Second/More fatal'],
  },
  'a role of the app that is imported elsewhere': {
    build: (app, bypass) => {
      named(app);
      const imported = iam.Role.fromRoleName(new Stack(app, 'Second'), 'Imported', 'orders-role');
      imported.attachInlinePolicy(new iam.Policy(Stack.of(imported), 'More', { statements: [granted(bypass)] }));
    },
    refused: ['no-administrator-rights Second/More/Resource fatal'],
  },
  'an imported role': {
    build: (app, bypass) => {
      const { stack, resource } = secureStack(app);
      const imported = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/of-another-app');
      if (bypass) resource('Function').addPropertyOverride('Role', imported.roleArn);
    },
    refused: ['role-judged Orders/Included/Function error'],
  },
  'a policy for an imported role': {
    build: (app, bypass) => {
      const { stack } = secureStack(app);
      const imported = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/of-another-app');
      imported.attachInlinePolicy(new iam.Policy(stack, 'More', { statements: [granted(bypass)] }));
    },
    refused: ['no-administrator-rights Orders/More/Resource fatal'],
  },
  'a role named by a string': {
    build: (app, bypass) => {
      new CfnResource(named(app), 'More', {
        type: 'AWS::IAM::Policy',
        properties: { PolicyName: 'more', Roles: ['orders-role'], PolicyDocument: document(bypass ? ADMIN : READ) },
      });
    },
    refused: ['no-administrator-rights Orders/More fatal'],
  },
  'a policy split in two': {
    build: (app, bypass) => {
      const { stack, resource } = secureStack(app);
      const parts: JsonObject = {
        Create: {
          Effect: 'Allow',
          Action: ['lambda:CreateFunction', 'lambda:InvokeFunction'],
          Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:tool',
        },
        Pass: {
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: bypass ? '*' : 'arn:aws:iam::111122223333:role/tool',
          Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
        },
      };
      for (const [id, statement] of Object.entries(parts)) {
        new iam.CfnRolePolicy(stack, id, {
          policyName: id,
          roleName: resource('Role').ref,
          policyDocument: document(statement as JsonObject),
        });
      }
    },
    refused: ['no-escalation-rights Orders/Pass fatal'],
  },
  'a policy that is written as a text by Fn::Sub': {
    build: (app, bypass) =>
      withPolicy(app, {
        'Fn::Sub': [
          '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"${What}","Resource":"${Where}"}}',
          bypass ? { What: '*', Where: '*' } : { What: 'sqs:GetQueueUrl', Where: READ.Resource },
        ],
      }),
    refused: ['no-administrator-rights Orders/More fatal'],
  },
  'a policy that is written as a text through a token': {
    build: (app, bypass) => {
      const { stack, resource } = secureStack(app);
      const queue = resource('Failures').getAtt('Arn').toString();
      const statement = bypass ? ADMIN : { ...READ, Resource: queue };
      new CfnResource(stack, 'More', {
        type: 'AWS::IAM::RolePolicy',
        properties: {
          PolicyName: stack.toJsonString({ name: queue }),
          RoleName: resource('Role').ref,
          PolicyDocument: stack.toJsonString(document({ ...statement, Sid: 'More' }, { ...READ, Resource: queue })),
        },
      });
    },
    refused: ['no-administrator-rights Orders/More fatal'],
  },
  'a policy that is joined from pieces': {
    build: (app, bypass) =>
      withPolicy(app, {
        'Fn::Join': [
          '',
          [
            '{"Statement":[{"Effect":"Al',
            'low","Action":"',
            bypass ? '*' : 'sqs:GetQueueUrl',
            `","Resource":"`,
            bypass ? '*' : (READ.Resource as string),
            '"}]}',
          ],
        ],
      }),
    refused: ['no-administrator-rights Orders/More fatal'],
  },
  'Fn::ForEach': {
    build: (app, bypass) => {
      const { stack } = secureStack(app);
      new Loop(stack, {
        'Fn::ForEach::More': [
          'Name',
          ['A', 'B'],
          {
            'More${Name}': {
              Type: 'AWS::IAM::RolePolicy',
              Properties: {
                PolicyName: { 'Fn::Sub': '${Name}' },
                RoleName: { Ref: 'Role' },
                PolicyDocument: document(bypass ? ADMIN : READ),
              },
            },
          },
        ],
      });
    },
    // What a loop makes is no construct: CDK names it by its logical id.
    refused: ['no-administrator-rights MoreA fatal'],
  },
  'a transform of the stack': {
    build: (app, bypass) => secureStack(app).stack.addTransform(bypass ? 'Names' : 'AWS::LanguageExtensions'),
    refused: ['every-template-judged Orders error'],
  },
  'a transform in a resource': {
    build: (app, bypass) => {
      const { resource } = secureStack(app);
      resource('Workload').addPropertyOverride('PolicyDocument.Statement.0.Resource', {
        ...(bypass ? { 'Fn::Transform': { Name: 'Widen' } } : { 'Fn::GetAtt': ['Table', 'Arn'] }),
      });
    },
    refused: ['every-template-judged Orders/Included/Workload error'],
  },
  'a boundary in the place of narrow rights': {
    build: (app, bypass) => {
      const stack = new Stack(app, 'Orders');
      include(stack, {
        Resources: {
          Role: {
            Properties: {
              Policies: [{ PolicyName: 'more', PolicyDocument: document(bypass ? ADMIN : READ) }],
              PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
            },
          },
        },
      });
    },
    refused: ['no-administrator-rights Orders/Included/Role fatal'],
  },
});
