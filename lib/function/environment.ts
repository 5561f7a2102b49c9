import { CfnParameter, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { hijackBy } from '../baseline/environment';
import { findSecret, isResolvedSecret, isSecretAttribute } from '../baseline/secret-formats';
import { Written } from '../baseline/written';
import { ValidationError } from '../errors';

/** Refuses what must not stand in a function's configuration. The message never holds the value. */
export function assertPlainVariable(scope: IConstruct, variable: string, value: string): void {
  const what = `The environment variable '${variable}'`;
  if (typeof value !== 'string') {
    throw new ValidationError(
      { what, expected: 'must be text', got: typeof value, remedy: 'Write it as text, or leave it out where it has no value' },
      scope,
    );
  }
  const hijack = hijackBy(variable, value);
  if (hijack !== undefined) {
    throw new ValidationError(
      { what, expected: `must not be set: it ${hijack}`, remedy: 'Do it in the code, where it is reviewed' },
      scope,
    );
  }
  const secret = secretIn(scope, value);
  if (secret !== undefined) {
    throw new ValidationError(
      {
        what,
        expected: 'must hold no secret: everyone who may read the configuration reads it',
        got: secret,
        remedy: `Give the function the secret itself: secrets: { ${variable}: SecretAccess.read(secret) }`,
      },
      scope,
    );
  }
}

/** Says that a variable would be written over. */
export function setTwice(scope: IConstruct, variable: string): ValidationError {
  return new ValidationError(
    {
      what: `The environment variable '${variable}'`,
      expected: 'must be set once',
      got: 'two values',
      remedy: 'Choose another name for one of them',
    },
    scope,
  );
}

/** A lazy value shows what it is only when the template is written, and others may have added variables behind our back. */
export function environmentAtSynthesis(scope: IConstruct, fn: lambda.Function): string[] {
  const resource = fn.node.tryFindChild('Resource');
  if (!(resource instanceof lambda.CfnFunction)) return [];
  const variables = new Written(resource).at('Environment', 'Variables') ?? {};
  return Object.entries(variables).flatMap(([variable, value]) => {
    const secret = secretInResolved(scope, value);
    const hijack = hijackBy(variable, typeof value === 'string' ? value : JSON.stringify(value));
    return [
      ...(secret === undefined
        ? []
        : [`The environment variable '${variable}' must hold no secret, got ${secret}. Use the prop 'secrets'.`]),
      ...(hijack === undefined ? [] : [`The environment variable '${variable}' must not be set: it ${hijack}. Remove it.`]),
    ];
  });
}

/** What kind of secret a value is or becomes when it is deployed. */
export function secretIn(scope: IConstruct, value: string): string | undefined {
  if (!Token.isUnresolved(value) && !value.includes('${')) return secretInText(value);
  const hidden = Tokenization.reverseString(value).tokens.some(
    token => Reference.isReference(token) && token.target instanceof CfnParameter && token.target.noEcho,
  );
  if (hidden) return 'a parameter with NoEcho';
  return secretInResolved(scope, Stack.of(scope).resolve(value));
}

/** The same for a value as it stands in the template. */
export function secretInResolved(scope: IConstruct, resolved: unknown): string | undefined {
  const text = typeof resolved === 'string' ? resolved : JSON.stringify(resolved ?? '');
  const references = [...text.matchAll(/"Ref":"([^"]+)"|\$\{([\w.:]+)\}/g)].map(([, ref, sub]) => ref ?? sub);
  if (references.some(name => isHidden(scope, name))) return 'a parameter with NoEcho';
  if ([...text.matchAll(/"Fn::GetAtt":\["[^"]+","([^"]+)"\]/g)].some(([, attribute]) => isSecretAttribute(attribute))) {
    return 'a secret that the deployment creates';
  }
  return secretInText(text);
}

function secretInText(text: string): string | undefined {
  return isResolvedSecret(text) ? 'a resolved secret' : findSecret(text);
}

function isHidden(scope: IConstruct, parameter: string): boolean {
  const stack = Stack.of(scope);
  return stack.node.children.some(
    child => child instanceof CfnParameter && child.noEcho && stack.resolve(child.logicalId) === parameter,
  );
}
