import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What is published is what somebody asked for. */
export const stageAskedFor = defineRule({
  id: Control.STAGE_ASKED_FOR,
  subject: 'resource',
  types: ['AWS::ApiGateway::Deployment'],
  title: 'APIs are published on the stages that were asked for, and no others',
  why: "Beside the stage of the template, AWS SAM publishes the API on one called 'Stage', which has none of the other's settings: no log of calls, no trace, no throttling, no web ACL.",
  fix: "Set 'OpenApiVersion: 3.0.1' on the API, or under 'Globals: Api:', and delete the stage called 'Stage' once by hand: SAM leaves it behind.",
  links: [
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-openapiversion',
  ],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }) => {
    const name = textOf(properties.StageName);
    if (resource.expandedFrom === undefined || name === undefined) return pass;
    return fail({
      message: `SAM also publishes ${nameOf(resource)} on a stage called '${name}', with none of the settings of the stage that the template asks for`,
      property: 'Properties.OpenApiVersion',
    });
  },
  bad: { 'an API of SAM in its older way': samApi({}) },
  good: {
    'an API of SAM with the stage that it names': samApi({ OpenApiVersion: '3.0.1' }),
    'a deployment that names its stage': {
      Resources: {
        Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a1b2c3', StageName: 'Stage' } },
      },
    },
  },
});

function samApi(properties: JsonObject) {
  return {
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Api: {
        Type: 'AWS::Serverless::Api',
        Properties: {
          StageName: 'prod',
          Auth: { DefaultAuthorizer: 'AWS_IAM' },
          EndpointConfiguration: 'REGIONAL',
          ...properties,
        },
      },
    },
  };
}
