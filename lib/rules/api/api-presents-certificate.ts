import { Control } from '../../baseline/control';
import { at } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { restStage } from './api-examples';
import { integrationsOf, stageOf } from './api-stage';

/** A backend behind an API can tell the API from anybody else. */
export const apiPresentsCertificate = defineRule({
  id: Control.API_PRESENTS_CERTIFICATE,
  subject: 'resource',
  types: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'],
  title: 'REST APIs show their HTTP backends a client certificate',
  why: 'A backend on the internet that cannot tell who calls it also answers those who walk around the API, its authorizer and its limits.',
  fix: "Set 'clientCertificateId' of the stage, and let the backend accept that certificate only; functions need none, they ask for IAM.",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['API-11'],
  check: (variant, app) => {
    const stage = stageOf(variant);
    if (stage === undefined || at(stage.settings, 'ClientCertificateId') !== undefined) return pass;
    const integrations = integrationsOf(app, stage);
    // Functions and services of AWS are asked by IAM, which needs no certificate.
    if (integrations.some(isOfAws) && integrations.every(kind => isOfAws(kind) || kind === 'MOCK')) return pass;
    return fail({
      message: `The stage ${nameOf(stage.resource)} shows no certificate to what it calls: ClientCertificateId is left out`,
      property: `${stage.property}.ClientCertificateId`,
    });
  },
  bad: {
    'a backend by HTTP': restStage(
      { ClientCertificateId: undefined },
      method({ Type: 'HTTP_PROXY', Uri: 'https://orders.example.com' }),
    ),
    'backends that nobody knows': restStage({ ClientCertificateId: undefined }),
  },
  good: {
    'a certificate': restStage({}, method({ Type: 'HTTP_PROXY', Uri: 'https://orders.example.com' })),
    'only functions': restStage(
      { ClientCertificateId: undefined },
      method({
        Type: 'AWS_PROXY',
        Uri: {
          'Fn::Sub':
            'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
        },
      }),
    ),
  },
});

function isOfAws(kind: string): boolean {
  return kind === 'AWS' || kind === 'AWS_PROXY';
}

function method(Integration: { Type: string; Uri: string | { 'Fn::Sub': string } }) {
  return {
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
        HttpMethod: 'GET',
        AuthorizationType: 'AWS_IAM',
        Integration,
      },
    },
  };
}
