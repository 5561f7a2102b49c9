import type { Page, PolicyVector } from './vector';
import { crossed, GUIDE } from './vector';

const GET = 's3:GetObject';
const GET_VERSION = 's3:GetObjectVersion';
const PUT = 's3:PutObject';
const LIST = 's3:ListBucket';
const PASS = 'iam:PassRole';
const PUT_POLICY = 'iam:PutRolePolicy';
const LIST_KEYS = 'iam:ListAccessKeys';
const UPDATE_KEY = 'iam:UpdateAccessKey';
const RUN = 'ec2:RunInstances';
const INVOKE = 'lambda:InvokeFunction';
const S3 = [GET, GET_VERSION, PUT, LIST];
const IAM = [PASS, PUT_POLICY, LIST_KEYS, UPDATE_KEY];
const ALL = [...S3, ...IAM, RUN, INVOKE];
const RESOURCE = 'arn:aws:s3:::orders/2026';

const answer = (fits: boolean) => (fits ? 'allowed' : 'denied');

export const ACTIONS: readonly Page<PolicyVector>[] = [
  {
    page: `${GUIDE}/reference_policies_elements_action.html`,
    says: 'an asterisk stands for any number of characters and a question mark for one, anywhere in the name of an action',
    vectors: crossed(
      {
        '*': ALL,
        '*:*': ALL,
        's3:*': S3,
        'iam:*': IAM,
        's3:Get*': [GET, GET_VERSION],
        's3:*Object': [GET, PUT],
        's3:*Object*': [GET, GET_VERSION, PUT],
        's3:?etObject': [GET],
        's3:Get?bject': [GET],
        's3:??tObject': [GET, PUT],
        's3:GetObject?': [],
        's3:GetObject*': [GET, GET_VERSION],
        'iam:*AccessKey*': [LIST_KEYS, UPDATE_KEY],
        'i*:PassRole': [PASS],
        '?am:P*Rol*': [PASS, PUT_POLICY],
        '*:PassRole': [PASS],
        '*:Put*': [PUT, PUT_POLICY],
        's3:GetObject': [GET],
        's3:Get': [],
        GetObject: [],
        s3: [],
      },
      ALL,
      (Action, action, fits): PolicyVector => ({
        statements: [{ Effect: 'Allow', Action, Resource: '*' }],
        action,
        resource: RESOURCE,
        answer: answer(fits),
      }),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_elements_action.html`,
    says: 'the prefix of the service and the name of the action do not distinguish capitals',
    vectors: crossed(
      {
        's3:getobject': [GET],
        'S3:GETOBJECT': [GET],
        'S3:get*': [GET, GET_VERSION],
        'IAM:passROLE': [PASS],
        'LAMBDA:INVOKE*': [INVOKE],
      },
      ALL,
      (Action, action, fits): PolicyVector => ({
        statements: [{ Effect: 'Allow', Action: [Action], Resource: '*' }],
        action,
        resource: RESOURCE,
        answer: answer(fits),
      }),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_elements_notaction.html`,
    says: 'an Allow with NotAction grants every action but those listed',
    vectors: crossed(
      {
        '*': [],
        's3:*': [...IAM, RUN, INVOKE],
        'iam:*': [...S3, RUN, INVOKE],
        'iam:Pass*': ALL.filter(action => action !== PASS),
        'IAM:PUTROLEPOLICY': ALL.filter(action => action !== PUT_POLICY),
        's3:?etObject': ALL.filter(action => action !== GET),
      },
      ALL,
      (NotAction, action, fits): PolicyVector => ({
        statements: [{ Effect: 'Allow', NotAction, Resource: '*' }],
        action,
        resource: RESOURCE,
        answer: answer(fits),
      }),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_elements_notaction.html`,
    says: 'a Deny with NotAction denies every action but those listed, and grants none of them',
    vectors: crossed(
      { 's3:*': S3, 'iam:*': IAM, 'iam:Pass*': [PASS], '*': ALL },
      ALL,
      (NotAction, action, fits): PolicyVector => ({
        statements: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', NotAction: [NotAction], Resource: '*' },
        ],
        action,
        resource: RESOURCE,
        answer: answer(fits),
      }),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_elements_notaction.html`,
    says: 'what a Deny with NotAction leaves out is not allowed by that',
    vectors: ALL.map(action => ({
      statements: [{ Effect: 'Deny', NotAction: 's3:*', Resource: '*' }],
      action,
      resource: RESOURCE,
      answer: 'denied',
    })),
  },
];
