import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What a function may do is judged, because its role stands where the judge reads. */
export const roleJudged = defineRule({
  id: Control.ROLE_JUDGED,
  subject: 'function',
  title: 'The role of every function stands in the app',
  why: 'A role from elsewhere may hold any right, other functions may run under it, and whoever owns it widens it without anybody here being asked: none of the promises about rights can be kept.',
  fix: "Leave 'role' out, so that the function gets a role in the app, and grant what it uses; a role that an organization prescribes needs a waiver.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, role }) =>
    'unknown' in role && ELSEWHERE.test(role.unknown)
      ? fail({
          message: `${nameOf(resource)} runs under ${role.unknown}, a role of which the app shows nothing`,
          property: 'Properties.Role',
        })
      : pass,
  bad: {
    'a role by its ARN': {
      Resources: { Function: { Properties: { Role: 'arn:aws:iam::111122223333:role/of-another-app' } } },
    },
    'a role that another app exports': {
      Resources: { Function: { Properties: { Role: { 'Fn::GetAtt': null, 'Fn::ImportValue': 'OrdersRoleArn' } } } },
    },
  },
  good: { 'a role of the app': {} },
});

/** An ARN that somebody wrote, and what another app hands out. A parameter may still turn out to be a role of the app: that one is unknown. */
const ELSEWHERE = /^(?:arn:|\$\{\?Fn::(?:ImportValue|GetStackOutput)\()/;
