import { Match } from 'aws-cdk-lib/assertions';
import { describeIntegrations, FN_ARN, INVOKES_FN } from './describe-integrations';
import { WORKFLOWS } from '../../integrations/workflows';

const invokes = (...fns: string[]): string[] =>
  fns.flatMap(fn => [`lambda:InvokeFunction on ${fn}.Arn`, `lambda:InvokeFunction on ${fn}.Arn:*`]);
const FRAMEWORK_READS_FN = 'lambda:GetFunction on Fn.Arn';

describeIntegrations('a workflow', WORKFLOWS, {
  'a task': { callers: INVOKES_FN },
  'a task that waits for an answer': { callers: ['lambda:InvokeFunction on FnAliaslive'] },
  'a custom resource': { callers: [...INVOKES_FN, FRAMEWORK_READS_FN] },
  'a custom resource that takes its time': {
    callers: [
      ...invokes('Fn', 'IsCompleteFunction', 'ProviderframeworkisComplete', 'ProviderframeworkonTimeout'),
      FRAMEWORK_READS_FN,
      'lambda:GetFunction on IsCompleteFunction.Arn',
    ],
  },
  'a custom resource without a framework': {
    resources: [['AWS::CloudFormation::CustomResource', { ServiceToken: FN_ARN }]],
  },
  'a step of a pipeline': {
    rights: ['codepipeline:PutJobFailureResult on *', 'codepipeline:PutJobSuccessResult on *'],
    callers: [...INVOKES_FN, 'lambda:ListFunctions on *'],
  },
  'a transformation of a delivery stream': {
    callers: INVOKES_FN,
    resources: [
      [
        'AWS::KinesisFirehose::DeliveryStream',
        { ExtendedS3DestinationConfiguration: Match.objectLike({ ProcessingConfiguration: Match.anyValue() }) },
      ],
    ],
  },
  'an extension of AppConfig': {
    invokers: ['appconfig.amazonaws.com: lambda:InvokeFunction on Fn.Arn of AccountId'],
    resources: [['AWS::AppConfig::Extension', {}]],
  },
});
