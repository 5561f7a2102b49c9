import type { CloudAssembly } from './cloud-assembly';
import type { NamedPath } from './template-path';
import type { JsonObject } from '../../model/facts';
import type { TemplateSource } from '../../model/templates';

/** Templates that belong together. */
export interface InputApp {
  readonly sources: readonly TemplateSource[];
  /** Where to open each template, by the path under which it is shown. */
  readonly files: ReadonlyMap<string, string>;
  /** What CDK wrote down beside the templates, where it made them. */
  readonly assembly?: CloudAssembly;
}

/** What became of one file. */
export interface TemplateStatus {
  readonly path: string;
  readonly status: 'judged' | 'skipped' | 'unreadable';
  readonly reason?: string;
}

/** A template that stands for itself. */
export function standalone({ shown, absolute }: NamedPath, body: JsonObject): InputApp {
  return { sources: [{ path: shown, body }], files: new Map([[shown, absolute]]) };
}
