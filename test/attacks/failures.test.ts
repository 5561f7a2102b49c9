import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Attack } from './attack';
import { describeAttacks, override } from './attack';
import { aFunction } from '../apps';
import { DEPLOYMENT } from '../integrations/deployment';

const LOST: readonly Attack[] = [
  [
    'an alias that captures no failures, made by hand',
    scope => new lambda.Alias(scope, 'Alias', { aliasName: 'live', version: aFunction(scope).currentVersion }),
    'async-failures-captured',
  ],
  [
    'an alias of the latest version, made by hand',
    scope =>
      new lambda.CfnAlias(scope, 'Alias', {
        name: 'live',
        functionName: aFunction(scope).functionName,
        functionVersion: '$LATEST',
      }),
    'async-failures-captured',
  ],
  [
    'the destination of an alias that an override removes',
    scope => {
      const alias = aFunction(scope).addAlias('live');
      override(alias, 'AWS::Lambda::EventInvokeConfig', 'DestinationConfig', undefined);
    },
    'async-failures-captured',
  ],
  ['a second configuration', scope => aFunction(scope).configureAsyncInvoke({ retryAttempts: 0 }), /is configured once/],
  [
    'a second configuration of an alias',
    scope => aFunction(scope).addAlias('live').configureAsyncInvoke({ retryAttempts: 0 }),
    /already been configured/,
  ],
  [
    'tenants that share instances by an override',
    scope => {
      DEPLOYMENT['tenants of its own'](scope);
      override(scope, 'AWS::Lambda::Function', 'TenancyConfig', undefined);
    },
    /'TenancyConfig' of AWS::Lambda::Function/,
  ],
];

describeAttacks('nobody loses', LOST);
