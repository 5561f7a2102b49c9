import { Match } from 'aws-cdk-lib/assertions';
import { describeIntegrations } from './describe-integrations';
import { NETWORK } from '../../integrations/network';

const alarm = (metric: string): readonly [string, Record<string, unknown>] => [
  'AWS::CloudWatch::Alarm',
  { MetricName: metric, AlarmActions: [{ Ref: Match.stringLikeRegexp('^Oncall') }] },
];

describeIntegrations('a way out to', NETWORK, {
  'a partner by his domain': {
    resources: [
      ['AWS::NetworkFirewall::Firewall', {}],
      ['AWS::Route53Resolver::FirewallDomainList', { Domains: Match.arrayWith(['api.example.com']) }],
    ],
  },
  'a bucket': {
    rights: ['Bucket.Arn', 'Bucket.Arn/*'].flatMap(resource =>
      ['s3:GetBucket*', 's3:GetObject*', 's3:List*'].map(action => `${action} on ${resource}`),
    ),
    resources: [['AWS::EC2::VPCEndpoint', { PolicyDocument: Match.anyValue() }]],
  },
  'what others reach too': { resources: [['AWS::EC2::VPCEndpoint', {}]] },
  'whoever hears its alarms': {
    resources: [
      'Errors',
      'Throttles',
      'Duration',
      'DestinationDeliveryFailures',
      'ApproximateNumberOfMessagesVisible',
      'ApproximateAgeOfOldestMessage',
    ].map(alarm),
  },
});
