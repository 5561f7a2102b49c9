import { App, RemovalPolicies } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { OrdersStack } from '../../examples/orders/orders-stack';
import { ServerlessGuard } from '../../lib';

/** The example as it is, but that nothing keeps its data from being deleted with it. */
const app = new App();
ServerlessGuard.protect(app);
const stack = new OrdersStack(app, 'Orders');
RemovalPolicies.of(stack).destroy();
for (const construct of stack.node.findAll()) {
  if (construct instanceof CfnTable) construct.deletionProtectionEnabled = false;
  if (construct instanceof CfnDBInstance) construct.deletionProtection = false;
}
