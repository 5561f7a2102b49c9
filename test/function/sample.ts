import * as path from 'node:path';
import { Duration, Size, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsService, Concurrency, Egress, FunctionCode, SecretAccess, SecureFunction, SecureNetwork } from '../../lib';

/** The sample of the README, with its parts in one, two or three stacks. */
export class Sample {
  public readonly networkStack: Stack;
  public readonly dataStack: Stack;
  public readonly functionStack: Stack;
  public readonly network: SecureNetwork;
  public readonly secret: secretsmanager.Secret;
  public readonly table: dynamodb.Table;
  public readonly database: rds.DatabaseInstance;
  public readonly orders: SecureFunction;

  constructor(app: App, stacks: 1 | 2 | 3) {
    this.functionStack = new Stack(app, 'Functions');
    this.networkStack = stacks === 1 ? this.functionStack : new Stack(app, 'Network');
    this.dataStack = stacks === 3 ? new Stack(app, 'Data') : this.networkStack;

    this.network = new SecureNetwork(this.networkStack, 'Network');
    this.secret = new secretsmanager.Secret(this.dataStack, 'Secret');
    this.table = new dynamodb.Table(this.dataStack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    this.database = new rds.DatabaseInstance(this.dataStack, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      vpc: this.network.vpc,
      vpcSubnets: this.network.subnets,
    });
    this.orders = new SecureFunction(this.functionStack, 'Orders', {
      code: FunctionCode.nodejs(path.join(__dirname, 'fixtures', 'place-order.ts')),
      network: this.network,
      limits: { timeout: Duration.seconds(10), memorySize: Size.mebibytes(256), concurrency: Concurrency.reserved(5) },
      secrets: { DATABASE: SecretAccess.read(this.secret) },
      egress: [Egress.toConnectable(this.database, ec2.Port.tcp(5432)), Egress.toAwsService(AwsService.DYNAMODB)],
    });
    this.table.grantReadData(this.orders);
  }
}
