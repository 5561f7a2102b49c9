import type { Case } from './cases';
import type { Json, JsonObject } from '../../lib/model/facts';
import { SECURE_APP } from '../../lib/rules/secure-app';

interface Family {
  /** The smaller of the two sizes at which it is judged. */
  readonly size: number;
  readonly family: (size: number) => Case;
}

const { Function: FUNCTION, Role: ROLE, Group: GROUP } = SECURE_APP.Resources as Record<string, JsonObject>;

/** The secure app with more resources, or with other properties of its own. */
function app(
  resources: (size: number) => JsonObject,
  sections: (size: number) => Readonly<Record<string, unknown>> = () => ({}),
): Family['family'] {
  return size => ({
    kind: 'growth',
    files: [],
    bodies: [
      {
        ...SECURE_APP,
        ...(sections(size) as JsonObject),
        Resources: { ...(SECURE_APP.Resources as JsonObject), ...resources(size) },
      },
    ],
  });
}

function many(name: string, resource: (index: number) => Json): (size: number) => JsonObject {
  return size => Object.fromEntries(Array.from({ length: size }, (_, index) => [`${name}${index}`, resource(index)]));
}

function list<T>(size: number, item: (index: number) => T): T[] {
  return Array.from({ length: size }, (_, index) => item(index));
}

/** Two numbers of an address. */
function inTwo(index: number): string {
  return `${Math.floor(index / 256)}.${index % 256}`;
}

function withProperties(resource: JsonObject, properties: JsonObject): JsonObject {
  return { ...resource, Properties: { ...(resource.Properties as JsonObject), ...properties } };
}

function policy(Statement: Json, Roles: Json = [{ Ref: 'Role' }]): JsonObject {
  return {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'p', Roles, PolicyDocument: { Version: '2012-10-17', Statement } },
  };
}

const allow = (Action: Json, Resource: Json): JsonObject => ({ Effect: 'Allow', Action, Resource });

/** Texts that make a careless pattern look again from every one of their characters. */
const LONG_TEXTS: Readonly<Record<string, (size: number) => string>> = {
  letters: size => 'a'.repeat(size),
  spaces: size => `${' '.repeat(size)}x`,
  braces: size => '${'.repeat(size / 2),
  references: size => '${Function}'.repeat(size / 11),
  URLs: size => 'a://b:'.repeat(size / 6),
  words: size => 'password='.repeat(size / 9),
  quotes: size => `token: 'a`.repeat(size / 9),
  keys: size => '-----BEGIN A '.repeat(size / 13),
  stars: size => '*a'.repeat(size / 2),
  colons: size => ':'.repeat(size),
  dots: size => 'a.'.repeat(size / 2),
  dashes: size => 'eyJ-'.repeat(size / 4),
  digits: size => '1'.repeat(size),
  slashes: size => '/a'.repeat(size / 2),
  brackets: size => '['.repeat(size),
  lines: size => 'pass\n'.repeat(size / 5),
  rules: size => 'pass tcp any any -> any any (sid:1;) '.repeat(size / 37),
  resolve: size => '{{resolve:'.repeat(size / 10),
  camels: size => 'aB'.repeat(size / 2),
};

