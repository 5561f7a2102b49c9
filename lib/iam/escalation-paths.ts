/** One way from some rights to more rights. */
export interface EscalationPath {
  readonly id: string;
  /** What the holder can do, as a verb phrase. */
  readonly title: string;
  /** Groups of actions; the path is open to whoever holds one action of every group. The first group decides: it has to be granted broadly. */
  readonly needs: readonly (readonly string[])[];
  /** For paths that pass a role: the services that receive it, as `iam:PassedToService` names them. */
  readonly passesTo?: readonly string[];
  /**
   * The paths of the public catalogue that this one stands for. A catalogued path that needs more actions than another leads nowhere new, and stands
   * with the shorter one; a path without any is known from elsewhere.
   */
  readonly catalogued: readonly string[];
}

const PASS_ROLE = ['iam:PassRole'];

/**
 * The 65 paths catalogued by pathfinding.cloud on 2025-12-17, and what newer features of Lambda and its neighbours add.
 *
 * @see https://pathfinding.cloud
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  // Rewriting who may do what
  {
    id: 'create-policy-version',
    title: 'rewrite a managed policy',
    needs: [['iam:CreatePolicyVersion']],
    catalogued: ['iam-001', 'iam-016', 'iam-020'],
  },
  {
    id: 'set-default-policy-version',
    title: 'bring back an older, wider policy',
    needs: [['iam:SetDefaultPolicyVersion']],
    catalogued: [],
  },
  {
    id: 'write-role-policy',
    title: 'write any policy into a role',
    needs: [['iam:PutRolePolicy']],
    catalogued: ['iam-005', 'iam-017', 'iam-021'],
  },
  {
    id: 'write-user-policy',
    title: 'write any policy into a user',
    needs: [['iam:PutUserPolicy']],
    catalogued: ['iam-007', 'iam-018'],
  },
  { id: 'write-group-policy', title: 'write any policy into a group', needs: [['iam:PutGroupPolicy']], catalogued: ['iam-011'] },
  {
    id: 'attach-role-policy',
    title: 'attach any policy to a role',
    needs: [['iam:AttachRolePolicy']],
    catalogued: ['iam-009', 'iam-014', 'iam-019'],
  },
  {
    id: 'attach-user-policy',
    title: 'attach any policy to a user',
    needs: [['iam:AttachUserPolicy']],
    catalogued: ['iam-008', 'iam-015'],
  },
  {
    id: 'attach-group-policy',
    title: 'attach any policy to a group',
    needs: [['iam:AttachGroupPolicy']],
    catalogued: ['iam-010'],
  },
  { id: 'join-group', title: 'put a user into any group', needs: [['iam:AddUserToGroup']], catalogued: ['iam-013'] },
  {
    id: 'lift-permissions-boundary',
    title: 'lift the permissions boundary of a role or user',
    needs: [
      [
        'iam:DeleteRolePermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
        'iam:DeleteUserPermissionsBoundary',
        'iam:PutUserPermissionsBoundary',
      ],
    ],
    catalogued: [],
  },

  // Becoming somebody else
  { id: 'assume-role', title: 'assume any role that trusts the account', needs: [['sts:AssumeRole']], catalogued: ['sts-001'] },
  {
    id: 'rewrite-trust',
    title: 'make any role trust the holder',
    needs: [['iam:UpdateAssumeRolePolicy']],
    catalogued: ['iam-012'],
  },
  {
    id: 'create-access-key',
    title: 'make access keys for any user',
    needs: [['iam:CreateAccessKey']],
    catalogued: ['iam-002', 'iam-003'],
  },
  { id: 'create-login', title: 'give any user a password', needs: [['iam:CreateLoginProfile']], catalogued: ['iam-004'] },
  { id: 'change-login', title: 'change the password of any user', needs: [['iam:UpdateLoginProfile']], catalogued: ['iam-006'] },

  // Passing a role to something new
  {
    id: 'pass-role-to-new-function',
    title: 'pass a role to a new Lambda function',
    needs: [
      PASS_ROLE,
      ['lambda:CreateFunction'],
      ['lambda:InvokeFunction', 'lambda:CreateEventSourceMapping', 'lambda:AddPermission'],
    ],
    passesTo: ['lambda.amazonaws.com'],
    catalogued: ['lambda-001', 'lambda-002', 'lambda-006'],
  },
  {
    id: 'pass-role-to-web-service',
    title: 'pass a role to a new App Runner service',
    needs: [PASS_ROLE, ['apprunner:CreateService']],
    passesTo: ['tasks.apprunner.amazonaws.com', 'build.apprunner.amazonaws.com', 'apprunner.amazonaws.com'],
    catalogued: ['apprunner-001'],
  },
  {
    id: 'pass-role-to-code-interpreter',
    title: 'pass a role to a new Bedrock AgentCore code interpreter',
    needs: [
      PASS_ROLE,
      ['bedrock-agentcore:CreateCodeInterpreter'],
      ['bedrock-agentcore:StartCodeInterpreterSession'],
      ['bedrock-agentcore:InvokeCodeInterpreter'],
    ],
    passesTo: ['bedrock-agentcore.amazonaws.com'],
    catalogued: ['bedrock-001'],
  },
  {
    id: 'pass-role-to-stack',
    title: 'pass a role to a new CloudFormation stack',
    needs: [PASS_ROLE, ['cloudformation:CreateStack']],
    passesTo: ['cloudformation.amazonaws.com'],
    catalogued: ['cloudformation-001'],
  },
  {
    id: 'pass-role-to-new-stack-set',
    title: 'pass a role to a new CloudFormation stack set',
    needs: [PASS_ROLE, ['cloudformation:CreateStackSet'], ['cloudformation:CreateStackInstances']],
    passesTo: ['cloudformation.amazonaws.com'],
    catalogued: ['cloudformation-003'],
  },
  {
    id: 'pass-role-to-stack-set',
    title: 'pass a role to an existing CloudFormation stack set',
    needs: [PASS_ROLE, ['cloudformation:UpdateStackSet']],
    passesTo: ['cloudformation.amazonaws.com'],
    catalogued: ['cloudformation-004'],
  },
  {
    id: 'pass-role-to-build',
    title: 'pass a role to a new CodeBuild project',
    needs: [PASS_ROLE, ['codebuild:CreateProject'], ['codebuild:StartBuild', 'codebuild:StartBuildBatch']],
    passesTo: ['codebuild.amazonaws.com'],
    catalogued: ['codebuild-001', 'codebuild-004'],
  },
  {
    id: 'pass-role-to-data-pipeline',
    title: 'pass a role to a new data pipeline',
    needs: [
      PASS_ROLE,
      ['datapipeline:CreatePipeline'],
      ['datapipeline:PutPipelineDefinition'],
      ['datapipeline:ActivatePipeline'],
    ],
    passesTo: ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'],
    catalogued: ['datapipeline-001'],
  },
  {
    id: 'pass-role-to-instance',
    title: 'pass a role to a new EC2 instance',
    needs: [PASS_ROLE, ['ec2:RunInstances', 'ec2:RequestSpotInstances']],
    passesTo: ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'],
    catalogued: ['ec2-001', 'ec2-003'],
  },
  {
    id: 'pass-role-to-container',
    title: 'pass a role to a new ECS task',
    needs: [PASS_ROLE, ['ecs:RegisterTaskDefinition'], ['ecs:RunTask', 'ecs:StartTask', 'ecs:CreateService']],
    passesTo: ['ecs-tasks.amazonaws.com'],
    catalogued: ['ecs-001', 'ecs-002', 'ecs-003', 'ecs-004', 'ecs-005'],
  },
  {
    id: 'pass-role-to-glue-endpoint',
    title: 'pass a role to a new Glue development endpoint',
    needs: [PASS_ROLE, ['glue:CreateDevEndpoint']],
    passesTo: ['glue.amazonaws.com'],
    catalogued: ['glue-001'],
  },
  {
    id: 'pass-role-to-glue-job',
    title: 'pass a role to a Glue job',
    needs: [PASS_ROLE, ['glue:CreateJob', 'glue:UpdateJob'], ['glue:StartJobRun', 'glue:CreateTrigger']],
    passesTo: ['glue.amazonaws.com'],
    catalogued: ['glue-003', 'glue-004', 'glue-005', 'glue-006'],
  },
  {
    id: 'pass-role-to-sagemaker',
    title: 'pass a role to a new SageMaker notebook or job',
    needs: [PASS_ROLE, ['sagemaker:CreateNotebookInstance', 'sagemaker:CreateTrainingJob', 'sagemaker:CreateProcessingJob']],
    passesTo: ['sagemaker.amazonaws.com'],
    catalogued: ['sagemaker-001', 'sagemaker-002', 'sagemaker-003'],
  },
  {
    id: 'pass-role-to-state-machine',
    title: 'pass a role to a Step Functions state machine',
    needs: [PASS_ROLE, ['states:CreateStateMachine', 'states:UpdateStateMachine']],
    passesTo: ['states.amazonaws.com'],
    catalogued: [],
  },
  {
    id: 'pass-role-to-schedule',
    title: 'pass a role to a schedule that calls any API',
    needs: [PASS_ROLE, ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule']],
    passesTo: ['scheduler.amazonaws.com'],
    catalogued: [],
  },
  {
    id: 'pass-role-to-pipe',
    title: 'pass a role to an EventBridge pipe',
    needs: [PASS_ROLE, ['pipes:CreatePipe', 'pipes:UpdatePipe']],
    passesTo: ['pipes.amazonaws.com'],
    catalogued: [],
  },
  {
    id: 'pass-role-to-event-target',
    title: 'pass a role to the target of an EventBridge rule',
    needs: [PASS_ROLE, ['events:PutTargets']],
    passesTo: ['events.amazonaws.com'],
    catalogued: [],
  },
  {
    id: 'pass-capacity',
    title: "run functions on another team's capacity provider or network connector",
    needs: [
      ['lambda:PassCapacityProvider', 'lambda:PassNetworkConnector'],
      ['lambda:CreateFunction', 'lambda:RunMicrovm'],
    ],
    catalogued: [],
  },

  // Steering what already holds a role
  {
    id: 'replace-function-code',
    title: 'replace the code of any function and act with its role',
    needs: [['lambda:UpdateFunctionCode']],
    catalogued: ['lambda-003', 'lambda-004', 'lambda-005'],
  },
  {
    id: 'reconfigure-function',
    title: 'put a layer, handler or environment of choice into any function and act with its role',
    needs: [['lambda:UpdateFunctionConfiguration']],
    catalogued: [],
  },
  {
    id: 'publish-layer',
    title: 'publish a layer version that the next deployment of other functions takes up',
    needs: [['lambda:PublishLayerVersion']],
    catalogued: [],
  },
  {
    id: 'open-function',
    title: 'let anyone call or change any function',
    needs: [['lambda:PutResourcePolicy', 'lambda:AddPermission']],
    catalogued: [],
  },
  {
    id: 'open-shell',
    title: 'open a shell in any MicroVM and act with its role',
    needs: [['lambda:CreateMicrovmShellAuthToken']],
    catalogued: [],
  },
  {
    id: 'update-web-service',
    title: 'replace the code of any App Runner service and act with its role',
    needs: [['apprunner:UpdateService']],
    catalogued: ['apprunner-002'],
  },
  {
    id: 'use-code-interpreter',
    title: 'run code in any Bedrock AgentCore code interpreter and act with its role',
    needs: [['bedrock-agentcore:InvokeCodeInterpreter'], ['bedrock-agentcore:StartCodeInterpreterSession']],
    catalogued: ['bedrock-002'],
  },
  {
    id: 'update-stack',
    title: 'change any CloudFormation stack with the role of that stack',
    needs: [['cloudformation:UpdateStack']],
    catalogued: ['cloudformation-002'],
  },
  {
    id: 'execute-change-set',
    title: 'change any CloudFormation stack by change sets, with the role of that stack',
    needs: [['cloudformation:CreateChangeSet'], ['cloudformation:ExecuteChangeSet']],
    catalogued: ['cloudformation-005'],
  },
  {
    id: 'start-build',
    title: 'run commands of choice in any CodeBuild project and act with its role',
    needs: [['codebuild:StartBuild', 'codebuild:StartBuildBatch']],
    catalogued: ['codebuild-002', 'codebuild-003'],
  },
  {
    id: 'push-ssh-key',
    title: 'log in to any EC2 instance and act with its role',
    needs: [['ec2-instance-connect:SendSSHPublicKey']],
    catalogued: ['ec2instanceconnect-003'],
  },
  {
    id: 'rewrite-user-data',
    title: 'rewrite what any EC2 instance does when it starts and act with its role',
    needs: [['ec2:ModifyInstanceAttribute'], ['ec2:StopInstances'], ['ec2:StartInstances']],
    catalogued: ['ec2-002'],
  },
  {
    id: 'rewrite-launch-template',
    title: 'rewrite any launch template and act with the role of its instances',
    needs: [['ec2:CreateLaunchTemplateVersion'], ['ec2:ModifyLaunchTemplate']],
    catalogued: ['ec2-004'],
  },
  {
    id: 'update-glue-endpoint',
    title: 'log in to any Glue development endpoint and act with its role',
    needs: [['glue:UpdateDevEndpoint']],
    catalogued: ['glue-002'],
  },
  {
    id: 'open-notebook',
    title: 'open any SageMaker notebook and act with its role',
    needs: [['sagemaker:CreatePresignedNotebookInstanceUrl']],
    catalogued: ['sagemaker-004'],
  },
  {
    id: 'rewrite-notebook-lifecycle',
    title: 'rewrite what any SageMaker notebook does when it starts and act with its role',
    needs: [
      ['sagemaker:UpdateNotebookInstance'],
      ['sagemaker:CreateNotebookInstanceLifecycleConfig'],
      ['sagemaker:StopNotebookInstance'],
      ['sagemaker:StartNotebookInstance'],
    ],
    catalogued: ['sagemaker-005'],
  },
  {
    id: 'start-session',
    title: 'log in to any managed instance and act with its role',
    needs: [['ssm:StartSession']],
    catalogued: ['ssm-001'],
  },
  {
    id: 'send-command',
    title: 'run commands on any managed instance and act with its role',
    needs: [['ssm:SendCommand']],
    catalogued: ['ssm-002'],
  },
  {
    id: 'start-automation',
    title: 'run any Systems Manager automation with the role of that automation',
    needs: [['ssm:StartAutomationExecution']],
    catalogued: [],
  },

  // Opening what others keep shut
  { id: 'grant-key', title: 'hand out the use of any KMS key', needs: [['kms:CreateGrant']], catalogued: [] },
  { id: 'rewrite-key-policy', title: 'rewrite the policy of any KMS key', needs: [['kms:PutKeyPolicy']], catalogued: [] },
  { id: 'open-secret', title: 'let anyone read any secret', needs: [['secretsmanager:PutResourcePolicy']], catalogued: [] },
];
