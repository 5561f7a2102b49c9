import { App, Stack, Duration, Size } from 'aws-cdk-lib';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { ServerlessGuard } from '../lib/guard';
import { SecureFunction, SecureNetwork, FunctionCode, Concurrency, Egress, AwsService } from '../lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
test.each([{}, recommendedFlags])('own %#', context => {
  const app = new App({ context: { ...context, 'aws:cdk:enable-path-metadata': true } });
  ServerlessGuard.protect(app, { inventory: true });
  const stack = new Stack(app, 'Orders');
  const network = new SecureNetwork(stack, 'Net');
  new SecureFunction(stack, 'Fn', { code: FunctionCode.inline('x'), runtime: Runtime.NODEJS_22_X, network, limits: { timeout: Duration.seconds(10), memorySize: Size.mebibytes(256), concurrency: Concurrency.reserved(5) }, egress: [Egress.toAwsService(AwsService.DYNAMODB)] } as never);
  app.synth();
});
