import { openDoorsOf, wayOutOf } from './outsiders';
import { Control } from '../../baseline/control';
import type { Json, JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { WAY_OUT } from '../network/way-out-example';
import { readableSecrets } from '../secrets/readable-secrets';
import { fail, pass } from '../verdict';

/** What everybody can call and what knows a secret cannot also talk to everybody. */
export const noOpenPathToSecrets = defineRule({
  id: Control.NO_OPEN_PATH_TO_SECRETS,
  subject: 'function',
  title: 'No function that everybody calls reads a secret and may send it anywhere',
  why: 'Each of the three is common; together they are a finished attack: one hole in code that the whole internet can reach, and the secret is read and gone.',
  fix: 'Take one of the three away: ask callers for authorization, move what needs the secret into a function behind a queue, or close the network (SecureFunction with egress).',
  links: ['https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens/security-pillar.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  combines: [
    Control.API_REQUIRES_AUTHORIZATION,
    Control.DATA_READER_OFFLINE,
    Control.EGRESS_CLOSED,
    Control.FUNCTION_IN_VPC,
    Control.FUNCTION_URL_REQUIRES_IAM,
    Control.INTERNET_BEHIND_FIREWALL,
  ],
  check: (fn, app) => {
    const doors = openDoorsOf(fn);
    const out = wayOutOf(fn, app);
    if (doors.length === 0 || out === undefined || 'unknown' in fn.role) return pass;
    const readable = readableSecrets(fn.role);
    if (readable.length === 0) return pass;
    return fail({
      message: `Everybody may call ${nameOf(fn.resource)} (${listOf(doors.map(({ resource }) => nameOf(resource)))}), it reads secrets (${listOf(readable)}), and ${out}`,
      related: [fn.role.resource, ...doors.map(({ resource }) => resource)],
    });
  },
  bad: {
    'an open API before a secret': {
      Resources: {
        ...openApi(),
        ...reading('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf'),
        Function: { Properties: { VpcConfig: null } },
      },
    },
    'an open API, a secret, and everywhere behind a NAT gateway': {
      Resources: {
        ...openApi(),
        ...reading('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf'),
        ...WAY_OUT,
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] },
        },
      },
    },
  },
  good: {
    'an API that asks': {
      Resources: {
        ...openApi('AWS_IAM'),
        ...reading('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf'),
      },
    },
  },
});

function openApi(AuthorizationType = 'NONE'): JsonObject {
  return {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['Function', 'Arn'] } },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'GET /orders',
        AuthorizationType,
        Target: { 'Fn::Sub': 'integrations/${Integration}' },
      },
    },
  };
}

function reading(Action: string, Resource: Json): JsonObject {
  return { Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } } };
}
