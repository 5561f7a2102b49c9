import { Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Integration } from './integration';
import { Profile } from '../../lib';
import { stops } from '../../lib/checks/finding';
import { GuardPlugin } from '../../lib/checks/plugin';
import type { Flags } from '../apps';
import { newApp } from '../apps';

/** What the strict judge refuses in an integration by itself, and what will be deployed. Warnings are about what stands beside the function. */
export interface Judged {
  readonly template: Template;
  /** `rule @ LogicalId`, without hashes. */
  readonly findings: readonly string[];
  readonly messages: readonly string[];
}

/** Synthesizes one integration in a stack of its own, as strictly as can be. Does not throw for findings: they are what is tested. */
export function judged(flags: Flags, integration: Integration): Judged {
  const app = newApp({ ...flags, '@aws-cdk/core:failSynthOnValidationErrors': false });
  const findings: string[] = [];
  const messages: string[] = [];
  const plugin = new GuardPlugin({
    profile: Profile.STRICT,
    onJudged: (_, found) => {
      for (const { rule, resource, message } of found.filter(stops)) {
        findings.push(`${rule} @ ${(resource ?? '').replace(/[0-9A-F]{8}$/, '')}`);
        messages.push(message);
      }
    },
  });
  Validations.of(app).addPlugins(plugin);
  const stack = new Stack(app, 'Stack');
  integration(stack);
  const template = Template.fromJSON(app.synth().getStackByName(stack.stackName).template as Record<string, unknown>);
  return { template, findings, messages };
}
