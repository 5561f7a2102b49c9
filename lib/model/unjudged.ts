import type { Json, ResourceFacts, UnjudgedFacts } from './facts';
import { at } from './json';
import { placeOfMacro } from './macro';
import type { Template } from './templates';

/** What adds to a template, or computes in it, and never changes what else stands there; SAM's transform is done here before anything is judged. */
const HARMLESS_TRANSFORM = /^AWS::(?:LanguageExtensions|CodeDeployBlueGreen|(?:SecretsManager|Serverless)-\d{4}-\d{2}-\d{2})$/;
/** Resources in which a macro could write what the judge looks for. */
const LOOKED_INTO = /^AWS::(?:Lambda|IAM)::|^AWS::EC2::SecurityGroup/;

/** Everything that will be deployed and that no rule can see. */
export function unjudgedOf(templates: readonly Template[], unseenStacks: readonly ResourceFacts[]): readonly UnjudgedFacts[] {
  const unseen = unseenStacks.map(resource => ({
    template: resource.template,
    resource,
    property: 'Properties.TemplateURL',
    what: 'deploys a template that was not given',
  }));
  return [...unseen, ...templates.flatMap(template => [...ofTemplate(template), ...resourcesOf(template)])];
}

function ofTemplate(template: Template): readonly UnjudgedFacts[] {
  const rewritten = template.transforms
    .filter(name => !HARMLESS_TRANSFORM.test(name))
    .map(name => ({ template, property: 'Transform', hiddenBy: name, what: `is rewritten by '${name}' before it is deployed` }));
  const missing = [...template.declared].filter(
    ([logicalId, body]) => typeof body.Type !== 'string' || logicalId.startsWith('Fn::'),
  );
  return [
    ...rewritten,
    ...unmadeOf(template),
    ...missing.map(([logicalId]) => ({
      template,
      property: `Resources.${logicalId}`,
      hiddenBy: logicalId,
      what: `holds '${logicalId}', of which a macro decides what it becomes`,
    })),
    ...(template.loopsCut
      ? [
          {
            template,
            property: 'Fn::ForEach',
            hiddenBy: 'Fn::ForEach',
            what: "has more iterations of 'Fn::ForEach' than are read",
          },
        ]
      : []),
    ...(template.elsewhere === undefined
      ? []
      : [
          {
            template,
            hiddenBy: template.elsewhere,
            what: `is deployed from '${template.elsewhere}', where no file of the app lies`,
          },
        ]),
  ];
}

/** What SAM's transform makes of something that only the transform can tell. */
function unmadeOf(template: Template): readonly UnjudgedFacts[] {
  return template.unmade.map(({ logicalId, property, what }) => ({
    template,
    resource: template.resources.get(logicalId),
    property,
    what,
  }));
}

function resourcesOf(template: Template): readonly UnjudgedFacts[] {
  const told = new Set(template.unmade.map(({ logicalId }) => logicalId));
  return [...template.resources.values()].flatMap((resource): readonly UnjudgedFacts[] => {
    const { type, logicalId } = resource;
    if (type === 'AWS::CloudFormation::StackSet') {
      return [{ template, resource, property: 'Properties', what: 'deploys a template to accounts and regions of its own' }];
    }
    if (isServerless(resource) && !told.has(logicalId)) {
      return [{ template, resource, property: 'Type', what: `becomes other resources, because ${type} is a macro` }];
    }
    const written = template.declared.get(logicalId) as Json;
    const place = at(written, 'Fn::Transform') !== undefined ? '' : LOOKED_INTO.test(type) ? placeOfMacro(written) : undefined;
    return place === undefined
      ? []
      : [
          {
            template,
            resource,
            property: place === '' ? 'Fn::Transform' : place,
            what: 'is rewritten by a macro before it is deployed',
          },
        ];
  });
}

function isServerless({ type }: ResourceFacts): boolean {
  return type.startsWith('AWS::Serverless::');
}
