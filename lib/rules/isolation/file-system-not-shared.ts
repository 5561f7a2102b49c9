import { Control } from '../../baseline/control';
import type { AppFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { at, listOf, objectOf, textOf } from '../../model/json';
import { canonicalText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { listOf as inWords, nameMeant, nameOf } from '../name-of';
import { SECURE_APP } from '../secure-app';
import { fail } from '../verdict';

/** What one function leaves in a file system, another does not run or believe. */
export const fileSystemNotShared = defineRule({
  id: Control.FILE_SYSTEM_NOT_SHARED,
  subject: 'app',
  title: 'Functions do not share an access point of a file system',
  why: 'Functions that mount the same access point write as the same user into the same folder: an intruder in one of them leaves code and data for the others.',
  fix: 'Give each function an access point of its own, with its own POSIX user and root directory, and hand over what both need through a queue or a bucket.',
  links: ['https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: app =>
    [...mountsOf(app)].flatMap(([, { from, arn, functions }]) => {
      const [first, ...others] = [...functions];
      if (others.length === 0) return [];
      const point = app.find(from.template, arn, ACCESS_POINT);
      return fail({
        message: `${inWords([...functions].map(nameOf))} mount the same access point ${nameMeant(from.template, arn)}`,
        at: point ?? first,
        property: point === undefined ? 'Properties.FileSystemConfigs' : 'Properties',
        related: [...functions],
      });
    }),
  bad: { 'one access point for two functions': mounted('Shared', 'Shared') },
  good: { 'an access point for each': mounted('One', 'Other') },
});

interface Mount {
  readonly from: ResourceFacts;
  readonly arn: string;
  readonly functions: Set<ResourceFacts>;
}

const ACCESS_POINT = 'AWS::EFS::AccessPoint';

/** By the access point that an ARN means, however it is put together; by the ARN where it stands in no template. */
function mountsOf({ functions, find }: AppFacts): ReadonlyMap<ResourceFacts | string, Mount> {
  const mounts = new Map<ResourceFacts | string, Mount>();
  for (const { resource, properties } of functions) {
    for (const config of listOf(properties.FileSystemConfigs)) {
      const arn = textOf(at(config, 'Arn'));
      if (arn === undefined) continue;
      const key = find(resource.template, arn, ACCESS_POINT) ?? canonicalText(resource.template, arn);
      const mount = mounts.get(key) ?? { from: resource, arn, functions: new Set<ResourceFacts>() };
      mounts.set(key, mount);
      mount.functions.add(resource);
    }
  }
  return mounts;
}

function mounted(first: string, second: string) {
  const { Role, Platform, Function: secure } = SECURE_APP.Resources as { readonly [id: string]: JsonObject };
  const mount = (point: string) => ({
    FileSystemConfigs: [
      { Arn: `arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-${point}`, LocalMountPath: '/mnt/files' },
    ],
  });
  return {
    Resources: {
      Function: { Properties: mount(first) },
      Second: {
        ...secure,
        Properties: { ...objectOf(secure.Properties), ...mount(second), Role: { 'Fn::GetAtt': ['SecondRole', 'Arn'] } },
      },
      SecondRole: Role,
      SecondPlatform: { ...Platform, Properties: { ...objectOf(Platform.Properties), RoleName: { Ref: 'SecondRole' } } },
    },
  };
}
