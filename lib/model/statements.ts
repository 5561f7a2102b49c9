import { branchesOf } from './branches';
import { valuesOf } from './conditions';
import type { Json, PolicyStatementFacts, ResourceFacts, UnknownPolicyFacts } from './facts';
import { isObject, jsonIn, listOf, textOf } from './json';
import { isSymbolic } from './symbolic';
import type { Statement } from '../iam/statement';
import { parsePolicyDocument } from '../iam/statement';

/** What a policy says, and what of it cannot be read. */
export interface PolicyFacts {
  readonly statements: readonly PolicyStatementFacts[];
  readonly unknown: readonly UnknownPolicyFacts[];
}

/** A policy document in its place. */
export interface PolicyPlace {
  readonly resource: ResourceFacts;
  readonly document: Json | undefined;
  /** `Properties.PolicyDocument` */
  readonly property: string;
  /** True where the policy as a whole does not stand under all conditions. */
  readonly conditional: boolean;
}

/** The statements of a policy document, given as an object or as JSON text, in every branch. */
export function readPolicy(place: PolicyPlace): PolicyFacts {
  const policy = readOnce(place);
  if (!place.conditional) return policy;
  return { ...policy, statements: policy.statements.map(statement => ({ ...statement, conditional: true })) };
}

/** A managed policy may be attached to every role of an app; it is read once. */
const READ = new WeakMap<ResourceFacts, Map<string, PolicyFacts>>();

function readOnce(place: PolicyPlace): PolicyFacts {
  const ofResource = READ.get(place.resource) ?? new Map<string, PolicyFacts>();
  READ.set(place.resource, ofResource);
  const policy = ofResource.get(place.property) ?? readDocument(place);
  ofResource.set(place.property, policy);
  return policy;
}

function readDocument({ resource, document, property }: PolicyPlace): PolicyFacts {
  const statements: PolicyStatementFacts[] = [];
  const unknown: UnknownPolicyFacts[] = [];
  for (const branch of branchesOf(document)) {
    const policy = typeof branch.value === 'string' ? jsonIn(branch.value) : branch.value;
    if (isObject(policy)) readStatements(policy.Statement, `${property}.Statement`, branch.conditional);
    if (!isObject(policy) || isTransformed(policy)) giveUp(property, branch.value);
  }
  return { statements: settled(statements, resource, document), unknown };

  function readStatements(value: Json | undefined, at: string, within: boolean): void {
    for (const branch of branchesOf(value, within)) {
      if (Array.isArray(branch.value)) {
        branch.value.forEach((item, index) => readStatements(item, `${at}.${index}`, branch.conditional));
      } else {
        readStatement(branch.value, at, branch.conditional);
      }
    }
  }

  function readStatement(value: Json, at: string, within: boolean): void {
    const variants = valuesOf(resource, value);
    for (const variant of variants) {
      const read = parsePolicyDocument({ Statement: [variant] });
      const isConditional = within || variants.length > 1;
      statements.push(...read.map(statement => ({ statement, resource, property: at, conditional: isConditional })));
      if (isTransformed(variant) || hidesEffect(variant)) giveUp(at, variant);
    }
  }

  function giveUp(at: string, value: Json): void {
    unknown.push({ resource, property: at, unknown: textOf(value) ?? `what ${at} of ${resource.logicalId} says` });
  }
}

/** A statement that stands whichever way the conditions go stands without one, however its branches are spelled. */
function settled(
  statements: readonly PolicyStatementFacts[],
  resource: ResourceFacts,
  document: Json | undefined,
): readonly PolicyStatementFacts[] {
  if (!statements.some(({ conditional }) => conditional)) return statements;
  const variants = valuesOf(resource, document ?? null).map(value => {
    const policy = typeof value === 'string' ? jsonIn(value) : value;
    return new Set(parsePolicyDocument(policy).map(spelling));
  });
  const certain = new Set<string>();
  return statements.flatMap(place => {
    const text = spelling(place.statement);
    if (!place.conditional || !variants.every(said => said.has(text))) return [place];
    if (certain.has(text)) return [];
    certain.add(text);
    return [{ ...place, conditional: false }];
  });
}

/** The same text for statements that say the same in another order. */
function spelling({ sid: _, ...said }: Statement): string {
  return JSON.stringify(said, (_key, value: unknown) =>
    Array.isArray(value) ? value.map(item => JSON.stringify(item)).sort() : value,
  );
}

/** The entries of a list of policies or names, in every branch, each with its place. */
export function entriesOf(value: Json | undefined, property: string, conditional = false): readonly Entry[] {
  return branchesOf(value, conditional).flatMap(branch =>
    Array.isArray(branch.value)
      ? listOf(branch.value).flatMap((item, index) => entriesOf(item, `${property}.${index}`, branch.conditional))
      : [{ value: branch.value, property, conditional: branch.conditional }],
  );
}

export interface Entry {
  readonly value: Json;
  readonly property: string;
  readonly conditional: boolean;
}

/** A statement that grants nothing because its effect, or all of it, is only known at deployment. */
function hidesEffect(statement: Json): boolean {
  return isSymbolic(textOf(isObject(statement) ? statement.Effect : statement) ?? '');
}

/** Whether a macro has yet to write some of it. */
function isTransformed(value: Json): boolean {
  return isObject(value) && 'Fn::Transform' in value;
}
