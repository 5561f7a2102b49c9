import type { LocatedFinding } from './report';

/** The keystroke that accepts a finding for a time, where somebody may. */
export function howToWaive({ rule, severity, resource, constructPath, template, hiddenBy }: LocatedFinding): string {
  if (severity === 'fatal') return 'Nobody may waive it';
  if (hiddenBy !== undefined && constructPath !== undefined) {
    return `new Waiver({ reason, owner, expires }).applyTo(stack, '${rule}') on ${constructPath}, with a reason that names '${hiddenBy}'`;
  }
  const construct = constructPath?.replace(/\/(?:Resource|Default)$/, '');
  return construct === undefined
    ? `An entry in the file behind --waivers: rule ${rule}, resource ${resource ?? hiddenBy}, template ${template}, reason, owner, expires`
    : `new Waiver({ reason, owner, expires }).applyTo(construct, '${rule}') on ${construct}`;
}

/** A resource as a person calls it: by its construct path, else by its logical id. */
export function titleOf({ constructPath, resource }: LocatedFinding): string {
  const title = constructPath?.replace(/\/(?:Resource|Default)$/, '') ?? resource;
  return title === undefined || title === '' ? 'the app' : title;
}
