import { isSecretAttribute } from '../../baseline/secret-formats';
import type { ResourceFacts, TemplateFacts } from '../../model/facts';
import { lookup, symbolicParts } from '../../model/symbolic';
import { nameOf } from '../name-of';

/** What a text refers to, also inside of what could not be computed. */
export function referredSecret(template: TemplateFacts, text: string): string | undefined {
  const parts = symbolicParts(text).flatMap(part => (part.startsWith('?') ? part.split(/[(),]/).slice(1) : part));
  for (const part of parts) {
    const [, namespace, name] = /^(?:(.*)#)?([A-Za-z0-9]+)$/.exec(part) ?? [];
    const home = namespace === undefined ? template : template.app.get(namespace);
    if (name !== undefined && home?.noEcho.has(name)) return 'a parameter that the deployment hides';
    const { resource, attribute } = lookup(template, `\${${part}}`) ?? {};
    if (resource !== undefined && attribute !== undefined && isSecretOf(resource, attribute)) {
      return `a secret of ${nameOf(resource)}`;
    }
  }
  return undefined;
}

/** An answer of AWS is a secret where it was asked for one. */
function isSecretOf({ type, properties }: ResourceFacts, attribute: string): boolean {
  if (attribute === 'Ref') return false;
  return (
    isSecretAttribute(attribute) ||
    (type === 'Custom::AWS' && /getSecretValue|WithDecryption\W+true/i.test(JSON.stringify(properties)))
  );
}
