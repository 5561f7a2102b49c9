import { readHashedRequirements } from '../../../lib/function/packaging/hashed-requirements';
import { refusal } from '../../apps';

const HASH = `--hash=sha256:${'a'.repeat(64)}`;
const read = (content: string) => readHashedRequirements('requirements.txt', content);

test.each([
  [`tiny==1.0.0 ${HASH}`],
  [`tiny == 1.0.0 ${HASH} --hash=sha512:${'b'.repeat(128)} --hash=sha384:${'c'.repeat(96)}`],
  [`Tiny.Package_x[extra,other]==1!2.0.post1+local.3 ${HASH}`],
  [`tiny==1.0.0 \\\n    ${HASH} \\\n    ${HASH}\n    # via other`],
  [`# comment\r\n\r\ntiny==1.0.0 ${HASH}  # why\r\n`],
  [`-i https://packages.example.com/simple\n--extra-index-url=https://other.example.com\ntiny==1.0.0 ${HASH}`],
])('reads %j', content => {
  const { text, isEmpty, conditional } = read(content);
  expect(isEmpty).toBe(false);
  expect(conditional).toBeUndefined();
  expect(text).not.toMatch(/#|\\/);
  expect(read(text).text).toBe(text);
});

test('a file of comments and indexes is empty', () => {
  expect(read('# nothing\n\n--index-url https://packages.example.com/simple\n')).toMatchObject({ isEmpty: true });
  expect(read('')).toMatchObject({ isEmpty: true });
  expect(read('\\')).toMatchObject({ isEmpty: true });
});

test('says which line holds on some machines only', () => {
  expect(read(`tiny==1.0.0 ${HASH}\nwin==1.0 ; sys_platform == "win32" \\\n ${HASH}`).conditional).toBe(
    `line 2 of 'requirements.txt'`,
  );
});

const VERSION = 'must name a package in exactly one version (name==1.2.3)';
const DIGESTS = 'must hold the digests of its files (--hash=sha256:…)';
const OPTION = 'must be a package: options can install what nobody reviewed';

test.each([
  ['tiny', VERSION],
  [`tiny ${HASH}`, VERSION],
  [`tiny>=1.0.0 ${HASH}`, VERSION],
  [`tiny==1.* ${HASH}`, VERSION],
  [`tiny===1.0.0 ${HASH}`, VERSION],
  [`tiny==1.0.0,<2 ${HASH}`, VERSION],
  [`tiny==$VERSION ${HASH}`, VERSION],
  [`tiny @ https://example.com/tiny-1.0.0-py3-none-any.whl ${HASH}`, VERSION],
  [`git+https://example.com/tiny.git@main ${HASH}`, VERSION],
  [`./tiny-1.0.0-py3-none-any.whl ${HASH}`, VERSION],
  [`tiny==1.0.0 --config-settings=a=b ${HASH}`, VERSION],
  [`tiny==1.0.0 ; python_version > "3" --config-settings=a=b ${HASH}`, VERSION],
  ['tiny==1.0.0', DIGESTS],
  [`tiny==1.0.0 --hash=sha256:abc`, DIGESTS],
  [`tiny==1.0.0 --hash=md5:${'a'.repeat(32)}`, DIGESTS],
  [`tiny==1.0.0 ${HASH} --hash=sha1:${'a'.repeat(40)}`, DIGESTS],
  ['-r other.txt', OPTION],
  ['-c constraints.txt', OPTION],
  ['-e .', OPTION],
  ['--no-binary :all:', OPTION],
  ['--find-links ./wheels', OPTION],
  ['--trusted-host example.com', OPTION],
  ['--index-url http://example.com', 'must be an index over HTTPS, without a password'],
  ['-i https://user:password@example.com', 'must be an index over HTTPS, without a password'],
])('refuses %s, by its line', (line, expected) => {
  expect(() => read(`# first\n\nother==1.0 ${HASH}\n${line}\n`)).toThrow(refusal(`Line 4 of 'requirements.txt'`, expected, `'`));
});

test('never shows the password of an index', () => {
  expect(() => read('-i https://user:hunter2@example.com')).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
  );
});

test('names the first line of several, and shortens long ones', () => {
  expect(() => read(`a==1 ${HASH}\nlong>=1 \\\n  ${HASH} \\\n ${HASH}\n`)).toThrow(
    /^Line 2 of 'requirements.txt' .*got 'long>=1 .{60,75}\.\.\.'/,
  );
});
