import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** A function that several services call has to trust the least of their events. */
export const oneInvokerPerFunction = defineRule({
  id: Control.ONE_INVOKER_PER_FUNCTION,
  subject: 'function',
  title: 'A function is invoked by one service',
  why: 'Code behind several services has to tell their events apart, and whoever can send the one kind can dress it up as the other; its rights are the sum of what each of them needs.',
  fix: 'Give each kind of event a function of its own, and share the code between them.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/concepts-event-driven-architectures.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['PERM-04'],
  check: ({ resource, invokers }) => {
    const services = [
      ...new Set(
        invokers
          .filter(({ principal }) => /\.amazonaws\.com(?:\.cn)?$|\.\$\{AWS::URLSuffix\}$/.test(principal))
          .map(({ principal }) => principal.replace(/\.(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/, '')),
      ),
    ].sort();
    if (services.length < 2) return pass;
    return fail({
      message: `${nameOf(resource)} is invoked by ${listOf(services)}`,
      related: [...new Set(invokers.map(invoker => invoker.resource))],
    });
  },
  bad: {
    'a topic and an API': {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        FromTopic: permission('sns.amazonaws.com', { Ref: 'Topic' }),
        FromApi: permission('apigateway.amazonaws.com', 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/orders'),
      },
    },
  },
  good: {
    'two routes of one API': {
      Resources: {
        One: permission('apigateway.amazonaws.com', 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/orders'),
        Two: permission('apigateway.amazonaws.com', 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/POST/orders'),
      },
    },
  },
});

function permission(Principal: string, SourceArn: string | { Ref: string }) {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Function' }, Principal, SourceArn },
  };
}
