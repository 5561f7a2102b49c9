import { CfnParameter } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aFunction, FLAG_SETS, newStack, refusal, templateOf } from '../apps';

const ORGANIZATION = 'o-abcdefghij';
const TOPIC = 'arn:aws:sns:eu-west-1:444455556666:topic';
const toEveryone = refusal('A function', 'is invoked by named callers only', `a permission for everyone ('*')`);

describe.each(FLAG_SETS)('an invoker under the %s', (_, flags) => {
  test.each([
    ['AnyPrincipal', new iam.AnyPrincipal()],
    ['StarPrincipal', new iam.StarPrincipal()],
    [`ArnPrincipal('*')`, new iam.ArnPrincipal('*')],
    [
      'AnyPrincipal under a condition that says nothing',
      new iam.AnyPrincipal().withConditions({ ArnLike: { 'aws:SourceArn': '*' } }),
    ],
  ])('refuses everyone as %s', (_case, principal) => {
    const fn = aFunction(newStack(flags));
    expect(() => fn.addPermission('Open', { principal })).toThrow(toEveryone);
  });

  test('refuses everyone through grants', () => {
    const fn = aFunction(newStack(flags));
    expect(() => fn.grantInvoke(new iam.AnyPrincipal())).toThrow(toEveryone);
    expect(() => fn.grantInvokeUrl(new iam.AnyPrincipal())).toThrow(toEveryone);
    expect(() => fn.grantInvokeCompositePrincipal(new iam.CompositePrincipal(new iam.AnyPrincipal()))).toThrow(toEveryone);
  });

  test('accepts the members of an organisation', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    fn.addPermission('A', { principal: new iam.OrganizationPrincipal(ORGANIZATION) });
    fn.addPermission('B', { principal: new iam.AnyPrincipal(), organizationId: ORGANIZATION });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Lambda::Permission', 2);
    template.allResourcesProperties('AWS::Lambda::Permission', { Principal: '*', PrincipalOrgID: ORGANIZATION });
  });

  test('binds a service that names no source to this account', () => {
    const stack = newStack(flags);
    aFunction(stack).addPermission('Alb', { principal: new iam.ServicePrincipal('elasticloadbalancing.amazonaws.com') });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'elasticloadbalancing.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('binds a service that is granted to this account', () => {
    const stack = newStack(flags);
    aFunction(stack).grantInvoke(new iam.ServicePrincipal('iot.amazonaws.com'));
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', { SourceAccount: { Ref: 'AWS::AccountId' } });
  });

  test.each([
    ['a source', { sourceArn: TOPIC }, { SourceArn: TOPIC }],
    ['an account', { sourceAccount: '444455556666' }, { SourceAccount: '444455556666' }],
    ['an organisation', { organizationId: ORGANIZATION }, { PrincipalOrgID: ORGANIZATION }],
  ])('leaves a service that names %s as it is', (_case, source, expected) => {
    const stack = newStack(flags);
    aFunction(stack).addPermission('Topic', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), ...source });
    const absent = Object.fromEntries(
      ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].filter(name => !(name in expected)).map(name => [name, Match.absent()]),
    );
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'sns.amazonaws.com',
      ...absent,
      ...expected,
    });
  });

  test.each([
    ['a source', { ArnLike: { 'aws:SourceArn': TOPIC } }, { SourceArn: TOPIC, SourceAccount: Match.absent() }],
    ['an account', { StringEquals: { 'aws:SourceAccount': '444455556666' } }, { SourceAccount: '444455556666' }],
  ])('leaves a service whose condition names %s as it is', (_case, conditions, expected) => {
    const stack = newStack(flags);
    aFunction(stack).addPermission('Topic', {
      principal: new iam.ServicePrincipal('sns.amazonaws.com').withConditions(conditions),
    });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com', ...expected });
  });

  test.each([
    ['this account', {}, { Ref: 'AWS::AccountId' }],
    ['the account that is named', { sourceAccount: '444455556666' }, '444455556666'],
  ])('binds a bucket, whose ARN names no account, to %s', (_case, source, account) => {
    const stack = newStack(flags);
    const principal = new iam.ServicePrincipal('s3.amazonaws.com');
    aFunction(stack).addPermission('Bucket', { principal, sourceArn: 'arn:aws:s3:::bucket', ...source });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      SourceArn: 'arn:aws:s3:::bucket',
      SourceAccount: account,
    });
  });

  test.each([
    ['any topic', { ArnLike: { 'aws:SourceArn': '*' } }, '*'],
    ['a topic of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:orders' } }, 'arn:aws:sns:*:*:orders'],
    ['any account', { StringEquals: { 'aws:SourceAccount': '*' } }, '*'],
    ['half an account', { StringEquals: { 'aws:SourceAccount': '1111*' } }, '1111*'],
  ])('refuses a service whose condition names %s', (_case, conditions, bound) => {
    const fn = aFunction(newStack(flags));
    const principal = new iam.ServicePrincipal('sns.amazonaws.com').withConditions(conditions);
    expect(() => fn.addPermission('Open', { principal })).toThrow(
      refusal('A function', 'is invoked by named callers only', `a permission for whatever fits '${bound}'`),
    );
  });

  test('refuses a list of sources, which would be dropped', () => {
    const fn = aFunction(newStack(flags));
    const principal = new iam.ServicePrincipal('sns.amazonaws.com').withConditions({ ArnLike: { 'aws:SourceArn': [TOPIC] } });
    expect(() => fn.addPermission('Open', { principal })).toThrow(/a permission for whoever fits a list in 'aws:SourceArn'/);
  });

  test.each(['*', '', 'o-*'])(`refuses an organisation that is '%s'`, organization => {
    const fn = aFunction(newStack(flags));
    const principal = new iam.AnyPrincipal().withConditions({ StringEquals: { 'aws:PrincipalOrgID': organization } });
    expect(() => fn.addPermission('Open', { principal })).toThrow(
      refusal('A function', 'is invoked by named callers only', `a permission for whatever fits '${organization}'`),
    );
  });

  test('accepts a skill of Alexa by its token, and binds it to no account, which it has none of', () => {
    const stack = newStack(flags);
    const eventSourceToken = new CfnParameter(stack, 'SkillId', { noEcho: true }).valueAsString;
    aFunction(stack).addPermission('Skill', { principal: new iam.ServicePrincipal('alexa-appkit.amazon.com'), eventSourceToken });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'alexa-appkit.amazon.com',
      EventSourceToken: { Ref: 'SkillId' },
      SourceAccount: Match.absent(),
    });
  });

  test('accepts a named account and a named role', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    fn.addPermission('Account', { principal: new iam.AccountPrincipal('444455556666') });
    fn.addPermission('Role', { principal: new iam.ArnPrincipal('arn:aws:iam::444455556666:role/caller') });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: '444455556666', SourceAccount: Match.absent() });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'arn:aws:iam::444455556666:role/caller' });
  });
});

