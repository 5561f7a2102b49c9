import { Control } from '../../baseline/control';
import type { AppFacts, FunctionFacts, JsonObject, TemplateFacts } from '../../model/facts';
import { at } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { SECURE_APP } from '../secure-app';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';

const SIGNING: JsonObject = {
  Signing: {
    Type: 'AWS::Lambda::CodeSigningConfig',
    Properties: {
      AllowedPublishers: {
        SigningProfileVersionArns: ['arn:aws:signer:eu-west-1:111122223333:/signing-profiles/releases/AbCdEfGh12'],
      },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    },
  },
};

/** Where code is signed, all of it is. */
export const codeSigned = defineRule({
  id: Control.CODE_SIGNED,
  subject: 'app',
  title: 'Where code signing is configured, it covers every function of the stack',
  why: 'A stack that demands signatures of some functions and not of others is changed through the others: they hold rights too, and nobody checks who wrote their code.',
  fix: 'Call CodeSigning.demand() on the stack, or set CodeSigningConfigArn on the function; one that cannot be signed, such as an image, takes a waiver (unsignedCode).',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: app =>
    [...byTemplate(app)].flatMap<Verdict>(([, functions]) =>
      functions.some(isSigned)
        ? functions
            .filter(fn => !isSigned(fn))
            .map(({ resource, properties: { PackageType: type } }) =>
              fail({
                message: `${nameOf(resource)} runs code that nobody has to have signed, beside functions whose code is${type === 'Image' ? '; Lambda checks no signatures of images' : ''}`,
                at: resource,
                property: 'Properties.CodeSigningConfigArn',
              }),
            )
        : [],
    ),
  bad: { 'one function of two': { Resources: { ...SIGNING, ...second({ CodeSigningConfigArn: { Ref: 'Signing' } }) } } },
  good: {
    'nobody demands it': { Resources: second({}) },
    'both functions': {
      Resources: {
        ...SIGNING,
        ...second({ CodeSigningConfigArn: { Ref: 'Signing' } }),
        Function: { Properties: { CodeSigningConfigArn: { Ref: 'Signing' } } },
      },
    },
  },
});

function byTemplate(app: AppFacts): ReadonlyMap<TemplateFacts, readonly FunctionFacts[]> {
  const templates = new Map<TemplateFacts, FunctionFacts[]>();
  for (const fn of app.functions) {
    const beside = templates.get(fn.resource.template);
    if (beside === undefined) templates.set(fn.resource.template, [fn]);
    else beside.push(fn);
  }
  return templates;
}

function isSigned({ properties }: FunctionFacts): boolean {
  return properties.CodeSigningConfigArn !== undefined;
}

/** Another function like the one of the secure app, with a role, a policy and logs of its own. */
function second(properties: JsonObject): JsonObject {
  const own = ['Role', 'Platform', 'Logs', 'Function'];
  const copied = Object.fromEntries(own.map(name => [`Second${name}`, at(SECURE_APP, 'Resources', name)]));
  const renamed = JSON.stringify(copied).replace(
    new RegExp(`("Ref":|"Fn::GetAtt":\\[)"(${own.join('|')})"`, 'g'),
    (_, reference: string, name: string) => `${reference}"Second${name}"`,
  );
  const resources = JSON.parse(renamed) as { readonly [name: string]: { readonly Properties: JsonObject } };
  const { SecondFunction } = resources;
  return { ...resources, SecondFunction: { ...SecondFunction, Properties: { ...SecondFunction.Properties, ...properties } } };
}