/** Places in which a text is looked into, each by another rule. */
const PLACES: Readonly<Record<string, (text: string) => JsonObject>> = {
  'an environment': text => ({
    Function: withProperties(FUNCTION, { Environment: { Variables: { DB_PASSWORD: text, [text]: 'x' } } }),
  }),
  'a description': text => ({
    Function: withProperties(FUNCTION, { Description: text, FunctionName: text, Handler: text, Runtime: text, Role: text }),
  }),
  'inline code': text => ({ Function: withProperties(FUNCTION, { Code: { ZipFile: text } }) }),
  'an action': text => ({ More: policy(allow(text, '*')) }),
  'a resource of a policy': text => ({
    More: policy([allow('s3:*', text), { Effect: 'Deny', Action: 's3:*', Resource: `a${text}` }]),
  }),
  'a condition of a policy': text => ({
    More: policy({
      ...allow('kms:Decrypt', '*'),
      Condition: { [text]: { [text]: text }, StringLike: { 'kms:ViaService': text } },
    }),
  }),
  'a principal': text => ({
    Queues: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [text],
        PolicyDocument: { Statement: [{ ...allow('sqs:*', text), Principal: { AWS: text, Service: text } }] },
      },
    },
    Trusting: withProperties(ROLE, {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: text, Federated: text } }],
      },
    }),
  }),
  'a permission': text => ({
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: text, Action: text, Principal: text, SourceArn: text, SourceAccount: text },
    },
  }),
  'a security group': text => ({
    Group: withProperties(GROUP, {
      GroupDescription: text,
      SecurityGroupEgress: [
        { IpProtocol: text, CidrIp: text, CidrIpv6: text, DestinationPrefixListId: text, FromPort: text, ToPort: text },
      ],
    }),
  }),
  'a firewall': text => ({
    Rules: {
      Type: 'AWS::NetworkFirewall::RuleGroup',
      Properties: {
        Type: 'STATEFUL',
        RuleGroup: { RulesSource: { RulesString: text }, RuleVariables: { IPSets: { HOME_NET: { Definition: [text] } } } },
      },
    },
    Domains: { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: [text], DomainFileUrl: text } },
  }),
  'an API': text => ({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: text, Body: text, Policy: text } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: text, AccessLogSetting: { Format: text, DestinationArn: text } },
    },
    Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: [text] } } },
  }),
  'an image': text => ({
    Function: withProperties(FUNCTION, { PackageType: 'Image', Code: { ImageUri: text }, Layers: [text], KmsKeyArn: text }),
  }),
  'a secret': text => ({
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { Name: text, Description: text, SecretString: text, KmsKeyId: text },
    },
    Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: text, Value: text, Type: 'String' } },
  }),
  metadata: text => ({ Function: { ...FUNCTION, Metadata: { 'aws:cdk:path': text, 'aws:asset:path': text, cdk_nag: text } } }),
  intrinsics: text => ({
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: { 'Fn::Sub': text },
        A: { 'Fn::Split': ['/', text] },
        B: { 'Fn::Select': [0, { 'Fn::Split': ['a', text] }] },
        C: { 'Fn::Join': [text, ['a', { Ref: text }, 'b']] },
        D: { 'Fn::GetAtt': text },
        E: { 'Fn::ImportValue': text },
      },
    },
  }),
  'a serverless app': text => ({
    Sam: {
      Type: 'AWS::Serverless::Function',
      Properties: {
        Runtime: text,
        Handler: text,
        CodeUri: text,
        Policies: [text],
        Events: { E: { Type: 'Api', Properties: { Path: text, Method: text } } },
      },
    },
  }),
};

const texts = Object.entries(PLACES).flatMap(([place, resources]) =>
  Object.entries(LONG_TEXTS).map(([kind, text]): [string, Family] => [
    `${kind} in ${place}`,
    {
      size: 20_000,
      family: app(
        size => resources(text(size)),
        size => (place === 'a serverless app' ? { Transform: 'AWS::Serverless-2016-10-31', Description: text(size) } : {}),
      ),
    },
  ]),
);

