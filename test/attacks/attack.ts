import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { SecureFunction } from '../../lib';
import { FLAG_SETS } from '../apps';
import { judged } from '../integrations/judged';

/**
 * Who stops an attack: the construct, with what it says, or the judge, with the rule that fails the synthesis; the rule that warns, where it may be meant; or
 * where it is written that nobody does.
 */
export type Caught = RegExp | string | { readonly warns: string } | { readonly limit: string };

export type Attack = readonly [name: string, attack: (scope: Construct) => void, caught: Caught];

/** Where the stacks of attacks are deployed to, so that other accounts are known to be others. */
const HOME = { account: '111122223333', region: 'eu-west-1' };

const LIMITS = readFileSync(path.join(__dirname, '../../docs/limits.md'), 'utf8');

/** Tries attacks under both sets of flags, with nobody but the strict judge watching. */
export function describeAttacks(what: string, attacks: readonly Attack[]): void {
  describe.each(FLAG_SETS)(`${what}, under the %s`, (_, flags) => {
    test.each(attacks)('%s', (_name, attack, caught) => {
      if (caught instanceof RegExp) {
        expect(() => judged(flags, attack, HOME)).toThrow(caught);
        return;
      }
      const { findings, warnings } = judged(flags, attack, HOME);
      const rules = (found: readonly string[]): string[] => found.map(finding => finding.split(' ')[0]);
      if (typeof caught === 'string') expect(rules(findings)).toContain(caught);
      else if ('warns' in caught) expect(rules(warnings)).toContain(caught.warns);
      else expect(LIMITS).toContain(`**${caught.limit}.**`);
    });
  });
}

/** Writes a property of every resource of a type below the scope, or deletes it. */
export function override(scope: IConstruct, type: string, property: string, value: unknown): void {
  for (const resource of resourcesOf(scope, type)) {
    if (value === undefined) resource.addPropertyDeletionOverride(property);
    else resource.addPropertyOverride(property, value);
  }
}

/** Every resource of a type below the scope. */
export function resourcesOf(scope: IConstruct, type: string): CfnResource[] {
  return scope.node
    .findAll()
    .filter((child): child is CfnResource => child instanceof CfnResource && child.cfnResourceType === type);
}

export function innerOf(fn: SecureFunction): lambda.Function {
  return fn.node.findChild('Function') as lambda.Function;
}

export function roleOf(fn: SecureFunction): iam.Role {
  return fn.node.findChild('ExecutionRole') as iam.Role;
}
