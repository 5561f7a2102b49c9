import { EXTENSION_ACCOUNTS } from './secrets-extension';

/**
 * Accounts from which AWS publishes layers: one for each region for its extensions, as CDK's table of regions has them, and those that the
 * documentation of Powertools for AWS Lambda and of the AWS SDK for pandas names.
 */
const PUBLISHERS: Readonly<Record<string, string>> = {
  'AWS Distro for OpenTelemetry': '901920570463',
  'CloudWatch Lambda Insights':
    '012438385374 033019950311 066549572091 122132214140 145023102084 158895979263 194566237122 198461476570 ' +
    '285320876703 339249233099 352183217350 439286490199 459530977127 488211338238 519774774795 580247275435 ' +
    '590183865173 605207715842 727646510379 732604637566 751350123760 761018874580 761377655185 879381266642 ' +
    '891564319516 946466191631',
  'AWS AppConfig':
    '000010852771 027255383542 039592058896 066940009817 080788657173 203683718741 282860088358 307021474294 ' +
    '359756378197 418787028745 421114256042 434848589818 489524808438 493207061005 554480029851 559955524753 ' +
    '574348263942 586093569114 615057806174 615084187847 630222743974 646970417810 662846165436 706869817123 ' +
    '728743619870 758369105281 826293736237 946561847325 946746059096 958113053741 980059726660',
  'AWS Parameters and Secrets': EXTENSION_ACCOUNTS.join(' '),
  'Powertools for AWS Lambda': '017000801446 094274105915 498634801083',
  'AWS SDK for pandas': '336392948345',
};

const ACCOUNTS: ReadonlySet<string> = new Set(Object.values(PUBLISHERS).flatMap(accounts => accounts.split(' ')));

/** The ARN of a layer taken apart; parts that only the deployment knows are `undefined`. */
export interface LayerArn {
  readonly account?: string;
  /** Whether it names one version. */
  readonly isVersion: boolean;
}

/** Reads text that may hold `${…}` parts; undefined where it is no ARN of a layer, or nothing but such a part. */
export function layerArn(text: string): LayerArn | undefined {
  const parts = text.replace(/\$\{[^}]*\}/g, '*').split(':');
  const [arn, , service, , account, kind, name, version] = parts;
  if (arn !== 'arn' || service !== 'lambda' || kind !== 'layer' || !name || parts.length > 8) return undefined;
  return { ...(/^\d+$/.test(account) ? { account } : {}), isVersion: version !== undefined && /^(?:\d+|\*)$/.test(version) };
}

/** Whether AWS publishes layers from an account. */
export function isAwsLayerAccount(account: string): boolean {
  return ACCOUNTS.has(account);
}
