import { isIntrinsic } from './policies';
import type { Random } from './random';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isObject, listOf, objectOf } from '../../lib/model/json';

/** Attributes that are lists, which no text can hold. */
const LISTS =
  /^(?:.*Ids|DnsEntries|NameServers|Ipv6CidrBlocks|CidrBlockAssociations|SecondaryPrivateIpAddresses|.*Arns|.*SecurityGroups)$/;
const CONDITION = 'VariantCondition';
const MAPPING = 'VariantValues';

/** What the values of one template were moved to. */
export interface Moved {
  readonly parameters: JsonObject;
  readonly values: JsonObject;
  usesCondition: boolean;
}

/** The same values in another spelling: by a parameter, by a mapping, by a condition that decides nothing, as a text with names in it. */
export class Respelling {
  public readonly moved: Moved = { parameters: {}, values: {}, usesCondition: false };
  private readonly lists: ReadonlySet<string>;

  /** @param share of the values that are spelled in another way. */
  constructor(
    template: JsonObject,
    private readonly random: Random,
    private readonly share: number,
  ) {
    this.lists = new Set(
      Object.entries(objectOf(template.Parameters))
        .filter(([, parameter]) => /List|SSM/.test(String(objectOf(parameter).Type)))
        .map(([name]) => name),
    );
  }

  /** The properties of a resource; a macro wants the shape of its own as it is. */
  public properties(properties: JsonObject, isMacro: boolean): JsonObject {
    const entries = Object.entries(properties).map(([key, value]): [string, Json] => [key, this.value(value, isMacro, key)]);
    return Object.fromEntries(this.random.shuffle(entries));
  }

  private value(value: Json, isMacro: boolean, key: string): Json {
    if (isIntrinsic(value)) return isMacro ? value : this.intrinsic(value as JsonObject);
    if (Array.isArray(value)) {
      return this.decided(
        value.map(item => this.value(item, isMacro, key)),
        isMacro,
      );
    }
    if (isObject(value)) {
      const entries = Object.entries(value).map(([name, inner]): [string, Json] => [name, this.value(inner, isMacro, name)]);
      const spelled = Object.fromEntries(entries);
      return key === 'Body' || key.startsWith('Fn::') ? spelled : this.decided(spelled, isMacro);
    }
    return value === null || !this.random.chance(this.share) ? value : this.elsewhere(value, isMacro);
  }

  /** Only what stands where any value may stand is decided by a condition. */
  private decided(value: Json, isMacro: boolean): Json {
    return isMacro || !this.random.chance(this.share / 4) ? value : this.either(value);
  }

  private either(value: Json): Json {
    this.moved.usesCondition = true;
    return { 'Fn::If': [CONDITION, value, mirrored(value)] };
  }

  private elsewhere(value: string | number | boolean, isMacro: boolean): Json {
    const isLong = String(value).length > 400 || value === '';
    const way = this.random.pick(isLong ? ['condition'] : ['parameter', 'mapping', 'condition']);
    if (way === 'condition') return isMacro ? value : this.either(value);
    if (way === 'mapping') {
      const name = `Value${Object.keys(this.moved.values).length}`;
      this.moved.values[name] = value;
      return { 'Fn::FindInMap': [MAPPING, 'All', name] };
    }
    const name = `VariantParameter${Object.keys(this.moved.parameters).length}`;
    this.moved.parameters[name] = {
      Type: typeof value === 'number' ? 'Number' : 'String',
      Default: typeof value === 'boolean' ? String(value) : value,
    };
    return { Ref: name };
  }

  private intrinsic(value: JsonObject): Json {
    const [[name, operand]] = Object.entries(value);
    if (name === 'Fn::Join') {
      const text = this.joined(operand);
      return text === undefined || this.random.chance(0.3) ? value : { 'Fn::Sub': text };
    }
    const part = this.part(value);
    return part === undefined || this.random.chance(0.5) ? value : { 'Fn::Sub': `\${${part}}` };
  }

  private joined(operand: Json): string | undefined {
    const [delimiter, items] = listOf(operand);
    if (typeof delimiter !== 'string' || !Array.isArray(items)) return undefined;
    const texts = items.map(item => (typeof item === 'string' ? item.replace(/\$\{/g, '${!') : this.placeholder(item)));
    return texts.some(text => text === undefined) ? undefined : texts.join(delimiter);
  }

  private placeholder(value: Json): string | undefined {
    const part = isObject(value) ? this.part(value) : undefined;
    return part === undefined ? undefined : `\${${part}}`;
  }

  /** What stands between the braces for a reference that is a text. */
  private part(value: JsonObject): string | undefined {
    const { Ref: name, 'Fn::GetAtt': attribute } = value;
    if (typeof name === 'string') {
      return name === 'AWS::NoValue' || name === 'AWS::NotificationARNs' || this.lists.has(name) ? undefined : name;
    }
    const [id, ...path] = typeof attribute === 'string' ? attribute.split('.') : listOf(attribute);
    const names = path.map(String);
    return typeof id !== 'string' || names.length === 0 || path.some(isObject) || names.some(one => LISTS.test(one))
      ? undefined
      : [id, ...names].join('.');
  }
}

/** The same list or object in another order, so that its two branches are not the same text. */
function mirrored(value: Json): Json {
  if (Array.isArray(value)) return [...value].reverse();
  return isObject(value) && !isIntrinsic(value) ? Object.fromEntries(Object.entries(value).reverse()) : value;
}

/** The template with the sections that its values were moved to. */
export function withMoved(template: JsonObject, { parameters, values, usesCondition }: Moved): JsonObject {
  const { Parameters, Mappings, Conditions } = template;
  return {
    ...template,
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: { ...objectOf(Parameters), ...parameters } }),
    ...(Object.keys(values).length === 0 ? {} : { Mappings: { ...objectOf(Mappings), [MAPPING]: { All: values } } }),
    ...(usesCondition
      ? { Conditions: { ...objectOf(Conditions), [CONDITION]: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } }
      : {}),
  };
}
