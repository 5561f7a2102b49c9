import type { App, CfnResource, IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { NagPack } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { PLUGIN_NAME } from './baseline/control';
import type { GuardPlugin } from './checks/plugin';
import { ValidationError } from './errors';
import type { ServerlessGuardPackProps } from './guard';
import { judgeOf } from './guard';

/**
 * The same judge as a pack of cdk-nag, for apps that register their packs by hand: `Validations.of(app).addPlugins(new ServerlessGuardPack(app))`.
 *
 * It judges the final templates and not the construct tree, so it needs a synthesis: a direct call of `validateScope` is refused.
 */
export class ServerlessGuardPack extends NagPack {
  public readonly name = PLUGIN_NAME;
  public readonly ruleIds?: string[];
  private readonly judge: GuardPlugin;

  /**
   * Throws where the app is guarded already, where it is no `App`, and where an option is out of range.
   */
  constructor(app: App, props: ServerlessGuardPackProps = {}) {
    super(app);
    this.packName = PLUGIN_NAME;
    this.judge = judgeOf(app, props);
    this.ruleIds = [...this.judge.ruleIds];
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    return this.judge.validate(context);
  }

  /** Throws always: there are no final templates before the app is synthesized. */
  public validateScope(scope: IConstruct): PolicyValidationPluginReport {
    throw new ValidationError(
      {
        what: 'ServerlessGuardPack',
        expected: 'must be asked by a synthesis, because it judges final templates',
        got: "a direct call of 'validateScope'",
        remedy: "Write 'Validations.of(app).addPlugins(pack)' and 'app.synth()'",
      },
      scope,
    );
  }

  /** Never called: nothing is judged resource by resource. */
  protected checkResource(_node: CfnResource): void {}
}
