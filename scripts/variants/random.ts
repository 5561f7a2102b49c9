import { createHash } from 'crypto';

/** Chance that is the same for the same seed. */
export class Random {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** A number from 0 to below 1. */
  public next(): number {
    return createHash('sha256').update(`${this.seed} ${this.drawn++}`).digest().readUInt32BE(0) / 2 ** 32;
  }

  public chance(share: number): boolean {
    return this.next() < share;
  }

  public pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  public shuffle<T>(items: readonly T[]): T[] {
    return items
      .map(item => ({ item, place: this.next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item);
  }
}
