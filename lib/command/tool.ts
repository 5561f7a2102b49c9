import { readFileSync } from 'fs';
import { join } from 'path';
import { PLUGIN_NAME } from '../baseline/control';
import { at } from '../model/json';

/** Who speaks, as it stands in every report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** This package, with the version under which it is installed. */
export function thisTool(): Tool {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  return { name: PLUGIN_NAME, version: String(at(manifest, 'version')) };
}
