import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App, FileAssetSource, ISynthesisSession, StackProps, SynthesizeStackArtifactOptions } from 'aws-cdk-lib';
import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fileWith, include, outcomeOf, refuses, secureStack } from './attempt';
import { main } from '../../lib/command/main';
import type { JsonObject } from '../../lib/model/facts';
import { FLAG_SETS } from '../apps';

/** Takes the tracing away from the function of a template. */
function untrace(template: JsonObject): void {
  delete (template as { Resources: { Function: { Properties: JsonObject } } }).Resources.Function.Properties.TracingConfig;
}

const rewriteFile = (file: string): void => {
  const template = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
  untrace(template);
  writeFileSync(file, JSON.stringify(template));
};

/** A stack that says something else than its constructs. */
class Renders extends Stack {
  protected override _toCloudFormation(): JsonObject {
    const template = super._toCloudFormation() as JsonObject;
    untrace(template);
    return template;
  }
}

/** A stack that writes another file than it was asked for. */
class Writes extends Stack {
  public override _synthesizeTemplate(session: ISynthesisSession, ...more: never[]): void {
    super._synthesizeTemplate(session, ...more);
    rewriteFile(join(session.outdir, this.templateFile));
  }
}

/** A stack that rewrites what its synthesizer has written. */
class Synthesizes extends DefaultStackSynthesizer {
  public override synthesize(session: ISynthesisSession): void {
    super.synthesize(session);
    rewriteFile(join(session.outdir, this.boundStack.templateFile));
  }
}

const stackOf =
  (Rewriting: new (scope: Construct, id: string, props?: StackProps) => Stack) =>
  (app: App, bypass: boolean): void => {
    include(new (bypass ? Rewriting : Stack)(app, 'Orders'));
  };

const refused = ['tracing-active Orders/Included/Function error'];

refuses({
  'a stack that renders another template': { build: stackOf(Renders), refused },
  'a stack that writes another template': { build: stackOf(Writes), refused },
  'a synthesizer that rewrites the template': {
    build: (app, bypass) =>
      void include(new Stack(app, 'Orders', { synthesizer: bypass ? new Synthesizes() : new DefaultStackSynthesizer() })),
    refused,
  },
});

/** Publishes another file in the place of the template that CDK wrote. */
class PublishesInstead extends DefaultStackSynthesizer {
  protected override synthesizeTemplate(session: ISynthesisSession): FileAssetSource {
    const source = super.synthesizeTemplate(session);
    const template = JSON.parse(readFileSync(join(session.outdir, source.fileName!), 'utf8')) as JsonObject;
    untrace(template);
    return { ...source, fileName: fileWith(template), sourceHash: 'f'.repeat(64) };
  }
}

/** Names an address of its own as what shall be deployed. */
class DeploysFromElsewhere extends DefaultStackSynthesizer {
  protected override emitArtifact(session: ISynthesisSession, options: SynthesizeStackArtifactOptions = {}): void {
    super.emitArtifact(session, { ...options, stackTemplateAssetObjectUrl: 's3://bucket/elsewhere.json' });
  }
}

const publishing =
  (synthesizer: () => DefaultStackSynthesizer) =>
  (app: App, bypass: boolean): void =>
    void include(new Stack(app, 'Orders', { synthesizer: bypass ? synthesizer() : new DefaultStackSynthesizer() }));

refuses({
  'a stack that deploys another file of the app': { build: publishing(() => new PublishesInstead()), refused },
  'a stack that is deployed from elsewhere': {
    build: publishing(() => new DeploysFromElsewhere()),
    refused: ['every-template-judged Orders error'],
  },
});

describe('the gate of the pipeline', () => {
  const check = async (cwd: string): Promise<{ readonly code: number; readonly rules: readonly string[] }> => {
    let out = '';
    const silent = { write: () => undefined };
    const code = await main(['check', 'cdk.out', '--format', 'json'], {
      stdout: { write: text => (out += text) },
      stderr: silent,
      cwd,
      env: {},
    });
    const { findings } = JSON.parse(out) as { readonly findings: readonly Readonly<Record<string, string>>[] };
    return {
      code,
      rules: findings
        .filter(({ severity }) => severity !== 'warning')
        .map(({ rule, constructPath }) => `${rule} ${constructPath}`),
    };
  };

  test.each(FLAG_SETS)('refuses a template that was rewritten after the synthesis, under the %s', async (_, flags) => {
    const { app, failure } = outcomeOf({ build: made => void secureStack(made), refused: [] }, true, flags);
    expect(failure).toBeUndefined();
    const folder = mkdtempSync(join(tmpdir(), 'gate-'));
    cpSync(app.outdir, join(folder, 'cdk.out'), { recursive: true });
    expect(await check(folder)).toEqual({ code: 0, rules: [] });
    rewriteFile(join(folder, 'cdk.out', 'Orders.template.json'));
    expect(await check(folder)).toEqual({ code: 1, rules: ['tracing-active Orders/Included/Function'] });
  });

  test.each(FLAG_SETS)('refuses what CDK was told to let through, under the %s', async (_, flags) => {
    const lenient = { ...flags, '@aws-cdk/core:failSynthOnValidationErrors': false };
    const { app, failure } = outcomeOf({ build: stackOf(Renders), refused: [] }, true, lenient);
    expect(failure).toBeUndefined();
    const folder = mkdtempSync(join(tmpdir(), 'gate-'));
    cpSync(app.outdir, join(folder, 'cdk.out'), { recursive: true });
    expect(await check(folder)).toEqual({ code: 1, rules: ['tracing-active Orders/Included/Function'] });
  });

  test.each(FLAG_SETS)('refuses what was deployed with --ignore-errors, under the %s', async (_, flags) => {
    const { app, failure } = outcomeOf({ build: stackOf(Renders), refused: [] }, true, flags);
    expect(failure).toBeDefined();
    const folder = mkdtempSync(join(tmpdir(), 'gate-'));
    cpSync(app.outdir, join(folder, 'cdk.out'), { recursive: true });
    expect(await check(folder)).toEqual({ code: 1, rules: ['tracing-active Orders/Included/Function'] });
  });
});
