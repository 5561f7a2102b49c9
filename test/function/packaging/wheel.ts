import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A wheel with one module, and the line of a requirements file that names it. */
export interface Wheel {
  readonly fileName: string;
  readonly content: Buffer;
  readonly sha256: string;
}

/** A wheel made by hand, as small as they come. */
export function aWheel(name: string, tag: string, source: string, script = false): Wheel {
  const info = `${name}-1.0.0.dist-info`;
  const files: Record<string, string> = {
    [`${name}/__init__.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0.0\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    ...(script ? { [`${info}/entry_points.txt`]: `[console_scripts]\n${name}=${name}:main\n` } : {}),
  };
  const record = Object.entries(files).map(([file, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${file},sha256=${digest},${Buffer.byteLength(text)}\n`;
  });
  const content = archive({ ...files, [`${info}/RECORD`]: `${record.join('')}${info}/RECORD,,\n` });
  return { fileName: `${name}-1.0.0-${tag}.whl`, content, sha256: createHash('sha256').update(content).digest('hex') };
}

export function requirement(name: string, ...wheels: readonly Wheel[]): string {
  return `${name}==1.0.0 ${wheels.map(({ sha256 }) => `--hash=sha256:${sha256}`).join(' ')}\n`;
}

/** A zip archive without compression. */
function archive(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, tail, Buffer.from(name)]));
    bodies.push(body);
    offset += body.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}
