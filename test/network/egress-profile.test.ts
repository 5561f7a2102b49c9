import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { AwsService, Egress, EgressProfile, ParameterAccess, SecretAccess, SecureNetwork } from '../../lib';
import type { EgressProfileProps, SecureFunction, SecureFunctionProps } from '../../lib';
import { aFunction, aWaiver, cast, FLAG_SETS, networkOf, newApp, newStack, refusal, templateOf } from '../apps';

const TO_SQS = Egress.toAwsService(AwsService.SQS);

function aProfile(stack: Stack, egress: Egress[] = [TO_SQS], network = networkOf(stack)): EgressProfile {
  return new EgressProfile(stack, 'Profile', { network, egress });
}

function sharing(
  stack: Stack,
  id: string,
  egressProfile: EgressProfile,
  props: Partial<SecureFunctionProps> = {},
): SecureFunction {
  return aFunction(stack, id, { network: undefined, egressProfile, ...props });
}

describe.each(FLAG_SETS)('functions of one profile, under the %s', (_, flags) => {
  test('stand in one group, which opens what the profile declares', () => {
    const stack = newStack(flags);
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc });
    const profile = aProfile(stack, [TO_SQS, Egress.toConnectable(peer, ec2.Port.tcp(5432))]);
    for (const id of ['A', 'B', 'C']) sharing(stack, id, profile);
    const template = templateOf(stack);
    const group = { 'Fn::GetAtt': [Match.stringLikeRegexp('ProfileSecurityGroup'), 'GroupId'] };
    template.allResourcesProperties('AWS::EC2::SecurityGroupEgress', { GroupId: group });
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
    const functions = template.findResources('AWS::Lambda::Function', {
      Properties: { VpcConfig: { SecurityGroupIds: [group] } },
    });
    expect(Object.keys(functions)).toHaveLength(3);
  });

  test('depend on their own policies, since the group outlives each of them', () => {
    const stack = newStack(flags);
    const profile = aProfile(stack);
    for (const id of ['A', 'B']) sharing(stack, id, profile);
    const template = templateOf(stack);
    for (const id of ['A', 'B']) {
      const functions = template.findResources('AWS::Lambda::Function', {
        DependsOn: Match.arrayWith([Match.stringLikeRegexp(`^${id}PlatformPolicy`)]),
      });
      expect(Object.keys(functions)).toHaveLength(1);
    }
    const [group] = Object.values(
      template.findResources('AWS::EC2::SecurityGroup', { Properties: { GroupDescription: 'Declared egress of Stack/Profile' } }),
    );
    expect(group.DependsOn).toBeUndefined();
  });

  test('are each told where endpoints are, and each named in their policies', () => {
    const stack = newStack(flags);
    const profile = aProfile(stack, [Egress.toAwsService(AwsService.DYNAMODB)]);
    for (const id of ['A', 'B']) {
      sharing(stack, id, profile).addToRolePolicy(
        new iam.PolicyStatement({
          actions: ['dynamodb:GetItem'],
          resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
        }),
      );
    }
    const template = templateOf(stack);
    const told = template.findResources('AWS::Lambda::Function', {
      Properties: { Environment: { Variables: { AWS_ENDPOINT_URL_DYNAMODB: Match.anyValue() } } },
    });
    expect(Object.keys(told)).toHaveLength(2);
    const [endpoint] = Object.values(template.findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoint.Properties.PolicyDocument.Statement).toHaveLength(2);
  });

  test('stand where the profile’s domains are reached', () => {
    const stack = newStack(flags);
    const network = new SecureNetwork(stack, 'Network', { allowedDomains: ['a.example'] });
    sharing(stack, 'Fn', aProfile(stack, [Egress.toDomain('a.example')], network));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: [1, 2].map(zone => ({ Ref: Match.stringLikeRegexp(`EgressZone${zone}Functions`) })) },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Declared egress of Stack/Profile',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443 })],
    });
  });

  test('may stand in other stacks than the profile', () => {
    const app = newApp(flags);
    const shared = new Stack(app, 'Shared');
    const profile = aProfile(shared, [TO_SQS]);
    const stacks = ['A', 'B'].map(id => new Stack(app, id));
    for (const stack of stacks) sharing(stack, 'Fn', profile);
    for (const stack of stacks) Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
    expect(shared.dependencies).toEqual([]);
  });
});

