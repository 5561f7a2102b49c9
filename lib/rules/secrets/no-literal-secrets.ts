import { Control } from '../../baseline/control';
import { isResolvedSecret } from '../../baseline/secret-formats';
import { isSecretProperty } from '../../baseline/secret-properties';
import type { AppFacts, JsonObject, ResourceFacts, TemplateFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import type { Found } from './literal-secret';
import { byForm, byGivenName, byNameAndLook, byNature, hasDefault, inCode, inSettings } from './literal-secret';
import { referredSecret } from './referred-secret';
import { isCalledSecret, soundsSecret } from './secret-name';
import type { Spot } from './spots';
import { spotsIn } from './spots';

/** Templates are kept, copied and read by many; what stands in one is no secret. */
export const noLiteralSecrets = defineRule({
  id: Control.NO_LITERAL_SECRETS,
  subject: 'app',
  title: 'No secret stands in a template',
  why: 'A template lies in the repository, in the bucket of its deployment and in its history; everybody with cloudformation:GetTemplate reads it. A secret in it has to be changed everywhere once anybody has seen it.',
  fix: 'Create the secret in Secrets Manager and refer to it: \'secret.secretValueFromJson("password")\' for a property that wants one, its ARN for code. Change what stood in the template: it is no secret any more.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  ],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['SEC-02', 'SEC-05'],
  check: ({ templates }: AppFacts) =>
    templates.flatMap(template => [
      ...ofTemplate(template),
      ...[...template.resources.values()].flatMap(resource => ofResource(resource)),
    ]),
  bad: {
    'a password of a database': database({ MasterUserPassword: 'correct-horse' }),
    'a password that is a default': {
      Parameters: { Chosen: { Type: 'String', Default: 'correct-horse' } },
      ...database({ MasterUserPassword: { Ref: 'Chosen' } }),
    },
    'a default that the deployment hides, and the template shows': {
      Parameters: { Chosen: { Type: 'String', NoEcho: true, Default: 'correct-horse' } },
    },
    'a token of a skill': {
      Resources: {
        Skill: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            FunctionName: { Ref: 'Function' },
            Action: 'lambda:InvokeFunction',
            Principal: 'alexa-appkit.amazon.com',
            EventSourceToken: 'amzn1.ask.skill.0123',
          },
        },
      },
    },
    'a parameter that anybody reads': {
      Resources: {
        Setting: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/orders/api-key', Value: 'correct-horse' } },
      },
    },
    'a key of AWS in pieces': {
      Resources: {
        Table: {
          Properties: { Tags: [{ Key: 'made-with', Value: { 'Fn::Join': ['', ['AKIA', 'ABCDEFGH', '234567IJ']] } }] },
        },
      },
    },
    'a password for a download': {
      Resources: {
        Table: {
          Metadata: {
            'AWS::CloudFormation::Authentication': { files: { type: 'basic', username: 'orders', password: 'correct-horse' } },
          },
        },
      },
    },
    'a secret in what a rule says to its targets': {
      Resources: {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ScheduleExpression: 'rate(1 hour)',
            Targets: [
              { Id: 'Function', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, Input: '{"to":"{{resolve:secretsmanager:orders}}"}' },
            ],
          },
        },
      },
    },
    'the value of a secret': {
      Resources: {
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { KmsKeyId: { Ref: 'Key' }, SecretString: '{"username":"orders","password":"correct-horse"}' },
        },
      },
    },
  },
  good: {
    'a reference to a secret': database({ MasterUserPassword: '{{resolve:secretsmanager:orders:SecretString:password}}' }),
    'a parameter that the deployment hides': {
      Parameters: { Chosen: { Type: 'String', NoEcho: true } },
      ...database({ MasterUserPassword: { Ref: 'Chosen' } }),
    },
    'a secret that is drawn when it is deployed': {
      Resources: {
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            KmsKeyId: { Ref: 'Key' },
            GenerateSecretString: { SecretStringTemplate: '{"username":"orders"}', GenerateStringKey: 'password' },
          },
        },
      },
    },
    'the name of a secret': {
      Resources: {
        Setting: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Type: 'String', Name: '/orders/api-key', Value: 'orders-api-key' },
        },
      },
    },
  },
});

