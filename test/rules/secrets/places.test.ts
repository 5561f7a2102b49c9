import * as fc from 'fast-check';
import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import type { Finding } from '../../../lib/checks/finding';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { applyExample } from '../../../lib/rules/example';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { check, folderWith } from '../../command/run';
import { TODAY } from '../judge-example';
import { beside } from '../said';

/** Keys in pieces, so that no scanner takes them for secrets of this project. */
const KEY = ['AKIA', 'ABCDEFGH', '234567IJ'] as const;
const SECRET = KEY.join('');

const subject = (Type: string, Properties: JsonObject): Example => beside({ Subject: { Type, Properties } });
const ofFunction = (Properties: JsonObject): Example => ({ Resources: { Function: { Properties } } });

/** Where everybody who may look at the app finds a secret. */
const PLACES: Readonly<Record<string, (secret: Json) => Example>> = {
  'the environment': secret => ofFunction({ Environment: { Variables: { SETTING: secret } } }),
  'the description of a function': secret => ofFunction({ Description: secret }),
  'inline code': secret => ofFunction({ Code: { ZipFile: secret } }),
  'a tag of a function': secret => ofFunction({ Tags: [{ Key: 'made-with', Value: secret }] }),
  'a tag': secret => subject('AWS::SNS::Topic', { Tags: [{ Key: 'made-with', Value: secret }] }),
  'tags by name': secret => subject('AWS::ApiGatewayV2::Api', { Tags: { made: secret } }),
  'a stage variable': secret => subject('AWS::ApiGateway::Stage', { Variables: { partner: secret } }),
  'a stage variable of an HTTP API': secret => subject('AWS::ApiGatewayV2::Stage', { StageVariables: { partner: secret } }),
  'a header of an integration': secret =>
    subject('AWS::ApiGateway::Method', { Integration: { RequestParameters: { 'integration.request.header.partner': secret } } }),
  'a header of an origin': secret =>
    subject('AWS::CloudFront::Distribution', {
      DistributionConfig: { Origins: [{ OriginCustomHeaders: [{ HeaderName: 'partner', HeaderValue: secret }] }] },
    }),
  'a header of a connection': secret =>
    subject('AWS::Events::Connection', {
      AuthParameters: { InvocationHttpParameters: { HeaderParameters: [{ Key: 'partner', Value: secret }] } },
    }),
  'a definition of a state machine': secret =>
    subject('AWS::StepFunctions::StateMachine', { Definition: { States: { Call: { Parameters: { partner: secret } } } } }),
  'the text of a state machine': secret => subject('AWS::StepFunctions::StateMachine', { DefinitionString: secret }),
  'a substitution in a state machine': secret =>
    subject('AWS::StepFunctions::StateMachine', { DefinitionSubstitutions: { partner: secret } }),
  'the input of a rule': secret => subject('AWS::Events::Rule', { Targets: [{ Id: 'One', Input: secret }] }),
  'the template of an input': secret =>
    subject('AWS::Events::Rule', { Targets: [{ Id: 'One', InputTransformer: { InputTemplate: secret } }] }),
  'the input of a schedule': secret => subject('AWS::Scheduler::Schedule', { Target: { Input: secret } }),
  'the input of a pipe': secret => subject('AWS::Pipes::Pipe', { TargetParameters: { InputTemplate: secret } }),
  'a property of a custom resource': secret => subject('Custom::Setup', { Nested: [{ Partner: secret }] }),
  'a value of a parameter store': secret => subject('AWS::SSM::Parameter', { Type: 'String', Value: secret }),
  'the metadata of a resource': secret =>
    beside({ Subject: { Type: 'AWS::SNS::Topic', Properties: {}, Metadata: { partner: secret } } }),
};

