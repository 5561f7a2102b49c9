import type { Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Spelled } from './shapes';
import { aFunction, aRole, boundary, ENV, LAMBDA, may, policyOf, raw } from './shapes';
import { tellApart, twins } from './twins';
import { Control } from '../../lib/baseline/control';
import type { JsonObject } from '../../lib/model/facts';

const EVERYTHING: Spelled = { Action: '*', Resource: '*' };
const BUCKET: Spelled = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' };
const RISE: Spelled = { Action: 'iam:PutRolePolicy', Resource: '*' };

/** Rights under a boundary of the app. */
const bounded = (granted: Spelled) => (stack: Stack, limits: readonly Spelled[]) =>
  may(stack, [granted], { permissionsBoundary: boundary(stack, limits) });

/** Rights and what takes them away. */
const denied = (granted: Spelled) => (stack: Stack, deny: Spelled) => may(stack, [granted, { Effect: 'Deny', ...deny }]);

const { NO_ADMINISTRATOR_RIGHTS: ADMINISTRATOR, NO_ESCALATION_RIGHTS: ESCALATION, RIGHTS_SCOPED_TO_RESOURCES: SCOPED } = Control;

tellApart('a boundary', {
  'that names what is left caps an administrator, that leaves out billing does not': twins(ADMINISTRATOR, bounded(EVERYTHING), {
    unsafe: [{ NotAction: 'aws-portal:*', Resource: '*' }],
    safe: [BUCKET],
  }),
  'of reading caps an escalation, that holds the action does not': twins(ESCALATION, bounded(RISE), {
    unsafe: [BUCKET, { Action: 'iam:Put*', Resource: '*' }],
    safe: [BUCKET, { Action: 'iam:Get*', Resource: '*' }],
  }),
  'with a Deny caps what its Allow lets through': twins(ESCALATION, bounded(RISE), {
    unsafe: [EVERYTHING, { Effect: 'Deny', Action: 'iam:Create*', Resource: '*' }],
    safe: [EVERYTHING, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }],
  }),
  'whose Deny has a condition may let it through': twins(ESCALATION, bounded(RISE), {
    unsafe: [
      EVERYTHING,
      { Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } },
    ],
    safe: [EVERYTHING, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }],
  }),
  'on one resource leaves one resource': twins(ESCALATION, bounded(RISE), {
    unsafe: [{ Action: 'iam:*', Resource: 'arn:aws:iam::111122223333:role/*' }],
    safe: [{ Action: 'iam:*', Resource: 'arn:aws:iam::111122223333:role/orders' }],
  }),
  'that stands only sometimes caps nothing': twins(
    ESCALATION,
    (stack, isCertain: boolean) => {
      const rights = may(stack, [RISE], { permissionsBoundary: boundary(stack, [BUCKET]) });
      const role = stack.node.findChild('Role').node.defaultChild as iam.CfnRole;
      new cdk.CfnCondition(stack, 'Prod', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') });
      const limit = { Ref: 'Boundary' };
      role.addPropertyOverride('PermissionsBoundary', { 'Fn::If': ['Prod', limit, isCertain ? limit : { Ref: 'AWS::NoValue' }] });
      return rights;
    },
    { unsafe: false, safe: true },
  ),
  'of AWS that leaves out IAM caps it, one that holds everything does not': twins(
    ESCALATION,
    (stack, name: string) => may(stack, [RISE], { permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName(name) }),
    { unsafe: 'AdministratorAccess', safe: 'PowerUserAccess' },
  ),
});

