import { CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import type { Attack } from './attack';
import { describeAttacks, override, roleOf } from './attack';
import type { SecureFunction } from '../../lib';
import { aFunction } from '../apps';
import { DEPLOYMENT } from '../integrations/deployment';
import { STORAGE } from '../integrations/storage';

const star = (...actions: string[]): iam.PolicyStatement => new iam.PolicyStatement({ actions, resources: ['*'] });

/** The function under another name: whoever holds this is not held by the construct. */
function imported(scope: Construct, fn: SecureFunction): lambda.IFunction {
  return lambda.Function.fromFunctionAttributes(scope, 'Imported', {
    functionArn: fn.functionArn,
    role: fn.role,
    sameEnvironment: true,
  });
}

const RIGHTS: readonly Attack[] = [
  [
    'a role under another name that becomes an administrator',
    scope => iam.Role.fromRoleArn(scope, 'Role', roleOf(aFunction(scope)).roleArn).addToPrincipalPolicy(star('*')),
    'no-administrator-rights',
  ],
  [
    'the function under another name, whose role is the same',
    scope => imported(scope, aFunction(scope)).addToRolePolicy(star('iam:*')),
    /holds no rights to become somebody else/,
  ],
  [
    'a policy that is attached from outside',
    scope => new iam.Policy(scope, 'Policy', { statements: [star('*')], roles: [roleOf(aFunction(scope))] }),
    /rights that nobody may hold/,
  ],
  [
    'a managed policy that names the role',
    scope => new iam.ManagedPolicy(scope, 'Policy', { statements: [star('*')], roles: [roleOf(aFunction(scope))] }),
    'no-administrator-rights',
  ],
  [
    'a managed policy of one of the services',
    scope => roleOf(aFunction(scope)).addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonDynamoDBFullAccess')),
    /holds no AWS managed policy/,
  ],
  ['every table', scope => aFunction(scope).addToRolePolicy(star('dynamodb:GetItem')), 'rights-scoped-to-resources'],
  [
    'every table, added to a statement that was granted already',
    scope => {
      const statement = new iam.PolicyStatement({
        actions: ['dynamodb:GetItem'],
        resources: ['arn:aws:dynamodb:eu-west-1:1:table/a'],
      });
      aFunction(scope).addToRolePolicy(statement);
      statement.addResources('*');
    },
    'rights-scoped-to-resources',
  ],
  [
    'every bucket, by a grant',
    scope => iam.Grant.addToPrincipal({ grantee: aFunction(scope), actions: ['s3:GetObject'], resourceArns: ['arn:aws:s3:::*'] }),
    'rights-scoped-to-resources',
  ],
  [
    'every queue, by an event source',
    scope =>
      aFunction(scope).addEventSource(
        new SqsEventSource(sqs.Queue.fromQueueAttributes(scope, 'Queue', { queueArn: 'arn:aws:sqs:eu-west-1:444455556666:*' })),
      ),
    'rights-scoped-to-resources',
  ],
  [
    'everything with one table',
    scope => {
      const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
      new dynamodb.TableV2(scope, 'Table', { partitionKey }).grants.actions(aFunction(scope), 'dynamodb:*');
    },
    'rights-scoped-to-resources',
  ],
  [
    'a schedule that assumes the execution role',
    scope => {
      const fn = aFunction(scope);
      roleOf(fn).assumeRolePolicy?.addStatements(
        new iam.PolicyStatement({
          actions: ['sts:AssumeRole'],
          principals: [new iam.ServicePrincipal('scheduler.amazonaws.com')],
        }),
      );
      const target = new LambdaInvoke(fn, { role: roleOf(fn) });
      new Schedule(scope, 'Schedule', { schedule: ScheduleExpression.expression('rate(1 hour)'), target });
    },
    /must trust nobody but Lambda/,
  ],
  [
    "a provider's framework that runs under an execution role",
    scope =>
      new Provider(scope, 'Provider', { onEventHandler: aFunction(scope), frameworkOnEventRole: aFunction(scope, 'Other').role }),
    'role-not-shared',
  ],
  [
    'a right on its own executions that an override widens',
    scope => {
      DEPLOYMENT['durable executions'](scope);
      override(
        scope.node.findChild('Fn').node.findChild('DurablePolicy'),
        'AWS::IAM::Policy',
        'PolicyDocument.Statement.0.Resource',
        '*',
      );
    },
    /'PolicyDocument' of AWS::IAM::Policy 'DurablePolicy\/Resource' was changed/,
  ],
  [
    'another path into the file system that an override opens',
    scope => {
      STORAGE['a file system'](scope);
      override(
        scope.node.findChild('Fn').node.findChild('ExecutionRole'),
        'AWS::IAM::Policy',
        'PolicyDocument.Statement.0.Condition',
        undefined,
      );
    },
    /'PolicyDocument' of AWS::IAM::Policy/,
  ],
  [
    'a mount that an override adds',
    scope =>
      override(aFunction(scope), 'AWS::Lambda::Function', 'FileSystemConfigs', [
        { Arn: 'arn:aws:elasticfilesystem:eu-west-1:444455556666:access-point/fsap-1', LocalMountPath: '/mnt/theirs' },
      ]),
    /'FileSystemConfigs' of AWS::Lambda::Function/,
  ],
  [
    'nothing, by a policy that takes the place of the one with the Deny',
    scope => {
      const fn = aFunction(scope);
      const platform = fn.node.findChild('PlatformPolicy').node.defaultChild as iam.CfnPolicy;
      new iam.CfnPolicy(scope, 'Policy', {
        policyName: Stack.of(scope).getLogicalId(platform),
        roles: [roleOf(fn).roleName],
        policyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }] },
      });
    },
    'inline-policies-named-apart',
  ],
  [
    'the name of another policy, which an override gives the one with the Deny',
    scope => override(aFunction(scope).node.findChild('PlatformPolicy'), 'AWS::IAM::Policy', 'PolicyName', 'theirs'),
    /'PolicyName' of AWS::IAM::Policy 'PlatformPolicy\/Resource' was changed/,
  ],
  [
    'everything, by a policy of another type',
    scope =>
      new CfnResource(scope, 'Policy', {
        type: 'AWS::IAM::RolePolicy',
        properties: {
          PolicyName: 'more',
          RoleName: roleOf(aFunction(scope)).roleName,
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
        },
      }),
    'no-administrator-rights',
  ],
  [
    'its own way out',
    scope => aFunction(scope).addToRolePolicy(star('ec2:AuthorizeSecurityGroupEgress')),
    'rights-scoped-to-resources',
  ],
  [
    'a route',
    scope => aFunction(scope).addToRolePolicy(star('ec2:CreateRoute', 'ec2:ReplaceRoute')),
    'rights-scoped-to-resources',
  ],
  [
    'the policies of endpoints',
    scope => aFunction(scope).addToRolePolicy(star('ec2:ModifyVpcEndpoint')),
    'rights-scoped-to-resources',
  ],
  [
    'the list of names that are answered',
    scope => aFunction(scope).addToRolePolicy(star('route53resolver:UpdateFirewallDomains')),
    'rights-scoped-to-resources',
  ],
  [
    'alarms that fall silent',
    scope => aFunction(scope).addToRolePolicy(star('cloudwatch:DisableAlarmActions')),
    'rights-scoped-to-resources',
  ],
  [
    'the role of an administrator',
    scope => {
      const fn = aFunction(scope);
      const administrator = new iam.Role(scope, 'Administrator', { assumedBy: roleOf(fn) });
      administrator.addToPolicy(star('*'));
      administrator.grantAssumeRole(roleOf(fn));
    },
    'no-escalation-rights',
  ],
  [
    'every role of the account',
    scope =>
      aFunction(scope).addToRolePolicy(
        new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: ['arn:aws:iam::111122223333:role/*'] }),
      ),
    /holds no rights to become somebody else/,
  ],
  [
    'every bucket, under a condition that is always true',
    scope => {
      const statement = star('s3:GetObject');
      statement.addCondition('StringLike', { 'aws:PrincipalArn': '*' });
      aFunction(scope).addToRolePolicy(statement);
    },
    'rights-scoped-to-resources',
  ],
  [
    'every object but some',
    scope =>
      aFunction(scope).addToRolePolicy(
        new iam.PolicyStatement({ actions: ['s3:GetObject'], notResources: ['arn:aws:s3:::orders/*'] }),
      ),
    'grants-list-what-they-allow',
  ],
  [
    'whatever a policy allows that a parameter names',
    scope => {
      const arn = new CfnParameter(Stack.of(scope), 'Policy').valueAsString;
      roleOf(aFunction(scope)).addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(scope, 'Theirs', arn));
    },
    { warns: 'no-administrator-rights' },
  ],
  [
    'the rights of a neighbour, by running under its role',
    scope =>
      new lambda.Function(scope, 'Neighbour', {
        role: roleOf(aFunction(scope)),
        code: lambda.Code.fromInline('exports.handler = async () => ({})'),
        handler: 'index.handler',
        runtime: lambda.Runtime.NODEJS_24_X,
      }),
    'role-not-shared',
  ],
];

describeAttacks('nobody gets rights to', RIGHTS);
