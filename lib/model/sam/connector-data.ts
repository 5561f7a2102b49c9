/** What a connector lets its source do, or its destination: actions on resources in which `${DestinationArn}` and its like are filled in. */
export interface ConnectorStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** How a connector between two types of resources works: by a policy of a role, by a permission of a function, by the policy of a topic or a queue. */
export type Connector =
  | {
      readonly kind: 'role';
      /** Whose role gets the policy. */
      readonly of: 'Source' | 'Destination';
      readonly Read?: readonly ConnectorStatement[];
      readonly Write?: readonly ConnectorStatement[];
    }
  | { readonly kind: 'permission'; readonly principal: string; readonly sourceArn: string; readonly inOwnAccount?: true }
  | { readonly kind: 'AWS::SNS::TopicPolicy' | 'AWS::SQS::QueuePolicy'; readonly principal: string; readonly action: string };

const WRITE_EVENT_BUS: readonly ConnectorStatement[] = [{ actions: ['events:PutEvents'], resources: ['${DestinationArn}'] }];
const WRITE_FUNCTION: readonly ConnectorStatement[] = [
  { actions: ['lambda:InvokeAsync', 'lambda:InvokeFunction'], resources: ['${DestinationArn}'] },
];
const READ_BUCKET: readonly ConnectorStatement[] = [
  {
    actions: [
      's3:GetObject',
      's3:GetObjectAcl',
      's3:GetObjectLegalHold',
      's3:GetObjectRetention',
      's3:GetObjectTorrent',
      's3:GetObjectVersion',
      's3:GetObjectVersionAcl',
      's3:GetObjectVersionForReplication',
      's3:GetObjectVersionTorrent',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
      's3:ListBucketVersions',
      's3:ListMultipartUploadParts',
    ],
    resources: ['${DestinationArn}', '${DestinationArn}/*'],
  },
];
const WRITE_BUCKET: readonly ConnectorStatement[] = [
  {
    actions: [
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:PutObject',
      's3:PutObjectLegalHold',
      's3:PutObjectRetention',
      's3:RestoreObject',
    ],
    resources: ['${DestinationArn}', '${DestinationArn}/*'],
  },
];
const READ_TABLE: readonly ConnectorStatement[] = [
  {
    actions: [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:PartiQLSelect',
    ],
    resources: ['${DestinationArn}', '${DestinationArn}/index/*'],
  },
];
const WRITE_TABLE: readonly ConnectorStatement[] = [
  {
    actions: [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLDelete',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
    ],
    resources: ['${DestinationArn}', '${DestinationArn}/index/*'],
  },
];
const WRITE_TOPIC: readonly ConnectorStatement[] = [{ actions: ['sns:Publish'], resources: ['${DestinationArn}'] }];

