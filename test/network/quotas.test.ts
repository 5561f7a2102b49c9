import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AwsService, Egress, EgressProfile, SecureNetwork } from '../../lib';
import { aFunction, newApp } from '../apps';

/** What AWS gives an account without being asked. */
const QUOTA = { interfacesPerVpc: 500, groupsPerRegion: 2_500, rulesPerGroup: 60, resourcesPerStack: 500 };
const FUNCTIONS = 600;
const PER_STACK = 40;

interface Counted {
  /** Lambda makes one for each combination of a subnet and a set of groups. */
  readonly interfaces: number;
  readonly groups: number;
  /** The most that one group has in one direction. */
  readonly rules: number;
  readonly resources: number;
  readonly functions: number;
}

type Properties = Record<string, unknown>;

interface TemplateJson {
  readonly Resources?: Record<string, { readonly Type: string; readonly Properties: Properties }>;
}

function count(app: App): Counted {
  // Without validation, which looks at each function by itself and takes most of the time.
  const templates = app.synth({ skipValidation: true }).stacks.map(({ template }) => (template as TemplateJson).Resources ?? {});
  const all = (type: string): Properties[] =>
    templates
      .flatMap(resources => Object.values(resources).filter(({ Type }) => Type === type))
      .map(({ Properties }) => Properties);
  const combinations = all('AWS::Lambda::Function').flatMap(({ VpcConfig }) => {
    const { SubnetIds = [], SecurityGroupIds = [] } = (VpcConfig ?? {}) as {
      SubnetIds?: unknown[];
      SecurityGroupIds?: unknown[];
    };
    return SubnetIds.map(subnet => JSON.stringify([subnet, SecurityGroupIds]));
  });
  const endpoints = all('AWS::EC2::VPCEndpoint').flatMap(({ SubnetIds }) => (SubnetIds ?? []) as unknown[]);
  const ruled = ['Ingress', 'Egress'].flatMap(direction =>
    all(`AWS::EC2::SecurityGroup${direction}`).map(({ GroupId }) => `${direction} ${JSON.stringify(GroupId)}`),
  );
  return {
    interfaces: new Set(combinations).size + endpoints.length,
    groups: all('AWS::EC2::SecurityGroup').length,
    rules: Math.max(...[...new Set(ruled)].map(group => ruled.filter(other => other === group).length)),
    resources: Math.max(...templates.map(template => Object.keys(template).length)),
    functions: all('AWS::Lambda::Function').filter(({ VpcConfig }) => VpcConfig !== undefined).length,
  };
}

/** A network, a database, and so many functions over stacks of forty. */
function anApp(functions: number, sharing: boolean): App {
  const app = newApp();
  const data = new Stack(app, 'Data');
  const network = new SecureNetwork(data, 'Network', { allowedDomains: ['api.example.com'] });
  const database = new rds.DatabaseInstance(data, 'Database', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
    vpc: network.vpc,
    vpcSubnets: network.subnets,
  });
  const kinds: Egress[][] = [
    [Egress.toAwsService(AwsService.DYNAMODB), Egress.toAwsService(AwsService.SQS)],
    [Egress.toConnectable(database, ec2.Port.tcp(5432)), Egress.toAwsService(AwsService.SQS)],
    [Egress.toDomain('api.example.com')],
  ];
  const profiles = new Stack(app, 'Profiles');
  const shared = kinds.map((egress, kind) => new EgressProfile(profiles, `Profile${kind}`, { network, egress }));
  let stack = profiles;
  for (let index = 0; index < functions; index += 1) {
    if (index % PER_STACK === 0) stack = new Stack(app, `Functions${index / PER_STACK}`);
    const kind = index % kinds.length;
    aFunction(
      stack,
      `Fn${index}`,
      sharing ? { network: undefined, egressProfile: shared[kind] } : { network, egress: kinds[kind] },
    );
  }
  return app;
}

test(`${FUNCTIONS} functions with three kinds of egress fit into the default quotas of a VPC where they share them`, () => {
  const counted = count(anApp(FUNCTIONS, true));
  expect(counted.functions).toBe(FUNCTIONS);
  expect(counted.interfaces).toBe(3 * 2 + 2 * 2);
  expect(counted.groups).toBeLessThan(20);
  expect(counted.rules).toBeLessThanOrEqual(QUOTA.rulesPerGroup);
  expect(counted.interfaces).toBeLessThanOrEqual(QUOTA.interfacesPerVpc);
  expect(counted.groups).toBeLessThanOrEqual(QUOTA.groupsPerRegion);
  expect(counted.resources).toBeLessThanOrEqual(QUOTA.resourcesPerStack);
}, 300_000);

test('where each has a group of its own, they take an interface in every subnet, and a rule of every endpoint', () => {
  const [few, more] = [30, 60].map(functions => count(anApp(functions, false)));
  expect(more.interfaces - few.interfaces).toBe(30 * 2);
  expect(more.groups - few.groups).toBe(30);
  expect(more.rules - few.rules).toBe(20);
  const atScale = few.interfaces + (FUNCTIONS - 30) * 2;
  expect(atScale).toBeGreaterThan(QUOTA.interfacesPerVpc);
}, 120_000);
