import { Control } from '../../baseline/control';
import { capacityProviderOf } from '../../model/capacity-providers';
import type { FunctionFacts } from '../../model/facts';
import { canonicalText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { MACHINES, ON_MACHINES } from '../network/machines-example';
import { fail, pass } from '../verdict';

/** Functions that share machines trust each other. */
export const capacityProviderNotShared = defineRule({
  id: Control.CAPACITY_PROVIDER_NOT_SHARED,
  subject: 'function',
  title: 'A capacity provider runs one function',
  why: 'On managed instances a container is no security boundary: who breaks out of the least of the functions has the memory, the credentials and the network of all others on the machine.',
  fix: 'Give functions that do not trust each other a capacity provider each, or run them as ordinary functions.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-security.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: (fn, app) => {
    const provider = providerOf(fn);
    if (provider === undefined) return pass;
    const sharers = [...new Set(app.functions.filter(other => providerOf(other) === provider).map(({ resource }) => resource))];
    if (sharers.length < 2) return pass;
    return fail({
      message: `${listOf(sharers.map(nameOf))} run on the machines of one capacity provider`,
      at: sharers[0],
      property: 'Properties.CapacityProviderConfig',
      related: sharers,
    });
  },
  bad: {
    'two functions on the same machines': {
      Resources: {
        Function: {
          Properties: { CapacityProviderConfig: ON_MACHINES },
        },
        Guest: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Code: { ZipFile: 'exports.handler = async () => {};' },
            Role: { 'Fn::GetAtt': ['GuestRole', 'Arn'] },
            Timeout: 10,
            MemorySize: 256,
            EphemeralStorage: { Size: 512 },
            ReservedConcurrentExecutions: 5,
            TracingConfig: { Mode: 'Active' },
            LoggingConfig: { LogGroup: { Ref: 'Logs' }, LogFormat: 'JSON' },
            DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] } },
            CapacityProviderConfig: ON_MACHINES,
            VpcConfig: {
              SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
              SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
            },
          },
        },
        ...MACHINES,
        GuestRole: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
            },
            Policies: [
              {
                PolicyName: 'logs',
                PolicyDocument: {
                  Statement: [
                    {
                      Effect: 'Allow',
                      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                      Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
                    },
                  ],
                },
              },
            ],
          },
        },
      },
    },
  },
  good: {
    'machines for one function': {
      Resources: {
        ...MACHINES,
        Function: {
          Properties: { CapacityProviderConfig: ON_MACHINES },
        },
      },
    },
  },
});

function providerOf({ resource, properties }: FunctionFacts): string | undefined {
  const arn = capacityProviderOf(properties);
  return arn === undefined ? undefined : canonicalText(resource.template, arn);
}
