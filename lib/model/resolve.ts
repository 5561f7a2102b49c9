import { arnParts } from './arn-parts';
import { NO_VALUE, choose, decideBetween, decision, isNoValue, overBranches } from './branches';
import type { Json, JsonObject } from './facts';
import { findInMap } from './find-in-map';
import { at, DEEPEST, listOf, objectOf, textOf } from './json';
import { carryText, isSymbolic, notComputable, splitText, symbolicParts } from './symbolic';
import type { Template, Templates } from './templates';
import { append, nearest } from './templates';

/** Longer texts are not computed. CloudFormation refuses templates above 1 MB. */
const LONGEST = 1_000_000;

/** Values as far as the templates give them away. */
export class Resolver {
  private readonly exports = new Map<string, { template: Template; value: Json }[]>();
  private readonly known = new Map<string, Json>();
  private readonly open = new Set<string>();
  private depth = 0;

  constructor(private readonly templates: Templates) {
    for (const template of templates.all) this.collectExports(template);
  }

  /**
   * The value with its intrinsic functions computed. Decisions stay as `Fn::If`, moved outwards where they stood inside a text; what is not
   * there (`AWS::NoValue`) is gone, except as a branch of a decision; everything else that cannot be computed becomes symbolic text.
   */
  public resolve(template: Template, value: Json): Json {
    if (typeof value !== 'object' || value === null) return value;
    if (this.depth >= DEEPEST) return notComputable('Depth');
    this.depth++;
    try {
      return Array.isArray(value) ? this.resolveItems(template, value) : this.resolveMembers(template, value);
    } finally {
      this.depth--;
    }
  }

  /** Most of a template is literal; what is, is passed on as it stands. */
  private resolveItems(template: Template, items: readonly Json[]): Json {
    let isLiteral = true;
    const resolved = items.map(item => {
      const known = this.resolve(template, item);
      if (known !== item || isNoValue(known)) isLiteral = false;
      return known;
    });
    return isLiteral ? (items as Json[]) : resolved.filter(item => !isNoValue(item));
  }

  private resolveMembers(template: Template, value: JsonObject): Json {
    const names = Object.keys(value);
    if (names.length === 1 && (names[0] === 'Ref' || names[0].startsWith('Fn::'))) {
      return this.compute(template, names[0], value[names[0]]);
    }
    let isLiteral = true;
    const resolved = names.map(name => {
      const known = name === 'Fn::Transform' ? notComputable(name) : this.resolve(template, value[name]);
      if (known !== value[name] || isNoValue(known)) isLiteral = false;
      return known;
    });
    if (isLiteral) return value;
    return Object.fromEntries(
      names.map((name, index) => [name, resolved[index]] as const).filter(([, inner]) => !isNoValue(inner)),
    );
  }

  private compute(template: Template, name: string, operand: Json): Json {
    switch (name) {
      case 'Ref':
        return this.ref(template, operand);
      case 'Fn::GetAtt':
        return this.getAtt(template, operand);
      case 'Fn::If':
        return this.decide(template, operand);
      case 'Fn::Sub':
        return this.sub(template, operand);
      case 'Fn::FindInMap':
        return this.with(template, name, operand, parts => findInMap(template, parts));
      case 'Fn::ImportValue':
        return this.with(template, name, operand, exported => this.importValue(template, exported));
      case 'Fn::GetStackOutput':
        return this.with(template, name, operand, output => this.stackOutput(template, output));
      case 'Fn::Split':
        return this.with(template, name, operand, parts => split(template, parts));
      default: {
        const pure = PURE.get(name);
        return pure ? this.with(template, name, operand, pure) : notComputable(name);
      }
    }
  }

  /** Computes once the operands are known, in each branch by itself. */
  private with(template: Template, name: string, operand: Json, compute: (operand: Json) => Json): Json {
    const limited = (known: Json): Json => {
      const result = compute(known);
      return typeof result === 'string' && result.length > LONGEST ? notComputable(name) : result;
    };
    return overBranches(this.resolve(template, operand), limited, notComputable(name));
  }

  private decide(template: Template, operand: Json): Json {
    if (!Array.isArray(operand) || operand.length !== 3 || typeof operand[0] !== 'string') return notComputable('Fn::If');
    const [condition, then, otherwise] = operand;
    const branch = (value: Json, truth: boolean): Json => choose(this.resolve(template, value), new Map([[condition, truth]]));
    return decideBetween(condition, branch(then, true), branch(otherwise, false));
  }

  private ref(template: Template, operand: Json): Json {
    if (typeof operand !== 'string') return notComputable('Ref');
    if (operand === 'AWS::NoValue') return NO_VALUE;
    return template.parameters.has(operand) ? this.parameter(template, operand) : `\${${operand}}`;
  }