/** How a secret can be written so that a search for it finds nothing. */
const WRITINGS: Readonly<Record<string, { readonly value: Json; readonly sections?: JsonObject }>> = {
  'as it is': { value: SECRET },
  'within a sentence': { value: `made with ${SECRET} in spring` },
  'split over Fn::Join': { value: { 'Fn::Join': ['', [...KEY]] } },
  'split over a Fn::Join in a Fn::Join': { value: { 'Fn::Join': ['', [KEY[0], { 'Fn::Join': ['', [KEY[1], KEY[2]]] }]] } },
  'split over Fn::Sub': { value: { 'Fn::Sub': [`${KEY[0]}\${Rest}`, { Rest: `${KEY[1]}${KEY[2]}` }] } },
  'in a mapping': {
    value: { 'Fn::FindInMap': ['Partner', 'all', 'it'] },
    sections: { Mappings: { Partner: { all: { it: SECRET } } } },
  },
  'in one branch of a condition': {
    value: { 'Fn::If': ['IsProd', SECRET, 'nothing'] },
    sections: { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } },
  },
  'chosen from a list': { value: { 'Fn::Select': [1, ['nothing', SECRET]] } },
  'split from a text': { value: { 'Fn::Select': [1, { 'Fn::Split': [',', `nothing,${SECRET}`] }] } },
  'as the default of a parameter': {
    value: { Ref: 'Partner' },
    sections: { Parameters: { Partner: { Type: 'String', Default: SECRET } } },
  },
};

function templateWith({ Resources, ...others }: Example, sections: JsonObject = {}): JsonObject {
  return { ...applyExample(SECURE_APP, { Resources, ...others }), ...sections };
}
const findingsOf = (body: JsonObject): Finding[] =>
  evaluate(buildModel([{ path: 'Orders.template.json', body }]), { profile: 'strict', asOf: TODAY });

const RULES: readonly string[] = [Control.NO_LITERAL_SECRETS, Control.NO_SECRET_VALUES];

describe.each(Object.entries(PLACES))('a secret in %s', (_, place) => {
  test.each(Object.entries(WRITINGS))('%s is refused there', (_writing, { value, sections }) => {
    const found = findingsOf(templateWith(place(value), sections)).filter(
      ({ rule, verdict, severity }) => RULES.includes(rule) && verdict === 'fail' && severity === 'fatal',
    );
    expect(found.filter(({ resource }) => resource === 'Function' || resource === 'Subject')).toHaveLength(1);
  });

  test('is not found where there is none', () => {
    const found = findingsOf(templateWith(place('a word')));
    expect(found.filter(({ rule }) => RULES.includes(rule))).toEqual([]);
  });
});

/** Where a template speaks of itself. */
const AROUND: Readonly<Record<string, (secret: string) => JsonObject>> = {
  'the description': secret => ({ Description: secret }),
  'the default of a parameter': secret => ({ Parameters: { Partner: { Type: 'String', Default: secret } } }),
  'the description of a parameter': secret => ({ Parameters: { Partner: { Type: 'String', Description: secret } } }),
  'the allowed values of a parameter': secret => ({ Parameters: { Partner: { Type: 'String', AllowedValues: ['x', secret] } } }),
  'a mapping': secret => ({ Mappings: { Partner: { all: { it: ['x', secret] } } } }),
  'an output': secret => ({ Outputs: { Partner: { Value: secret } } }),
  'an output split over Fn::Join': () => ({ Outputs: { Partner: { Value: { 'Fn::Join': ['', [...KEY]] } } } }),
  'the description of an output': secret => ({ Outputs: { Partner: { Value: 'x', Description: secret } } }),
  'the name of an export': secret => ({ Outputs: { Partner: { Value: 'x', Export: { Name: secret } } } }),
  'the name of an export split over Fn::Join': () => ({
    Outputs: { Partner: { Value: 'x', Export: { Name: { 'Fn::Join': ['', [...KEY]] } } } },
  }),
  'the metadata': secret => ({ Metadata: { partner: [{ it: secret }] } }),
  'the rules of parameters': secret => ({ Rules: { One: { Assertions: [{ AssertDescription: secret }] } } }),
};

