import { Control } from '../../baseline/control';
import { variantsOf } from '../../model/conditions';
import type { FunctionFacts, ResourceFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';

const CONFIG = 'AWS::Lambda::CodeSigningConfig';
const PROPERTY = 'Properties.CodeSigningPolicies.UntrustedArtifactOnDeployment';

/** A signature that is missing stops the deployment. */
export const codeSigningEnforced = defineRule({
  id: Control.CODE_SIGNING_ENFORCED,
  subject: 'app',
  title: 'Code signing refuses what is not signed',
  why: 'By default Lambda only counts a warning when code bears no trusted signature, and deploys it: whoever can write to the pipeline or its bucket runs code with the rights of the function, while the configuration looks as if that were impossible.',
  fix: "Set 'untrustedArtifactOnDeployment: UntrustedArtifactOnDeployment.ENFORCE' on the CodeSigningConfig, or use CodeSigning.demand(), which always does.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: app => [
    ...app.templates.flatMap(({ resources }) => [...resources.values()].filter(({ type }) => type === CONFIG).flatMap(policyOf)),
    ...app.functions.flatMap(importedBy),
  ],
  bad: {
    'a configuration that warns': signed({ CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' } }),
    'a configuration that leaves the policy to its default': signed({}),
    'a configuration that enforces sometimes': {
      Conditions: { Production: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'production'] } },
      ...signed({ CodeSigningPolicies: { UntrustedArtifactOnDeployment: { 'Fn::If': ['Production', 'Enforce', 'Warn'] } } }),
    },
  },
  good: { 'a configuration that enforces': signed({ CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } }) },
});

function policyOf(resource: ResourceFacts): Verdict[] {
  return variantsOf(resource).flatMap<Verdict>(({ properties, when }) => {
    const policy = at(properties, 'CodeSigningPolicies', 'UntrustedArtifactOnDeployment');
    if (policy === 'Enforce') return [];
    const text = textOf(policy ?? properties.CodeSigningPolicies);
    if (text !== undefined && isSymbolic(text)) {
      return [
        unknown({
          message: `Whether ${nameOf(resource)} refuses unsigned code depends on ${text}, which the templates do not tell`,
          at: resource,
          property: PROPERTY,
        }),
      ];
    }
    const condition = when === undefined ? '' : ` (when ${when})`;
    return [
      fail({
        message: `${nameOf(resource)} lets unsigned code through with a warning: UntrustedArtifactOnDeployment is ${spoken(policy)}${condition}`,
        at: resource,
        property: PROPERTY,
      }),
    ];
  });
}

/** What another team's configuration says stands in no template. */
function importedBy({ resource, properties }: FunctionFacts): Verdict[] {
  const config = textOf(properties.CodeSigningConfigArn);
  if (config === undefined || lookup(resource.template, config)?.resource.type === CONFIG) return [];
  return [
    unknown({
      message: `Whether unsigned code of ${nameOf(resource)} is refused cannot be seen: the configuration ${config} stands in no template`,
      at: resource,
      property: 'Properties.CodeSigningConfigArn',
    }),
  ];
}

function signed(policies: { CodeSigningPolicies?: { UntrustedArtifactOnDeployment: string | { 'Fn::If': string[] } } }) {
  return {
    Resources: {
      Signing: {
        Type: CONFIG,
        Properties: {
          AllowedPublishers: {
            SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/releases/AbCdEfGh12'],
          },
          ...policies,
        },
      },
      Function: { Properties: { CodeSigningConfigArn: { Ref: 'Signing' } } },
    },
  };
}
