import { archiveAt } from './code';
import type { Expanded } from './function';
import { attribute, pick, present, ref } from './intrinsic';
import type { Making } from './making';
import { RoleDraft, trusting } from './role';
import type { SamResource } from './sam-resource';
import { tagsOf } from './tags';
import type { Json } from '../facts';
import { at, isTrue, objectOf } from '../json';

/** A state machine, its version and alias, and the draft of its role. */
export function expandStateMachine(making: Making, from: SamResource): Expanded {
  const { logicalId, properties } = from;
  const role = new RoleDraft(making, from, `${logicalId}Role`);
  role.add(properties.Policies);
  if (isTrue(at(properties.Tracing, 'Enabled'))) role.attach('AWSXrayWriteOnlyAccess', 'Tracing');
  const given = properties.Role;
  const uri = properties.DefinitionUri;
  const made = {
    ...pick(properties, 'Definition', 'DefinitionSubstitutions'),
    ...present({
      DefinitionS3Location: uri === undefined ? undefined : archiveAt(uri, 'Bucket', 'Key', 'Version'),
      LoggingConfiguration: properties.Logging,
      RoleArn: given ?? attribute(role.logicalId),
      StateMachineName: properties.Name,
      StateMachineType: properties.Type,
      TracingConfiguration: properties.Tracing,
      Tags: tagsOf(properties.Tags),
    }),
  };
  making.make(from, logicalId, 'AWS::StepFunctions::StateMachine', made, {
    places: {
      LoggingConfiguration: 'Logging*',
      TracingConfiguration: 'Tracing*',
      RoleArn: 'Role',
      StateMachineName: 'Name',
      StateMachineType: 'Type',
      DefinitionS3Location: 'DefinitionUri',
      Tags: 'Tags',
    },
  });
  const alias = expandAlias(making, from);
  const target = (isTrue(properties.UseAliasAsEventTarget) ? alias : undefined) ?? logicalId;
  return {
    name: ref(target),
    arn: ref(target),
    role,
    finish: () => {
      const isGiven = given !== undefined && given !== null;
      const isStated = properties.Policies !== undefined && properties.Policies !== null;
      // SAM refuses both; what somebody wrote is judged all the same, whichever of the two he takes away.
      if (isGiven && isStated) {
        making.cannot(from, "states 'Role' and 'Policies', of which SAM takes only one", 'Properties.Policies');
      }
      if (!isGiven || isStated) role.make(trusting('states.amazonaws.com'));
    },
  };
}

function expandAlias(making: Making, from: SamResource): string | undefined {
  const { logicalId, properties } = from;
  const name = making.literal(properties.AutoPublishAlias);
  if (name === undefined) return undefined;
  const [version, alias] = [`${logicalId}Version`, `${logicalId}Alias${name.replace(/\W/g, '')}`];
  const places = { '': 'AutoPublishAlias' };
  const versioned = { StateMachineArn: ref(logicalId), StateMachineRevisionId: attribute(logicalId, 'StateMachineRevisionId') };
  making.make(from, version, 'AWS::StepFunctions::StateMachineVersion', versioned, { places });
  const preference: Json = {
    Type: 'ALL_AT_ONCE',
    ...objectOf(properties.DeploymentPreference),
    StateMachineVersionArn: ref(version),
  };
  making.make(from, alias, 'AWS::StepFunctions::StateMachineAlias', { Name: name, DeploymentPreference: preference }, { places });
  return alias;
}
