import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Whether Lambda detects loops where a stack goes: not in GovCloud and the isolated regions, which have nothing to configure either. A stack without
 * a region is taken for one of the others.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function hasLoopDetection(scope: IConstruct): boolean {
  const { region } = Stack.of(scope);
  return Token.isUnresolved(region) || !/^[a-z]+-(?:gov|iso[a-z]?)-/.test(region);
}
