import { Control } from '../../baseline/control';
import { isAlexa } from '../../baseline/skills';
import type { ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { isSymbolic, lookup, splitText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Fail } from '../verdict';
import { fail, pass, unknown } from '../verdict';
import { isNamed, withoutSymbols } from './principal';

/** Where an ARN names its account. */
const ACCOUNT = 4;

/** A service invokes on behalf of one resource or one account, not of whoever else uses that service. */
export const invokerBoundToSource = defineRule({
  id: Control.INVOKER_BOUND_TO_SOURCE,
  subject: 'permission',
  title: 'Services may invoke only on behalf of a named source',
  why: "A service principal stands for all its customers: without a source, a stranger's topic, bucket or load balancer in any account may run this function (the confused deputy).",
  fix: "Set 'sourceArn' of the permission, and 'sourceAccount' where the ARN names no account, as with S3 buckets.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['PERM-01', 'PERM-02'],
  check: ({ resource, principal, sourceArn, sourceAccount, organization }) => {
    if (isAlexa(principal)) return textOf(resource.properties.EventSourceToken) === undefined ? everySkill(resource) : pass;
    if (!isService(principal) || isNamed(sourceAccount) || isNamed(organization)) return pass;
    if (sourceArn !== undefined && isUntoldSource(resource, sourceArn)) {
      return unknown({
        message: `For whom ${nameOf(resource)} lets ${principal} invoke depends on ${sourceArn}, which the templates do not tell`,
        property: 'Properties.SourceArn',
      });
    }
    if (sourceArn === undefined || !isOneOwner(principal, sourceArn)) {
      return fail({
        message: `${nameOf(resource)} lets ${principal} invoke on behalf of any of its customers: it names neither one source nor an account`,
        property: 'Properties.SourceArn',
      });
    }
    return principal.startsWith('s3.')
      ? fail({
          message: `${nameOf(resource)} lets a bucket invoke without naming its owner: whoever takes the bucket's name after it is deleted may invoke too`,
          property: 'Properties.SourceAccount',
        })
      : pass;
  },
  bad: {
    'any skill of Alexa': {
      Resources: {
        Permission: { Type: 'AWS::Lambda::Permission', Properties: permission({ Principal: 'alexa-appkit.amazon.com' }) },
      },
    },
    'any topic': {
      Resources: { Permission: { Type: 'AWS::Lambda::Permission', Properties: permission({ Principal: 'sns.amazonaws.com' }) } },
    },
    'any topic of any account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:*:*:orders' }),
        },
      },
    },
    'a bucket of whoever has its name': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::uploads' }),
        },
      },
    },
  },
  good: {
    'one skill of Alexa': {
      Parameters: { SkillId: { Type: 'String', NoEcho: true } },
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { ...permission({ Principal: 'alexa-appkit.amazon.com' }), EventSourceToken: { Ref: 'SkillId' } },
        },
      },
    },
    'one topic': {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Topic' } }),
        },
      },
    },
    'a bucket of this account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({
            Principal: 's3.amazonaws.com',
            SourceArn: 'arn:aws:s3:::uploads',
            SourceAccount: { Ref: 'AWS::AccountId' },
          }),
        },
      },
    },
    'load balancers of this account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 'elasticloadbalancing.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } }),
        },
      },
    },
  },
});

function everySkill(resource: ResourceFacts): Fail {
  return fail({
    message: `${nameOf(resource)} lets every skill of Alexa invoke: it names no skill`,
    property: 'Properties.EventSourceToken',
  });
}

/** A reference is one resource; an ARN that is written out names its account, except that of a bucket. */
function isOneOwner(principal: string, sourceArn: string): boolean {
  if (withoutSymbols(sourceArn) === '' && sourceArn !== '') return true;
  const pieces = splitText(sourceArn, ':');
  const account = pieces[ACCOUNT];
  if (account === undefined) return !pieces.some(piece => /[*?]/.test(withoutSymbols(piece))) && isSymbolic(sourceArn);
  if (account === '') return principal.startsWith('s3.') && !/^[*?]*$/.test(pieces.slice(ACCOUNT + 1).join(''));
  return isNamed(account);
}

/** Text that nobody but the deployment sees: a parameter, or one that is kept in Systems Manager. */
function isUntoldSource({ template }: ResourceFacts, sourceArn: string): boolean {
  const [, name] = /^\$\{([A-Za-z0-9]+)\}$/.exec(sourceArn) ?? [];
  const type = lookup(template, sourceArn)?.resource.type;
  return (
    sourceArn.includes('{{resolve:') || type === 'AWS::SSM::Parameter' || (name !== undefined && template.parameters.has(name))
  );
}

function isService(principal: string): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/.test(principal);
}

function permission(properties: { Principal: string; SourceArn?: string | { Ref: string }; SourceAccount?: { Ref: string } }) {
  return { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Function' }, ...properties };
}
