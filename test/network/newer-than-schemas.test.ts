import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Egress, SecureNetwork } from '../../lib';
import { aFunction, FLAG_SETS, newApp } from '../apps';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string }[];
    readonly suppressedViolations?: readonly { readonly ruleName: string }[];
  }[];
}

afterEach(() => {
  process.env.CDK_VALIDATION = 'false';
});

describe.each(FLAG_SETS)("CDK's own validation of templates, under the %s", (_, flags) => {
  test('finds nothing in a network with a firewall but what is newer than its schemas, and that is acknowledged', () => {
    process.env.CDK_VALIDATION = 'true';
    const app = newApp({ ...flags, '@aws-cdk/core:failSynthOnValidationErrors': false });
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const network = new SecureNetwork(stack, 'Network', { allowedDomains: ['api.example.com'] });
    aFunction(stack, 'Fn', { network, egress: [Egress.toDomain('api.example.com')] });
    const report = path.join(app.synth().directory, 'validation-report.json');
    const [{ violations, suppressedViolations = [] }] = (JSON.parse(readFileSync(report, 'utf8')) as Report).pluginReports;
    expect(violations).toEqual([]);
    expect(suppressedViolations.map(({ ruleName }) => ruleName).sort()).toEqual(['F3002', 'F3006', 'W3030']);
  });
});