/**
 * The connectors of SAM by the types of their source and destination, as they were in October 2026.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
export const CONNECTORS: Readonly<Record<string, Connector>> = {
  'AWS::DynamoDB::Table AWS::Lambda::Function': {
    kind: 'role',
    of: 'Destination',
    Read: [
      {
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
        resources: ['${SourceArn}/stream/*'],
      },
    ],
  },
  'AWS::Events::Rule AWS::SNS::Topic': {
    kind: 'AWS::SNS::TopicPolicy',
    principal: 'events.amazonaws.com',
    action: 'sns:Publish',
  },
  'AWS::Events::Rule AWS::Events::EventBus': { kind: 'role', of: 'Source', Write: WRITE_EVENT_BUS },
  'AWS::Events::Rule AWS::StepFunctions::StateMachine': {
    kind: 'role',
    of: 'Source',
    Write: [{ actions: ['states:StartExecution'], resources: ['${DestinationArn}'] }],
  },
  'AWS::Events::Rule AWS::Lambda::Function': { kind: 'permission', principal: 'events.amazonaws.com', sourceArn: '${SourceArn}' },
  'AWS::Events::Rule AWS::SQS::Queue': {
    kind: 'AWS::SQS::QueuePolicy',
    principal: 'events.amazonaws.com',
    action: 'sqs:SendMessage',
  },
  'AWS::Lambda::Function AWS::Lambda::Function': { kind: 'role', of: 'Source', Write: WRITE_FUNCTION },
  'AWS::Lambda::Function AWS::S3::Bucket': { kind: 'role', of: 'Source', Read: READ_BUCKET, Write: WRITE_BUCKET },
  'AWS::Lambda::Function AWS::DynamoDB::Table': { kind: 'role', of: 'Source', Read: READ_TABLE, Write: WRITE_TABLE },
  'AWS::Lambda::Function AWS::SQS::Queue': {
    kind: 'role',
    of: 'Source',
    Read: [{ actions: ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], resources: ['${DestinationArn}'] }],
    Write: [
      {
        actions: ['sqs:DeleteMessage', 'sqs:SendMessage', 'sqs:ChangeMessageVisibility', 'sqs:PurgeQueue'],
        resources: ['${DestinationArn}'],
      },
    ],
  },
  'AWS::Lambda::Function AWS::SNS::Topic': { kind: 'role', of: 'Source', Write: WRITE_TOPIC },
  'AWS::Lambda::Function AWS::StepFunctions::StateMachine': {
    kind: 'role',
    of: 'Source',
    Read: [
      { actions: ['states:DescribeStateMachine', 'states:ListExecutions'], resources: ['${DestinationArn}'] },
      {
        actions: ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
        resources: ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${DestinationName}:*'],
      },
    ],
    Write: [
      { actions: ['states:StartExecution', 'states:StartSyncExecution'], resources: ['${DestinationArn}'] },
      {
        actions: ['states:StopExecution'],
        resources: ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${DestinationName}:*'],
      },
    ],
  },
  'AWS::Lambda::Function AWS::Events::EventBus': { kind: 'role', of: 'Source', Write: WRITE_EVENT_BUS },
  'AWS::Lambda::Function AWS::Location::PlaceIndex': {
    kind: 'role',
    of: 'Source',
    Read: [
      {
        actions: [
          'geo:DescribePlaceIndex',
          'geo:GetPlace',
          'geo:SearchPlaceIndexForPosition',
          'geo:SearchPlaceIndexForSuggestions',
          'geo:SearchPlaceIndexForText',
        ],
        resources: ['${DestinationArn}'],
      },
    ],
  },
  'AWS::ApiGatewayV2::Api AWS::Lambda::Function': {
    kind: 'permission',
    principal: 'apigateway.amazonaws.com',
    sourceArn: 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SourceResourceId}/${SourceQualifier}',
  },
  'AWS::ApiGateway::RestApi AWS::Lambda::Function': {
    kind: 'permission',
    principal: 'apigateway.amazonaws.com',
    sourceArn: 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${SourceResourceId}/${SourceQualifier}',
  },
  'AWS::SNS::Topic AWS::SQS::Queue': { kind: 'AWS::SQS::QueuePolicy', principal: 'sns.amazonaws.com', action: 'sqs:SendMessage' },
  'AWS::SNS::Topic AWS::Lambda::Function': { kind: 'permission', principal: 'sns.amazonaws.com', sourceArn: '${SourceArn}' },
  'AWS::SQS::Queue AWS::Lambda::Function': {
    kind: 'role',
    of: 'Destination',
    Read: [{ actions: ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes'], resources: ['${SourceArn}'] }],
    Write: [{ actions: ['sqs:DeleteMessage'], resources: ['${SourceArn}'] }],
  },
  'AWS::S3::Bucket AWS::Lambda::Function': {
    kind: 'permission',
    principal: 's3.amazonaws.com',
    sourceArn: '${SourceArn}',
    inOwnAccount: true,
  },
  'AWS::StepFunctions::StateMachine AWS::Lambda::Function': { kind: 'role', of: 'Source', Write: WRITE_FUNCTION },
  'AWS::StepFunctions::StateMachine AWS::SNS::Topic': { kind: 'role', of: 'Source', Write: WRITE_TOPIC },
  'AWS::StepFunctions::StateMachine AWS::SQS::Queue': {
    kind: 'role',
    of: 'Source',
    Write: [{ actions: ['sqs:SendMessage'], resources: ['${DestinationArn}'] }],
  },
  'AWS::StepFunctions::StateMachine AWS::S3::Bucket': { kind: 'role', of: 'Source', Read: READ_BUCKET, Write: WRITE_BUCKET },
  'AWS::StepFunctions::StateMachine AWS::DynamoDB::Table': { kind: 'role', of: 'Source', Read: READ_TABLE, Write: WRITE_TABLE },
  'AWS::StepFunctions::StateMachine AWS::StepFunctions::StateMachine': {
    kind: 'role',
    of: 'Source',
    Read: [
      {
        actions: ['states:DescribeExecution'],
        resources: ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${DestinationName}:*'],
      },
      {
        actions: ['events:DescribeRule'],
        resources: [
          'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
        ],
      },
    ],
    Write: [
      { actions: ['states:StartExecution'], resources: ['${DestinationArn}'] },
      {
        actions: ['states:StopExecution'],
        resources: ['arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${DestinationName}:*'],
      },
      {
        actions: ['events:PutTargets', 'events:PutRule'],
        resources: [
          'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
        ],
      },
    ],
  },
  'AWS::StepFunctions::StateMachine AWS::Events::EventBus': { kind: 'role', of: 'Source', Write: WRITE_EVENT_BUS },
  'AWS::AppSync::DataSource AWS::DynamoDB::Table': { kind: 'role', of: 'Source', Read: READ_TABLE, Write: WRITE_TABLE },
  'AWS::AppSync::DataSource AWS::Lambda::Function': {
    kind: 'role',
    of: 'Source',
    Write: [
      { actions: ['lambda:InvokeAsync', 'lambda:InvokeFunction'], resources: ['${DestinationArn}', '${DestinationArn}:*'] },
    ],
  },
  'AWS::AppSync::DataSource AWS::Events::EventBus': { kind: 'role', of: 'Source', Write: WRITE_EVENT_BUS },
  'AWS::AppSync::GraphQLApi AWS::Lambda::Function': {
    kind: 'permission',
    principal: 'appsync.amazonaws.com',
    sourceArn: 'arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/${SourceResourceId}',
  },
};