/** What a template can hold many of. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  functions: { size: 250, family: app(many('F', () => FUNCTION)) },
  'functions with a role and a group each': {
    size: 150,
    family: app(size => ({
      ...many('R', () => ROLE)(size),
      ...many('G', () => GROUP)(size),
      ...many('F', index =>
        withProperties(FUNCTION, {
          Role: { 'Fn::GetAtt': [`R${index}`, 'Arn'] },
          VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ 'Fn::GetAtt': [`G${index}`, 'GroupId'] }] },
        }),
      )(size),
    })),
  },
  'functions in subnets of their own': {
    size: 100,
    family: app(size => ({
      ...many('S', index => ({
        Type: 'AWS::EC2::Subnet',
        Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.${inTwo(index)}.0/24` },
      }))(size),
      ...many('F', index =>
        withProperties(FUNCTION, { VpcConfig: { SubnetIds: [{ Ref: `S${index}` }], SecurityGroupIds: [{ Ref: 'Group' }] } }),
      )(size),
    })),
  },
  'groups that let each other in': {
    size: 100,
    family: app(size => ({
      ...many('G', () => GROUP)(size),
      ...many('I', index => ({
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: { 'Fn::GetAtt': [`G${index}`, 'GroupId'] },
          SourceSecurityGroupId: { 'Fn::GetAtt': [`G${(index + 1) % size}`, 'GroupId'] },
          IpProtocol: 'tcp',
          FromPort: index,
          ToPort: index,
        },
      }))(size),
      ...many('F', index =>
        withProperties(FUNCTION, {
          VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ 'Fn::GetAtt': [`G${index}`, 'GroupId'] }] },
        }),
      )(size),
    })),
  },
  roles: { size: 500, family: app(many('R', () => ROLE)) },
  'policies of one role': {
    size: 500,
    family: app(many('P', index => policy(allow('s3:GetObject', `arn:aws:s3:::b${index}/*`)))),
  },
  'roles of one policy': {
    size: 500,
    family: app(size => ({
      ...many('R', () => ROLE)(size),
      More: policy(
        allow('s3:*', '*'),
        list(size, index => ({ Ref: `R${index}` })),
      ),
    })),
  },
  'statements of one policy': {
    size: 500,
    family: app(size => ({ More: policy(list(size, index => allow(['s3:Get*', 'lambda:Update*'], `arn:aws:s3:::b${index}*`))) })),
  },
  'denied statements of one policy': {
    size: 50,
    family: app(size => ({
      More: policy([
        ...list(size, index => allow('s3:*', `a${index}*`)),
        ...list(size, index => ({ ...allow('s3:*', `*b${index}*`), Effect: 'Deny' })),
      ]),
    })),
  },
  'actions of one statement': {
    size: 2_000,
    family: app(size => ({
      More: policy(
        allow(
          list(size, index => `s3:Get${index}*`),
          '*',
        ),
      ),
    })),
  },
  'resources of one statement': {
    size: 2_000,
    family: app(size => ({
      More: policy([
        allow(
          ['kms:Decrypt', 's3:*'],
          list(size, index => `arn:aws:s3:::b${index}/*`),
        ),
      ]),
    })),
  },
  administrators: { size: 250, family: app(size => ({ More: policy(list(size, () => allow('*', '*'))) })) },
  'variables of one function': {
    size: 1_000,
    family: app(size => ({
      Function: withProperties(FUNCTION, {
        Environment: { Variables: Object.fromEntries(list(size, i => [`TOKEN_${i}`, `a1b2c3d4${i}`])) },
      }),
    })),
  },
  'variables from one mapping': {
    size: 200,
    family: app(
      size => ({
        Function: withProperties(FUNCTION, {
          Environment: {
            Variables: Object.fromEntries(list(size, i => [`V${i}`, { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }])),
          },
        }),
      }),
      size => ({ Mappings: { M: Object.fromEntries(list(size, i => [`r${i}`, { k: `value${i}` }])) } }),
    ),
  },
  'permissions on one function': {
    size: 500,
    family: app(
      many('P', index => ({
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'Function' },
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
          SourceArn: `arn:aws:s3:::b${index}`,
        },
      })),
    ),
  },
  'methods of one API': {
    size: 300,
    family: app(size => ({
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
      ...many('Path', index => ({
        Type: 'AWS::ApiGateway::Resource',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ParentId: index === 0 ? 'root' : { Ref: `Path${index - 1}` },
          PathPart: `p${index}`,
        },
      }))(size),
      ...many('M', index => ({
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { Ref: `Path${index}` },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: {
            Type: 'AWS_PROXY',
            Uri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations' },
          },
        },
      }))(size),
    })),
  },
  'rules of one group': {
    size: 1_000,
    family: app(size => ({
      Group: withProperties(GROUP, {
        SecurityGroupEgress: list(size, i => ({
          IpProtocol: 'tcp',
          FromPort: i,
          ToPort: i,
          CidrIp: `198.51.${inTwo(i)}/32`,
        })),
      }),
    })),
  },
  'rules of one firewall': {
    size: 500,
    family: app(size => ({
      Rules: {
        Type: 'AWS::NetworkFirewall::RuleGroup',
        Properties: {
          Type: 'STATEFUL',
          RuleGroup: {
            RulesSource: {
              RulesString: list(
                size,
                i => `pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:"d${i}.example.com"; sid:${i};)`,
              ).join('\n'),
            },
          },
        },
      },
    })),
  },
  'routes of one table': {
    size: 500,
    family: app(
      many('Route', i => ({
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: `100.${inTwo(i)}.0/24`, GatewayId: 'igw-1' },
      })),
    ),
  },
  'conditions that build on each other': {
    size: 500,
    family: app(
      size => ({ Function: withProperties(FUNCTION, { Timeout: { 'Fn::If': [`C${size - 1}`, 1, 2] } }) }),
      size => ({
        Conditions: Object.fromEntries(
          list(size, i => [
            `C${i}`,
            i === 0
              ? { 'Fn::Equals': ['a', { Ref: 'P' }] }
              : { 'Fn::And': [{ Condition: `C${i - 1}` }, { Condition: `C${i - 1}` }] },
          ]),
        ),
      }),
    ),
  },
  'decisions of one resource': {
    size: 200,
    family: app(
      size => ({
        Function: withProperties(FUNCTION, {
          Environment: { Variables: Object.fromEntries(list(size, i => [`V${i}`, { 'Fn::If': [`C${i}`, 'a', 'b'] }])) },
        }),
      }),
      size => ({ Conditions: Object.fromEntries(list(size, i => [`C${i}`, { 'Fn::Equals': [{ Ref: `P${i}` }, 'x'] }])) }),
    ),
  },
  'outputs that import each other': {
    size: 200,
    family: size => ({
      kind: 'growth',
      files: [],
      bodies: list(size, i => ({
        Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': `E${i - 1}` } } } },
        Outputs: { O: { Value: { 'Fn::ImportValue': `E${i - 1}` }, Export: { Name: `E${i}` } } },
      })),
    }),
  },
  'stacks that share names': {
    size: 200,
    family: size => ({
      kind: 'growth',
      files: [],
      bodies: list(size, () => ({ ...SECURE_APP, Outputs: { O: { Value: { Ref: 'Function' }, Export: { Name: 'Same' } } } })),
    }),
  },
  'resources with one name': {
    size: 300,
    family: app(size => ({
      ...many('T', () => ({ Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'same' } }))(size),
      ...many('P', () => policy(allow('dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/same')))(size),
    })),
  },
  'references in one text': {
    size: 2_000,
    family: app(size => ({
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: { 'Fn::Join': ['', list(size, () => ({ Ref: 'Function' }))] } },
      },
    })),
  },
  'queues that redrive to each other': {
    size: 500,
    family: app(size =>
      many('Q', i => ({
        Type: 'AWS::SQS::Queue',
        Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [`Q${(i + 1) % size}`, 'Arn'] } } },
      }))(size),
    ),
  },
  'serverless functions': {
    size: 100,
    family: app(
      many('S', i => ({
        Type: 'AWS::Serverless::Function',
        Properties: {
          Handler: 'a.b',
          Runtime: 'nodejs22.x',
          CodeUri: 's3://a/b',
          Events: { E: { Type: 'Api', Properties: { Path: `/p${i}`, Method: 'get' } } },
        },
      })),
      () => ({ Transform: 'AWS::Serverless-2016-10-31' }),
    ),
  },
  'lines of YAML': {
    size: 5_000,
    family: size => ({
      kind: 'growth',
      files: [{ path: 'S.yaml', text: `Resources:\n${list(size, i => `  Q${i}: {Type: 'AWS::SQS::Queue'}`).join('\n')}` }],
    }),
  },
  'comments of YAML': {
    size: 20_000,
    family: size => ({
      kind: 'growth',
      files: [{ path: 'S.yaml', text: `Resources:\n  Q: {Type: 'AWS::SQS::Queue'}\n${'#\n'.repeat(size)}` }],
    }),
  },
  'aliases of YAML': {
    size: 2_000,
    family: size => ({
      kind: 'growth',
      files: [
        { path: 'S.yaml', text: `Resources:\n  Q: &q {Type: 'AWS::SQS::Queue'}\n${list(size, i => `  Q${i}: *q`).join('\n')}` },
      ],
    }),
  },
  ...Object.fromEntries(texts),
};
