/**
 * A template value as policy text: `{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::*']] }` reads `arn:${AWS::Partition}:s3:::*`.
 *
 * What only the deployment knows becomes one `${…}` placeholder. Equal values get equal placeholders, so two mentions of one resource stay equal.
 */
export function asText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value);
  const [intrinsic, argument] = entries.length === 1 ? entries[0] : ['', undefined];
  return READERS.get(intrinsic)?.(argument) ?? placeholder(value);
}

const READERS: ReadonlyMap<string, (argument: unknown) => string | undefined> = new Map([
  ['Ref', name => `\${${name}}`],
  ['Fn::GetAtt', attribute => `\${${Array.isArray(attribute) ? attribute.map(asText).join('.') : asText(attribute)}}`],
  ['Fn::Sub', readSub],
  ['Fn::Join', readJoin],
]);

function readJoin(argument: unknown): string | undefined {
  const [separator, parts] = Array.isArray(argument) ? argument : [];
  return Array.isArray(parts) ? parts.map(asText).join(asText(separator)) : undefined;
}

function readSub(argument: unknown): string | undefined {
  const [template, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof template !== 'string') return undefined;
  const known = new Map<string, unknown>(Object.entries(variables ?? {}));
  return template.replace(/\$\{(!?)([^}]*)\}/g, (written, escaped, name) => {
    if (escaped) return `\${${name}}`;
    return known.has(name) ? asText(known.get(name)) : written;
  });
}

function placeholder(value: object): string {
  return `\${${spell(value).replace(/[{}]/g, '')}}`;
}

/** Objects that refer to themselves (a construct that was never resolved) have no spelling; all of them read alike. */
function spell(value: object): string {
  try {
    return JSON.stringify(value) ?? 'unresolved';
  } catch {
    return 'unresolved';
  }
}
