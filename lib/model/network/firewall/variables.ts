import type { Json, TemplateFacts } from '../../facts';
import { at, listOf, textOf } from '../../json';
import { rangeOf } from '../address-text';
import { EVERY_ADDRESS } from '../addresses';
import { difference, intersection, union } from '../ranges';
import type { Range, Ranges } from '../ranges';
import { EVERY_PORT } from '../traffic';

/** A set of which only its bounds are known. */
export interface Bounds {
  /** What certainly belongs to it. */
  readonly least: Ranges;
  /** What may belong to it. */
  readonly most: Ranges;
}

const ANY: Bounds = { least: EVERY_ADDRESS, most: EVERY_ADDRESS };
const UNKNOWN: Bounds = { least: [], most: EVERY_ADDRESS };

/** The variables of a rule group: its own, those of the policy, and what `HOME_NET` and `EXTERNAL_NET` are by themselves. */
export class Variables {
  private readonly addresses = new Map<string, Bounds>();
  private readonly ports = new Map<string, Json | undefined>();

  constructor(home: Bounds, policy: Scope | undefined, group: Scope) {
    this.addresses.set('HOME_NET', home);
    if (policy) this.define(policy.template, at(policy.value, 'RuleVariables'));
    this.define(group.template, at(group.value, 'IPSets'));
    if (!this.addresses.has('EXTERNAL_NET')) this.addresses.set('EXTERNAL_NET', opposite(this.home));
    for (const [name, set] of entries(at(group.value, 'PortSets'))) this.ports.set(name, at(set, 'Definition'));
  }

  public get home(): Bounds {
    return this.addresses.get('HOME_NET')!;
  }

  public get external(): Bounds {
    return this.addresses.get('EXTERNAL_NET')!;
  }

  /** What a rule means by its source or destination: `any`, `$HOME_NET`, `!10.0.0.0/8`, `[10.0.0.0/8,!10.1.0.0/16]`. */
  public addressesIn(template: TemplateFacts, text: string): Bounds {
    const spelled = text.trim();
    if (/^any$/i.test(spelled)) return ANY;
    if (spelled.startsWith('!')) return opposite(this.addressesIn(template, spelled.slice(1)));
    if (spelled.startsWith('[')) {
      const items = itemsOf(spelled);
      const wanted = items.filter(item => !item.startsWith('!')).map(item => this.addressesIn(template, item));
      const unwanted = items.filter(item => item.startsWith('!')).map(item => this.addressesIn(template, item));
      return unwanted.reduce(both, wanted.length === 0 ? ANY : either(wanted));
    }
    if (spelled.startsWith('$') && !spelled.startsWith('${')) return this.addresses.get(spelled.slice(1)) ?? UNKNOWN;
    const range = rangeOf(template, spelled);
    return range === undefined ? UNKNOWN : { least: [range], most: [range] };
  }

  /** What a rule means by a port: `any`, `443`, `1024:`, `!80`, `[80,443]`, `$WEB`; undefined where that cannot be told. */
  public portsIn(text: string): Ranges | undefined {
    const spelled = text.trim();
    if (/^any$/i.test(spelled)) return EVERY_PORT;
    if (spelled.startsWith('!')) {
      const unwanted = this.portsIn(spelled.slice(1));
      return unwanted && difference(EVERY_PORT, unwanted);
    }
    if (spelled.startsWith('[')) {
      const items = itemsOf(spelled);
      const wanted = items.filter(item => !item.startsWith('!')).map(item => this.portsIn(item));
      const unwanted = items.filter(item => item.startsWith('!')).map(item => this.portsIn(item));
      if ([...wanted, ...unwanted].includes(undefined)) return undefined;
      const allowed = wanted.length === 0 ? EVERY_PORT : union((wanted as Ranges[]).flat());
      return (unwanted as Ranges[]).reduce<Ranges>(intersection, allowed);
    }
    if (spelled.startsWith('$')) {
      const defined = this.ports.get(spelled.slice(1));
      return defined === undefined ? undefined : this.portsIn(`[${listOf(defined).map(textOf).join(',')}]`);
    }
    const [, first, colon, last] = /^(\d*)(:?)(\d*)$/.exec(spelled) ?? [];
    if (first === undefined || (first === '' && last === '')) return undefined;
    return [[BigInt(first || 0), BigInt(colon === '' ? first : last || 65_535)]];
  }

  private define(template: TemplateFacts, sets: Json | undefined): void {
    for (const [name, set] of entries(sets)) {
      const items = listOf(at(set, 'Definition')).map(item => textOf(item));
      const known = items.map(item => (item === undefined ? UNKNOWN : this.addressesIn(template, item)));
      this.addresses.set(name, known.length === 0 ? UNKNOWN : either(known));
    }
  }
}

/** A part of a template. */
export interface Scope {
  readonly template: TemplateFacts;
  readonly value: Json | undefined;
}

function entries(sets: Json | undefined): [string, Json][] {
  return typeof sets === 'object' && sets !== null && !Array.isArray(sets) ? Object.entries(sets) : [];
}

function itemsOf(list: string): string[] {
  return list
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(item => item.trim());
}

function either(sets: readonly Bounds[]): Bounds {
  const merged = (bound: keyof Bounds) => union(sets.flatMap(set => [...set[bound]] as Range[]));
  return { least: merged('least'), most: merged('most') };
}

function both(a: Bounds, b: Bounds): Bounds {
  return { least: intersection(a.least, b.least), most: intersection(a.most, b.most) };
}

function opposite({ least, most }: Bounds): Bounds {
  return { least: difference(EVERY_ADDRESS, most), most: difference(EVERY_ADDRESS, least) };
}
