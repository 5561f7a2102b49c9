import { App } from 'aws-cdk-lib';
import { ServerlessGuard } from 'cdk-secure-function';
import { OrdersStack } from './orders-stack';

const app = new App();
ServerlessGuard.protect(app, { inventory: true });
new OrdersStack(app, 'Orders');
