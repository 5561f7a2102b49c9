import { Template } from 'aws-cdk-lib/assertions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsService, Egress, SecretAccess, SecureNetwork } from '../../lib';
import type { SecureFunctionProps } from '../../lib';
import { aFunction, FLAG_SETS, newStack, templateOf } from '../apps';
import type { Flags } from '../apps';

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string[];
  readonly Properties?: Record<string, unknown>;
}

type Functions = Readonly<Record<string, (stack: ReturnType<typeof newStack>) => Partial<SecureFunctionProps>>>;

const ALL: Functions = {
  Queue: () => ({ egress: [Egress.toAwsService(AwsService.SQS)] }),
  Secret: stack => ({ secrets: { SECRET: SecretAccess.read(new secretsmanager.Secret(stack, 'Credential')) } }),
  Api: () => ({ egress: [Egress.toDomain('api.example.com')] }),
  Other: () => ({ egress: [Egress.toDomain('other.example.com'), Egress.toAwsService(AwsService.SQS)] }),
};

/** One synth of the app with these functions. */
function synth(flags: Flags, functions: Functions): Record<string, Resource> {
  const stack = newStack(flags);
  new SecureNetwork(stack, 'Network', { allowedDomains: ['*.example.com'] });
  for (const [id, props] of Object.entries(functions)) aFunction(stack, id, props(stack));
  return templateOf(stack).toJSON().Resources as Record<string, Resource>;
}

function without(...ids: string[]): Functions {
  return Object.fromEntries(Object.entries(ALL).filter(([id]) => !ids.includes(id)));
}

function ofType(resources: Record<string, Resource>, type: string): string[] {
  return Object.keys(resources).filter(id => resources[id].Type === type);
}

describe.each(FLAG_SETS)('what is removed from the app, under the %s', (_, flags) => {
  const before = synth(flags, ALL);

  test('takes the endpoint with it that nobody else needs, and leaves the others as they are', () => {
    const after = synth(flags, without('Secret'));
    const gone = Object.keys(before).filter(id => !(id in after));
    expect(gone.filter(id => id.startsWith('Network')).sort()).toEqual([
      expect.stringMatching(/^NetworkSecretsmanagerEndpoint/),
      expect.stringMatching(/^NetworkSecretsmanagerSecurityGroup(?!from)/),
      expect.stringMatching(/^NetworkSecretsmanagerSecurityGroupfrom/),
    ]);
    expect(JSON.stringify(after)).not.toContain('secretsmanager.');
    const changed = Object.keys(after).filter(id => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
    expect(changed).toEqual([expect.stringMatching(/^NetworkDnsFirewallAnswered/)]);
  });

  test('takes its domain from the firewall and the resolver, and leaves the way out to the others', () => {
    const after = synth(flags, without('Api'));
    expect(Object.keys(before).filter(id => !(id in after) && id.startsWith('Network'))).toEqual([]);
    const changed = Object.keys(after).filter(id => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
    expect(changed.sort()).toEqual([
      expect.stringMatching(/^NetworkDnsFirewallAnswered/),
      expect.stringMatching(/^NetworkEgressDomains/),
    ]);
    expect(JSON.stringify(before)).toContain('api.example.com');
    expect(JSON.stringify(after)).not.toContain('api.example.com');
  });

  test('takes the whole way out with it, with the last domain', () => {
    const after = synth(flags, without('Api', 'Other'));
    for (const type of [
      'AWS::NetworkFirewall::Firewall',
      'AWS::NetworkFirewall::FirewallPolicy',
      'AWS::NetworkFirewall::RuleGroup',
      'AWS::NetworkFirewall::LoggingConfiguration',
      'AWS::EC2::NatGateway',
      'AWS::EC2::EIP',
      'AWS::EC2::InternetGateway',
      'AWS::EC2::Route',
    ]) {
      expect(ofType(before, type)).not.toEqual([]);
      expect(ofType(after, type)).toEqual([]);
    }
    expect(ofType(after, 'AWS::EC2::Subnet')).toHaveLength(2);
    expect(Object.keys(after).filter(id => id.startsWith('NetworkEgress'))).toEqual([]);
  });

  test('leaves the network as if nothing had ever been in it, with the last function', () => {
    const alone = synth(flags, {});
    const stillThere = synth(flags, { Nothing: () => ({}) });
    const networkOf = (resources: Record<string, Resource>): [string, Resource][] =>
      Object.entries(resources).filter(([id]) => id.startsWith('Network'));
    expect(networkOf(stillThere)).toEqual(networkOf(alone));
  });
});

describe('a stack with a way out', () => {
  const resources = synth({}, ALL);

  /** Everything that CloudFormation deletes after this resource, because it was needed to make it. */
  function neededBy(id: string, seen = new Set<string>()): ReadonlySet<string> {
    const { DependsOn = [], Properties = {} } = resources[id];
    const text = JSON.stringify(Properties);
    const referred = Object.keys(resources).filter(
      other => text.includes(`"Ref":"${other}"`) || text.includes(`"Fn::GetAtt":["${other}"`),
    );
    for (const other of [...DependsOn, ...referred]) {
      if (seen.has(other)) continue;
      seen.add(other);
      neededBy(other, seen);
    }
    return seen;
  }

  test('is made without a circle', () => {
    for (const id of Object.keys(resources)) expect([...neededBy(id)]).not.toContain(id);
  });

  test('gives back its addresses before the gateway to the internet is detached', () => {
    for (const nat of ofType(resources, 'AWS::EC2::NatGateway')) {
      expect([...neededBy(nat)]).toEqual(expect.arrayContaining(ofType(resources, 'AWS::EC2::VPCGatewayAttachment')));
    }
  });

  test('deletes functions before the ways and subnets that they use, and policies after them', () => {
    for (const id of ['Queue', 'Secret', 'Api', 'Other']) {
      const [fn] = ofType(resources, 'AWS::Lambda::Function').filter(key => key.startsWith(`${id}Function`));
      const needed = [...neededBy(fn)].map(other => resources[other].Type);
      expect(needed).toEqual(
        expect.arrayContaining(['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup']),
      );
    }
  });

  test('deletes routes before the firewall, and the firewall before its policy and that before the DNS Firewall that it asks', () => {
    const [firewall] = ofType(resources, 'AWS::NetworkFirewall::Firewall');
    const routes = ofType(resources, 'AWS::EC2::Route').filter(route => neededBy(route).has(firewall));
    expect(routes).toHaveLength(2);
    const needed = [...neededBy(firewall)].map(id => resources[id].Type);
    expect(needed).toEqual(
      expect.arrayContaining([
        'AWS::NetworkFirewall::FirewallPolicy',
        'AWS::Route53Resolver::FirewallRuleGroup',
        'AWS::EC2::Subnet',
      ]),
    );
  });

  test('protects nothing from its own deletion', () => {
    const template = Template.fromJSON({ Resources: resources });
    template.allResourcesProperties('AWS::NetworkFirewall::Firewall', { DeleteProtection: false });
    template.allResourcesProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { MutationProtection: 'DISABLED' });
  });
});