test.each(Object.entries(AROUND))('a secret in %s of a template is refused', (_, sections) => {
  const found = findingsOf(templateWith({}, sections(SECRET))).filter(({ rule }) => rule === Control.NO_LITERAL_SECRETS);
  expect(found.map(({ severity, verdict, resource }) => [severity, verdict, resource])).toEqual([['fatal', 'fail', undefined]]);
});

test.each(['text', 'json', 'sarif', 'markdown', 'html'])(
  'no finding in %s prints the secret, nor a piece of it',
  async format => {
    const joined = WRITINGS['split over Fn::Join'].value;
    const templates = Object.entries(PLACES).flatMap(([place, at]) => [
      [`${place}.json`, templateWith(at(SECRET))],
      [`${place} joined.json`, templateWith(at(joined))],
    ]);
    const around = Object.entries(AROUND).map(([place, sections]) => [`${place}.json`, templateWith({}, sections(SECRET))]);
    const { code, out, err } = await check(folderWith(Object.fromEntries([...templates, ...around])), '.', '--format', format);
    expect(code).toBe(1);
    expect(out).toContain('no-literal-secrets');
    for (const piece of [SECRET, `${KEY[1]}${KEY[2]}`]) expect(out + err).not.toContain(piece);
  },
);

test('no finding prints whatever was drawn, under any name that says it is a secret', () => {
  const drawn = fc.string({
    unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'),
    minLength: 16,
    maxLength: 40,
  });
  fc.assert(
    fc.property(
      drawn,
      fc.constantFrom(...Object.values(PLACES)),
      fc.constantFrom('password', 'apiKey', 'token'),
      (secret, at, name) => {
        const findings = [secret, JSON.stringify({ [name]: secret }), `${name} = "${secret}"`].flatMap(text =>
          findingsOf({ ...templateWith(at(text)), Mappings: { A: { B: { [name]: secret } } } }),
        );
        expect(JSON.stringify(findings)).not.toContain(secret);
      },
    ),
    { numRuns: 25 },
  );
});

/** Rules that are no rules of secrets, and tell what they have found. */
const TELLING: Readonly<Record<string, (secret: string) => Example>> = {
  'the mode of traces': secret => ofFunction({ TracingConfig: { Mode: secret } }),
  'the format of logs': secret => ofFunction({ LoggingConfig: { LogFormat: secret } }),
  'a runtime': secret => ofFunction({ Runtime: secret }),
  'a layer': secret => ofFunction({ Layers: [`arn:aws:lambda:eu-west-1:444455556666:layer:${secret}:1`] }),
  'an action of a policy': secret =>
    beside({
      Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: `s3:${secret}*`, Resource: '*' }] } } },
    }),
  'a principal': secret =>
    subject('AWS::Lambda::Permission', { FunctionName: { Ref: 'Function' }, Action: secret, Principal: '*', SourceArn: secret }),
  'a network': secret =>
    beside({ Group: { Properties: { SecurityGroupIngress: [{ IpProtocol: secret, CidrIp: '0.0.0.0/0' }] } } }),
  'the name of a macro': secret => ({ Transform: secret }),
  'an address of an endpoint': secret =>
    ofFunction({ Environment: { Variables: { AWS_ENDPOINT_URL_SQS: `http://orders:${secret}@sqs.example.com` } } }),
};

test.each(Object.entries(TELLING))('whatever rule finds %s, it does not print the secret there', (_, at) => {
  for (const secret of [SECRET, `https://orders:${SECRET}@example.com/`, `-----BEGIN PRIVATE KEY-----\n${SECRET}`]) {
    const findings = findingsOf(templateWith(at(secret)));
    expect(findings).not.toEqual([]);
    expect(JSON.stringify(findings)).not.toContain(SECRET);
  }
});
