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
  check: ({ resource }, app) =>
    logged(app).has(resource) || subnetsLogged(app, resource)
      ? pass
      : fail({ message: `${nameOf(resource)} has no flow log: no connection in it is written down`, property: 'Properties' }),
  bad: { 'no flow log': { Resources: { FlowLog: null } } },
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

const LOGGED = new WeakMap<AppFacts, ReadonlySet<ResourceFacts>>();

/** The VPCs and subnets that a flow log of the app names. */
function logged(app: AppFacts): ReadonlySet<ResourceFacts> {
  const known =
    LOGGED.get(app) ??
    new Set(
      (app.resourcesByType.get('AWS::EC2::FlowLog') ?? []).flatMap(
        ({ template, properties }) => lookup(template, textOf(properties.ResourceId) ?? '')?.resource ?? [],
      ),
    );
  LOGGED.set(app, known);
  return known;
}

function subnetsLogged(app: AppFacts, vpc: ResourceFacts): boolean {
  const subnets = (app.resourcesByType.get('AWS::EC2::Subnet') ?? []).filter(
    ({ template, properties }) => lookup(template, textOf(properties.VpcId) ?? '')?.resource === vpc,
  );
  return subnets.length > 0 && subnets.every(subnet => logged(app).has(subnet));
}