/** What stands around the resources: parameters, mappings, outputs, the description. */
function ofTemplate(template: TemplateFacts): readonly Verdict[] {
  const { parameters, mappings, handedOut, asides, description = '' } = template;
  const found = (place: string, what: Found | undefined): readonly Verdict[] =>
    what === undefined ? [] : [verdict(what, `${place} of ${template.path}`, { within: template, property: place })];
  const ofText = ({ property, text }: Spot): readonly Verdict[] => found(property, byForm(text));
  return [
    ...found('Description', byForm(description)),
    ...[...parameters].flatMap(([name, parameter]) => [
      ...found(`Parameters.${name}.Default`, ofDefault(template, name, parameter)),
      ...spotsIn(parameter.Description ?? null, `Parameters.${name}.Description`).flatMap(ofText),
      ...spotsIn(parameter.AllowedValues ?? null, `Parameters.${name}.AllowedValues`).flatMap(ofText),
    ]),
    ...[...asides].flatMap(([place, value]) => spotsIn(value, place).flatMap(ofText)),
    ...spotsIn(mappings ?? null, 'Mappings').flatMap(spot => found(spot.property, byForm(spot.text) ?? byNameAndLook(spot))),
    ...[...handedOut].flatMap(([name, value]) =>
      spotsIn(value, `Outputs.${name}.Value`, name).flatMap(spot =>
        found(spot.property, byForm(spot.text) ?? byNameAndLook(spot) ?? handed(template, spot.text)),
      ),
    ),
  ];
}

function ofDefault(template: TemplateFacts, name: string, { Type, Default }: JsonObject): Found | undefined {
  const text = textOf(Default) ?? '';
  if (String(Type).startsWith('AWS::SSM::')) return undefined;
  if (template.noEcho.has(name) && hasDefault(template, name)) {
    return { what: 'the default of a parameter that the deployment hides', certain: true };
  }
  return byForm(text) ?? (soundsSecret(name, text) ? { what: 'a value that its name calls a secret', certain: true } : undefined);
}

/** Outputs are shown to everybody who may look at the stack. */
function handed(template: TemplateFacts, text: string): Found | undefined {
  const what = referredSecret(template, text);
  return what === undefined ? undefined : { what, certain: true };
}

function ofResource(resource: ResourceFacts): readonly Verdict[] {
  const { properties, asides } = resource;
  const verdicts = new Map<string, Verdict>();
  const judge = (spots: readonly Spot[]): void => {
    for (const spot of spots) {
      const found = spot.text.length < 3 ? undefined : foundIn(resource, spot);
      if (found === undefined || verdicts.has(spot.property)) continue;
      verdicts.set(spot.property, verdict(found, nameOf(resource), { at: resource, property: spot.property }));
    }
  };
  judge(spotsIn(properties, 'Properties'));
  for (const [part, aside] of Object.entries(asides)) judge(spotsIn(aside, part));
  return [...verdicts.values()];
}

function foundIn(resource: ResourceFacts, spot: Spot): Found | undefined {
  const { template, type } = resource;
  const { text, key } = spot;
  if (type === 'AWS::Lambda::Function' && JUDGED_WITH_FUNCTIONS.test(spot.property)) {
    const isOnlyJudgedHere = SAID_OF_FUNCTIONS.test(spot.property) && byForm(text) === undefined;
    return inCode(text) ?? (isOnlyJudgedHere ? inSettings(text) : undefined);
  }
  if (type === 'AWS::ApiGateway::ApiKey' && spot.property === 'Properties.Value') return byNature(template, text);
  if (isSecretProperty(type, key) || (CREDENTIALS.has(key) && isCredential(spot.property))) return byNature(template, text);
  if (type === 'AWS::SSM::Parameter' && spot.property === 'Properties.Value') return ofParameter(resource, spot);
  if (type === 'AWS::SecretsManager::Secret' && spot.property === 'Properties.SecretString') return ofSecretString(spot);
  return (
    byForm(text) ??
    (isResolvedSecret(text) && isReadByMany(type, spot.property) ? RESOLVED : undefined) ??
    (isCalledSecret(spot.name) ? byName(type, spot) : undefined) ??
    inCode(text) ??
    inSettings(text)
  );
}

