/** What a literal secret looks like, by the prefix or frame its issuer gives it. Only formats whose look-alikes do not occur by chance. */
const FORMATS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { kind: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { kind: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/ },
  { kind: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/ },
  { kind: 'a Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/ },
  { kind: 'a Stripe key', pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/ },
  { kind: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { kind: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { kind: 'a PyPI token', pattern: /\bpypi-[A-Za-z0-9_-]{50,}/ },
  { kind: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/ },
  { kind: 'a signed token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  { kind: 'a Slack webhook', pattern: /\bhooks\.slack\.com\/(?:services|workflows)\/T[A-Z0-9]+\/[A-Z0-9]+\/[A-Za-z0-9]+/ },
  { kind: 'a Discord webhook', pattern: /\bdiscord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[A-Za-z0-9_-]{40,}/ },
  { kind: 'a token of a Telegram bot', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/ },
  { kind: 'a Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/ },
  { kind: 'a key of an Azure account', pattern: /\b(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{42,}={1,2}/ },
  {
    kind: 'a key of a language model',
    pattern: /\bsk-(?:(?:proj|ant|svcacct)-[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/,
  },
  { kind: 'a password in a URL', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@${}]*:[^\s/@${}]{3,}@/i },
];

/** CloudFormation replaces these by the secret itself, which then stands in the function's configuration for everyone who may read it. */
const DYNAMIC_REFERENCE = /\{\{\s*resolve:(?:secretsmanager|ssm-secure)\b|\{\{resolve:\$\{/;
/** `Server=db;Password=…`, in either order. */
const CONNECTION_PASSWORD = /(?:^|;)\s*(?:password|pwd)\s*=\s*[^;\s${}]{3,}/i;
const CONNECTION = /(?:^|;)\s*(?:server|data source|host|user id|uid|username|user|database|initial catalog)\s*=/i;

/** No shorter text is a secret by its form. */
export const SHORTEST_SECRET = 9;

/** A quick no for nearly all texts: each of the formats holds one of these. */
const MAY_BE_SECRET =
  /A(?:KIA|SIA|Iza)|PRIVATE KEY|gh[pousr]_|github_pat_|glpat-|xox|[sr]k_|npm_|pypi-|SG\.|eyJ|slack\.com|sk-|:\/\/|\/webhooks\/|:AA|shp[a-z]{2}_|Key=/;

/** Names the kind of secret that stands literally in a text, never the secret. */
export function findSecret(text: string): string | undefined {
  if (text.length < SHORTEST_SECRET || !MAY_BE_SECRET.test(text)) return undefined;
  return FORMATS.find(format => format.pattern.test(text))?.kind;
}

/** All of a secret, where its form is only a part of it: a key has a body. */
const MASKS = FORMATS.map(({ kind, pattern }) => ({
  kind,
  pattern: new RegExp(kind === 'a private key' ? `${pattern.source}[^]*` : pattern.source, `g${pattern.flags}`),
}));

/** A text with the kind of every secret in the place of the secret, for everything that is printed. */
export function withoutSecrets(text: string): string {
  if (findSecret(text) === undefined) return text;
  return MASKS.reduce((masked, { kind, pattern }) => masked.replace(pattern, `(${kind})`), text);
}

/** Whether the deployment would put a secret's value in the place of this text. */
export function isResolvedSecret(text: string): boolean {
  return DYNAMIC_REFERENCE.test(text);
}

/** Whether a text is a connection string that holds its password. */
export function holdsPassword(text: string): boolean {
  return text.includes('=') && CONNECTION.test(text) && CONNECTION_PASSWORD.test(text);
}

/** Whether a resource's attribute is a secret in plain text: an access key, a client secret, a response that holds one. */
export function isSecretAttribute(attribute: string): boolean {
  return /(?:^|\.)(?:SecretAccessKey|ClientSecret|SecretString|MasterUserPassword|AuthToken)(?:$|\.)/.test(attribute);
}
