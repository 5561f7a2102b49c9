import type { CloudAssembly } from './cloud-assembly';
import type { TemplateSource } from '../../model/templates';

/** Templates that belong together. */
export interface InputApp {
  readonly sources: readonly TemplateSource[];
  /** Where to open each template, by the path under which it is shown. */
  readonly files: ReadonlyMap<string, string>;
  /** What CDK wrote down beside the templates, where it made them. */
  readonly assembly?: CloudAssembly;
}
