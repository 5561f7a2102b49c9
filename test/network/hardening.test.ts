import { App, PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsService, Egress, SecureNetwork } from '../../lib';
import { aFunction, cast, newStack, templateOf } from '../apps';

test('a network whose VPC was exchanged still places functions in its own', () => {
  const stack = newStack();
  const network = new SecureNetwork(stack, 'Network');
  const open = new ec2.Vpc(stack, 'Open');
  Object.assign(network, cast({ vpc: open, subnets: { subnetType: ec2.SubnetType.PUBLIC } }));
  aFunction(stack, 'Fn', { network });
  const [fn] = Object.values(templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { VpcConfig: {} } })).slice(
    -1,
  ) as {
    Properties: { VpcConfig: { SubnetIds: { Ref: string }[] } };
  }[];
  for (const { Ref } of fn.Properties.VpcConfig.SubnetIds) expect(Ref).toMatch(/^NetworkVpcIsolated/);
});

test('a property injector that adds a way out is refused', () => {
  const app = new App();
  PropertyInjectors.of(app).add({
    constructUniqueId: ec2.Vpc.PROPERTY_INJECTION_ID,
    inject: original => ({
      ...original,
      createInternetGateway: true,
      subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],
    }),
  });
  expect(() => new SecureNetwork(new Stack(app, 'Stack'), 'Network')).toThrow(
    /has isolated subnets .* and no others, got 0 isolated/,
  );
});

test('a public subnet is refused by its id, whoever wraps it', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const wrapped = vpc.publicSubnets.map((subnet, index) =>
    ec2.Subnet.fromSubnetAttributes(stack, `S${index}`, { subnetId: subnet.subnetId, availabilityZone: `z${index}` }),
  );
  expect(() => SecureNetwork.fromVpc(vpc, { subnets: { subnets: wrapped } })).toThrow(/no route to an internet gateway/);
});

test('an endpoint policy that was opened fails the synthesis', () => {
  const stack = newStack();
  aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.SQS)] });
  const endpoint = stack.node.findChild('Network').node.findChild('Sqs').node.findChild('Endpoint').node
    .defaultChild as ec2.CfnVPCEndpoint;
  endpoint.addPropertyOverride('PolicyDocument', {
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  });
  expect(() => templateOf(stack)).toThrow(/'PolicyDocument' of AWS::EC2::VPCEndpoint/);
});
