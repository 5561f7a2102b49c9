import type { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Spelled } from './shapes';
import { aFunction, aRole, ENV, may, policyOf } from './shapes';
import { tellApart, twins } from './twins';
import { Control } from '../../lib/baseline/control';

const { NO_ESCALATION_RIGHTS: ESCALATION, NO_SHARING_RIGHTS: SHARING } = Control;
const CREATE: Spelled = { Action: 'lambda:CreateFunction', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:orders-*' };
const INVOKE: Spelled = { Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:orders-*' };
const ANY_ROLE = 'arn:aws:iam::111122223333:role/*';

const doing = (stack: Stack, statement: Spelled) => may(stack, [statement]);

/** Passes roles in one policy, and makes functions in another. */
const passing = (stack: Stack, pass: Spelled) => {
  const rights = may(stack, [{ Action: 'iam:PassRole', ...pass }]);
  policyOf(stack, stack.node.findChild('Role') as iam.Role, [CREATE, INVOKE], 'Making');
  return rights;
};

/** A function that may do something with another role of the app. */
const beside = (action: string) => (stack: Stack, rightsOfOther: Spelled) => {
  const other = aRole(stack, 'Other');
  policyOf(stack, other, [rightsOfOther], 'OfOther');
  return may(stack, [{ Action: action, Resource: other.roleArn }]);
};

tellApart('ways to more rights', {
  'any role passed to functions, or to a service that runs no code': twins(ESCALATION, passing, {
    unsafe: {
      Resource: ANY_ROLE,
      Condition: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'states.amazonaws.com'] } },
    },
    safe: { Resource: ANY_ROLE, Condition: { StringEquals: { 'iam:PassedToService': 'vpc-flow-logs.amazonaws.com' } } },
  }),
  'any role passed, or those that begin with a name': twins(ESCALATION, passing, {
    unsafe: { Resource: ANY_ROLE },
    safe: { Resource: 'arn:aws:iam::111122223333:role/orders-*' },
  }),
  'any role passed to all but one service, or to that one': twins(ESCALATION, passing, {
    unsafe: { Resource: ANY_ROLE, Condition: { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
    safe: { Resource: ANY_ROLE, Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
  }),
  'half of a way, or both halves in two statements': twins(
    ESCALATION,
    (stack, second: Spelled) =>
      may(stack, [
        {
          Action: 'iam:PassRole',
          Resource: ANY_ROLE,
          Condition: { StringLike: { 'iam:PassedToService': '*glue.amazonaws.com' } },
        },
        second,
      ]),
    {
      unsafe: { Action: ['glue:CreateJob', 'glue:StartJobRun'], Resource: '*' },
      safe: { Action: ['glue:GetJob', 'glue:GetJobRun'], Resource: '*' },
    },
  ),
  'keys for anybody, or for one user': twins(ESCALATION, doing, {
    unsafe: { Action: 'iam:CreateAccessKey', Resource: 'arn:aws:iam::111122223333:user/*' },
    safe: { Action: 'iam:CreateAccessKey', Resource: 'arn:aws:iam::111122223333:user/mailer' },
  }),
  'any policy attached, or one': twins(
    ESCALATION,
    (stack, Condition: Spelled) => may(stack, [{ Action: 'iam:AttachRolePolicy', Resource: ANY_ROLE, Condition }]),
    {
      unsafe: { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/*' } },
      safe: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/reader' } },
    },
  ),
  'roles written under a boundary, or under none': twins(
    ESCALATION,
    (stack, Condition: Spelled) => may(stack, [{ Action: 'iam:PutRolePolicy', Resource: ANY_ROLE, Condition }]),
    {
      unsafe: { StringNotEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/limit' } },
      safe: { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/limit' } },
    },
  ),
  'a role assumed that may do everything, or one that may read': twins(ESCALATION, beside('sts:AssumeRole'), {
    unsafe: { Action: '*', Resource: '*' },
    safe: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' },
    also: [Control.NO_ADMINISTRATOR_RIGHTS, Control.RIGHTS_SCOPED_TO_RESOURCES],
  }),
  'a role assumed that may pass any role, or one that may list them': twins(
    ESCALATION,
    (stack, action: string) => {
      const other = new iam.Role(stack, 'Other', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
      policyOf(stack, other, [{ Action: ['glue:CreateJob', 'glue:StartJobRun', action], Resource: '*' }], 'OfOther');
      return may(stack, [{ Action: 'sts:AssumeRole', Resource: other.roleArn }]);
    },
    { unsafe: 'iam:PassRole', safe: 'iam:ListRoles', also: [Control.NO_ESCALATING_IDENTITIES] },
  ),
  'its own policy rewritten, or that of another': twins(
    ESCALATION,
    (stack, isOwn: boolean) => {
      const role = aRole(stack);
      const other = aRole(stack, 'Other');
      aFunction(stack, { role });
      return policyOf(stack, role, [{ Action: 'iam:PutRolePolicy', Resource: (isOwn ? role : other).roleArn }]);
    },
    { unsafe: true, safe: false },
  ),
  'its own name in an ARN, or the beginning of another': twins(
    ESCALATION,
    (stack, name: string) => {
      const role = aRole(stack, 'Role', { roleName: 'orders-api' });
      aFunction(stack, { role });
      return policyOf(stack, role, [{ Action: 'iam:AttachRolePolicy', Resource: `arn:aws:iam::111122223333:role/${name}` }]);
    },
    { unsafe: 'orders-*', safe: 'returns-*' },
  ),
  'a command on any machine, or on those with a tag': twins(
    ESCALATION,
    (stack, Condition: Spelled) => may(stack, [{ Action: 'ssm:SendCommand', Resource: '*', Condition }]),
    {
      unsafe: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      safe: { StringEquals: { 'ssm:resourceTag/app': 'orders' } },
    },
  ),
  'the code of any function, or of one': twins(ESCALATION, doing, {
    unsafe: { Action: 'lambda:UpdateFunctionCode', Resource: 'arn:aws:lambda:*:*:function:*' },
    safe: { Action: 'lambda:UpdateFunctionCode', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:orders' },
  }),
  'all of IAM in other letters, or all that reads': twins(ESCALATION, doing, {
    unsafe: { Action: 'IAM:pUt*', Resource: '*' },
    safe: { Action: 'IAM:gEt*', Resource: '*' },
    also: [Control.RIGHTS_SCOPED_TO_RESOURCES],
  }),
  'its own code, or that of the function beside it': twins(
    Control.FUNCTION_CANNOT_CHANGE_ITSELF,
    (stack, isOwn: boolean) => {
      const role = aRole(stack);
      const [own, other] = [aFunction(stack, { role }), aFunction(stack, {}, 'Other')];
      return new iam.CfnPolicy(stack, 'Rights', {
        policyName: 'rights',
        roles: [role.roleName],
        policyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'lambda:UpdateFunctionConfiguration', Resource: (isOwn ? own : other).functionArn },
          ],
        },
      });
    },
    { unsafe: true, safe: false },
  ),
  'its own door opened, or its own call made': twins(
    Control.FUNCTION_CANNOT_CHANGE_ITSELF,
    (stack, action: string) => {
      const role = aRole(stack);
      const own = aFunction(stack, { role });
      return policyOf(stack, role, [{ Action: action, Resource: `${own.functionArn}*` }]);
    },
    { unsafe: 'lambda:AddPermission', safe: 'lambda:GetFunctionConfiguration' },
  ),
  'policies of any bucket, or of one': twins(SHARING, doing, {
    unsafe: { Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::*' },
    safe: { Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::orders' },
  }),
  'any secret, or those of one name': twins(SHARING, doing, {
    unsafe: { Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:*' },
    safe: {
      Action: 'secretsmanager:GetSecretValue',
      Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-??????',
    },
  }),
  'its own traces deleted, or written': twins(Control.LOGS_TAMPER_PROOF, doing, {
    unsafe: { Action: ['logs:Put*', 'logs:DeleteLogStream'], Resource: '*' },
    safe: { Action: ['logs:PutLogEvents', 'logs:CreateLogStream'], Resource: '*' },
    also: [Control.LOGS_WRITABLE],
  }),
});

tellApart('network interfaces', {
  'denied to code, or to what is no code': twins(
    Control.ENI_RIGHTS_UNUSABLE_FROM_CODE,
    (stack, isCode: string) => attaching(stack, eni({ Null: { 'lambda:SourceFunctionArn': isCode } })),
    { unsafe: 'true', safe: 'false', also: [Control.RIGHTS_SCOPED_TO_RESOURCES] },
  ),
  'denied to any function, or to that of another account': twins(
    Control.ENI_RIGHTS_UNUSABLE_FROM_CODE,
    (stack, arn: string) => attaching(stack, eni({ ArnLike: { 'lambda:SourceFunctionArn': arn } })),
    {
      unsafe: 'arn:aws:lambda:eu-west-1:999988887777:function:*',
      safe: 'arn:aws:lambda:*:*:function:*',
      env: ENV,
      also: [Control.RIGHTS_SCOPED_TO_RESOURCES],
    },
  ),
  'denied all, or all but one': twins(
    Control.ENI_RIGHTS_UNUSABLE_FROM_CODE,
    (stack, spared: number) => attaching(stack, eni({ Null: { 'lambda:SourceFunctionArn': 'false' } }, spared)),
    { unsafe: 1, safe: 0, also: [Control.RIGHTS_SCOPED_TO_RESOURCES] },
  ),
});

/** A function in a VPC, whose rights stand in its role. */
function attaching(stack: Stack, statements: readonly Spelled[]): iam.Role {
  const document = { Version: '2012-10-17', Statement: statements.map(one => ({ Effect: 'Allow', ...one })) };
  const role = aRole(stack, 'Role', { inlinePolicies: { eni: iam.PolicyDocument.fromJson(document) } });
  aFunction(stack, { role });
  return role;
}

function eni(Condition: Spelled, spared = 0): readonly Spelled[] {
  const Action = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets', 'DeleteNetworkInterface'].map(
    name => `ec2:${name}`,
  );
  const more = ['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses', 'DetachNetworkInterface'].map(name => `ec2:${name}`);
  return [
    { Action: [...Action, ...more], Resource: '*' },
    { Effect: 'Deny', Action: [...Action, ...more].slice(spared), Resource: '*', Condition },
  ];
}
