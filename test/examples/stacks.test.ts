import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CARRIER_DOMAIN, createDatabase, createKey, OrdersStack } from '../../examples/orders/orders-stack';
import { SecureNetwork, ServerlessGuard } from '../../lib';
import { FLAG_SETS, newApp } from '../apps';

/** The example over so many stacks: all in one, the network apart, and the warehouse's database apart from both. */
function orders(app: App, count: number): OrdersStack {
  if (count === 1) return new OrdersStack(app, 'Orders');
  const network = new SecureNetwork(new Stack(app, 'Shared'), 'Network', { allowedDomains: [CARRIER_DOMAIN] });
  if (count === 2) return new OrdersStack(app, 'Orders', { network });
  const warehouse = new Stack(app, 'Warehouse');
  return new OrdersStack(app, 'Orders', { network, database: createDatabase(warehouse, network, createKey(warehouse)) });
}

describe.each(FLAG_SETS)('the example under the %s', (_, flags) => {
  test.each([1, 2, 3])('uses an endpoint, a database and a domain in %i stack(s), and the judge finds nothing', count => {
    const app = newApp(flags);
    ServerlessGuard.protect(app);
    const stack = orders(app, count);
    expect(() => app.synth()).not.toThrow();

    const networkStack = Stack.of(count === 1 ? stack : app.node.findChild('Shared'));
    expect(app.node.children.filter(Stack.isStack)).toHaveLength(count);
    const template = Template.fromStack(networkStack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 3);
    template.hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroup: { RulesSource: { RulesSourceList: { Targets: [CARRIER_DOMAIN] } } },
    });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: Match.arrayWith([CARRIER_DOMAIN]) });
    const database = Object.keys(template.findResources('AWS::RDS::DBInstance'));
    const [answered] = Object.values(
      template.findResources('AWS::Route53Resolver::FirewallDomainList', {
        Properties: { Domains: Match.arrayWith([CARRIER_DOMAIN]) },
      }),
    );
    const named = JSON.stringify(answered.Properties.Domains);
    if (count === 1) expect(named).toContain(`["${database[0]}","Endpoint.Address"]`);
    else expect(named).toContain('".rds."');
    expect(networkStack.dependencies).toEqual([]);
  });
});
