import { Control } from '../../baseline/control';
import type { IdentityFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import type { Fail } from '../verdict';
import { escalationFindings, standsInTheApp } from './escalation-findings';
import { isExecutionRole } from './execution-role';

/** Nobody else of the app can give itself more than it was given either. */
export const noEscalatingIdentities = defineRule({
  id: Control.NO_ESCALATING_IDENTITIES,
  subject: 'identity',
  title: 'Nobody of the app can make itself more powerful',
  why: 'Who may pass any role, assume any role or rewrite policies has every right of the account, one call later: also a user, a group, a pipeline or a policy that is attached to somebody next year.',
  fix: "Name the one role, policy or function in the statement's Resource, and the service that receives a role in a condition on iam:PassedToService.",
  links: ['https://pathfinding.cloud', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
  severity: 'error',
  profile: 'baseline',
  controls: ['ESC-01', 'ESC-02', 'ESC-04'],
  // Services have roles with policies that AWS wrote for them; what stands in the app somebody here has written.
  check: (identity, app) =>
    isExecutionRole(identity)
      ? []
      : escalationFindings(identity, app)
          .filter(standsInTheApp)
          .map(finding => (isWrittenByCdk(identity, finding) ? { ...finding, severity: 'warning' } : finding)),
  bad: {
    'a group that may pass any role': {
      Resources: {
        Deployers: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'deployers' } },
        Passing: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'passing', Groups: [{ Ref: 'Deployers' }], PolicyDocument: allowing('iam:Pass*', '*') },
        },
      },
    },
    'a policy for whoever gets it, that assumes any role': {
      Resources: {
        Roaming: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allowing('sts:AssumeRole', '*') } },
      },
    },
    'a user who may rewrite itself': {
      Resources: {
        Operator: {
          Type: 'AWS::IAM::User',
          Properties: {
            UserName: 'operator',
            Policies: [
              { PolicyName: 'own', PolicyDocument: allowing('iam:PutUserPolicy', 'arn:aws:iam::111122223333:user/operator') },
            ],
          },
        },
      },
    },
  },
  good: {
    'a group that may pass one role': {
      Resources: {
        Deployers: {
          Type: 'AWS::IAM::Group',
          Properties: {
            Policies: [
              { PolicyName: 'passing', PolicyDocument: allowing('iam:PassRole', 'arn:aws:iam::111122223333:role/media-convert') },
            ],
          },
        },
      },
    },
  },
});

/** The roles with which CDK Pipelines publishes assets may start any build; whoever uses it cannot change that. */
const STARTS_BUILDS = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'];

/** Its policy by construct path, and by logical id where an app writes no paths into its templates. */
const ASSET_PUBLISHER =
  /(?:\/Assets\/(?:Docker|File)Role\/DefaultPolicy\/Resource|Assets(?:Docker|File)RoleDefaultPolicy[0-9A-F]{8})$/;

function isWrittenByCdk({ statements }: IdentityFacts, { at, property }: Fail): boolean {
  const place = statements.find(found => found.resource === at && found.property === property);
  return (
    [at?.constructPath, at?.logicalId].some(name => ASSET_PUBLISHER.test(name ?? '')) &&
    place?.statement.actions.length === STARTS_BUILDS.length &&
    STARTS_BUILDS.every(action => place.statement.actions.includes(action))
  );
}

function allowing(Action: string, Resource: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
}
