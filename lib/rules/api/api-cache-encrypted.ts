import { Control } from '../../baseline/control';
import type { Json } from '../../model/facts';
import { at, isTrue, textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import { fail, pass } from '../verdict';
import { restStage } from './api-examples';
import { STAGE_TYPES, stageOf } from './api-stage';

/** Answers that are kept are kept encrypted. */
export const apiCacheEncrypted = defineRule({
  id: Control.API_CACHE_ENCRYPTED,
  subject: 'resource',
  types: STAGE_TYPES,
  title: 'What a REST API caches is encrypted',
  why: 'A cache holds whole answers, with whatever personal data is in them, and is not encrypted unless it is asked for; it is switched on in the console, where nobody reads this.',
  fix: "Set 'cacheDataEncrypted: true' in the options of the stage (CacheDataEncrypted of MethodSettings), also before there is a cache.",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['API-08'],
  check: variant => {
    const stage = stageOf(variant);
    if (stage === undefined || stage.kind !== 'rest') return pass;
    const settings = [stage.everyMethod, ...stage.someMethods];
    const open = settings.find(setting => caches(setting) && !isEncrypted(setting, stage.everyMethod));
    const property = `${stage.property}.MethodSettings`;
    if (open !== undefined) {
      return fail({
        message: `The stage ${nameOf(stage.resource)} caches answers that are not encrypted: CacheDataEncrypted is ${spoken(at(open, 'CacheDataEncrypted'))}`,
        property,
      });
    }
    if (settings.some(setting => isEncrypted(setting, stage.everyMethod))) return pass;
    return fail({
      message: `The stage ${nameOf(stage.resource)} would not encrypt what it caches, once somebody switches a cache on`,
      property,
      severity: 'info',
    });
  },
  bad: {
    'a cache that is not encrypted': restStage({
      CacheClusterEnabled: true,
      MethodSettings: [
        { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', CachingEnabled: true, CacheDataEncrypted: false },
      ],
    }),
    'a cache for one method': restStage({
      MethodSettings: [{ HttpMethod: 'GET', ResourcePath: '/orders', LoggingLevel: 'ERROR', CachingEnabled: true }],
    }),
    'no cache yet': restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' }] }),
  },
  good: {
    'encrypted, whenever there is a cache': restStage(),
    'an encrypted cache': restStage({
      MethodSettings: [
        { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', CachingEnabled: 'true', CacheDataEncrypted: 'true' },
      ],
    }),
  },
});

function caches(settings: Json): boolean {
  return isTrue(at(settings, 'CachingEnabled'));
}

/** What is said for one method replaces what is said for every method. */
function isEncrypted(settings: Json, everyMethod: Json): boolean {
  const value = at(settings, 'CacheDataEncrypted') ?? at(everyMethod, 'CacheDataEncrypted');
  return isTrue(value) || isSymbolic(textOf(value) ?? '');
}
