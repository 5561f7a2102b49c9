import { isSecretAttribute } from '../../baseline/secret-formats';
import type { TemplateFacts } from '../../model/facts';
import type { Reference } from '../../model/symbolic';
import { lookup, symbolicParts } from '../../model/symbolic';
import { nameOf } from '../name-of';

/** What a text refers to, also inside of what could not be computed. */
export function referredSecret(template: TemplateFacts, text: string): string | undefined {
  const parts = symbolicParts(text).flatMap(part => (part.startsWith('?') ? part.split(/[(),]/) : part));
  for (const part of parts) {
    const [, namespace, name = ''] = /^(?:(.*)#)?([A-Za-z0-9]+)$/.exec(part) ?? [];
    const home = namespace === undefined ? template : template.app.get(namespace);
    if (home?.noEcho.has(name)) return 'a parameter that the deployment hides';
    const reference = lookup(template, `\${${part}}`);
    if (reference !== undefined && isSecretOf(reference)) return `a secret of ${nameOf(reference.resource)}`;
  }
  return undefined;
}

/** An answer of AWS is a secret where it was asked for one. */
function isSecretOf({ resource: { type, properties }, attribute }: Reference): boolean {
  if (attribute === 'Ref') return false;
  return (
    isSecretAttribute(attribute) ||
    (type === 'Custom::AWS' && /getSecretValue|WithDecryption\W+true/i.test(JSON.stringify(properties)))
  );
}
