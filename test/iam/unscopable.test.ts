import fc from 'fast-check';
import { acceptsOnlyEveryResource } from '../../lib/iam/unscopable';
import { SCOPABLE_ACTIONS, UNSCOPABLE_ACTIONS } from '../../lib/iam/unscopable-data';

test.each<[string, boolean]>([
  ['xray:PutTraceSegments', true],
  ['xray:PutTelemetryRecords', true],
  ['XRAY:puttracesegments', true],
  ['ec2:DescribeInstances', true],
  ['ec2:DescribeNetworkInterfaces', true],
  ['cloudwatch:PutMetricData', true],
  ['sts:GetCallerIdentity', true],
  ['s3:ListAllMyBuckets', true],
  ['translate:TranslateText', true],
  ['polly:SynthesizeSpeech', true],
  ['rekognition:DetectLabels', true],
  ['rekognition:DetectModerationLabels', true],
  ['textract:AnalyzeDocument', true],
  ['comprehend:DetectEntities', true],
  ['comprehend:DetectSentiment', true],
  ['translate:GetTerminology', false],
  ['polly:GetLexicon', false],
  ['rekognition:SearchFacesByImage', false],
  ['comprehend:ClassifyDocument', false],
  ['sns:Publish', false],
  ['ec2:DescribeSubnets', true],
  ['ec2:CreateNetworkInterface', false],
  ['ec2:DeleteNetworkInterface', false],
  ['s3:GetObject', false],
  ['iam:PassRole', false],
  ['sts:AssumeRole', false],
  ['lambda:InvokeFunction', false],
  ['xray:NoSuchAction', false],
  ['nowhere:GetThing', false],
  ['constructor:name', false],
  ['xray', false],
  ['xray:', false],
  ['', false],
])('%j accepts only every resource: %s', (action, expected) => {
  expect(acceptsOnlyEveryResource(action)).toBe(expected);
});

test.each<[string, boolean]>([
  ['xray:PutT*', true],
  ['xray:Put*', true],
  ['xray:PutTraceSegment?', true],
  ['xray:GetGroups*', true],
  ['ec2:DescribeSubnet*', true],
  ['ec2:DescribeNetworkInterface?', true],
  ['ecr:GetAuthorization*', true],
  ['xray:GetGroup*', false],
  ['xray:*', false],
  ['ec2:Describe*', false],
  ['ec2:*NetworkInterface', false],
  ['s3:Get*', false],
  ['s3:*', false],
  ['xray:NoSuch*', false],
  ['x*:PutTraceSegments', false],
  ['*:*', false],
  ['*', false],
])('the pattern %j stands only for actions that accept only every resource: %s', (pattern, expected) => {
  expect(acceptsOnlyEveryResource(pattern)).toBe(expected);
});

test('the data answers for every action that it lists', () => {
  const listed = Object.entries(UNSCOPABLE_ACTIONS).flatMap(([service, data]) =>
    data.split(' ').flatMap(group => {
      const [verb, endings] = group.split(':');
      return endings.split(',').map(ending => `${service}:${verb}${ending}`);
    }),
  );
  expect(listed.length).toBeGreaterThan(6_000);
  fc.assert(fc.property(fc.constantFrom(...listed), acceptsOnlyEveryResource), { numRuns: 500 });
});

test('the data lists scopable actions only of services that have others', () => {
  expect(Object.keys(SCOPABLE_ACTIONS).filter(service => !(service in UNSCOPABLE_ACTIONS))).toEqual([]);
});
