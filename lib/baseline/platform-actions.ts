/** What Lambda does under the execution role of every function. The construct grants it, reports fold it into one line. */

/** Tracing has no resources to name. @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
export const TRACING_ACTIONS: readonly string[] = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export const LOG_ACTIONS: readonly string[] = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** What attaches a function to its network and detaches it again. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export const NETWORK_INTERFACE_ACTIONS: readonly string[] = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
