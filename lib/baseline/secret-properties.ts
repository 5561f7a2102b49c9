/** Properties that hold a secret by their nature, whatever they are called elsewhere; each with the types that have it where its name alone is not enough. */
const SECRET_PROPERTIES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    AccessKey: /^AWS::KinesisFirehose::/,
    AccessToken: /^AWS::(?:Amplify|AppFlow)::/,
    ApiKey: /^AWS::(?:AppFlow|Pinpoint)::/,
    ApiKeyValue: /^AWS::Events::Connection$/,
    ApiSecretKey: /^AWS::AppFlow::/,
    ApiToken: /^AWS::AppFlow::/,
    ApplicationKey: /^AWS::AppFlow::/,
    AuthToken: /^AWS::/,
    AuthorizationToken: /^AWS::/,
    ClientSecret: /^AWS::/,
    EventSourceToken: /^AWS::Lambda::Permission$/,
    HECToken: /^AWS::KinesisFirehose::/,
    OAuthToken: /^AWS::/,
    OauthToken: /^AWS::/,
    Passwords: /^AWS::(?:ElastiCache|MemoryDB)::User$/,
    PreSharedKey: /^AWS::/,
    PrivateKey: /^AWS::/,
    RefreshToken: /^AWS::AppFlow::/,
    SecretAccessKey: /^AWS::/,
    SecretKey: /^AWS::/,
    SecretToken: /^AWS::/,
    SharedSecret: /^AWS::/,
    TokenKey: /^AWS::Pinpoint::/,
    client_secret: /^AWS::Cognito::/,
  }),
);

/** Whether a property of a resource type holds a secret by its nature. */
export function isSecretProperty(type: string, property: string): boolean {
  return SECRET_PROPERTIES.get(property)?.test(type) === true || (type.startsWith('AWS::') && PASSWORD.test(property));
}

/** `MasterUserPassword`, `KdcAdminPassword`; what says that somebody else manages it (`ManageMasterUserPassword`) holds none. */
const PASSWORD = /^(?!Manage|Rotate|Encrypt|Username)(?:[A-Z][A-Za-z]*)?Password$/;

/** Text that stands where a secret will be put by hand: `CHANGE_ME`, `<token>`, `xxxx`. */
export function isPlaceholder(text: string): boolean {
  return /^(?:change[-_ ]?(?:me|it)\w*|replace[-_ ]?(?:me|this)\w*|(?:to[-_ ]?be[-_ ]?)?(?:set|filled)\w*|to-?do|tbd|dummy|example|placeholder|none|null|empty|initial|x{3,}|\*{3,}|\.{3,}|-+|<[^>]*>|\[[^\]]*\])$/i.test(
    text.trim(),
  );
}

const LEAST_LENGTH = 8;
const MOST_LENGTH = 512;
/** Bits of information per character; words and names of things stay below. */
const LEAST_ENTROPY = 3;

/** Whether a text looks as if a machine had drawn it: letters and digits without a pattern. Ids, hashes with a label, addresses and names are none. */
export function looksDrawn(text: string): boolean {
  return (
    text.length >= LEAST_LENGTH &&
    text.length <= MOST_LENGTH &&
    !/\s/.test(text) &&
    /\d/.test(text) &&
    /[A-Za-z]/.test(text) &&
    !isNamedThing(text) &&
    entropyOf(text) >= LEAST_ENTROPY
  );
}

/** A UUID, an id of AWS (`vpc-0a1b2c3d`), a digest, a version, a date, a file, a host. */
function isNamedThing(text: string): boolean {
  return [
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
    /^[a-z]{2,8}-[0-9a-f]{8,17}$/,
    /^(?:sha(?:1|256|384|512)|md5)[:-]/i,
    /^v?\d+(?:\.\d+)+(?:[-+][\w.]+)?$/,
    /^\d{4}-\d{2}-\d{2}/,
    /^[\w.-]+\.[a-z]{2,6}(?::\d+)?(?:\/[\w./-]*)?$/i,
  ].some(pattern => pattern.test(text));
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}
