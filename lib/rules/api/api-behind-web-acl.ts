import { Control } from '../../baseline/control';
import type { AppFacts, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { canonicalText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { restStage } from './api-examples';
import type { ApiStage } from './api-stage';
import { stageOf } from './api-stage';

const ASSOCIATIONS = ['AWS::WAFv2::WebACLAssociation', 'AWS::WAFRegional::WebACLAssociation'];

/** Known attacks are turned away before the code sees them. */
export const apiBehindWebAcl = defineRule({
  id: Control.API_BEHIND_WEB_ACL,
  subject: 'resource',
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  title: 'REST APIs stand behind a web application firewall',
  why: 'Bots, floods of one address and requests in the shape of known attacks otherwise all reach the authorizer and the function.',
  fix: 'Associate a web ACL with the stage (CfnWebACLAssociation with stage.stageArn), or waive this where one is attached from elsewhere, as AWS Firewall Manager does.',
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['API-07'],
  check: (variant, app) => {
    const stage = stageOf(variant);
    if (stage === undefined || isAssociated(stage, app)) return pass;
    return fail({ message: `No web ACL in the templates is associated with the stage ${nameOf(stage.resource)}` });
  },
  bad: {
    'no firewall': restStage({}, { Firewall: null }),
    'a firewall for another stage': restStage({}, firewall('arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/test')),
    'a firewall for the API, which none can be attached to': restStage({}, firewall('${Api}')),
  },
  good: {
    'a firewall for this stage': restStage(),
    'a firewall for this stage by its name': restStage(
      {},
      firewall('arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/prod'),
    ),
  },
});

function isAssociated(stage: ApiStage, { resourcesByType }: AppFacts): boolean {
  const { resource, api, name } = stage;
  if (api === undefined) return false;
  const says = (text: string) => canonicalText(resource.template, text);
  const stages = [`\${${resource.logicalId}}`, ...(name === undefined ? [] : [name])].map(says);
  return ASSOCIATIONS.flatMap(type => resourcesByType.get(type) ?? []).some(association => {
    const [before, after] = splitAtStage(association);
    return before.includes(says(api)) && stages.includes(after);
  });
}

/** `…/restapis/a1b2c3/stages/prod`, cut before the name of the stage. */
function splitAtStage({ template, properties }: ResourceFacts): readonly [before: string, stage: string] {
  const [before, ...after] = canonicalText(template, textOf(properties.ResourceArn) ?? '').split(/\/stages?\//);
  return [before, after.join('/')];
}

function firewall(arn: string) {
  return {
    Firewall: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: {
        ResourceArn: { 'Fn::Sub': arn },
        WebACLArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/orders/a1b2',
      },
    },
  };
}
