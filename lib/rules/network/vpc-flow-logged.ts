import { Control } from '../../baseline/control';
import type { AppFacts, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** Every connection that was made or refused is written down somewhere. */
export const vpcFlowLogged = defineRule({
  id: Control.VPC_FLOW_LOGGED,
  subject: 'resource',
  types: ['AWS::EC2::VPC'],
  title: 'VPCs log which connections were made and refused',
  why: 'Without flow logs nobody can tell afterwards where data went, or whether an intruder looked around in the network.',
  fix: "Call 'vpc.addFlowLog(...)' (AWS::EC2::FlowLog with the VPC as its ResourceId); SecureNetwork has flow logs.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-07'],
  check: ({ resource }, app) => {
    const missing = ['ACCEPT', 'REJECT'].filter(kind => !logged(app, kind).has(resource) && !subnetsLogged(app, resource, kind));
    if (missing.length === 0) return pass;
    const message =
      missing.length > 1
        ? `${nameOf(resource)} has no flow log: no connection in it is written down`
        : `The flow log of ${nameOf(resource)} writes down only connections that were ${missing[0] === 'REJECT' ? 'made' : 'refused'} (TrafficType)`;
    return fail({ message, property: 'Properties' });
  },
  bad: {
    'no flow log': { Resources: { FlowLog: null } },
    'a flow log of what was accepted': { Resources: { FlowLog: { Properties: { TrafficType: 'ACCEPT' } } } },
  },
  good: {
    'a flow log of the VPC': {},
    'a flow log of every subnet': {
      Resources: {
        FlowLog: { Properties: { ResourceId: { Ref: 'SubnetA' }, ResourceType: 'Subnet' } },
        FlowLogB: {
          Type: 'AWS::EC2::FlowLog',
          Properties: {
            ResourceId: { Ref: 'SubnetB' },
            ...{ ResourceType: 'Subnet', TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::flow-logs' },
          },
        },
      },
    },
  },
});

const LOGGED = new WeakMap<AppFacts, ReadonlyMap<string, ReadonlySet<ResourceFacts>>>();

/** The VPCs and subnets of which a flow log of the app takes this kind of traffic. */
function logged(app: AppFacts, kind: string): ReadonlySet<ResourceFacts> {
  const known = LOGGED.get(app) ?? new Map(['ACCEPT', 'REJECT'].map(one => [one, namedFor(app, one)]));
  LOGGED.set(app, known);
  return known.get(kind)!;
}

function namedFor(app: AppFacts, kind: string): ReadonlySet<ResourceFacts> {
  const other = kind === 'ACCEPT' ? 'REJECT' : 'ACCEPT';
  return new Set(
    (app.resourcesByType.get('AWS::EC2::FlowLog') ?? [])
      .filter(({ properties }) => textOf(properties.TrafficType)?.toUpperCase() !== other)
      .flatMap(({ template, properties }) => lookup(template, textOf(properties.ResourceId) ?? '')?.resource ?? []),
  );
}

function subnetsLogged(app: AppFacts, vpc: ResourceFacts, kind: string): boolean {
  const subnets = (app.resourcesByType.get('AWS::EC2::Subnet') ?? []).filter(
    ({ template, properties }) => lookup(template, textOf(properties.VpcId) ?? '')?.resource === vpc,
  );
  return subnets.length > 0 && subnets.every(subnet => logged(app, kind).has(subnet));
}