  /** What the parent stack passes, else the default; a default of an SSM parameter is a name and not its value. */
  private parameter(template: Template, name: string): Json {
    return this.once(`${template.namespace}#parameter#${name}`, () => {
      const { Type: written, Default: fallback, AllowedValues: allowed } = template.parameters.get(name) as JsonObject;
      const type = String(written);
      const symbol = `\${${name}}`;
      if (template.noEcho.has(name) || listOf(allowed).includes('*') || type.startsWith('AWS::SSM::Parameter::')) return symbol;
      const passed = this.templates.parentsOf(template).map(({ template: parent, logicalId }) => {
        const value = at(parent.declared.get(logicalId), 'Properties', 'Parameters', name) ?? null;
        return this.carry(this.resolve(parent, value), parent, template);
      });
      if (new Set(passed.map(value => JSON.stringify(value))).size > 1) return symbol;
      const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
      const compute = (known: Json): Json => {
        if (Array.isArray(known)) return known.map(item => textOf(item) ?? notComputable('Ref'));
        const text = textOf(known);
        if (text === undefined) return symbol;
        return isList ? itemsOf(template, text) : text;
      };
      return overBranches(passed[0] ?? fallback ?? null, compute, symbol);
    });
  }

  private getAtt(template: Template, operand: Json): Json {
    const [logicalId, ...attributes] = typeof operand === 'string' ? operand.split('.') : listOf(operand);
    if (typeof logicalId !== 'string' || attributes.length === 0) return notComputable('Fn::GetAtt');
    const compute = (known: Json): Json => {
      const attribute = listOf(known).map(textOf).join('.');
      return this.followed(template, logicalId, attribute) ?? `\${${logicalId}.${attribute}}`;
    };
    return overBranches(this.resolve(template, attributes), compute, notComputable('Fn::GetAtt', logicalId));
  }

  /** Attributes that only hand on what another template of the app says. */
  private followed(template: Template, logicalId: string, attribute: string): Json | undefined {
    const nested = attribute.startsWith('Outputs.') ? this.templates.nestedIn(template, logicalId) : undefined;
    if (nested) return this.output(nested, attribute.slice('Outputs.'.length), template);
    const isReader = template.declared.get(logicalId)?.Type === 'Custom::CrossRegionExportReader';
    return isReader ? this.exported(template, attribute) : undefined;
  }

  private sub(template: Template, operand: Json): Json {
    const [text, given] = Array.isArray(operand) ? operand : [operand];
    if (typeof text !== 'string') return notComputable('Fn::Sub');
    const variables = objectOf(given);
    const pieces: Json[] = [];
    let end = 0;
    for (const { 0: part, 1: name, index } of text.matchAll(/\$\{([^}]*)\}/g)) {
      pieces.push(text.slice(end, index), this.substitute(template, name.trim(), variables));
      end = index + part.length;
    }
    return this.with(template, 'Fn::Sub', [...pieces, text.slice(end)], known => join(['', known]));
  }

  /** Left as an intrinsic, so that it is computed with its surroundings. */
  private substitute(template: Template, name: string, variables: JsonObject): Json {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const variable = at(variables, name);
    if (variable !== undefined) return variable;
    return name.includes('.') && !template.parameters.has(name) ? { 'Fn::GetAtt': name } : { Ref: name };
  }

  private importValue(template: Template, name: Json): Json {
    const text = textOf(name);
    if (text === undefined) return notComputable('Fn::ImportValue');
    return this.exported(template, text) ?? notComputable('Fn::ImportValue', text);
  }

  private exported(template: Template, name: string): Json | undefined {
    const candidates = this.exports.get(name) ?? this.exports.get(withStackName(name, template)) ?? [];
    const source = nearest(candidates, candidate => candidate.template, template);
    return source && this.follow(source.template, `export#${name}`, source.value, template);
  }

  private stackOutput(template: Template, operand: Json): Json {
    const [stack, output, region] = ['StackName', 'OutputName', 'Region'].map(key => textOf(at(operand, key)));
    if (stack === undefined || output === undefined) return notComputable('Fn::GetStackOutput');
    const place = region === undefined || isSymbolic(region) ? template.region : region;
    const source = this.templates.ofStack(withStackName(stack, template), place, template);
    return (source && this.output(source, output, template)) ?? notComputable('Fn::GetStackOutput', stack, output, region ?? '');
  }

  private output(source: Template, name: string, reader: Template): Json | undefined {
    const value = source.outputs.get(name)?.Value;
    return value === undefined ? undefined : this.follow(source, `output#${name}`, value, reader);
  }

  private follow(source: Template, key: string, value: Json, reader: Template): Json {
    const text = this.once(`${source.namespace}#${key}`, () =>
      overBranches(this.resolve(source, value), known => textOf(known) ?? notComputable('Output'), notComputable('Output')),
    );
    return this.carry(text, source, reader);
  }

  /** The same value for readers of another template. */
  private carry(value: Json, from: Template, to: Template): Json {
    if (typeof value === 'string') return carryText(value, from, to);
    if (Array.isArray(value)) return value.map(item => this.carry(item, from, to));
    const made = decision(value);
    if (!made) return value;
    const { condition, then, otherwise } = made;
    const named = carryText(`\${${condition}}`, from, to).slice(2, -1);
    return { 'Fn::If': [named, this.carry(then, from, to), this.carry(otherwise, from, to)] };
  }

  /** Each value is computed once; one that leads back to itself is not computable. */
  private once(key: string, compute: () => Json): Json {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.open.has(key)) return notComputable('Cycle');
    this.open.add(key);
    const value = compute();
    this.open.delete(key);
    this.known.set(key, value);
    return value;
  }

  private collectExports(template: Template): void {
    for (const { Value: value, Export: exported } of template.outputs.values()) {
      const name = textOf(this.resolve(template, at(exported, 'Name') ?? null));
      if (name !== undefined && value !== undefined) append(this.exports, withStackName(name, template), { template, value });
    }
    for (const { Type: type, Properties: properties } of template.declared.values()) {
      if (type !== 'Custom::CrossRegionExportWriter') continue;
      const written = objectOf(at(properties, 'WriterProps', 'exports'));
      for (const [name, value] of Object.entries(written)) append(this.exports, name, { template, value });
    }
  }
}

