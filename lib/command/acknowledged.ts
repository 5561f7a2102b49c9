import type { CloudAssembly } from './input/cloud-assembly';
import { scopeIn } from './input/cloud-assembly';
import type { Accepted } from './report';
import { PLUGIN_NAME } from '../baseline/control';
import type { Finding } from '../checks/finding';
import { ACKNOWLEDGED_RULES, acknowledgedIn } from '../model/acknowledgements';
import type { AcknowledgementFacts } from '../model/facts';
import { at, textOf } from '../model/json';

/** What people acknowledged in the app, read from the metadata beside its templates. */
export function acknowledgementsIn(assembly: CloudAssembly): AcknowledgementFacts[] {
  const scopeOf = scopeIn(assembly);
  return assembly.constructs.flatMap(({ constructPath, metadata }) =>
    acknowledgedIn({ constructPath, scope: scopeOf(constructPath), metadata }),
  );
}

/** Applies acknowledgements as CDK does at synthesis: under the qualified id, for a construct and what is below it, and never to what is fatal. */
export class Acknowledged {
  private readonly accepted = new Map<string, Accepted>();

  constructor(assembly: CloudAssembly, acknowledgements: readonly AcknowledgementFacts[]) {
    for (const { constructPath, metadata } of assembly.constructs) {
      for (const { type, data } of metadata) {
        if (type !== ACKNOWLEDGED_RULES) continue;
        for (const id of Object.keys(Object(data) as object)) {
          const rule = id.startsWith(QUALIFIED) ? id.slice(QUALIFIED.length) : '';
          const reason = textOf(at(data, id));
          this.accepted.set(key(rule, constructPath), reason === undefined ? {} : { reason });
        }
      }
    }
    for (const { rule, constructPath, waiver } of acknowledgements) {
      const place = key(rule, constructPath);
      if (waiver !== undefined && this.accepted.has(place)) this.accepted.set(place, waiver);
    }
  }

  /** What was accepted nearest to the resource of a finding, where somebody did. */
  public of({ rule, severity, constructPath }: Finding): Accepted | undefined {
    if (severity === 'fatal' || constructPath === undefined) return undefined;
    const names = constructPath.split('/');
    for (let length = names.length; length > 0; length--) {
      const accepted = this.accepted.get(key(rule, names.slice(0, length).join('/')));
      if (accepted !== undefined) return accepted;
    }
    return this.accepted.get(key(rule, ''));
  }
}

const QUALIFIED = `${PLUGIN_NAME}::`;

function key(rule: string, constructPath: string): string {
  return `${rule}\0${constructPath}`;
}
