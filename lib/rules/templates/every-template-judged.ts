import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';

/** What is judged is what will be deployed, all of it. */
export const everyTemplateJudged = defineRule({
  id: Control.EVERY_TEMPLATE_JUDGED,
  subject: 'app',
  title: 'Everything that will be deployed can be judged',
  why: 'A macro, a stack set or a template from elsewhere deploys resources that nobody has looked at: every promise can be broken in there.',
  fix: "Define the resources in the app ('NestedStack' instead of a template's address, constructs instead of a macro), or judge what they become by itself: 'cdk-secure-function check' on the transformed template; a known stack from elsewhere needs a waiver on it, a known macro one on its stack that names it in the reason.",
  links: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: (_, { unjudged }) =>
    unjudged.map(({ template, resource, property, hiddenBy, what }) =>
      fail({
        message: `${resource === undefined ? `The template '${template.stackPath ?? template.path}'` : nameOf(resource)} ${what}`,
        ...(resource === undefined ? { within: template } : { at: resource }),
        property,
        hiddenBy,
      }),
    ),
  bad: {
    'a template from elsewhere': {
      Resources: { Shop: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/shop.json' } } },
    },
    'a stack set': {
      Resources: { Shops: { Type: 'AWS::CloudFormation::StackSet', Properties: { StackSetName: 'shops', TemplateBody: '{}' } } },
    },
    'a macro over the whole template': { Transform: 'Names' },
    'a macro beside the resources': {
      Resources: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } },
    },
    'a macro in a function': { Resources: { Function: { Properties: { Tags: { 'Fn::Transform': { Name: 'Tags' } } } } } },
    'a resource of SAM that nobody can expand': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Orders: { Type: 'AWS::Serverless::GraphQLApi', Properties: { SchemaUri: 'orders.graphql' } } },
    },
  },
  good: {
    'a resource of SAM, which is judged as what it becomes': {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Orders: { Type: 'AWS::Serverless::SimpleTable' } },
    },
    'a transform that only computes': { Transform: ['AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16'] },
  },
});
