import {
  BootstraplessSynthesizer,
  CliCredentialsStackSynthesizer,
  DefaultStackSynthesizer,
  LegacyStackSynthesizer,
  NestedStack,
  Stack,
} from 'aws-cdk-lib';
import type { IStackSynthesizer } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { findingsIn, guardedApp, ordersService, packaged } from './orders';
import { SecureNetwork } from '../../../lib';
import { aFunction, FLAG_SETS } from '../../apps';

const SYNTHESIZERS: readonly (readonly [string, () => IStackSynthesizer])[] = [
  [
    'another qualifier, roles and prefixes',
    () =>
      new DefaultStackSynthesizer({
        qualifier: 'platform',
        bucketPrefix: 'orders/',
        deployRoleArn: 'arn:aws:iam::111122223333:role/platform-deploy',
        generateBootstrapVersionRule: false,
      }),
  ],
  ["the caller's credentials", () => new CliCredentialsStackSynthesizer({ bucketPrefix: 'orders/' })],
  ['parameters for assets', () => new LegacyStackSynthesizer()],
];

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  test.each(SYNTHESIZERS)('a stack deployed with %s is accepted', (_name, synthesizer) => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', { synthesizer: synthesizer() });
    ordersService(stack, packaged());
    expect(findingsIn(app)).toEqual([]);
  });

  test.each(SYNTHESIZERS)('a stack nested in one with %s is accepted', (_name, synthesizer) => {
    const app = guardedApp(flags);
    const stack = new NestedStack(new Stack(app, 'Stack', { synthesizer: synthesizer() }), 'Nested');
    ordersService(stack, packaged());
    expect(findingsIn(app)).toEqual([]);
  });

  test('a synthesizer of the app is accepted', () => {
    const app = guardedApp({ ...flags, '@aws-cdk/core:bootstrapQualifier': 'corp' });
    const stack = new Stack(app, 'Stack');
    ordersService(stack, packaged());
    expect(findingsIn(app)).toEqual([]);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('cdk-corp-assets');
  });

  test('without a bootstrap stack a network of its own is refused by CDK, whose closed default group needs an asset', () => {
    const stack = new Stack(guardedApp(flags), 'Stack', { synthesizer: new BootstraplessSynthesizer() });
    expect(() => aFunction(stack)).toThrow('Cannot add assets to a Stack that uses the BootstraplessSynthesizer');
  });

  test('without a bootstrap stack a function in a network that exists is accepted', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', { synthesizer: new BootstraplessSynthesizer() });
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-1', 'subnet-2'],
      isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
    });
    aFunction(stack, 'Fn', { network: SecureNetwork.fromVpc(vpc) });
    expect(findingsIn(app)).toEqual([]);
  });
});
