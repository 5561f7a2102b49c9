import type { Case } from './cases';
import { evaluate } from '../../lib/checks/evaluate';
import type { Finding } from '../../lib/checks/finding';
import { parseText } from '../../lib/command/input/read-text';
import { TemplateLines } from '../../lib/command/input/template-lines';
import { notATemplate } from '../../lib/command/input/template-shape';
import { UnreadableText } from '../../lib/command/input/unreadable-text';
import { buildModel } from '../../lib/model/build-model';
import type { JsonObject } from '../../lib/model/facts';
import { inventory } from '../../lib/report/inventory';

const AS_OF = new Date('2026-11-26T00:00:00Z');

/** Judges a case as the command and the plugin do, lines and inventory too. Throws where they would crash. */
export function judgeCase({ files, bodies = [] }: Case): readonly Finding[] {
  const sources = [
    ...files.flatMap(({ path, text }) => {
      const body = bodyOf(text, path);
      return body === undefined ? [] : [{ path, body }];
    }),
    ...bodies.map((body, index) => ({ path: `B${index}.template.json`, body })),
  ];
  const app = buildModel(sources);
  const findings = evaluate(app, { profile: 'strict', asOf: AS_OF });
  inventory(app, findings);
  for (const { path, text } of files) {
    const lines = new TemplateLines(text);
    for (const { template, resource, property } of findings) if (template === path) lines.lineOf(resource ?? '', property);
  }
  return findings;
}

/** Nothing where the text is refused, as it may be; anything but a refusal is a crash. */
function bodyOf(text: string, path: string): JsonObject | undefined {
  try {
    const json = parseText(text, path);
    return notATemplate(json) === undefined ? (json as JsonObject) : undefined;
  } catch (error) {
    if (error instanceof UnreadableText) return undefined;
    throw error;
  }
}