const PURE: ReadonlyMap<string, (operand: Json) => Json> = new Map([
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Base64', base64],
  ['Fn::ToJsonString', operand => JSON.stringify(operand)],
  ['Fn::Length', operand => (Array.isArray(operand) ? operand.length : notComputable('Fn::Length'))],
]);

function join(operand: Json): Json {
  const [delimiter, items] = listOf(operand);
  if (typeof delimiter !== 'string') return notComputable('Fn::Join');
  if (typeof items === 'string') return isSymbolic(items) ? notComputable('Fn::Join', delimiter, items) : items;
  const texts = listOf(items).map(item => (Array.isArray(item) ? item.map(textOf).join(',') : textOf(item)));
  return texts.some(text => text === undefined) ? notComputable('Fn::Join') : texts.join(delimiter);
}

function select(operand: Json): Json {
  const [index, items] = listOf(operand);
  const place = textOf(index) ?? '';
  if (Array.isArray(items)) return (/^\d+$/.test(place) ? items[Number(place)] : undefined) ?? notComputable('Fn::Select', place);
  return notComputable('Fn::Select', place, textOf(items) ?? '');
}

function base64(operand: Json): Json {
  const text = textOf(operand);
  return text === undefined
    ? notComputable('Fn::Base64')
    : isSymbolic(text)
      ? notComputable('Fn::Base64', text)
      : Buffer.from(text).toString('base64');
}

/** Cuts only where no symbolic part can hold the delimiter, because the pieces are then counted. */
function split(template: Template, operand: Json): Json {
  const [delimiter, text] = listOf(operand);
  if (typeof delimiter !== 'string' || delimiter === '' || typeof text !== 'string') return notComputable('Fn::Split');
  const arn = delimiter === ':' ? arnParts(template, text) : undefined;
  if (arn) return [...arn];
  const safe = symbolicParts(text).every(part => isFreeOf(template, part, delimiter));
  return safe ? [...splitText(text, delimiter)] : notComputable('Fn::Split', delimiter, text);
}

/** Names and ids of resources hold no such punctuation; what a parameter holds nobody knows. */
function isFreeOf(template: Template, part: string, delimiter: string): boolean {
  if (/^AWS::(?:AccountId|Partition|Region|URLSuffix)$/.test(part)) return /[^\w.-]/.test(delimiter);
  const [, namespace, logicalId] = /^(?:(.*)#)?([A-Za-z0-9]+)(?:\..*)?$/.exec(part) ?? [];
  const home = namespace === undefined ? template : template.app.get(namespace);
  return home !== undefined && home.declared.has(logicalId) && /[,|;\s]/.test(delimiter);
}

/** The items of a list that is given as text; the text itself where they cannot be told apart. */
function itemsOf(template: Template, text: string): Json {
  const items = split(template, [',', text]);
  return Array.isArray(items) ? items.map(item => String(item).trim()) : text;
}

function withStackName(text: string, template: Template): string {
  return text.split('${AWS::StackName}').join(template.stackName);
}