describe('a permission', () => {
  test.each(['lambda:*', '*', 'lambda:UpdateFunctionCode', 'lambda:GetFunction'])('refuses the action %s', action => {
    const fn = aFunction(newStack());
    const principal = new iam.AccountPrincipal('444455556666');
    expect(() => fn.addPermission('Manage', { principal, action })).toThrow(
      refusal(`The 'action' of a permission`, 'invokes the function', action),
    );
  });

  test('refuses a URL that asks for no signature', () => {
    const fn = aFunction(newStack());
    const permission = {
      principal: new iam.AccountPrincipal('444455556666'),
      action: 'lambda:InvokeFunctionUrl',
      functionUrlAuthType: lambda.FunctionUrlAuthType.NONE,
    };
    expect(() => fn.addPermission('Url', permission)).toThrow(
      refusal('A function', 'is invoked by named callers only', 'a permission for everyone through its URL'),
    );
  });
});

describe.each(FLAG_SETS)('a URL under the %s', (_, flags) => {
  const throughUrl = refusal('A function', 'is invoked by named callers only', 'a permission for everyone through its URL');

  test.each([undefined, {}, { authType: undefined }, { authType: lambda.FunctionUrlAuthType.AWS_IAM }])(
    'asks for signatures, given %p',
    options => {
      const stack = newStack(flags);
      aFunction(stack).addFunctionUrl(options);
      templateOf(stack).hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
      templateOf(stack).resourceCountIs('AWS::Lambda::Permission', 0);
    },
  );

  test('is refused without', () => {
    const fn = aFunction(newStack(flags));
    expect(() => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })).toThrow(throughUrl);
  });

  test('is refused without, when it is made beside the function', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    const make = (): unknown => new lambda.FunctionUrl(stack, 'Url', { function: fn, authType: lambda.FunctionUrlAuthType.NONE });
    expect(make).toThrow(/everyone/);
  });

  test('may be called by a role that was granted it', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    fn.addFunctionUrl().grantInvokeUrl(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountPrincipal('444455556666') }));
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'lambda:InvokeFunctionUrl' })]) },
    });
  });
});
