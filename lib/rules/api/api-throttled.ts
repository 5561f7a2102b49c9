import { Control } from '../../baseline/control';
import type { Json } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { httpStage, restStage } from './api-examples';
import type { ApiStage } from './api-stage';
import { STAGE_TYPES, stageOf } from './api-stage';

const LIMITS = ['ThrottlingRateLimit', 'ThrottlingBurstLimit'];

/** One API cannot use up what the account may serve, nor run up a bill without bound. */
export const apiThrottled = defineRule({
  id: Control.API_THROTTLED,
  subject: 'resource',
  types: STAGE_TYPES,
  title: 'APIs limit how fast they are called',
  why: "Without limits of its own an API serves up to the account's 10,000 requests a second: a flood starves every other API of the account, and the functions behind it are paid for.",
  fix: "Set 'throttlingRateLimit' and 'throttlingBurstLimit' in the options of the stage (MethodSettings for '/*' and '*', for HTTP APIs DefaultRouteSettings).",
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
  ],
  severity: 'warning',
  profile: 'strict',
  controls: ['API-06'],
  check: variant => {
    const stage = stageOf(variant);
    if (stage === undefined) return pass;
    const missing = LIMITS.filter(limit => !isLimit(at(stage.everyMethod, limit)));
    if (missing.length === 0) return pass;
    return fail({
      message: `The stage ${nameOf(stage.resource)} takes calls as fast as the account allows: ${listOf(missing)} for every method ${missing.length === 1 ? 'is' : 'are'} left out`,
      property: propertyOf(stage),
    });
  },
  bad: {
    'no limits': restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' }] }),
    'a rate without a burst': restStage({
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', ThrottlingRateLimit: 100 }],
    }),
    'limits for one method only': restStage({
      MethodSettings: [
        {
          HttpMethod: 'GET',
          ResourcePath: '/orders',
          LoggingLevel: 'ERROR',
          ThrottlingRateLimit: 100,
          ThrottlingBurstLimit: 50,
        },
      ],
    }),
    'an HTTP API': httpStage({}),
  },
  good: {
    'limits for every method': restStage(),
    'limits for every route': httpStage({ DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: '50' } }),
  },
});

/** -1 takes a limit away. */
function isLimit(value: Json | undefined): boolean {
  const text = textOf(value);
  return text !== undefined && !text.startsWith('-');
}

function propertyOf({ kind, property, resource }: ApiStage): string {
  if (kind !== 'rest') return `${property}.DefaultRouteSettings`;
  return resource.type === 'AWS::ApiGateway::Stage' ? `${property}.MethodSettings` : property;
}
