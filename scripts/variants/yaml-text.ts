import type { Node, Pair } from 'yaml';
import { Document, isCollection, isMap, isScalar, visit } from 'yaml';
import type { Json } from '../../lib/model/facts';

/** A template as YAML with the short forms of CloudFormation's functions. */
export function yamlText(template: Json): string {
  const document = new Document(template, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, pair) => shortened(pair),
    Seq: (_, list) => {
      list.items = list.items.map(item => short(item as Node));
    },
  });
  return document.toString({ defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
}

function shortened(pair: Pair): void {
  pair.value = short(pair.value as Node);
}

function short(node: Node): Node {
  if (!isMap(node) || node.items.length !== 1) return node;
  const [{ key, value }] = node.items;
  const name = isScalar(key) ? String(key.value) : '';
  const tag =
    name === 'Ref'
      ? '!Ref'
      : name.startsWith('Fn::') && name !== 'Fn::Transform' && !name.startsWith('Fn::ForEach')
        ? `!${name.slice(4)}`
        : undefined;
  if (tag === undefined || !(isScalar(value) || (isCollection(value) && !isMap(value))) || value.tag !== undefined) return node;
  value.tag = tag;
  return value;
}
