import { CustomResource } from 'aws-cdk-lib';
import * as appconfig from 'aws-cdk-lib/aws-appconfig';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import type { Integrations } from './integration';
import { aBucket } from './neighbours';
import { aFunction } from '../apps';

export const WORKFLOWS = {
  'a task': scope => {
    const task = new LambdaInvoke(scope, 'Task', { lambdaFunction: aFunction(scope), payloadResponseOnly: true });
    machine(scope, task);
  },
  'a task that waits for an answer': scope => {
    const task = new LambdaInvoke(scope, 'Task', {
      lambdaFunction: aFunction(scope).addAlias('live'),
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }),
    });
    machine(scope, task);
  },
  'a custom resource': scope => {
    const provider = new Provider(scope, 'Provider', { onEventHandler: aFunction(scope) });
    new CustomResource(scope, 'Resource', { serviceToken: provider.serviceToken });
  },
  'a custom resource that takes its time': scope => {
    const provider = new Provider(scope, 'Provider', {
      onEventHandler: aFunction(scope),
      isCompleteHandler: aFunction(scope, 'IsComplete'),
    });
    new CustomResource(scope, 'Resource', { serviceToken: provider.serviceToken });
  },
  'a custom resource without a framework': scope => {
    const fn = aFunction(scope);
    new CustomResource(scope, 'Resource', { serviceToken: fn.functionArn });
  },
  'a step of a pipeline': scope => {
    const output = new codepipeline.Artifact();
    const pipeline = new codepipeline.Pipeline(scope, 'Pipeline', {
      artifactBucket: aBucket(scope, 'Artifacts'),
      pipelineType: codepipeline.PipelineType.V2,
    });
    const bucket = aBucket(scope, 'Source');
    pipeline.addStage({
      stageName: 'Source',
      actions: [
        new actions.S3SourceAction({
          actionName: 'Source',
          bucket,
          bucketKey: 'source.zip',
          output,
          trigger: actions.S3Trigger.NONE,
        }),
      ],
    });
    pipeline.addStage({
      stageName: 'Check',
      actions: [new actions.LambdaInvokeAction({ actionName: 'Check', lambda: aFunction(scope) })],
    });
  },
  'a transformation of a delivery stream': scope => {
    const processor = new firehose.LambdaFunctionProcessor(aFunction(scope));
    const destination = new firehose.S3Bucket(aBucket(scope), { processors: [processor] });
    new firehose.DeliveryStream(scope, 'Stream', { destination });
  },
  'an extension of AppConfig': scope => {
    const action = new appconfig.Action({
      actionPoints: [appconfig.ActionPoint.ON_DEPLOYMENT_COMPLETE],
      eventDestination: new appconfig.LambdaDestination(aFunction(scope)),
    });
    new appconfig.Extension(scope, 'Extension', { actions: [action] });
  },
} satisfies Integrations;

function machine(scope: Construct, task: sfn.IChainable): sfn.StateMachine {
  return new sfn.StateMachine(scope, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
}
