const MODULUS = 2_147_483_647;
const MULTIPLIER = 48_271;

/** Numbers that look drawn and are the same for the same seed: the generator of Park and Miller. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed % (MODULUS - 1)) + 1;
    // Seeds that follow each other begin alike.
    for (let turn = 0; turn < 10; turn += 1) this.below(2);
  }

  /** A whole number from 0 up to, and without, the bound. */
  public below(bound: number): number {
    this.state = (this.state * MULTIPLIER) % MODULUS;
    return this.state % bound;
  }

  public chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }

  public one<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)];
  }

  public many<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}
