import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
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

/** Services whose interface endpoint has no private DNS for all that they are called for: the variable that tells SDKs, and what stands before its id. */
const WITHOUT_PRIVATE_DNS: Readonly<Record<string, { readonly variable: string; readonly host: string } | undefined>> = {
  dynamodb: { variable: 'AWS_ENDPOINT_URL_DYNAMODB', host: 'vpce-' },
  s3: { variable: 'AWS_ENDPOINT_URL_S3', host: 'bucket.vpce-' },
};

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
  public static readonly DYNAMODB: DynamoDbService = setBelow();
  /**
   * Amazon S3. Functions are given `AWS_ENDPOINT_URL_S3` with the endpoint's name for buckets, which the AWS SDKs read.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
   */
  public static readonly S3: S3Service = setBelow();
  /** AWS Secrets Manager. Secrets of a function bring it by themselves. */
  public static readonly SECRETS_MANAGER = new AwsService('secretsmanager');
  /** Parameter Store of AWS Systems Manager. Parameters of a function bring it by themselves. */
  public static readonly SSM = new AwsService('ssm');
  /** Amazon SQS. */
  public static readonly SQS = new AwsService('sqs');
  /** Amazon SNS. */
  public static readonly SNS = new AwsService('sns');
  /** Amazon EventBridge. */
  public static readonly EVENTBRIDGE = new AwsService('events');
  /** AWS Step Functions. */
  public static readonly STEP_FUNCTIONS = new AwsService('states');
  /** AWS Lambda, to invoke other functions. */
  public static readonly LAMBDA = new AwsService('lambda');
  /** AWS Key Management Service, for code that calls it itself. */
  public static readonly KMS = new AwsService('kms');
  /** AWS Security Token Service. */
  public static readonly STS = new AwsService('sts');
  /** Amazon Kinesis Data Streams. */
  public static readonly KINESIS = new AwsService('kinesis-streams', {
    iamPrefix: 'kinesis',
    domainNames: ['kinesis', '*.data-kinesis', '*.control-kinesis'],
  });
  /** Amazon Data Firehose. */
  public static readonly FIREHOSE = new AwsService('kinesis-firehose', { iamPrefix: 'firehose', domainNames: ['firehose'] });
  /** Amazon Bedrock, to call models. */
  public static readonly BEDROCK_RUNTIME = new AwsService('bedrock-runtime', { iamPrefix: 'bedrock' });
  /** Amazon CloudWatch metrics, for code that calls it itself; metrics in logs need no endpoint. */
  public static readonly CLOUDWATCH = new AwsService('monitoring', { iamPrefix: 'cloudwatch' });
  /** Amazon CloudWatch Logs, for code that calls it itself; a function's own logs need no endpoint. */
  public static readonly CLOUDWATCH_LOGS = new AwsService('logs');
  /** AWS AppConfig, for code that reads its configuration. */
  public static readonly APPCONFIG = new AwsService('appconfigdata', { iamPrefix: 'appconfig' });

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
    return known ?? new AwsService(endpointName, props);
  }

  /** The part of the endpoint service's name behind the region. */
  public readonly endpointName: string;
  /** The prefix of the service's IAM actions. */
  public readonly iamPrefix: string;
  /** How the SDK finds the endpoint. */
  public readonly discovery: EndpointDiscovery;
  /** The environment variable in which the SDK looks for the endpoint, where private DNS does not lead to it. */
  public readonly endpointVariable?: string;
  /** What stands before the endpoint's id in its own name. @internal */
  public readonly _endpointHost?: string;
  private readonly domainNames: string[];
  private resources: readonly string[] | undefined;

  protected constructor(endpointName: string, props: AwsServiceProps = {}) {
    this.endpointName = endpointName;
    this.iamPrefix = props.iamPrefix ?? endpointName.replace(/\..*$/, '');
    this.domainNames = props.domainNames ?? [endpointName.split('.').reverse().join('.')];
    this.endpointVariable = WITHOUT_PRIVATE_DNS[endpointName]?.variable;
    this._endpointHost = WITHOUT_PRIVATE_DNS[endpointName]?.host;
    this.discovery = this.endpointVariable === undefined ? EndpointDiscovery.PRIVATE_DNS : EndpointDiscovery.ENDPOINT_URL;
  }

  /**
   * The same service, of which only these resources are reached: the policy of its endpoint lets nothing else through, whatever the role of the function
   * and the policies of other accounts allow.
   *
   * @param arns what is reached: `queue.queueArn`, `arn:aws:s3:::reports/*`
   * @throws for none, and for all
   */
  public onlyResources(...arns: string[]): AwsService {
    const wrong = arns.filter(arn => typeof arn !== 'string' || !/[^*]/.test(arn));
    if (arns.length === 0 || wrong.length > 0) {
      throw new ValidationError({
        what: `The resources of '${this.endpointName}'`,
        expected: 'must be named',
        got: arns.length === 0 ? 'none' : `'${wrong[0]}'`,
        remedy: 'Write their ARNs, or leave onlyResources() out for whatever the role of the function may use',
      });
    }
    const bound = new AwsService(this.endpointName, { iamPrefix: this.iamPrefix, domainNames: this.domainNames });
    bound.resources = [...(this.resources ?? []), ...arns];
    return bound;
  }

  /** The resources that are reached; undefined where nobody named any. @internal */
  public get _resources(): readonly string[] | undefined {
    return this.resources;
  }

  /** The names under which SDKs look for the service in a region. @internal */
  public _namesIn(region: string, urlSuffix: string): string[] {
    return this.domainNames.map(name => `${name}.${region}.${urlSuffix}`);
  }
}

/** Amazon S3. */
export class S3Service extends AwsService {
  constructor() {
    super('s3', { domainNames: ['s3', '*.s3'] });
  }

  /** S3, of which only these buckets and what is in them are reached: data of a function goes to no bucket of a stranger. */
  public onlyBuckets(...buckets: s3.IBucket[]): AwsService {
    return this.onlyResources(...buckets.flatMap(bucket => [bucket.bucketArn, bucket.arnForObjects('*')]));
  }
}

/** Amazon DynamoDB. */
export class DynamoDbService extends AwsService {
  constructor() {
    super('dynamodb', { domainNames: ['dynamodb', '*.ddb'] });
  }

  /** DynamoDB, of which only these tables and their indexes are reached. */
  public onlyTables(...tables: dynamodb.ITable[]): AwsService {
    return this.onlyResources(...tables.flatMap(table => [table.tableArn, `${table.tableArn}/index/*`]));
  }
}

/** Stands for a service whose class extends the one that lists it, and so comes after it. */
function setBelow(): never {
  return undefined as never;
}

Object.assign(AwsService, { DYNAMODB: new DynamoDbService(), S3: new S3Service() });
