import fc from 'fast-check';
import { findSecret, isResolvedSecret } from '../../lib/baseline/secret-formats';

const SECRETS: readonly (readonly [string, string])[] = [
  ['an AWS access key id', `AKIA${'ABCDEFGH234567IJ'}`],
  ['an AWS access key id', `key=ASIA${'ABCDEFGH234567IJ'};`],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['a private key', '-----BEGIN PGP PRIVATE KEY BLOCK-----'],
  ['a GitHub token', `ghp_${'a'.repeat(36)}`],
  ['a GitHub token', `github_pat_${'a'.repeat(60)}`],
  ['a GitLab token', `glpat-${'a1'.repeat(10)}`],
  ['a Slack token', `xoxb-${'1234567890'}-abc`],
  ['a Stripe key', `sk_live_${'a'.repeat(24)}`],
  ['a Stripe key', `rk_test_${'a'.repeat(24)}`],
  ['a Google API key', `AIza${'a'.repeat(35)}`],
  ['an npm token', `npm_${'a'.repeat(36)}`],
  ['a PyPI token', `pypi-${'a'.repeat(60)}`],
  ['a SendGrid key', `SG.${'a'.repeat(22)}.${'b'.repeat(43)}`],
  ['a signed token', `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`],
  ['a Discord webhook', `https://discord.com/api/webhooks/${'1'.repeat(18)}/${'aB3'.repeat(20)}`],
  ['a token of a Telegram bot', `${'1'.repeat(9)}:AA${'bC4'.repeat(11)}`],
  ['a Shopify token', `shpat_${'0a'.repeat(16)}`],
  ['a key of an Azure account', `AccountName=orders;AccountKey=${'aB3'.repeat(28)}ab==;`],
  ['a key of a language model', `sk-proj-${'a'.repeat(20)}`],
  ['a key of a language model', `sk-${'a'.repeat(20)}T3Blbk${'FJ'}${'b'.repeat(20)}`],
  ['a password in a URL', 'postgres://admin:hunter2@db.example.com/orders'],
  ['a password in a URL', 'redis://:hunter2@cache'],
];

test.each(SECRETS)('recognizes %s', (kind, text) => {
  expect(findSecret(text)).toBe(kind);
  expect(findSecret(`{"value":"${text}"}`)).toBe(kind);
});

test('never repeats the secret', () => {
  for (const [, text] of SECRETS) expect(text).not.toContain(findSecret(text));
});

test.each([
  '',
  'orders-table',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
  'https://api.example.com:8443/v1?x=a@b',
  'https://user@example.com/',
  'postgres://admin:${PASSWORD}@db/orders',
  'AKIASHORT',
  'pk_live_aaaaaaaaaaaaaaaaaaaaaaaa',
  '-----BEGIN PUBLIC KEY-----',
  '0123456789abcdef0123456789abcdef',
])('takes %p for no secret', text => {
  expect(findSecret(text)).toBeUndefined();
});

test('a text of letters and spaces is never a secret', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z ]{0,80}$/), text => findSecret(text) === undefined));
});

test.each(['{{resolve:secretsmanager:db:SecretString:password}}', 'a{{resolve:ssm-secure:/db/password:1}}b'])(
  '%s becomes a secret',
  text => {
    expect(isResolvedSecret(text)).toBe(true);
  },
);

test.each(['{{resolve:ssm:/db/host:1}}', 'resolve:secretsmanager:db', 'arn:aws:secretsmanager:…'])(
  '%s stays what it is',
  text => {
    expect(isResolvedSecret(text)).toBe(false);
  },
);
