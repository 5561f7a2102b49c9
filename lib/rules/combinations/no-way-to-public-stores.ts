import { publicStoresOf } from './outsiders';
import { Control } from '../../baseline/control';
import { isBroad } from '../../iam/reach';
import type { Statement } from '../../iam/statement';
import type { AppFacts, JsonObject, ResourceFacts, RoleFacts } from '../../model/facts';
import { symbolicParts } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { rightsOf } from '../identity/rights-of';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

const READS = [
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
  'rds-data:ExecuteStatement',
  's3:GetObject',
  'secretsmanager:GetSecretValue',
];
const WRITES = ['s3:PutObject', 'sqs:SendMessage', 'sns:Publish', 'dynamodb:PutItem', 'kinesis:PutRecord'];

/** What outsiders read is written by functions that know nothing else. */
export const noWayToPublicStores = defineRule({
  id: Control.NO_WAY_TO_PUBLIC_STORES,
  subject: 'function',
  title: 'No function reads a data store and writes to one that outsiders read',
  why: 'Data leaves by the way that is open anyway: one wrong key, or one intruder, and what was read inside lies where everybody may fetch it, past every network rule.',
  fix: 'Publish with a function of its own that is given what to publish, or close the store that outsiders read.',
  links: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: ({ resource, role }, app) => {
    if ('unknown' in role || rightsOf(role).isAdministrator() !== undefined) return pass;
    const stores = publicStores(app);
    const written = [...stores].filter(([store]) => WRITES.some(action => mayUse(role, action, store)));
    const reads = READS.find(action =>
      rightsOf(role)
        .allowing(action)
        .some(statement => readsElse(statement, stores)),
    );
    if (written.length === 0 || reads === undefined) return pass;
    return written.map(([store, policy]) =>
      fail({
        message: `${nameOf(resource)} may read data (${reads}) and write to ${nameOf(store)}, which everybody may read`,
        related: [role.resource, store, policy],
      }),
    );
  },
  bad: { 'a table and a public bucket': publishing('dynamodb:GetItem', { 'Fn::GetAtt': ['Table', 'Arn'] }) },
  good: { 'only a public bucket': publishing('s3:PutObject', { 'Fn::Sub': '${Site.Arn}/*' }) },
});

const KNOWN = new WeakMap<AppFacts, ReadonlyMap<ResourceFacts, ResourceFacts>>();

function publicStores(app: AppFacts): ReadonlyMap<ResourceFacts, ResourceFacts> {
  const known = KNOWN.get(app) ?? publicStoresOf(app);
  KNOWN.set(app, known);
  return known;
}

function mayUse(role: RoleFacts, action: string, store: ResourceFacts): boolean {
  return rightsOf(role)
    .allowing(action)
    .some(statement => isBroad(statement) || statement.resources.some(pattern => means(pattern, store)));
}

function means(pattern: string, { logicalId }: ResourceFacts): boolean {
  return symbolicParts(pattern).some(part => part === logicalId || part.startsWith(`${logicalId}.`));
}

/** What everybody may read is no secret to write down. */
function readsElse({ resources, notResources }: Statement, stores: ReadonlyMap<ResourceFacts, ResourceFacts>): boolean {
  return notResources.length > 0 || resources.some(pattern => ![...stores.keys()].some(store => means(pattern, store)));
}

function publishing(Action: string, Resource: JsonObject) {
  return {
    Resources: {
      Site: { Type: 'AWS::S3::Bucket' },
      SitePolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Site' },
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Site.Arn}/*' } }],
          },
        },
      },
      Workload: {
        Properties: {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Site.Arn}/*' } },
              { Effect: 'Allow', Action, Resource },
            ],
          },
        },
      },
    },
  };
}
