import { byForm, byGivenName, byNameAndLook, inCode, inSettings } from '../../../lib/rules/secrets/literal-secret';
import { spotsIn } from '../../../lib/rules/secrets/spots';

/** Drawn, so that nobody takes it for a word; put together, so that no scanner takes it for a secret of this project. */
const DRAWN = ['x9Kq', '2Lw8', 'Tz4v', 'Bn7m'].join('');
const KEY_ID = ['AKIA', 'ABCDEFGH234567IJ'].join('');
const encoded = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

describe('a secret by its form', () => {
  const KEY_LINE = `export ORDERS_KEY_ID=${KEY_ID}`;
  const CREDENTIALS = 'a password in a header';

  test.each<[string, string, string | undefined]>([
    ['a key of AWS', KEY_ID, 'an AWS access key id'],
    ['a key of AWS in base64', encoded(KEY_LINE), 'an AWS access key id'],
    ['a key of AWS in base64, before one sign that fills it up', encoded(`${KEY_LINE} #`), 'an AWS access key id'],
    ['a key of AWS in base64, before two signs that fill it up', encoded(`${KEY_LINE}#`), 'an AWS access key id'],
    ['a key of AWS in the shortest base64 that is read', encoded(`id=${KEY_ID} of us`), 'an AWS access key id'],
    ['a key of AWS in base64 that is shorter', encoded(`id=${KEY_ID}`), undefined],
    ['a key of AWS among bytes that are no text', encoded(`\x00\x01${KEY_LINE}`), undefined],
    ['a key of AWS before bytes that are no text', encoded(`${KEY_LINE}\x00\x01`), undefined],
    ['several lines in base64', encoded(`#!/bin/bash\r\n\t${KEY_LINE}\n`), 'an AWS access key id'],
    ['a connection string', 'Server=db;Uid=orders;Pwd=horse;', 'a password in a connection string'],
    ['a header', `Basic ${encoded('orders:horse12')}`, CREDENTIALS],
    ['a header that a sign fills up', `Basic ${encoded('orders:horse1')}`, CREDENTIALS],
    ['a header with its name', `Authorization: Basic ${encoded('orders:horse')}`, CREDENTIALS],
    ['a header without a password', `Basic ${encoded('orders:')}`, undefined],
    ['a header with a name alone', `Basic ${encoded('orders-horse')}`, undefined],
    ['a header of two bytes', 'Basic b3JkZXI', undefined],
    ['a header of bytes that are no text', `Basic ${encoded('\x00\x01orders:horse')}`, undefined],
    ['a header that ends in bytes that are no text', `Basic ${encoded('orders:horse\x00\x01')}`, undefined],
    ['another scheme', `Bearer ${encoded('orders:horse')}`, undefined],
    ['a word', 'orders', undefined],
  ])('%s', (_, text, what) => {
    expect(byForm(text)).toEqual(what === undefined ? undefined : { what, certain: true });
  });
});

describe('a secret by a name that somebody gave', () => {
  const given = (text: string) => byGivenName(spotsIn({ password: text }, 'P', '', true)[0]) !== undefined;

  test.each<[string, boolean]>([
    ['correct-horse', true],
    ['horse$.battery', true],
    ['horse{{battery', true],
    ['my-context.Horse7', true],
    ['<password>', false],
    ['$.password', false],
    [' $.password ', false],
    ['$$.Execution.Input.password', false],
    ['{% $states.input.password %}', false],
    ['{{ password }}', false],
    ["$input.params('password')", false],
    ["$util.escapeJavaScript('password')", false],
    ['$context.authorizer.password', false],
    ['$stageVariables.password', false],
    ["States.Format('{}', 'password')", false],
    ['method.request.header.password', false],
    ['integration.response.body.password', false],
    ['$contextual-horse', true],
  ])('password: %s', (text, found) => expect(given(text)).toBe(found));
});

test.each<[string, string, boolean]>([
  ['apiKey', DRAWN, true],
  ['apiKey', 'horse', false],
  ['apiKey', `$.${DRAWN}`, false],
  ['ClientToken', DRAWN, false],
  ['NextToken', DRAWN, false],
  ['MyClientToken', DRAWN, true],
  ['ClientTokenSecret', DRAWN, true],
  ['table', DRAWN, false],
])('a word of CloudFormation, %s: %s', (name, text, found) => {
  expect(byNameAndLook(spotsIn({ [name]: text }, 'P')[0])).toEqual(
    found ? { what: 'a value that its name calls a secret', certain: false } : undefined,
  );
});

describe('code', () => {
  test.each([
    [`const apiKey = '${DRAWN}';`, true],
    [`{ "password": "${DRAWN}" }`, true],
    [`db_password: '${DRAWN}'`, true],
    [`const table = '${DRAWN}';`, false],
    ["const password = 'correct-horse';", false],
    ['const password = process.env.PASSWORD;', false],
    [`const password = ${DRAWN};`, false],
    [`const note = 'a password', id = '${DRAWN}';`, false],
    ["const apiToken = 'orders-api-token-secret';", false],
  ])('%s', (text, found) => expect(inCode(text) !== undefined).toBe(found));
});

describe('settings', () => {
  const LINE = `orders.password=${DRAWN}`;

  test.each<[string, string, string | undefined]>([
    ['a line', LINE, 'orders.password'],
    ['a line of YAML', `user: orders\npassword: ${DRAWN}`, 'password'],
    ['a line with blanks', `password = ${DRAWN}`, 'password'],
    ['the second of two lines', `orders.token=none\n${LINE}`, 'orders.password'],
    ['an argument', `-D${LINE} --verbose`, 'Dorders.password'],
    ['a query', `?user=orders&password=${DRAWN}&x=1`, 'password'],
    ['lines in base64', encoded(`${LINE}\n# of the house\n`), 'orders.password'],
    ['lines among bytes that are no text', encoded(`\x00${LINE}\n# of the house\n`), undefined],
    ['a token that tells calls apart', `ClientToken=${DRAWN}`, undefined],
    ['another name', `orders.table=${DRAWN}`, undefined],
    ['a value that is a word', 'orders.password=correct-horse', undefined],
    ['a value that is the name of a secret', 'orders.password=orders2/db-password-1', undefined],
  ])('%s', (_, text, name) => {
    expect(inSettings(text)).toEqual(name === undefined ? undefined : { what: `a literal value for '${name}'`, certain: false });
  });
});
