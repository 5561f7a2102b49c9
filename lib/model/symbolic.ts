import type { ResourceFacts, TemplateFacts } from './facts';

const PART = /\$\{([^}]*)\}/g;
const OWN_NAME = /^[A-Za-z0-9]+(?:\.[^#]*)?$/;
const OF_THE_STACK = /^AWS::(?:StackName|StackId|NotificationARNs)$/;

/** What a text refers to. `attribute` is `Ref` where it is the resource's own name or id. */
export interface Reference {
  readonly resource: ResourceFacts;
  readonly attribute: string;
}

/** True where some part of the text is known only when it is deployed, or when a policy is evaluated. */
export function isSymbolic(text: string): boolean {
  return /\$\{[^}]*\}/.test(text);
}

/** What this judge cannot compute, as text that says why: `${?Fn::Select(0,Subnets)}`. Equal computations give equal text. */
export function notComputable(intrinsic: string, ...operands: readonly string[]): string {
  const detail = operands.map(operand => operand.replace(/\$\{|[{}]/g, '')).join(',');
  return `\${?${intrinsic}${detail === '' ? '' : `(${detail})`}}`;
}

/** Finds the resource behind a text that is a reference and nothing else, wherever in the app it stands. */
export function lookup(template: TemplateFacts, text: string): Reference | undefined {
  const whole = /^\$\{(?:([^}#]*)#)?([A-Za-z0-9]+)(?:\.([^}#]*))?\}$/.exec(text);
  if (whole === null) return undefined;
  const [, namespace, logicalId, attribute = 'Ref'] = whole;
  const home = namespace === undefined ? template : template.app.get(namespace);
  const resource = home?.resources.get(logicalId);
  return resource && { resource, attribute };
}

/** The same text for readers of another template: names of `from` are marked, names of `to` lose their mark. */
export function carryText(text: string, from: Named, to: Named): string {
  return from.namespace === to.namespace ? text : unmark(canonicalText(from, text), to);
}

/** The text with every name marked by its template, so that texts of different templates can be compared. */
export function canonicalText(template: Named, text: string): string {
  return text.replace(PART, (part, name: string) =>
    OWN_NAME.test(name) || OF_THE_STACK.test(name) ? `\${${template.namespace}#${name}}` : part,
  );
}

/** Cuts a text at a delimiter, never inside a symbolic part. */
export function splitText(text: string, delimiter: string): readonly string[] {
  const pieces = [''];
  let end = 0;
  for (const part of text.matchAll(PART)) {
    cut(text.slice(end, part.index));
    pieces[pieces.length - 1] += part[0];
    end = part.index + part[0].length;
  }
  cut(text.slice(end));
  return pieces;

  function cut(literal: string): void {
    const [first, ...rest] = literal.split(delimiter);
    pieces[pieces.length - 1] += first;
    pieces.push(...rest);
  }
}

/** The symbolic parts of a text, without their braces. */
export function symbolicParts(text: string): readonly string[] {
  return [...text.matchAll(PART)].map(([, name]) => name);
}

interface Named {
  readonly namespace: string;
}

function unmark(text: string, template: Named): string {
  return text.replace(PART, (part, name: string) =>
    name.startsWith(`${template.namespace}#`) ? `\${${name.slice(template.namespace.length + 1)}}` : part,
  );
}