describe('a profile', () => {
  test('that nobody uses leaves nothing', () => {
    const stack = newStack();
    new SecureNetwork(stack, 'Network', { allowedDomains: ['a.example'] });
    const before = templateOf(newStackWithNetwork()).toJSON();
    aProfile(stack, [TO_SQS, Egress.toDomain('a.example')]);
    expect(templateOf(stack).toJSON()).toEqual(before);
  });

  test('refuses a domain at the line where it is written', () => {
    expect(() => aProfile(newStack(), [Egress.toDomain('a.example')])).toThrow(/which allows no domain\..*\[at Stack\/Profile\]/);
  });

  test.each([undefined, 'sqs', [AwsService.SQS]])('refuses %p as egress', egress => {
    const stack = newStack();
    expect(() => new EgressProfile(stack, 'P', cast<EgressProfileProps>({ network: networkOf(stack), egress }))).toThrow(
      refusal(`'egress' of a profile`, 'must be a list of Egress', typeof egress),
    );
  });

  test('refuses an impostor of a network', () => {
    expect(() => new EgressProfile(newStack(), 'P', { network: cast({}), egress: [] })).toThrow('must be a SecureNetwork');
  });

  test('keeps its egress, whatever happens to the list', () => {
    const stack = newStack();
    const egress = [TO_SQS];
    const profile = aProfile(stack, egress);
    egress.push(Egress.toAwsService(AwsService.SNS));
    sharing(stack, 'Fn', profile);
    templateOf(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  });

  test.each([
    ['allowTo()', (fn: ec2.IConnectable, peer: ec2.IConnectable) => fn.connections.allowTo(peer, ec2.Port.tcp(80))],
    ['the counterpart', (fn: ec2.IConnectable, peer: ec2.IConnectable) => peer.connections.allowFrom(fn, ec2.Port.tcp(80))],
  ])('is not changed by one of its functions through %s', (_, open) => {
    const stack = newStack();
    const fn = sharing(stack, 'Fn', aProfile(stack));
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc });
    expect(() => open(fn, peer)).toThrow(
      refusal(
        'A function that shares its egress',
        'connects to what its profile declares',
        'connections.allowTo() or its counterpart on the other side',
      ),
    );
  });

  test('is not opened by an override', () => {
    const stack = newStack();
    const profile = aProfile(stack);
    sharing(stack, 'Fn', profile);
    const group = profile.node.findChild('SecurityGroup').node.defaultChild as CfnResource;
    group.addPropertyOverride('SecurityGroupEgress', [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }]);
    expect(() => templateOf(stack)).toThrow('behind the back of the construct');
  });
});

describe('a function with a profile', () => {
  test.each([
    ['egress', { egress: [TO_SQS] }, `'egress' is what the function has alone, got an egressProfile beside it`],
    ['an empty list of egress', { egress: [] }, `'egress' is what the function has alone, got an egressProfile beside it`],
    [
      'a place outside of every VPC',
      { outsideVpc: aWaiver() },
      `'network' is where a function runs, unless outsideVpc says why not, got both`,
    ],
  ])('has no %s beside it', (_, props, expected) => {
    const stack = newStack();
    expect(() => sharing(stack, 'Fn', aProfile(stack), props)).toThrow(expected);
  });

  test('may name the network of the profile, and no other', () => {
    const stack = newStack();
    const profile = aProfile(stack);
    expect(() => sharing(stack, 'Fn', profile, { network: networkOf(stack) })).not.toThrow();
    const network = new SecureNetwork(stack, 'Other');
    expect(() => sharing(stack, 'Gn', profile, { network })).toThrow(
      refusal(`'network'`, 'must be the one of the egressProfile', 'Stack/Other'),
    );
  });

  test('is given one', () => {
    expect(() => sharing(newStack(), 'Fn', cast('profile'))).toThrow(
      refusal(`'egressProfile'`, 'must be an EgressProfile', 'string'),
    );
  });

  test('reads secrets and parameters where the profile opens the way to them', () => {
    const stack = newStack();
    const secrets = { SECRET: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) };
    const parameters = { PARAMETER: ParameterAccess.read(new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' })) };
    const profile = aProfile(stack, [Egress.toAwsService(AwsService.SECRETS_MANAGER)]);
    expect(() => sharing(stack, 'A', profile, { secrets })).not.toThrow();
    expect(() => sharing(stack, 'B', profile, { parameters })).toThrow(
      refusal(`'egressProfile'`, 'must open what secrets and parameters are read through, because it is shared', `none to 'ssm'`),
    );
    expect(() =>
      sharing(stack, 'C', new EgressProfile(stack, 'None', { network: networkOf(stack), egress: [] }), { secrets }),
    ).toThrow(`none to 'secretsmanager'. Add Egress.toAwsService(AwsService.of('secretsmanager')) to Stack/None`);
  });
});

function newStackWithNetwork(): Stack {
  const stack = newStack();
  new SecureNetwork(stack, 'Network', { allowedDomains: ['a.example'] });
  return stack;
}
