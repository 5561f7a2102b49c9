import { Token } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { ALARM_TOPICS, assertAlarmTopic } from '../baseline/alarm-topic';
import { AwsService } from '../baseline/aws-service';
import { ValidationError } from '../errors';
import { EndpointPolicies } from './endpoint-policies';
import type { NetworkParts } from './network-access';
import type { FromVpcOptions } from './secure-network-props';

/** The prefix lists of gateway endpoints, by service. Throws for other services, and for what is no list. */
export function prefixListsOf(scope: IConstruct, lists: { readonly [service: string]: string }): ReadonlyMap<string, string> {
  for (const [service, list] of Object.entries(lists)) {
    const known = service === AwsService.DYNAMODB.endpointName || service === AwsService.S3.endpointName;
    if (!known || (!Token.isUnresolved(list) && !/^pl-[0-9a-f]{8,17}$/.test(list))) {
      throw new ValidationError(
        {
          what: `'prefixLists'`,
          expected: `must hold ids of the lists of 'dynamodb' and 's3', the services with gateway endpoints`,
          got: `${service}: '${list}'`,
          remedy: `Look it up with: aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.REGION.s3`,
        },
        scope,
      );
    }
  }
  return new Map(Object.entries(lists));
}

/** What endpoint policies are bound to. */
export function perimeterOf(
  scope: IConstruct,
  given: Pick<FromVpcOptions, 'organizationId' | 'awsServices' | 'endpointPolicies'>,
): NetworkParts['perimeter'] {
  const wrong = given.awsServices?.find(service => !(service instanceof AwsService));
  if (wrong !== undefined) {
    throw new ValidationError(
      {
        what: `'awsServices'`,
        expected: 'must be a list of AwsService',
        got: String(wrong),
        remedy: 'Write AwsService.DYNAMODB, or AwsService.S3.onlyBuckets(reports)',
      },
      scope,
    );
  }
  const services = given.awsServices?.map(service => [service.endpointName, service] as const);
  const named = new Map(services);
  if (services !== undefined && named.size < services.length) {
    throw new ValidationError(
      {
        what: `'awsServices'`,
        expected: 'must name each service once',
        got: services.map(([name]) => name).join(', '),
        remedy: 'Write all of its resources into one: AwsService.S3.onlyBuckets(reports, invoices)',
      },
      scope,
    );
  }
  return {
    organizationId: organization(scope, given.organizationId),
    named: given.endpointPolicies !== EndpointPolicies.PERIMETER,
    services: services === undefined ? undefined : named,
  };
}

function organization(scope: IConstruct, id: string | undefined): string | undefined {
  if (id !== undefined && !Token.isUnresolved(id) && !/^o-[a-z0-9]{10,32}$/.test(id)) {
    throw new ValidationError(
      {
        what: `'organizationId'`,
        expected: 'must be the id of an AWS organisation',
        got: `'${id}'`,
        remedy: `Write it as 'o-' and its letters and digits`,
      },
      scope,
    );
  }
  return id;
}

/** The topic that is told when functions in the network fail. */
export function tellAlarms(network: IConstruct, topic: sns.ITopic | undefined): void {
  if (topic === undefined) return;
  assertAlarmTopic(topic, `The 'alarmTopic' of a network`, network);
  ALARM_TOPICS.say(network, topic);
}
