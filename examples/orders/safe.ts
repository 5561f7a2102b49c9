import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Alarms, ServerlessGuard } from 'cdk-secure-function';
import { OrdersStack } from './orders-stack';

const app = new App();
ServerlessGuard.protect(app, { inventory: true });

// Whoever is on call subscribes to this topic, and hears of every function of the app.
const oncall = new Stack(app, 'Oncall');
const masterKey = new Key(oncall, 'Key', { description: 'Alarms on their way', enableKeyRotation: true });
Alarms.to(app, new Topic(oncall, 'Topic', { masterKey, enforceSSL: true }));

new OrdersStack(app, 'Orders');
