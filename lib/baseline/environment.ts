/** Variables that change which code runs, or whom it trusts, before the handler is reached. */
export const HIJACKING_VARIABLES: Readonly<Record<string, string>> = {
  AWS_LAMBDA_EXEC_WRAPPER: 'starts another program before the handler',
  LD_PRELOAD: 'loads a library into every process',
  LD_LIBRARY_PATH: 'changes which libraries are loaded',
  NODE_OPTIONS: 'can load code into every Node.js process',
  NODE_TLS_REJECT_UNAUTHORIZED: 'can switch off the verification of certificates',
  PYTHONPATH: 'changes which modules are imported',
  PYTHONSTARTUP: 'runs code before the handler',
  JAVA_TOOL_OPTIONS: 'can load agents into the virtual machine',
  BASH_ENV: 'runs code before every shell script',
};

/** Values of these variables that change nothing but how errors are printed. */
export const HARMLESS_VALUES: ReadonlySet<string> = new Set(['NODE_OPTIONS=--enable-source-maps']);
