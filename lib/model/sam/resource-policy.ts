import type { ApiDraft } from './apis';
import { methodOut } from './apis';
import { sub } from './intrinsic';
import type { Json, JsonObject } from '../facts';
import { at, listOf, objectOf } from '../json';

/** Who may call an API from where, as the API and its event sources state it. */
export function resourcePolicyOf({ properties, operations }: ApiDraft): JsonObject | undefined {
  const stage = properties.StageName ?? '*';
  const callable = (path: string): JsonObject => sub(`execute-api:/\${Stage}/${path.replace(/\$\{/g, '${!')}`, { Stage: stage });
  const statements = [
    ...statementsOf(at(properties.Auth, 'ResourcePolicy'), callable('*')),
    ...operations.flatMap(({ auth, path, method }) => {
      const place = path.replace(/^\//, '').replace(/\{[A-Za-z0-9._-]+\+?\}/g, '*');
      return statementsOf(at(auth, 'ResourcePolicy'), callable(`${methodOut(method)}/${place}`));
    }),
  ];
  return statements.length === 0 ? undefined : { Version: '2012-10-17', Statement: statements };
}

function statementsOf(policy: Json | undefined, resource: JsonObject): readonly Json[] {
  const stated = objectOf(policy);
  const accounts = (effect: string, list: Json | undefined): readonly Json[] =>
    listOf(list).length === 0 ? [] : [{ ...CALL, Effect: effect, Principal: { AWS: [...listOf(list)] }, Resource: resource }];
  const denied = (operator: string, conditions: JsonObject): readonly Json[] =>
    Object.keys(conditions).length === 0
      ? []
      : [
          { ...CALL, Effect: 'Allow', Principal: '*', Resource: resource },
          { ...CALL, Effect: 'Deny', Principal: '*', Resource: resource, Condition: { [operator]: conditions } },
        ];
  return [
    ...accounts('Allow', stated.AwsAccountWhitelist),
    ...accounts('Deny', stated.AwsAccountBlacklist),
    ...denied('NotIpAddress', addresses(stated.IpRangeWhitelist)),
    ...denied('IpAddress', addresses(stated.IpRangeBlacklist)),
    ...denied('StringEquals', networks(stated, 'Blacklist')),
    ...denied('StringNotEquals', networks(stated, 'Whitelist')),
    ...listOf(stated.CustomStatements),
  ];
}

const CALL = { Action: 'execute-api:Invoke' };

function addresses(list: Json | undefined): JsonObject {
  return listOf(list).length === 0 ? {} : { 'aws:SourceIp': [...listOf(list)] };
}

function networks(stated: JsonObject, list: 'Blacklist' | 'Whitelist'): JsonObject {
  const named = listOf(stated[`SourceVpc${list}`]);
  const starting = (start: string): readonly Json[] => named.filter(name => typeof name === 'string' && name.startsWith(start));
  const vpcs = [...starting('vpc-'), ...listOf(stated[`IntrinsicVpc${list}`])];
  const endpoints = [...starting('vpce-'), ...listOf(stated[`IntrinsicVpce${list}`])];
  return {
    ...(vpcs.length === 0 ? {} : { 'aws:SourceVpc': vpcs }),
    ...(endpoints.length === 0 ? {} : { 'aws:SourceVpce': endpoints }),
  };
}
