/** Variables that change which code runs, or whom it trusts, before the handler is reached. */
export const HIJACKING_VARIABLES: Readonly<Record<string, string>> = {
  AWS_LAMBDA_EXEC_WRAPPER: 'starts another program before the handler',
  LD_PRELOAD: 'loads a library into every process',
  LD_LIBRARY_PATH: 'changes which libraries are loaded',
  LD_AUDIT: 'loads a library into every process',
  NODE_OPTIONS: 'can load code into every Node.js process',
  NODE_EXTRA_CA_CERTS: 'adds whom the runtime trusts',
  NODE_PATH: 'changes which modules are loaded',
  NODE_TLS_REJECT_UNAUTHORIZED: 'can switch off the verification of certificates',
  PYTHONHTTPSVERIFY: 'can switch off the verification of certificates',
  PYTHONPATH: 'changes which modules are imported',
  PYTHONHOME: 'changes which modules are imported',
  PYTHONSTARTUP: 'runs code before the handler',
  JAVA_TOOL_OPTIONS: 'can load agents into the virtual machine',
  _JAVA_OPTIONS: 'can load agents into the virtual machine',
  JDK_JAVA_OPTIONS: 'can load agents into the virtual machine',
  RUBYOPT: 'can load code into every Ruby process',
  RUBYLIB: 'changes which libraries are loaded',
  PERL5OPT: 'can load code into every Perl process',
  DOTNET_STARTUP_HOOKS: 'runs code before the handler',
  BASH_ENV: 'runs code before every shell script',
  SSL_CERT_FILE: 'changes whom the runtime trusts',
  SSL_CERT_DIR: 'changes whom the runtime trusts',
  REQUESTS_CA_BUNDLE: 'changes whom the runtime trusts',
  CURL_CA_BUNDLE: 'changes whom the runtime trusts',
  GIT_SSL_NO_VERIFY: 'switches off the verification of certificates',
  PGSSLMODE: 'can switch off TLS and the verification of certificates',
  OPENSSL_CONF: 'can load code into every process that uses TLS',
  OPENSSL_MODULES: 'changes which libraries are loaded',
  AWS_CA_BUNDLE: 'changes whom the runtime trusts',
  AWS_CONFIG_FILE: 'can start other programs for credentials, and send requests somewhere else',
  AWS_SHARED_CREDENTIALS_FILE: 'changes in whose name the code acts',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'changes in whose name the code acts',
  AWS_XRAY_DAEMON_ADDRESS: 'sends traces to somebody else',
  AWS_XRAY_SDK_ENABLED: 'can switch off tracing',
  HTTP_PROXY: 'sends requests through somebody else',
  HTTPS_PROXY: 'sends requests through somebody else',
  ALL_PROXY: 'sends requests through somebody else',
  AWS_ENDPOINT_URL: 'sends the requests of every AWS SDK client somewhere else',
};

/** Options of Node.js that size it or shape what it prints, and load nothing. */
const HARMLESS_NODE_OPTION =
  /^--(?:enable-source-maps|max-(?:old|semi)-space-size=\d+|max-http-header-size=\d+|stack-trace-limit=\d+|dns-result-order=\w+|unhandled-rejections=\w+|no-warnings|no-deprecation|trace-warnings)$/;

/** Proxies are read in small letters too, and mostly first. */
const PROXY = /^(?:https?|all)_proxy$/;

/** Endpoints of AWS, public ones and those of a VPC, and what only the deployment knows. Whether they use TLS is another question. */
const ENDPOINT_OF_AWS = /^https?:\/\/[\w.*-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?(?:\/|$)|\$\{|\{"/i;

/** What setting a variable to a value does before the handler is reached; undefined for one that changes nothing of the kind. */
export function hijackBy(name: string, value: string): string | undefined {
  if (/^AWS_ENDPOINT_URL_\w+$/.test(name)) {
    return ENDPOINT_OF_AWS.test(value.trim()) ? undefined : 'sends the requests for a service of AWS somewhere else';
  }
  const variable = PROXY.test(name) ? name.toUpperCase() : name;
  if (!Object.hasOwn(HIJACKING_VARIABLES, variable)) return undefined;
  if (
    variable === 'NODE_OPTIONS' &&
    value
      .trim()
      .split(/\s+/)
      .every(option => HARMLESS_NODE_OPTION.test(option))
  ) {
    return undefined;
  }
  if (HARMLESS_VALUES[variable]?.test(value.trim())) return undefined;
  return HIJACKING_VARIABLES[variable];
}

/** The certificates that the system itself trusts. */
const OF_THE_SYSTEM = /^\/etc\/(?:pki|ssl)\//;

/** Values with which a switch stands where it should. */
const HARMLESS_VALUES: Readonly<Record<string, RegExp | undefined>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^1$/,
  PYTHONHTTPSVERIFY: /^1$/,
  GIT_SSL_NO_VERIFY: /^(?:0|false)$/i,
  AWS_CA_BUNDLE: OF_THE_SYSTEM,
  AWS_XRAY_SDK_ENABLED: /^true$/i,
  AWS_XRAY_DAEMON_ADDRESS: /^(?:169\.254\.|127\.|localhost)/,
  PGSSLMODE: /^verify-(?:ca|full)$/,
  CURL_CA_BUNDLE: OF_THE_SYSTEM,
  REQUESTS_CA_BUNDLE: OF_THE_SYSTEM,
  SSL_CERT_DIR: OF_THE_SYSTEM,
  SSL_CERT_FILE: OF_THE_SYSTEM,
  NODE_EXTRA_CA_CERTS: /^\/var\/runtime\/ca-cert\.pem$/,
};
