import type { IConstruct } from 'constructs';

/** What was said once about everything that is made below a scope from then on. */
export class Scoped<T> {
  private readonly said = new WeakMap<IConstruct, T>();
  private readonly heard = new WeakSet<IConstruct>();

  public say(scope: IConstruct, what: T): void {
    this.said.set(scope, what);
  }

  /** What was said about this construct and nothing around it. */
  public on(construct: IConstruct): T | undefined {
    return this.said.get(construct);
  }

  /** What was said nearest around a construct, or about itself. */
  public around(construct: IConstruct): T | undefined {
    const scope = [...construct.node.scopes].reverse().find(candidate => this.said.has(candidate));
    return scope && this.said.get(scope);
  }

  /** What was said somewhere below a scope, or about itself. */
  public below(scope: IConstruct): T | undefined {
    const construct = scope.node.findAll().find(candidate => this.said.has(candidate));
    return construct && this.said.get(construct);
  }

  /** Remembers that a construct was made, and would not notice what is said later. */
  public settle(construct: IConstruct): void {
    this.heard.add(construct);
  }

  /** A construct below the scope that was made too early to notice. */
  public settledBelow(scope: IConstruct): IConstruct | undefined {
    return scope.node.findAll().find(candidate => this.heard.has(candidate));
  }
}
