import { ref } from './places';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { modelOf } from '../build';

const endpoint = (properties: JsonObject) => {
  const [facts] = modelOf({
    Parameters: { Setting: { Type: 'String' } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: ref('Vpc'), ...properties } },
    },
  }).networking.endpoints;
  return facts;
};

test.each<[string, string, boolean]>([
  ['com.amazonaws.eu-west-1.s3', 's3', true],
  ['com.amazonaws.eu-west-1.ecr.dkr', 'ecr.dkr', true],
  ['com.amazonaws.us-gov-west-1.sqs', 'sqs', true],
  ['com.amazonaws.us-isob-east-1.sqs', 'sqs', true],
  ['com.amazonaws.ap-southeast-12.sqs', 'sqs', true],
  ['cn.com.amazonaws.cn-north-1.sqs', 'sqs', true],
  ['aws.sagemaker.eu-west-1.notebook', 'notebook', true],
  ['aws.api.eu-west-1.bedrock-runtime', 'bedrock-runtime', true],
  ['aws.eu-west-1.sqs', 'sqs', true],
  ['com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c', false],
  ['com.amazonaws.eu-west-1.vpce-svc-0a1b2c', 'vpce-svc-0a1b2c', false],
  ['com.amazonaws.eu-west.sqs', 'com.amazonaws.eu-west.sqs', false],
  ['com.amazonaws.eu-west-1.', 'com.amazonaws.eu-west-1.', false],
  ['net.com.amazonaws.eu-west-1.sqs', 'net.com.amazonaws.eu-west-1.sqs', false],
  ['partner.example', 'partner.example', false],
])('%s is the service %s, of AWS: %s', (ServiceName, service, ofAws) =>
  expect(endpoint({ ServiceName })).toMatchObject({ service, ofAws }),
);

test.each<[string, Json | undefined, string, boolean]>([
  ['the region of the stack', { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.sqs' }, 'sqs', true],
  ['a name that nobody knows', ref('Setting'), '${Setting}', false],
  ['no name', undefined, 'a service that the templates do not tell', false],
])('%s', (_, name, service, ofAws) =>
  expect(endpoint(name === undefined ? {} : { ServiceName: name })).toMatchObject({ service, ofAws }),
);

test.each<[string | undefined, string]>([
  [undefined, 'gateway'],
  ['Gateway', 'gateway'],
  ['Interface', 'interface'],
  ['GatewayLoadBalancer', 'appliance'],
  ['Resource', 'other'],
  ['ServiceNetwork', 'other'],
])('an endpoint of type %s is %s', (type, kind) =>
  expect(endpoint(type === undefined ? {} : { VpcEndpointType: type }).kind).toBe(kind),
);

test('its network and its policy are told where they are written', () => {
  const { network, policy } = endpoint({ ServiceName: 'com.amazonaws.eu-west-1.s3' });
  expect(network).toMatch(/#Vpc\}$/);
  expect(policy).toBeUndefined();
  expect(endpoint({ VpcId: { 'Fn::GetAtt': ['Found', 'Id'] } }).network).toMatch(/Found\.Id\}$/);
  expect(endpoint({ VpcId: null as unknown as Json }).network).toMatch(/\?VpcId\}$/);
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] };
  expect(endpoint({ PolicyDocument }).policy?.statements.map(({ statement }) => statement.effect)).toEqual(['Allow']);
});
