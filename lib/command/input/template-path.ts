import { isAbsolute, join, relative, resolve } from 'path';

/** A file or folder by the two names it has: the one that people gave or would give it, and the one under which it is opened. */
export interface NamedPath {
  readonly shown: string;
  readonly absolute: string;
}

export function namedPath(path: string, cwd: string): NamedPath {
  return { shown: join(path), absolute: resolve(cwd, path) };
}

/** Something inside a folder. */
export function inside(folder: NamedPath, name: string): NamedPath {
  return { shown: join(folder.shown, name), absolute: join(folder.absolute, name) };
}

/** What stands inside a folder, by its absolute path. */
export function shownInside(folder: NamedPath, absolute: string): string {
  return join(folder.shown, relative(folder.absolute, absolute));
}

/** A path as it reads from a folder, with forward slashes; a path that leads elsewhere stays absolute. */
export function seenFrom(cwd: string, path: string): string {
  const relativePath = relative(cwd, resolve(cwd, path));
  const outside = isAbsolute(relativePath) || relativePath.split(/[\\/]/)[0] === '..';
  return (outside ? path : relativePath).replace(/\\/g, '/');
}
