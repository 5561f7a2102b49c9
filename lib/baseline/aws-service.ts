import { ValidationError } from '../errors';

/** How the SDK finds an interface endpoint of a service. */
export enum EndpointDiscovery {
  /** The service's ordinary name resolves to the endpoint inside the VPC. */
  PRIVATE_DNS = 'PrivateDns',
  /** The endpoint has a name of its own, which the SDK takes from its environment variable. */
  ENDPOINT_URL = 'EndpointUrl',
}

/** What a service that is not in the list is called. */
export interface AwsServiceProps {
  /**
   * The prefix of its IAM actions: `sqs` for `sqs:SendMessage`.
   *
   * @default - the endpoint's name up to its first dot
   */
  readonly iamPrefix?: string;

  /**
   * The names under which its SDKs look for it, without the region and `amazonaws.com` behind them: `api.ecr`, `*.dkr.ecr`.
   *
   * @default - the parts of the endpoint's name in reverse order: `api.ecr` for `ecr.api`
   */
  readonly domainNames?: string[];
}

/** What is special about a service. */
interface Peculiarities {
  /** The environment variable in which the SDK looks for the endpoint, where private DNS does not lead to it. */
  readonly endpointVariable?: string;
  /** What stands before the endpoint's id in its own name. */
  readonly endpointHost?: string;
  /** The names under which its SDKs look for it, without region. */
  readonly domainNames?: readonly string[];
}

/**
 * A service of AWS that a function may connect to, through an endpoint inside the VPC.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export class AwsService {
  /**
   * Amazon DynamoDB. Its interface endpoint has no private DNS: functions are given `AWS_ENDPOINT_URL_DYNAMODB`, which the AWS SDKs read.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html
   */
  public static readonly DYNAMODB = new AwsService('dynamodb', 'dynamodb', {
    endpointVariable: 'AWS_ENDPOINT_URL_DYNAMODB',
    endpointHost: 'vpce-',
    domainNames: ['dynamodb', '*.ddb'],
  });
  /**
   * Amazon S3. Functions are given `AWS_ENDPOINT_URL_S3` with the endpoint's name for buckets, which the AWS SDKs read.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
   */
  public static readonly S3 = new AwsService('s3', 's3', {
    endpointVariable: 'AWS_ENDPOINT_URL_S3',
    endpointHost: 'bucket.vpce-',
    domainNames: ['s3', '*.s3'],
  });
  /** AWS Secrets Manager. Secrets of a function bring it by themselves. */
  public static readonly SECRETS_MANAGER = new AwsService('secretsmanager', 'secretsmanager');
  /** Parameter Store of AWS Systems Manager. Parameters of a function bring it by themselves. */
  public static readonly SSM = new AwsService('ssm', 'ssm');
  /** Amazon SQS. */
  public static readonly SQS = new AwsService('sqs', 'sqs');
  /** Amazon SNS. */
  public static readonly SNS = new AwsService('sns', 'sns');
  /** Amazon EventBridge. */
  public static readonly EVENTBRIDGE = new AwsService('events', 'events');
  /** AWS Step Functions. */
  public static readonly STEP_FUNCTIONS = new AwsService('states', 'states');
  /** AWS Lambda, to invoke other functions. */
  public static readonly LAMBDA = new AwsService('lambda', 'lambda');
  /** AWS Key Management Service, for code that calls it itself. */
  public static readonly KMS = new AwsService('kms', 'kms');
  /** AWS Security Token Service. */
  public static readonly STS = new AwsService('sts', 'sts');
  /** Amazon Kinesis Data Streams. */
  public static readonly KINESIS = new AwsService('kinesis-streams', 'kinesis', {
    domainNames: ['kinesis', '*.data-kinesis', '*.control-kinesis'],
  });
  /** Amazon Data Firehose. */
  public static readonly FIREHOSE = new AwsService('kinesis-firehose', 'firehose', { domainNames: ['firehose'] });
  /** Amazon Bedrock, to call models. */
  public static readonly BEDROCK_RUNTIME = new AwsService('bedrock-runtime', 'bedrock');
  /** Amazon CloudWatch metrics, for code that calls it itself; metrics in logs need no endpoint. */
  public static readonly CLOUDWATCH = new AwsService('monitoring', 'cloudwatch');
  /** Amazon CloudWatch Logs, for code that calls it itself; a function's own logs need no endpoint. */
  public static readonly CLOUDWATCH_LOGS = new AwsService('logs', 'logs');
  /** AWS AppConfig, for code that reads its configuration. */
  public static readonly APPCONFIG = new AwsService('appconfigdata', 'appconfig');

  /**
   * A service that is not in the list, whose interface endpoint supports private DNS.
   *
   * @param endpointName the part of the endpoint service's name behind the region, such as `textract` of `com.amazonaws.eu-west-1.textract`
   */
  public static of(endpointName: string, props: AwsServiceProps = {}): AwsService {
    if (!/^[a-z][a-z0-9.-]*$/.test(endpointName)) {
      throw new ValidationError({
        what: `The endpoint's name of an AWS service`,
        expected: 'must be lower-case letters, digits, dots and dashes',
        got: `'${endpointName}'`,
        remedy: `Write the part behind the region, such as 'textract'`,
      });
    }
    const known = Object.values(AwsService).find(
      service => service instanceof AwsService && service.endpointName === endpointName,
    );
    return (
      known ??
      new AwsService(endpointName, props.iamPrefix ?? endpointName.replace(/\..*$/, ''), { domainNames: props.domainNames })
    );
  }

  /** How the SDK finds the endpoint. */
  public readonly discovery: EndpointDiscovery;
  /** The environment variable in which the SDK looks for the endpoint, where private DNS does not lead to it. */
  public readonly endpointVariable?: string;
  /** What stands before the endpoint's id in its own name. @internal */
  public readonly _endpointHost?: string;
  private readonly domainNames: readonly string[];

  private constructor(
    /** The part of the endpoint service's name behind the region. */
    public readonly endpointName: string,
    /** The prefix of the service's IAM actions. */
    public readonly iamPrefix: string,
    peculiarities: Peculiarities = {},
  ) {
    this.endpointVariable = peculiarities.endpointVariable;
    this._endpointHost = peculiarities.endpointHost;
    this.domainNames = peculiarities.domainNames ?? [endpointName.split('.').reverse().join('.')];
    this.discovery = this.endpointVariable === undefined ? EndpointDiscovery.PRIVATE_DNS : EndpointDiscovery.ENDPOINT_URL;
  }

  /** The names under which SDKs look for the service in a region. @internal */
  public _namesIn(region: string, urlSuffix: string): string[] {
    return this.domainNames.map(name => `${name}.${region}.${urlSuffix}`);
  }
}
