import { Control } from '../../baseline/control';
import type { AppFacts, Json, ResourceFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, pass, unknown } from '../verdict';
import { httpStage, restStage } from './api-examples';
import type { ApiStage } from './api-stage';
import { STAGE_TYPES, stageOf } from './api-stage';

/** Who called an API, when, and what came of it, is written down where it can be searched. */
export const apiCallsLogged = defineRule({
  id: Control.API_CALLS_LOGGED,
  subject: 'resource',
  types: STAGE_TYPES,
  title: 'APIs log every call, as JSON',
  why: 'A function never sees the calls that were refused, throttled or broken off; without an access log nobody can tell who tried what, and a line that is no JSON cannot be searched by field.',
  fix: "Set 'accessLogDestination' and 'accessLogFormat: AccessLogFormat.jsonWithStandardFields()' on the stage (AccessLogSetting, for HTTP APIs AccessLogSettings).",
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
  ],
  severity: 'warning',
  profile: 'strict',
  controls: ['API-02', 'API-03'],
  check: (variant, app) => {
    const stage = stageOf(variant);
    return stage === undefined ? unstaged(variant.resource, app) : logged(stage);
  },
  bad: {
    'no access log': restStage({ AccessLogSetting: undefined }),
    'a destination, but nothing to write': restStage({
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:api-calls' },
    }),
    'lines of text': restStage({
      AccessLogSetting: {
        DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:api-calls',
        Format: '$context.identity.sourceIp $context.status',
      },
    }),
    'an HTTP API without an access log': httpStage({}),
    'a stage that a deployment makes': {
      Resources: {
        Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a1b2c3', StageName: 'prod' } },
      },
    },
  },
  good: { 'JSON, also with numbers': restStage() },
});

function logged({ resource, kind, property, accessLog }: ApiStage): Verdict {
  const place = `${property}.${accessLog.name}`;
  const [destination, format] = ['DestinationArn', 'Format'].map(name => at(accessLog.value, name));
  const what = `The stage ${nameOf(resource)}`;
  if (typeof accessLog.value === 'string' && isSymbolic(accessLog.value)) {
    return unknown({
      message: `${what} logs its calls as ${accessLog.value} says, which the templates do not tell`,
      property: place,
    });
  }
  if (!isText(destination)) {
    return fail({ message: `${what} of ${article(kind)} API logs no calls: it has no destination for them`, property: place });
  }
  if (!isText(format)) {
    return fail({
      message: `${what} of ${article(kind)} API logs no calls: it has no format for them`,
      property: `${place}.Format`,
    });
  }
  if (isJson(format) || /^\$\{[^}]*\}$/.test(format)) return pass;
  return fail({
    message: `${what} logs its calls in lines that are no JSON`,
    property: `${place}.Format`,
    severity: 'info',
    controls: ['API-03'],
  });
}

/** Nobody calls a deployment until a stage takes it up, and then that stage is asked. */
function unstaged(resource: ResourceFacts, { resourcesByType }: AppFacts): Verdict {
  const stages = resourcesByType.get('AWS::ApiGateway::Stage') ?? [];
  const isTaken = stages.some(
    ({ template, properties }) => lookup(template, textOf(properties.DeploymentId) ?? '')?.resource === resource,
  );
  if (isTaken) return pass;
  return fail({
    message: `No stage in the templates takes up the deployment ${nameOf(resource)} and logs its calls`,
    severity: 'info',
    controls: ['API-02'],
  });
}

/** A number is neither the name of a place nor a format. */
function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '' && !/^\d+$/.test(value);
}

/** Values may stand for numbers, and then they have no quotes around them. */
function isJson(format: string): boolean {
  try {
    const value: unknown = JSON.parse(format.replace(/([:[,]\s*)\$context\.[\w.]+/g, '$10'));
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function article(kind: ApiStage['kind']): string {
  return { rest: 'a REST', http: 'an HTTP', websocket: 'a WebSocket' }[kind];
}
