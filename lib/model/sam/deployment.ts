import { attribute, present, ref } from './intrinsic';
import type { Making } from './making';
import { policyArn } from './policies';
import { trusting } from './role';
import type { SamResource } from './sam-resource';
import { decision, isNoValue } from '../branches';
import type { Json } from '../facts';
import { isObject, isTrue, objectOf } from '../json';

const APPLICATION = 'ServerlessDeploymentApplication';
const ROLE = 'CodeDeployServiceRole';
const PREDEFINED = /^(?:AllAtOnce|Canary10Percent\d+Minutes|Linear10PercentEvery\d+Minutes?)$/;

/** Traffic that moves step by step to a function's new version, with the application and the role that all of a template share. */
export function expandDeployment(making: Making, from: SamResource, alias: string): void {
  const stated = from.properties.DeploymentPreference;
  if (!isObject(stated) || isNoValue(stated)) return;
  const enabled = making.literal(stated.Enabled);
  if (enabled !== undefined && !isTrue(enabled)) return;
  const group = `${from.logicalId}DeploymentGroup`;
  const places = { '': 'DeploymentPreference' };
  if (!making.resources.has(APPLICATION)) {
    making.make(from, APPLICATION, 'AWS::CodeDeploy::Application', { ComputePlatform: 'Lambda' }, { places, shared: true });
  }
  if (stated.Role === undefined && !making.resources.has(ROLE)) {
    const role = {
      AssumeRolePolicyDocument: trusting('codedeploy.amazonaws.com'),
      ManagedPolicyArns: [policyArn('AWSCodeDeployRoleForLambda')],
    };
    making.make(from, ROLE, 'AWS::IAM::Role', role, { places, shared: true });
  }
  const made = present({
    ApplicationName: ref(APPLICATION),
    AlarmConfiguration: alarmsOf(stated.Alarms),
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    DeploymentConfigName: configurationOf(making, stated.Type),
    DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
    ServiceRoleArn: stated.Role ?? attribute(ROLE),
    TriggerConfigurations: stated.TriggerConfigurations,
  });
  making.make(from, group, 'AWS::CodeDeploy::DeploymentGroup', made, { places });
  const hooks = objectOf(stated.Hooks);
  const update = present({
    ApplicationName: ref(APPLICATION),
    DeploymentGroupName: ref(group),
    BeforeAllowTrafficHook: hooks.PreTraffic,
    AfterAllowTrafficHook: hooks.PostTraffic,
  });
  making.resources.set(alias, { ...making.resources.get(alias), UpdatePolicy: { CodeDeployLambdaAliasUpdate: update } });
}

/** Configurations of CodeDeploy, which SAM names without their beginning, or the user's own. */
function configurationOf(making: Making, type: Json | undefined): Json | undefined {
  const choice = decision(type ?? '');
  if (choice !== undefined) {
    const branch = (value: Json): Json => configurationOf(making, value) as Json;
    return { 'Fn::If': [choice.condition, branch(choice.then), branch(choice.otherwise)] };
  }
  const name = making.literal(type);
  return PREDEFINED.test(name ?? '') ? `CodeDeployDefault.Lambda${name}` : type;
}

function alarmsOf(alarms: Json | undefined): Json | undefined {
  const choice = decision(alarms ?? '');
  if (choice !== undefined) {
    const branch = (value: Json): Json => alarmsOf(value) ?? { Ref: 'AWS::NoValue' };
    return { 'Fn::If': [choice.condition, branch(choice.then), branch(choice.otherwise)] };
  }
  return Array.isArray(alarms) ? { Enabled: true, Alarms: alarms.map(alarm => ({ Name: alarm })) } : undefined;
}
