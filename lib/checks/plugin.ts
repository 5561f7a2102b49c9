import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { evaluate } from './evaluate';
import type { Finding } from './finding';
import { stops } from './finding';
import { PLUGIN_NAME } from '../baseline/control';
import type { GuardPolicy } from '../baseline/guard-policy';
import { acknowledgementsOf } from '../model/acknowledgements';
import { readTemplates } from '../model/assembly';
import { buildModel } from '../model/build-model';
import type { AppFacts } from '../model/facts';
import { RULES } from '../rules';
import type { ProfileName } from '../rules/define-rule';

export interface GuardPluginOptions {
  readonly profile: ProfileName;
  readonly accountConcurrency?: number;
  readonly policy?: GuardPolicy;
  /** What is told the facts and the findings of a judgement, waived ones too. */
  readonly onJudged?: (app: AppFacts, findings: readonly Finding[]) => void;
}

/**
 * The judge as CDK calls it, once per synth, over the final templates. CDK applies the acknowledgements: to everything but what is `fatal`.
 * A judge that cannot finish fails the synth, because CDK reports a plugin that throws as failed.
 */
export class GuardPlugin implements IPolicyValidationPlugin {
  public readonly name = PLUGIN_NAME;
  public readonly ruleIds = RULES.map(({ id }) => id);

  constructor(private readonly options: GuardPluginOptions) {}

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { profile, accountConcurrency, policy, onJudged } = this.options;
    const app = buildModel(readTemplates(context.stackTemplates), acknowledgementsOf(context.appConstruct));
    const findings = evaluate(app, { profile, asOf: new Date(), accountConcurrency, policy });
    onJudged?.(app, findings);
    return { success: !findings.some(stops), violations: findings.map(violationOf) };
  }
}

/** One violation per finding, so that each can be acknowledged by itself. */
function violationOf(finding: Finding): PolicyViolation {
  const { rule, severity, message, why, fix, links, controls, frameworks } = finding;
  return {
    ruleName: rule,
    severity,
    description: `${message}. ${why}`,
    fix,
    ruleMetadata: {
      links: links.join(' '),
      ...(controls.length === 0 ? {} : { controls: controls.join(' ') }),
      ...(frameworks.length === 0 ? {} : { frameworks: frameworks.join(' ') }),
    },
    violatingResources: [placeOf(finding)],
  };
}

function placeOf({ template, resource, constructPath, property }: Finding): PolicyViolation['violatingResources'][number] {
  if (resource === undefined) return { constructPath, locations: [] };
  return { resourceLogicalId: resource, templatePath: template, locations: property === undefined ? [] : [property] };
}
