import type { Environment } from 'aws-cdk-lib';
import { Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Integration } from './integration';
import { Profile } from '../../lib';
import { stops } from '../../lib/checks/finding';
import { GuardPlugin } from '../../lib/checks/plugin';
import type { Flags } from '../apps';
import { newApp } from '../apps';

/** What the strict judge refuses in an integration by itself, what it warns about, which is mostly what stands beside the function, and what will be deployed. */
export interface Judged {
  readonly template: Template;
  /** `rule @ LogicalId`, without hashes. */
  readonly findings: readonly string[];
  /** The same of warnings and of what cannot be told. */
  readonly warnings: readonly string[];
  readonly messages: readonly string[];
}

/** Synthesizes one integration in a stack of its own, as strictly as can be. Does not throw for findings: they are what is tested. */
export function judged(flags: Flags, integration: Integration, env?: Environment): Judged {
  const app = newApp({ ...flags, '@aws-cdk/core:failSynthOnValidationErrors': false });
  const findings: string[] = [];
  const warnings: string[] = [];
  const messages: string[] = [];
  const plugin = new GuardPlugin({
    profile: Profile.STRICT,
    onJudged: (_, found) => {
      for (const finding of found) {
        const { rule, resource, message } = finding;
        const where = `${rule} @ ${(resource ?? '').replace(/[0-9A-F]{8}$/, '')}`;
        if (stops(finding)) {
          findings.push(where);
          messages.push(message);
        } else if (finding.severity !== 'info') {
          warnings.push(where);
        }
      }
    },
  });
  Validations.of(app).addPlugins(plugin);
  const stack = new Stack(app, 'Stack', { env });
  integration(stack);
  const template = Template.fromJSON(app.synth().getStackByName(stack.stackName).template as Record<string, unknown>);
  return { template, findings, warnings, messages };
}
