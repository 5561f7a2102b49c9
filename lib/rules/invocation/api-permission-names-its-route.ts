import { Control } from '../../baseline/control';
import type { ApiMethodFacts, AppFacts, ResourceFacts } from '../../model/facts';
import { lookup, splitText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** An API invokes a function from the routes that are meant for it. */
export const apiPermissionNamesItsRoute = defineRule({
  id: Control.API_PERMISSION_NAMES_ITS_ROUTE,
  subject: 'permission',
  title: 'An API may invoke a function from its own routes only',
  why: 'A permission for every method and path lets any route that is added later, with whatever authorizer it has or lacks, run this function.',
  fix: "Name method and path in 'sourceArn' (.../stage/GET/orders); the integrations of CDK do.",
  links: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['API-17'],
  check: ({ resource, kind, principal, sourceArn, function: target }, app) => {
    if (sourceArn === undefined || !/^apigateway\./.test(principal) || !isApiWide(sourceArn)) return pass;
    const methods = methodsOf(app, resource, sourceArn);
    // Where the whole API is there for this one function, its permission is no wider than its purpose.
    if (methods.length > 0 && methods.every(method => leadsTo(resource, target, method))) return pass;
    return fail({
      message: `${nameOf(resource)} lets every method and path of an API invoke the function: its source is ${sourceArn}`,
      property: kind === 'permission' ? 'Properties.SourceArn' : 'Properties.PolicyDocument',
    });
  },
  bad: {
    'an API as a whole': { Resources: { Permission: permission('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/*') } },
    'every method on every path': {
      Resources: { Permission: permission('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/*/*') },
    },
  },
  good: {
    'one route': { Resources: { Permission: permission('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/orders') } },
    'every path below one': {
      Resources: { Permission: permission('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/*/orders/*') },
    },
  },
});

/** Where an ARN names the API and what of it is meant. */
const RESOURCE = 5;

/** `api`, `api/*`, `api/stage/*`, `api/stage/*\/*`: nothing after the stage is named. */
function isApiWide(sourceArn: string): boolean {
  const pieces = splitText(sourceArn, ':');
  if (pieces[2] !== 'execute-api') return false;
  const [, , ...route] = splitText(pieces.slice(RESOURCE).join(':'), '/');
  return route.every(piece => /^\**$/.test(piece));
}

/** The methods of the API that a source names, as far as it stands in the app. */
function methodsOf({ apiMethods }: AppFacts, { template }: ResourceFacts, sourceArn: string): readonly ApiMethodFacts[] {
  const [id] = splitText(splitText(sourceArn, ':').slice(RESOURCE).join(':'), '/');
  const api = lookup(template, id)?.resource;
  if (api === undefined) return [];
  return apiMethods.filter(({ api: of, behind }) => of === api && (behind === 'function' || behind === 'unknown'));
}

function leadsTo({ template }: ResourceFacts, target: string, method: ApiMethodFacts): boolean {
  const found = lookup(template, target)?.resource;
  return found !== undefined && method.function === found;
}

function permission(SourceArn: string) {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Function' },
      Principal: 'apigateway.amazonaws.com',
      SourceArn,
    },
  };
}
