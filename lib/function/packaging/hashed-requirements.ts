import { ValidationError } from '../../errors';

/** One package, in one version, as one of the files whose digests stand behind it. */
const REQUIREMENT =
  /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?\s*(?:\[[\w\s,.-]*\])?\s*==\s*(?<version>[A-Za-z0-9][\w.!+-]*)\s*(?<marker>;(?:(?!--)[^#])*?)?(?<hashes>(?:\s+--hash=\S+)*)$/;
const HASH = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
/** Where packages are looked for decides nothing that a digest does not decide again. */
const INDEX = /^(?:-i|--index-url|--extra-index-url)(?:\s+|=)(?<url>\S+)$/;

/** A list of packages that names each in one version and by the digests of its files: nothing else can be installed from it. */
export interface HashedRequirements {
  /** The lines that were read, to be installed from. */
  readonly text: string;
  readonly isEmpty: boolean;
  /** The first line that holds for some machines only. */
  readonly conditional?: string;
}

/** Reads a requirements file. Refuses every line that would let something else in, by its number. */
export function readHashedRequirements(file: string, content: string): HashedRequirements {
  const lines = logicalLines(content);
  const refuse = (line: Line, expected: string, remedy: string): never => {
    throw new ValidationError({ what: `Line ${line.number} of '${file}'`, expected, got: `'${shortened(line.text)}'`, remedy });
  };
  const requirements = lines.flatMap(line => {
    if (line.text.startsWith('-')) {
      const url = INDEX.exec(line.text)?.groups?.url;
      if (url !== undefined && /^https:\/\/[^@]*$/.test(url)) return [];
      return refuse(
        line,
        url === undefined
          ? 'must be a package: options can install what nobody reviewed'
          : 'must be an index over HTTPS, without a password',
        url === undefined
          ? `Name the package itself; ${COMPILE}`
          : 'Configure the index and its password where the installer runs',
      );
    }
    const found = REQUIREMENT.exec(line.text)?.groups;
    if (found === undefined) {
      return refuse(line, 'must name a package in exactly one version (name==1.2.3)', capitalized(COMPILE));
    }
    const hashes = found.hashes.split(/\s+--hash=/).slice(1);
    if (hashes.length === 0 || !hashes.every(hash => HASH.test(hash))) {
      return refuse(line, 'must hold the digests of its files (--hash=sha256:…)', capitalized(COMPILE));
    }
    return [{ ...line, conditional: found.marker !== undefined }];
  });
  const conditional = requirements.find(line => line.conditional);
  return {
    text: `${lines.map(({ text }) => text).join('\n')}\n`,
    isEmpty: requirements.length === 0,
    ...(conditional === undefined ? {} : { conditional: `line ${conditional.number} of '${file}'` }),
  };
}

const COMPILE = 'compile the file with: uv pip compile --generate-hashes, or pip-compile --generate-hashes';

interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines as pip reads them: joined where they end in a backslash, without comments. */
function logicalLines(content: string): Line[] {
  const lines: Line[] = [];
  let open: Line | undefined;
  content.split(/\r?\n/).forEach((raw, index) => {
    const text = raw.replace(/(?:^|\s)#.*$/, '');
    const number = open?.number ?? index + 1;
    const joined = `${open?.text ?? ''}${text.replace(/\\$/, ' ')}`;
    open = undefined;
    if (text.endsWith('\\')) open = { number, text: joined };
    else if (joined.trim() !== '') lines.push({ number, text: joined.trim() });
  });
  const rest = open as Line | undefined;
  return rest === undefined || rest.text.trim() === '' ? lines : [...lines, { ...rest, text: rest.text.trim() }];
}

/** Without the password of an address. */
function shortened(line: string): string {
  const text = line.replace(/\/\/[^/]*@/g, '//…@');
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
