import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { AwsService, Egress, ParameterAccess, SecretAccess, SecureNetwork } from '../../lib';
import { aFunction, FLAG_SETS, newApp, newStack, templateOf } from '../apps';

const TO_DYNAMODB = [Egress.toAwsService(AwsService.DYNAMODB)];
const ORGANIZATION = 'o-abcdefghij';
const ACCOUNT = {
  StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } },
};
const MEMBERS = { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:ResourceOrgID': ORGANIZATION } };

function aTable(stack: Stack): dynamodb.Table {
  return new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}

function endpointStatements(template: Template): Record<string, unknown>[] {
  const [endpoint] = Object.values(template.findResources('AWS::EC2::VPCEndpoint'));
  return endpoint.Properties.PolicyDocument.Statement;
}

describe.each(FLAG_SETS)('endpoints under the %s', (_, flags) => {
  test('one is made for each service, however many functions need it', () => {
    const stack = newStack(flags);
    for (const id of ['A', 'B', 'C']) aFunction(stack, id, { egress: TO_DYNAMODB });
    aFunction(stack, 'D', { egress: [Egress.toAwsService(AwsService.SQS)] });
    templateOf(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 2);
  });

  test('one stands in the isolated subnets, behind a group that only its users may enter', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.SQS)] });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      SubnetIds: [Match.anyValue(), Match.anyValue()],
      SecurityGroupIds: [Match.anyValue()],
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Endpoint of sqs: functions that declared it',
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('one without private DNS is told to the SDK', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { egress: [...TO_DYNAMODB, Egress.toAwsService(AwsService.S3)] });
    const template = templateOf(stack);
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: false });
    const [fn] = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.TracingConfig !== undefined,
    );
    const variables = fn.Properties.Environment.Variables;
    expect(JSON.stringify(variables.AWS_ENDPOINT_URL_DYNAMODB)).toMatch(/https:\/\/vpce-".*DnsEntries/);
    expect(JSON.stringify(variables.AWS_ENDPOINT_URL_S3)).toMatch(/https:\/\/bucket\.vpce-".*DnsEntries/);
  });

  test('secrets and parameters bring theirs', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', {
      secrets: { SECRET: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) },
      parameters: { PARAMETER: ParameterAccess.read(new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' })) },
    });
    const services = Object.values(templateOf(stack).findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) =>
      JSON.stringify(Properties.ServiceName),
    );
    expect(services.sort()).toEqual([expect.stringContaining('.secretsmanager'), expect.stringContaining('.ssm')]);
  });

  test('the policy of one names roles and resources where they stand in its stack', () => {
    const stack = newStack(flags);
    const table = aTable(stack);
    const reader = aFunction(stack, 'Reader', { egress: TO_DYNAMODB });
    aFunction(stack, 'Writer', { egress: TO_DYNAMODB });
    table.grant(reader, 'dynamodb:GetItem');
    const statements = endpointStatements(templateOf(stack));
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'dynamodb:GetItem',
        Resource: [stack.resolve(table.tableArn)],
        Condition: { ArnEquals: { 'aws:PrincipalArn': stack.resolve(reader.role?.roleArn) } },
      },
    ]);
  });

  test('rights on other services are not repeated in it', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack, 'Fn', { egress: TO_DYNAMODB });
    fn.addToRolePolicy(
      new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'sqs:SendMessage'], resources: ['arn:aws:x:::y'] }),
    );
    expect(endpointStatements(templateOf(stack)).map(({ Action }) => Action)).toEqual(['dynamodb:GetItem']);
  });

  test.each([
    ['nobody may do anything there yet', (): void => {}],
    [
      'the rights of a user cannot be listed',
      (role: iam.IRole): void => {
        const notActions = ['dynamodb:*', 'iam:*', 'sts:*', 'lambda:*', 'organizations:*'];
        role.addToPrincipalPolicy(
          new iam.PolicyStatement({ notActions, resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders'] }),
        );
      },
    ],
  ])('it binds the account where %s', (_case, grant) => {
    const stack = newStack(flags);
    const fn = aFunction(stack, 'Fn', { egress: TO_DYNAMODB });
    if (fn.role !== undefined) grant(fn.role);
    expect(endpointStatements(templateOf(stack))).toEqual([
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'dynamodb:*', Resource: '*', Condition: ACCOUNT },
    ]);
  });

  test.each([
    ['the account', undefined, ACCOUNT],
    ['the organisation', ORGANIZATION, MEMBERS],
  ])('across stacks it binds %s, and closes no circle', (_case, organizationId, condition) => {
    const app = newApp(flags);
    const network = new SecureNetwork(new Stack(app, 'NetworkStack'), 'Network', { organizationId });
    const stack = new Stack(app, 'Stack');
    const fn = aFunction(stack, 'Fn', { network, egress: TO_DYNAMODB });
    aTable(stack).grantReadData(fn);
    expect(endpointStatements(Template.fromStack(Stack.of(network)))).toEqual([
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'dynamodb:*', Resource: '*', Condition: condition },
    ]);
    expect(Stack.of(network).dependencies).toEqual([]);
  });

  test('it names those of its stack, and binds the account for the others', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack');
    const network = new SecureNetwork(stack, 'Network');
    aTable(stack).grant(aFunction(stack, 'Near', { network, egress: TO_DYNAMODB }), 'dynamodb:GetItem');
    aFunction(new Stack(app, 'Other'), 'Far', { network, egress: TO_DYNAMODB });
    expect(endpointStatements(Template.fromStack(stack)).map(({ Action }) => Action)).toEqual(['dynamodb:GetItem', 'dynamodb:*']);
  });

  test('with a prefix list the service is reached through a gateway, once, and no variable is set', () => {
    const stack = newStack(flags);
    const network = new SecureNetwork(stack, 'Network', { prefixLists: { dynamodb: 'pl-0123456789abcdef0' } });
    for (const id of ['A', 'B']) aFunction(stack, id, { network, egress: TO_DYNAMODB });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      RouteTableIds: [Match.anyValue(), Match.anyValue()],
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'dynamodb:*', Resource: '*', Condition: ACCOUNT }],
      },
    });
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress'));
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(rule.Properties).toMatchObject({ DestinationPrefixListId: 'pl-0123456789abcdef0', FromPort: 443, ToPort: 443 });
    }
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).not.toContain('AWS_ENDPOINT_URL');
  });

  test('a service that is not in the list gets an endpoint under its name', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.of('textract'))] });
    templateOf(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.textract']] },
    });
  });
});
