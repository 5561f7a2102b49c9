import { fn, made, place, propertiesOf, sam, unknownIn } from './build';

describe('a function URL', () => {
  test('that asks nobody is opened by permissions', () => {
    const facts = sam({ F: fn({ FunctionUrlConfig: { AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } } }) });
    expect(made(facts)).toMatchObject({
      FUrl: 'Lambda::Url',
      FUrlPublicPermissions: 'Lambda::Permission',
      FURLInvokeAllowPublicAccess: 'Lambda::Permission',
    });
    expect(
      facts.functions[0].invokers.map(({ principal, action, viaFunctionUrl }) => [principal, action, viaFunctionUrl]),
    ).toEqual([
      ['*', 'lambda:InvokeFunctionUrl', false],
      ['*', 'lambda:InvokeFunction', true],
      ['NONE', undefined, true],
    ]);
    expect(place(facts, 'FUrl', 'Properties.Cors.AllowOrigins')).toBe('F Properties.FunctionUrlConfig.Cors.AllowOrigins');
  });

  test('that asks for a signature is not', () => {
    expect(made(sam({ F: fn({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } }) }))).not.toHaveProperty('FUrlPublicPermissions');
  });

  test('that is computed as a whole is told', () => {
    expect(unknownIn(sam({ F: fn({ FunctionUrlConfig: { 'Fn::If': ['C', {}, {}] } }) }))).toEqual([
      'F Properties.FunctionUrlConfig: has a function URL that is computed as a whole',
    ]);
  });
});

test('the permissions that open it are the only ones, and stand at what asks for them', () => {
  const facts = sam({ F: fn({ FunctionUrlConfig: { AuthType: 'NONE', InvokeMode: 'BUFFERED' } }) });
  expect(propertiesOf(facts, 'FUrl')).toEqual({ AuthType: 'NONE', InvokeMode: 'BUFFERED', TargetFunctionArn: '${F}' });
  expect(propertiesOf(facts, 'FUrlPublicPermissions')).toEqual({
    Action: 'lambda:InvokeFunctionUrl',
    FunctionName: '${F}',
    Principal: '*',
    FunctionUrlAuthType: 'NONE',
  });
  expect(propertiesOf(facts, 'FURLInvokeAllowPublicAccess')).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: '${F}',
    Principal: '*',
    InvokedViaFunctionUrl: true,
  });
  for (const id of ['FUrlPublicPermissions', 'FURLInvokeAllowPublicAccess']) {
    expect(place(facts, id, 'Properties.Principal')).toBe('F Properties.FunctionUrlConfig.AuthType');
  }
});
