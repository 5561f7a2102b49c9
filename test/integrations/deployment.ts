import { CfnOutput, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Integrations } from './integration';
import { aFunction } from '../apps';

export const DEPLOYMENT = {
  'a version': scope => {
    new CfnOutput(scope, 'Version', { value: aFunction(scope).currentVersion.version });
  },
  'an alias': scope => {
    aFunction(scope).addAlias('live', { description: 'What customers use' });
  },
  'an alias with warm instances that scale': scope => {
    const alias = aFunction(scope).addAlias('live', { provisionedConcurrentExecutions: 1 });
    alias.addAutoScaling({ minCapacity: 1, maxCapacity: 5 }).scaleOnUtilization({ utilizationTarget: 0.7 });
  },
  'a deployment step by step': scope => {
    const alias = aFunction(scope).addAlias('live');
    const errors = new cloudwatch.Alarm(scope, 'Errors', { metric: alias.metricErrors(), threshold: 1, evaluationPeriods: 1 });
    new codedeploy.LambdaDeploymentGroup(scope, 'Deployment', {
      alias,
      alarms: [errors],
      deploymentConfig: codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      preHook: aFunction(scope, 'Before'),
      postHook: aFunction(scope, 'After'),
    });
  },
  'snapshots of its versions': scope => {
    aFunction(scope, 'Fn', {
      runtime: lambda.Runtime.PYTHON_3_13,
      snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
    }).addAlias('live');
  },
  'an imported function that may be invoked': scope => {
    const imported = lambda.Function.fromFunctionArn(scope, 'Imported', aFunction(scope).functionArn);
    imported.grantInvoke(new iam.Role(scope, 'Caller', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
  },
  'durable executions': scope => {
    aFunction(scope, 'Fn', { durableConfig: { executionTimeout: Duration.days(7), retentionPeriod: Duration.days(14) } });
  },
  'an alarm on its metrics': scope => {
    const metric = aFunction(scope).metricThrottles();
    new cloudwatch.Alarm(scope, 'Throttles', { metric, threshold: 1, evaluationPeriods: 1 });
  },
  'tenants of its own': scope => {
    aFunction(scope, 'Fn', { tenancyConfig: lambda.TenancyConfig.PER_TENANT });
  },
} satisfies Integrations;