tellApart('a Deny', {
  'on everything bites, on other actions does not': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'iam:CreateUser', Resource: '*' },
    safe: { Action: 'iam:*', Resource: '*' },
  }),
  'in another spelling bites': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'IAM:PUTUSER*', Resource: '*' },
    safe: { Action: 'IAM:PUTROLE*', Resource: '*' },
  }),
  'of all but some actions bites unless it leaves out this one': twins(ESCALATION, denied(RISE), {
    unsafe: { NotAction: ['s3:*', 'iam:Put*'], Resource: '*' },
    safe: { NotAction: ['s3:*', 'iam:Get*'], Resource: '*' },
  }),
  'of all but some resources bites unless it leaves out all': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'iam:*', NotResource: 'arn:aws:iam::*:role/*' },
    safe: { Action: 'iam:*', NotResource: 'arn:aws:s3:::orders' },
  }),
  'on one role leaves the others': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::111122223333:role/admin' },
    safe: { Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::*:role/*' },
  }),
  'in some region bites only there': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'iam:*', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } } },
    safe: { Action: 'iam:*', Resource: '*', Condition: {} },
  }),
  'whenever somebody asks bites, whenever nobody asks does not': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'iam:*', Resource: '*', Condition: { Null: { 'aws:PrincipalArn': 'true' } } },
    safe: { Action: 'iam:*', Resource: '*', Condition: { Null: { 'aws:PrincipalArn': 'false' } } },
  }),
  'for code of a function bites, for what is no code does not': twins(ESCALATION, denied(RISE), {
    unsafe: { Action: 'iam:*', Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } } },
    safe: { Action: 'iam:*', Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } },
  }),
  'in another policy of the role bites, in that of another role does not': twins(
    ESCALATION,
    (stack, isOwn: boolean) => {
      const [own, other] = [aRole(stack, 'Own'), aRole(stack, 'Other')];
      aFunction(stack, { role: own });
      policyOf(stack, isOwn ? own : other, [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }], 'Guard');
      return policyOf(stack, own, [RISE]);
    },
    { unsafe: false, safe: true },
  ),
  'in a managed policy bites when it is attached': twins(
    ESCALATION,
    (stack, isAttached: boolean) => {
      const role = aRole(stack);
      aFunction(stack, { role });
      const guard = new iam.CfnManagedPolicy(stack, 'Guard', {
        policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
        roles: [isAttached ? role.roleName : 'somebody-else'],
      });
      guard.node.addDependency(role);
      return policyOf(stack, role, [RISE]);
    },
    { unsafe: false, safe: true },
  ),
  'that may not be deployed takes nothing away': twins(
    ESCALATION,
    (stack, isCertain: boolean) => {
      const role = aRole(stack);
      aFunction(stack, { role });
      const prod = new cdk.CfnCondition(stack, 'Prod', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') });
      const guard = policyOf(stack, role, [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }], 'Guard');
      if (!isCertain) guard.cfnOptions.condition = prod;
      return policyOf(stack, role, [RISE]);
    },
    { unsafe: false, safe: true },
  ),
  'of everything blocks an administrator, of most does not': twins(ADMINISTRATOR, denied(EVERYTHING), {
    unsafe: { Action: ['iam:*', 'organizations:*', 'lambda:*', 'logs:*', 'ec2:*'], Resource: '*' },
    safe: { NotAction: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: '*' },
  }),
  'of all resources but one narrows a star': twins(SCOPED, denied({ Action: 'dynamodb:GetItem', Resource: '*' }), {
    unsafe: { Action: 'dynamodb:*', NotResource: 'arn:aws:dynamodb:*:*:table/*' },
    safe: { Action: 'dynamodb:*', NotResource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders' },
  }),
});

const trusting = (stack: Stack, Statement: JsonObject) => {
  const role = new iam.CfnRole(stack, 'Role', {
    assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...Statement }] },
  });
  return role;
};
const ofFunction = (stack: Stack, statements: readonly JsonObject[]) => {
  raw(stack, {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: statements as JsonObject[] } },
    },
  });
  aFunction(stack, {
    role: iam.Role.fromRoleArn(stack, 'Imported', cdk.Fn.getAtt('Role', 'Arn').toString(), { mutable: false }),
  });
  return stack.node.findChild('Role');
};
const lambdaTrust: JsonObject = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const { TRUST_NAMES_SOMEBODY: NAMES, FOREIGN_TRUST_CONFIRMED: CONFIRMED, ROLE_TRUSTS_LAMBDA_ONLY: LAMBDA_ONLY } = Control;

tellApart('trust', {
  'in everybody of an organization, or of any kind': twins(NAMES, trusting, {
    unsafe: { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } } },
    safe: { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
  }),
  'in one repository, or in any of GitHub': twins(NAMES, trusting, {
    unsafe: {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*' } },
    },
    safe: {
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/orders:*' } },
    },
  }),
  'in a provider of the app with a subject, or with the audience that all have': twins(
    NAMES,
    (stack, conditions: Readonly<Record<string, JsonObject>>) => {
      const github = new iam.OidcProviderNative(stack, 'GitHub', {
        url: 'https://token.actions.githubusercontent.com',
        clientIds: ['sts.amazonaws.com'],
      });
      return new iam.Role(stack, 'Role', { assumedBy: new iam.OpenIdConnectPrincipal(github, conditions) });
    },
    {
      unsafe: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
      safe: {
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
        StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/orders:*' },
      },
    },
  ),
  'in one identity pool, or in every one': twins(
    NAMES,
    (stack, conditions: Readonly<Record<string, JsonObject>>) =>
      new iam.Role(stack, 'Role', { assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', conditions) }),
    {
      unsafe: { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } },
      safe: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d' } },
    },
  ),
  'in another account with its word, or with any word': twins(CONFIRMED, trusting, {
    unsafe: { Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Condition: { StringLike: { 'sts:ExternalId': '*' } } },
    safe: {
      Principal: { AWS: 'arn:aws:iam::999988887777:root' },
      Condition: { StringEquals: { 'sts:ExternalId': 'orders-7c1' } },
    },
  }),
  'in another account with a second factor, or without one': twins(CONFIRMED, trusting, {
    unsafe: { Principal: { AWS: '999988887777' }, Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
    safe: { Principal: { AWS: '999988887777' }, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
  }),
  'in one role of another account, or in all of it': twins(CONFIRMED, trusting, {
    unsafe: { Principal: { AWS: 'arn:aws:iam::999988887777:root' } },
    safe: { Principal: { AWS: 'arn:aws:iam::999988887777:role/orders' } },
  }),
  'in another account, or in the own one': twins(CONFIRMED, trusting, {
    unsafe: { Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::999988887777:root' } } },
    safe: { Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } },
    env: ENV,
  }),
  'in Lambda alone, or in machines too': twins(LAMBDA_ONLY, ofFunction, {
    unsafe: [{ ...lambdaTrust, Principal: { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] } }],
    safe: [{ ...lambdaTrust, Principal: { Service: ['lambda.amazonaws.com'] } }],
  }),
  'in Lambda alone, or in the account by a second statement': twins(LAMBDA_ONLY, ofFunction, {
    unsafe: [lambdaTrust, { ...lambdaTrust, Principal: { AWS: { Ref: 'AWS::AccountId' } } }],
    safe: [lambdaTrust, { ...lambdaTrust, Effect: 'Deny', Principal: { AWS: { Ref: 'AWS::AccountId' } } }],
  }),
  'in Lambda of any branch, or of one': twins(LAMBDA_ONLY, ofFunction, {
    unsafe: [
      { ...lambdaTrust, Principal: { Service: { 'Fn::If': ['Prod', 'lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] } } },
    ],
    safe: [
      {
        ...lambdaTrust,
        Principal: { Service: { 'Fn::If': ['Prod', 'lambda.amazonaws.com', { 'Fn::Sub': 'lambda.amazonaws.com' }] } },
      },
    ],
  }),
});

tellApart('an execution role', {
  'of one function, or of two': twins(
    Control.ROLE_NOT_SHARED,
    (stack, isShared: boolean) => {
      const roles = [aRole(stack, 'One'), aRole(stack, 'Two')];
      aFunction(stack, { role: roles[0] }, 'First');
      aFunction(stack, { role: roles[isShared ? 0 : 1] }, 'Second');
      return roles[0];
    },
    { unsafe: true, safe: false },
  ),
  'of one function by any spelling of its ARN': twins(
    Control.ROLE_NOT_SHARED,
    (stack, roleOfSecond: string) => {
      const first = aRole(stack, 'One', { roleName: 'orders' });
      aRole(stack, 'Two', { roleName: 'returns' });
      aFunction(stack, { role: first }, 'First');
      aFunction(
        stack,
        { role: iam.Role.fromRoleArn(stack, 'Other', `arn:aws:iam::111122223333:role/${roleOfSecond}`, { mutable: false }) },
        'Second',
      );
      return first;
    },
    { unsafe: 'orders', safe: 'returns', env: ENV },
  ),
  'of Lambda with a policy of AWS, or with the same of its own': twins(
    Control.NO_AWS_MANAGED_POLICY,
    (stack, isOfAws: boolean) => {
      const own = new iam.ManagedPolicy(stack, 'AWSLambdaBasicExecutionRole', {
        statements: [
          new iam.PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/*'],
          }),
        ],
      });
      const role = new iam.Role(stack, 'Role', {
        assumedBy: LAMBDA,
        managedPolicies: [isOfAws ? iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole') : own],
      });
      aFunction(stack, { role });
      return role;
    },
    { unsafe: true, safe: false },
  ),
});
