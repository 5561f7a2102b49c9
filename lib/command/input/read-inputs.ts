import { readdirSync, realpathSync, statSync } from 'fs';
import { readAssemblyApp } from './assembly-app';
import { isCloudAssembly } from './cloud-assembly';
import type { InputApp, TemplateStatus } from './input-app';
import { standalone } from './input-app';
import { parseText, readText } from './read-text';
import type { NamedPath } from './template-path';
import { inside, namedPath } from './template-path';
import { meantAsTemplate, notATemplate } from './template-shape';
import { reasonOf } from './unreadable-text';
import type { JsonObject } from '../../model/facts';

export interface Inputs {
  readonly apps: readonly InputApp[];
  readonly templates: readonly TemplateStatus[];
}

const TEMPLATE_FILE = /\.(?:json|ya?ml|template)$/i;
const NEVER_SEARCHED = /^(?:\.|node_modules$)/;

/**
 * Finds the templates behind the paths that were given. What belongs to a cloud assembly is one app; every other template is an app of its own,
 * because templates that lie side by side say nothing of each other.
 */
export function readInputs(paths: readonly string[], cwd: string): Inputs {
  const reader = new InputReader();
  for (const path of paths) reader.find(namedPath(path, cwd));
  return reader.read();
}

interface FoundFile extends NamedPath {
  /** Named by a person, and not found in a folder. */
  readonly given: boolean;
}

class InputReader {
  private readonly files: FoundFile[] = [];
  private readonly assemblies: NamedPath[] = [];
  private readonly apps: InputApp[] = [];
  private readonly templates: TemplateStatus[] = [];
  private readonly taken = new Set<string>();

  public find(path: NamedPath): void {
    const stats = statSync(path.absolute, { throwIfNoEntry: false });
    if (stats === undefined) this.unreadable(path.shown, 'there is no such file or folder');
    else if (stats.isDirectory()) this.search(path);
    else this.files.push({ ...path, given: true });
  }

  /** Assemblies first: a template of an assembly that is also named by itself is judged with its app. */
  public read(): Inputs {
    for (const folder of this.assemblies) this.readAssembly(folder);
    for (const file of this.files) this.readFile(file);
    return { apps: this.apps, templates: [...this.templates].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)) };
  }

  private search(folder: NamedPath): void {
    if (isCloudAssembly(folder.absolute)) {
      this.assemblies.push(folder);
      return;
    }
    let entries;
    try {
      entries = readdirSync(folder.absolute, { withFileTypes: true });
    } catch {
      return this.unreadable(folder.shown, 'the folder cannot be read');
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inside(folder, entry.name);
      if (entry.isDirectory()) {
        if (!NEVER_SEARCHED.test(entry.name)) this.search(path);
      } else if (TEMPLATE_FILE.test(entry.name) && statSync(path.absolute, { throwIfNoEntry: false })?.isFile() === true) {
        this.files.push({ ...path, given: false });
      }
    }
  }

  private readAssembly(folder: NamedPath): void {
    const app = readAssemblyApp(folder, absolute => this.take(absolute));
    this.templates.push(...app.templates);
    if (app.app.sources.length > 0) this.apps.push(app.app);
  }

  private readFile({ shown, absolute, given }: FoundFile): void {
    if (!this.take(absolute)) return;
    let body;
    let text = '';
    try {
      text = readText(absolute);
      body = parseText(text, absolute);
    } catch (error) {
      const reason = reasonOf(error);
      if (given || meantAsTemplate(text)) this.unreadable(shown, reason);
      else this.templates.push({ path: shown, status: 'skipped', reason: `it is no template: ${reason}` });
      return;
    }
    const other = notATemplate(body);
    if (other !== undefined) {
      this.templates.push({ path: shown, status: given ? 'unreadable' : 'skipped', reason: other });
      return;
    }
    this.templates.push({ path: shown, status: 'judged' });
    this.apps.push(standalone({ shown, absolute }, body as JsonObject));
  }

  private unreadable(path: string, reason: string): void {
    this.templates.push({ path, status: 'unreadable', reason });
  }

  /** False where the same file was taken already, under whatever name. */
  private take(absolute: string): boolean {
    const file = realpathSync(absolute);
    if (this.taken.has(file)) return false;
    this.taken.add(file);
    return true;
  }
}
