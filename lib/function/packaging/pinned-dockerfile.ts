import { ValidationError } from '../../errors';

const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** Refuses images that a build starts from by a tag, which names another image as soon as somebody moves it. */
export function assertPinned(file: string, content: string, buildArgs: Readonly<Record<string, string>>): void {
  const values = new Map<string, string>();
  const stages = new Set<string>(['scratch']);
  let number = 0;
  for (const { line, text } of instructions(content)) {
    const [instruction = '', ...words] = text.split(/\s+/);
    const keyword = instruction.toUpperCase();
    if (keyword === 'ARG' && number === 0) {
      const [name, ...value] = words.join(' ').split('=');
      values.set(name, buildArgs[name] ?? unquoted(value.join('=')));
      continue;
    }
    const images = keyword === 'FROM' ? words.filter(word => !word.startsWith('--')).slice(0, 1) : copiedFrom(words);
    for (const image of images.map(given => substituted(given, values))) {
      if (!stages.has(image.toLowerCase()) && !DIGEST.test(image)) throw unpinned(file, line, image);
    }
    if (keyword === 'FROM') {
      stages.add(String(number));
      number += 1;
      const as = words.findIndex(word => word.toUpperCase() === 'AS');
      if (as >= 0) stages.add(String(words[as + 1]).toLowerCase());
    }
  }
}

/** Images that a stage takes files from: `COPY --from=…`, `RUN --mount=…,from=…`. */
function copiedFrom(words: readonly string[]): string[] {
  return words
    .filter(word => /^--(?:from|mount)=/.test(word))
    .flatMap(word => [...word.matchAll(/(?:^--|[=,])from=([^,]+)/g)].map(([, image]) => unquoted(image)));
}

function substituted(image: string, values: ReadonlyMap<string, string>): string {
  return unquoted(image).replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (whole, braced?: string, fallback?: string, bare?: string) => {
      const value = values.get(braced ?? bare ?? '');
      return (value === '' ? undefined : value) ?? fallback ?? whole;
    },
  );
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

interface Instruction {
  readonly line: number;
  readonly text: string;
}

function instructions(content: string): Instruction[] {
  const found: Instruction[] = [];
  let open: Instruction | undefined;
  content.split(/\r?\n/).forEach((raw, index) => {
    if (/^\s*#/.test(raw) || (open !== undefined && raw.trim() === '')) return;
    const text = `${open?.text ?? ''}${raw.replace(/\\\s*$/, ' ')}`;
    const instruction = { line: open?.line ?? index + 1, text: text.trim() };
    open = undefined;
    if (/\\\s*$/.test(raw)) open = { ...instruction, text };
    else if (instruction.text !== '') found.push(instruction);
  });
  return open === undefined ? found : [...found, open];
}

function unpinned(file: string, line: number, image: string): ValidationError {
  return new ValidationError({
    what: `Line ${line} of '${file}'`,
    expected: 'must name an image by its digest: a tag names another image as soon as somebody moves it',
    got: `'${image}'`,
    remedy: `Write 'name@sha256:…', as 'docker buildx imagetools inspect' prints it; tools that renew dependencies keep it current`,
  });
}
