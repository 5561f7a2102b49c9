import { assertPinned } from '../../../lib/function/packaging/pinned-dockerfile';
import { refusal } from '../../apps';

const DIGEST = `@sha256:${'a'.repeat(64)}`;
const check = (content: string, buildArgs: Record<string, string> = {}) => assertPinned('Dockerfile', content, buildArgs);

test.each([
  ['a digest', `FROM node:24${DIGEST}`],
  ['a digest without a tag, in small letters', `from node${DIGEST} as build`],
  ['an empty image', 'FROM scratch\nCOPY bootstrap /'],
  ['a stage', `FROM node${DIGEST} AS Build\nFROM build\nCOPY --from=build /a /b\nCOPY --from=0 /a /b`],
  ['a platform', `FROM --platform=linux/arm64 \\\n  node${DIGEST}`],
  ['an argument with a default', `ARG BASE=node${DIGEST}\nFROM \${BASE}`],
  ['an argument in quotes', `ARG BASE="node${DIGEST}"\nFROM $BASE`],
  ['a fallback', `FROM \${BASE:-node${DIGEST}}`],
  ['comments', `# FROM node:24\n\nFROM node${DIGEST}\n  # COPY --from=other\nRUN a \\\n # FROM x:y\n\n b`],
  ['an argument inside of a stage', `FROM node${DIGEST}\nARG VERSION=1\nRUN echo FROM x:y`],
  ['a mounted stage', `FROM node${DIGEST} AS build\nRUN --mount=type=bind,from=build,target=/x true`],
  ['a mounted cache', `FROM node${DIGEST}\nRUN --mount=type=cache,target=/root/.cache true`],
])('accepts %s', (_, content) => {
  expect(() => check(content)).not.toThrow();
});

test('an argument of the build counts before its default', () => {
  const content = `ARG BASE=node${DIGEST}\nFROM \${BASE}\n`;
  expect(() => check(content, { BASE: 'node:24' })).toThrow(/got 'node:24'/);
  expect(() => check('ARG BASE\nFROM ${BASE}\n', { BASE: `node${DIGEST}` })).not.toThrow();
});

test.each([
  ['FROM node', 'node', 1],
  ['FROM node:latest', 'node:latest', 1],
  [`FROM node${DIGEST.slice(0, -1)}`, `node${DIGEST.slice(0, -1)}`, 1],
  [`ARG A=1\nFROM node${DIGEST} AS one\nFROM \\\n node:24`, 'node:24', 3],
  ['FROM ${BASE}', '${BASE}', 1],
  ['ARG BASE\nFROM $BASE', '$BASE', 2],
  [`FROM node${DIGEST}\nCOPY --from=busybox:latest /a /b`, 'busybox:latest', 2],
  [`FROM node${DIGEST}\nCOPY --from=1 /a /b`, '1', 2],
  [`FROM node${DIGEST}\nRUN --mount=type=bind,from=busybox,target=/x true`, 'busybox', 2],
  [`FROM later\nFROM node${DIGEST} AS later`, 'later', 1],
  ['FROM node \\', 'node', 1],
])('refuses %j', (content, image, line) => {
  expect(() => check(content)).toThrow(
    refusal(
      `Line ${line} of 'Dockerfile'`,
      'must name an image by its digest: a tag names another image as soon as somebody moves it',
      `'${image}'`,
    ),
  );
});
