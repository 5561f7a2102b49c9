import type { ApiDraft } from './apis';
import { pick, ref } from './intrinsic';
import type { Making } from './making';
import type { MakeOptions } from './sam-resource';
import { at, isObject } from '../json';

/** A usage plan for one API, or for all of the template, with a key. */
export function expandUsagePlan(
  making: Making,
  { logicalId, properties, owner }: ApiDraft,
  stage: string,
  options: MakeOptions,
): void {
  const stated = at(properties.Auth, 'UsagePlan');
  if (!isObject(stated)) return;
  const kind = making.literal(stated.CreateUsagePlan);
  if (kind === 'NONE') return;
  const name = kind === 'SHARED' ? 'Serverless' : logicalId;
  const [plan, key] = [`${name}UsagePlan`, `${name}ApiKey`];
  const placed = {
    ...options,
    places: options.places ?? { '': 'Auth.UsagePlan*' },
    ...(kind === 'SHARED' ? { shared: true } : {}),
  };
  const known = at(making.resources.get(plan), 'Properties', 'ApiStages');
  const stages = [...(Array.isArray(known) ? known : []), { ApiId: ref(logicalId), Stage: ref(stage) }];
  const described = pick(stated, 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName');
  making.make(owner, plan, 'AWS::ApiGateway::UsagePlan', { ...described, ApiStages: stages }, placed);
  const keys = stages.map(one => ({ RestApiId: at(one, 'ApiId') ?? null, StageName: at(one, 'Stage') ?? null }));
  making.make(owner, key, 'AWS::ApiGateway::ApiKey', { Enabled: true, StageKeys: keys }, placed);
  const tie = { KeyId: ref(key), KeyType: 'API_KEY', UsagePlanId: ref(plan) };
  making.make(owner, `${plan}Key`, 'AWS::ApiGateway::UsagePlanKey', tie, placed);
  for (const [property, made] of [
    ['UsagePlan', plan],
    ['UsagePlanKey', `${plan}Key`],
    ['ApiKey', key],
  ]) {
    making.references.set(`${logicalId}.${property}`, made);
  }
}