function byName(type: string, spot: Spot): Found | undefined {
  return spot.named || isFree(type, spot.property) ? byGivenName(spot) : byNameAndLook(spot);
}

/** Where CloudFormation writes out a dynamic reference for everybody who may look at the resource, and for whatever the resource calls. */
const READ_BY_MANY: Readonly<Record<string, RegExp>> = {
  'AWS::ApiGateway::Deployment': /^Properties\.StageDescription\.Variables\./,
  'AWS::ApiGateway::Stage': /^Properties\.Variables\./,
  'AWS::ApiGatewayV2::Stage': /^Properties\.StageVariables\./,
  'AWS::Events::Rule': /^Properties\.Targets\.\d+\.(?:Input$|InputTransformer\.)/,
  'AWS::Lambda::Alias': /^Properties\.Description$/,
  'AWS::Lambda::Version': /^Properties\.Description$/,
  'AWS::Pipes::Pipe': /\.InputTemplate$/,
  'AWS::Scheduler::Schedule': /^Properties\.Target\.Input$/,
  'AWS::StepFunctions::StateMachine': /^Properties\.Definition/,
};

function isReadByMany(type: string, property: string): boolean {
  return isCustom(type) || READ_BY_MANY[type]?.test(property) === true;
}

const RESOLVED: Found = { what: 'a secret that is resolved when it is deployed', certain: true };

/** `no-secret-values` judges these, but for code that stands in them, and for settings in words about a function. */
const JUDGED_WITH_FUNCTIONS = /^Properties\.(?:Environment|Description|Code\.ZipFile|Tags\.\d+\.Value)/;
const SAID_OF_FUNCTIONS = /^Properties\.(?:Description|Tags)/;

/** Credentials with which instances fetch their files. */
const CREDENTIALS = new Set(['password', 'secretKey', 'accessKeyId']);

function isCredential(property: string): boolean {
  return /AWS::CloudFormation::Authentication\..*\./.test(property);
}

/** What a custom resource is given reaches a function in an event, which is logged more often than not. */
function isCustom(type: string): boolean {
  return /^(?:Custom::|AWS::CloudFormation::CustomResource$)/.test(type);
}

/** Places where names are given freely, and everybody who may look at the resource reads the values. */
function isFree(type: string, property: string): boolean {
  return (
    isCustom(type) ||
    /^Properties\.(?:Variables|StageVariables|Environment(?:Variables)?|DefaultArguments|RequestParameters)\./.test(property)
  );
}

/** A parameter that CloudFormation makes is never a secure one. */
function ofParameter(resource: ResourceFacts, spot: Spot): Found | undefined {
  const called = (textOf(resource.properties.Name) ?? resource.logicalId).split('/').slice(-1)[0];
  const name = isCalledSecret(spot.name) ? spot.name : called;
  return (
    byForm(spot.text) ??
    (isResolvedSecret(spot.text) ? RESOLVED : undefined) ??
    byGivenName(spot.called(name)) ??
    handed(resource.template, spot.text) ??
    inSettings(spot.text)
  );
}

/** The whole text is the secret, or the parts of it that are called one. */
function ofSecretString(spot: Spot): Found | undefined {
  const name = spot.named ? spot.name : 'secret';
  return byForm(spot.text) ?? byGivenName(spot.called(name));
}

function verdict(
  { what, certain }: Found,
  where: string,
  place: { property: string; at?: ResourceFacts; within?: TemplateFacts },
) {
  return fail({ ...place, message: `${where} holds ${what}`, ...(certain ? {} : { severity: 'error' as const }) });
}

function database(properties: JsonObject) {
  return {
    Resources: {
      Database: {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', MasterUsername: 'orders', ...properties },
      },
    },
  };
}
