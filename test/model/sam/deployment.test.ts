import { fn, made, managedOf, place, propertiesOf, sam } from './build';
import type { JsonObject } from '../../../lib/model/facts';
import { at } from '../../../lib/model/json';
import { expandServerless } from '../../../lib/model/sam/expand';
import { writtenAt } from '../../../lib/model/written';
import { resource } from '../build';

const NO_VALUE = { Ref: 'AWS::NoValue' };

describe('traffic that moves to a new version', () => {
  const deployed = (DeploymentPreference: JsonObject, more: JsonObject = {}) =>
    sam({ F: fn({ AutoPublishAlias: 'live', DeploymentPreference, ...more }) });

  test('is moved by an application, a group and a role', () => {
    const facts = deployed({ Type: 'Linear10PercentEvery10Minutes', Alarms: ['a'], Hooks: { PreTraffic: 'h' } });
    expect(made(facts)).toMatchObject({
      ServerlessDeploymentApplication: 'CodeDeploy::Application',
      CodeDeployServiceRole: 'IAM::Role',
      FDeploymentGroup: 'CodeDeploy::DeploymentGroup',
    });
    expect(propertiesOf(facts, 'FDeploymentGroup')).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes',
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'a' }] },
      ServiceRoleArn: '${CodeDeployServiceRole.Arn}',
    });
    expect(managedOf(facts, 'CodeDeployServiceRole')).toEqual(['service-role/AWSCodeDeployRoleForLambda']);
  });

  test.each<[string, JsonObject]>([
    ['is switched off', { Enabled: false }],
    ['is not there under any condition', NO_VALUE],
  ])('is moved at once where it %s', (_, preference) =>
    expect(made(deployed(preference))).not.toHaveProperty('FDeploymentGroup'),
  );

  test('needs no role beside the one that is given', () => {
    expect(made(deployed({ Type: 'AllAtOnce', Role: 'r' }))).not.toHaveProperty('CodeDeployServiceRole');
  });

  test('follows the user’s own configuration and alarms, also by a condition', () => {
    const facts = deployed({ Type: { 'Fn::If': ['C', 'AllAtOnce', 'Mine'] }, Alarms: { 'Fn::If': ['C', ['a'], NO_VALUE] } });
    expect(propertiesOf(facts, 'FDeploymentGroup')).toMatchObject({
      DeploymentConfigName: { 'Fn::If': ['C', 'CodeDeployDefault.LambdaAllAtOnce', 'Mine'] },
      AlarmConfiguration: { 'Fn::If': ['C', { Enabled: true, Alarms: [{ Name: 'a' }] }, NO_VALUE] },
    });
    expect(propertiesOf(deployed({ Alarms: 'x' }), 'FDeploymentGroup')).not.toHaveProperty('AlarmConfiguration');
  });

  test('shares application and role among functions', () => {
    const facts = sam({
      F: fn({ AutoPublishAlias: 'a', DeploymentPreference: {} }),
      G: fn({ AutoPublishAlias: 'a', DeploymentPreference: {} }),
    });
    expect(facts.roles.map(role => role.resource.logicalId).sort()).toEqual(['CodeDeployServiceRole', 'FRole', 'GRole']);
  });
});

const PREFERENCE: JsonObject = {
  Type: 'AllAtOnce',
  Alarms: ['a', { Ref: 'B' }],
  Hooks: { PreTraffic: { Ref: 'Before' }, PostTraffic: 'after' },
  TriggerConfigurations: [{ TriggerName: 't' }],
};
const both = (more: JsonObject = {}) =>
  sam({
    F: fn({ AutoPublishAlias: 'live', DeploymentPreference: PREFERENCE }, more),
    G: fn({ AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce', Role: 'r' } }),
  });

test.each<[string, string, JsonObject]>([
  ['the application', 'ServerlessDeploymentApplication', { ComputePlatform: 'Lambda' }],
  [
    'the role',
    'CodeDeployServiceRole',
    {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: ['codedeploy.amazonaws.com'] }, Action: ['sts:AssumeRole'] }],
      },
      ManagedPolicyArns: ['arn:${AWS::Partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda'],
    },
  ],
  [
    'a group with everything that is stated',
    'FDeploymentGroup',
    {
      ApplicationName: '${ServerlessDeploymentApplication}',
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'a' }, { Name: '${B}' }] },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      DeploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ServiceRoleArn: '${CodeDeployServiceRole.Arn}',
      TriggerConfigurations: [{ TriggerName: 't' }],
    },
  ],
  [
    'a group under a role that is given',
    'GDeploymentGroup',
    {
      ApplicationName: '${ServerlessDeploymentApplication}',
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      DeploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ServiceRoleArn: 'r',
    },
  ],
])('traffic is moved by %s', (_, id, expected) => expect(propertiesOf(both(), id)).toEqual(expected));

test('an alias is updated by its group, with the hooks that the function states', () => {
  const { body } = expandServerless({
    Resources: { F: fn({ AutoPublishAlias: 'live', DeploymentPreference: PREFERENCE }) },
  });
  expect(at(body, 'Resources', 'FAliaslive')).toEqual({
    Type: 'AWS::Lambda::Alias',
    Properties: { Name: 'live', FunctionName: { Ref: 'F' }, FunctionVersion: { 'Fn::GetAtt': ['FVersion', 'Version'] } },
    UpdatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: 'ServerlessDeploymentApplication' },
        DeploymentGroupName: { Ref: 'FDeploymentGroup' },
        BeforeAllowTrafficHook: { Ref: 'Before' },
        AfterAllowTrafficHook: 'after',
      },
    },
  });
});

test.each([
  ['ServerlessDeploymentApplication', true],
  ['CodeDeployServiceRole', true],
  ['FDeploymentGroup', undefined],
])('%s stands at the preference of the first function, shared: %s', (id, shared) => {
  const facts = both({ Condition: 'C' });
  expect(place(facts, id)).toBe('F Properties.DeploymentPreference');
  expect(writtenAt(resource(facts, id)).shared).toBe(shared);
  if (shared === true) expect(resource(facts, id).condition).toBeUndefined();
});

test.each<[string, JsonObject]>([
  ['no alarms', {}],
  ['alarms that are not there', { Alarms: NO_VALUE }],
  ['alarms that are no list', { Alarms: 'x' }],
])('a group with %s heeds none', (_, preference) => {
  const facts = sam({ F: fn({ AutoPublishAlias: 'live', DeploymentPreference: preference }) });
  expect(propertiesOf(facts, 'FDeploymentGroup')).not.toHaveProperty('AlarmConfiguration');
  expect(propertiesOf(facts, 'FDeploymentGroup')).not.toHaveProperty('DeploymentConfigName');
});

test('no traffic is moved where no alias is published', () => {
  expect(made(sam({ F: fn({ DeploymentPreference: PREFERENCE }) }))).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role' });
});
