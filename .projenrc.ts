import { awscdk, javascript, typescript } from 'projen';

const CDK_FLOOR = '2.271.0';
const CLI = '2.1148.1';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-secure-function',
  description:
    'Secure serverless on AWS, enforced when you synthesize: a Lambda function with enforced secure defaults, and a judge over the final templates',
  author: 'cdk-secure-function maintainers',
  authorAddress: 'maintainers@cdk-secure-function.example',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-secure-function/cdk-secure-function.git',
  license: 'Apache-2.0',
  copyrightOwner: 'the cdk-secure-function authors',
  stability: 'experimental',
  keywords: ['aws', 'cdk', 'lambda', 'serverless', 'security', 'least-privilege', 'vpc', 'egress', 'cdk-nag', 'compliance'],

  srcdir: 'lib',
  libdir: 'build',
  entrypoint: 'build/index.js',
  testdir: 'test',
  sampleCode: false,
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x',
  integrationTestAutoDiscover: false,
  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  singletonLambdaAutoDiscover: false,

  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  compressAssembly: true,
  docgenFilePath: 'API.md',
  peerDeps: ['cdk-nag@^3.0.2'],
  bundledDeps: ['yaml@^2'],
  bin: { 'cdk-secure-function': 'bin/cdk-secure-function' },
  devDeps: [
    `aws-cdk@${CLI}`,
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-lambda-powertools/parameters@^2',
    '@aws-sdk/client-dynamodb@^3',
    '@aws-sdk/client-secrets-manager@^3',
    '@aws-sdk/client-sqs@^3',
    '@aws-sdk/rds-signer@^3',
    '@aws-sdk/lib-dynamodb@^3',
    // The last ones that run on Node.js 20.
    '@stryker-mutator/api@9.6.1',
    '@stryker-mutator/core@9.6.1',
    '@types/aws-lambda@^8',
    '@types/node@^20',
    '@types/pg@^8',
    'cdk-nag@3.0.2',
    'dependency-cruiser@^17',
    'esbuild@^0.28',
    'expect@^30',
    'fast-check@^4',
    'jest-mock@^30',
    'knip@^5',
    'pg@^8',
    'prettier@^3',
    'publint@^0.3',
    'tsx@^4',
  ],

  tsconfigDev: { compilerOptions: { paths: { 'cdk-secure-function': ['../lib/index.ts'] } } },
  jest: true,
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    configFilePath: 'jest.config.json',
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      setupFiles: ['<rootDir>/test/setup.ts'],
      moduleNameMapper: { '^cdk-secure-function$': '<rootDir>/lib/index.ts' },
      coveragePathIgnorePatterns: ['/node_modules/', '<rootDir>/test/'],
      // Copies of the package that other tools make are no modules.
      modulePathIgnorePatterns: ['<rootDir>/.tmp/'],
      collectCoverageFrom: [
        'lib/**/*.ts',
        '!lib/index.ts',
        '!lib/model/facts.ts',
        '!lib/function/secure-function-props.ts',
        '!lib/network/i-secure-network.ts',
      ],
      coverageThreshold: { branches: 95, functions: 95, lines: 95, statements: 95 },
      coverageReporters: ['text-summary', 'lcov'],
      workerIdleMemoryLimit: '1500MB',
    },
  },
  eslint: true,
  eslintOptions: { dirs: ['lib'], devdirs: ['test', 'integ', 'examples', 'scripts'], prettier: true },
  prettier: true,
  prettierOptions: {
    settings: {
      printWidth: 130,
      singleQuote: true,
      trailingComma: javascript.TrailingComma.ALL,
      arrowParens: javascript.ArrowParens.AVOID,
    },
  },

  publishToPypi: { distName: 'cdk-secure-function', module: 'cdk_secure_function' },
  publishToMaven: {
    javaPackage: 'io.github.cdksecurefunction',
    mavenGroupId: 'io.github.cdk-secure-function',
    mavenArtifactId: 'cdk-secure-function',
  },
  publishToNuget: { dotNetNamespace: 'CdkSecureFunction', packageId: 'CdkSecureFunction' },
  publishToGo: { moduleName: 'github.com/cdk-secure-function/cdk-secure-function-go' },
  github: false,
  depsUpgrade: false,
  gitignore: [
    'cdk.out/',
    'integ/*.snapshot/asset.*.bundle',
    'cdk-integ.out*/',
    '.tmp/',
    '.DS_Store',
    '.jsii.gz',
    '.jsii.tabl.json*',
  ],
});

// Newer releases list platform packages that not every registry mirror carries, and then `npm ci` refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// What is published is the compiled package, its assembly and its documents.
for (const own of [
  '.ci',
  '.dependency-cruiser.cjs',
  'decisions',
  'integ',
  'examples',
  'scripts',
  'rosetta',
  'test-reports',
  'cdk.out',
  'CONTRIBUTING.md',
  'stryker.config.json',
  '.tmp',
]) {
  project.addPackageIgnore(`/${own}`);
}

// The example names the package as a user does; only its tsconfig knows where that is.
project.eslint?.addOverride({
  files: ['examples/**/*.ts'],
  rules: { 'import/no-unresolved': 'off', 'import/no-extraneous-dependencies': 'off' },
});

// Random numbers, and numbers that grow by powers of two, are made of bits.
project.eslint?.addOverride({ files: ['scripts/fuzz/**/*.ts'], rules: { 'no-bitwise': 'off' } });

// Tests run alone; the linters have a task of their own.
project.testTask.reset('jest --ci --passWithNoTests=false', { receiveArgs: true });

project.addTask('example', {
  description: 'Synthesizes the safe example with the real CLI, and shows how its unsafe twin is refused',
  exec: 'tsx scripts/run-example.ts',
});

const importTable = project.addTask('import-table', {
  description: 'Enforces who may import whom, and that there are no circles',
  exec: 'depcruise --config .dependency-cruiser.cjs lib',
});
project.preCompileTask.spawn(importTable);

// Samples in the README and in docstrings compile, against the package itself.
project.postCompileTask.prependExec('jsii-rosetta extract --compile --fail --strict .');
// Users pay for what they use: the index loads a module when one of its names is read.
project.postCompileTask.prependExec('tsx scripts/make-exports-lazy.ts');

const typecheck = project.addTask('typecheck', { description: 'Checks the types of everything that is not compiled' });
for (const tsconfig of ['test', 'scripts', 'integ', 'examples/orders']) {
  typecheck.exec(`tsc --noEmit -p ${tsconfig}/tsconfig.json`);
}

const samples = project.addTask('samples', {
  description: 'Compiles the samples of the documentation',
  exec: 'tsx scripts/compile-samples.ts',
});

const lint = project.addTask('lint', { description: 'Judges the code without changing it' });
lint.spawn(importTable);
lint.spawn(typecheck);
lint.spawn(samples);
lint.exec('eslint --no-error-on-unmatched-pattern --max-warnings 0 --ext .ts lib test scripts integ examples .projenrc.ts', {
  env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
});
lint.exec('prettier --check "{lib,test,scripts,integ,examples}/**/*.ts" .projenrc.ts');

project.addTask('rules-doc', { description: 'Writes RULES.md from the rules', exec: 'tsx scripts/generate-rules-doc.ts' });
project.addTask('new-rule', {
  description: 'Writes the file of a new rule and lists it: npm run new-rule -- <id> <room> [<subject>]',
  exec: 'tsx scripts/scaffold-rule.ts',
  receiveArgs: true,
});
project.addTask('benchmark', {
  description: 'Prints what judging costs, as ratios of one run',
  exec: 'tsx scripts/benchmark.ts',
  receiveArgs: true,
});
project.addTask('fuzz', {
  description: 'Judges generated templates, valid, broken and hostile: npm run fuzz -- [<how many>] [<seed>]',
  exec: 'tsx scripts/fuzz.ts',
  receiveArgs: true,
});
project.addTask('growth', {
  description: "Shows how the judge's time grows with what a template can hold many of",
  exec: 'tsx scripts/growth.ts',
  receiveArgs: true,
});
project.addTask('mutation', {
  description: 'Breaks rules, model and rights in every way, and counts what no test notices: an hour',
  exec: 'stryker run',
  receiveArgs: true,
});
project.addTask('mutation:changed', {
  description: 'The same with the lines that the last commit touches, or all commits since one that is named',
  exec: 'tsx scripts/mutate-changed.ts',
  receiveArgs: true,
});
project.addTask('consumer', {
  description:
    'Tries the packed package as TypeScript and Python consumers do, beside the oldest and the newest CDK, on every Node.js',
  exec: 'tsx scripts/try-as-consumer.ts',
  receiveArgs: true,
});
project.addTask('test:deploy', {
  description: 'Deploys the example into an emulator on this machine, calls it under its own rights, and deletes it again',
  exec: 'tsx integ/emulator/deploy.ts',
});
project.addTask('peers', {
  description: 'Compares what other scanners find in the example and in every integration with docs/peers.md',
  exec: 'tsx scripts/run-peers.ts',
  receiveArgs: true,
});
project.addTask('integ', {
  description: 'Verifies the snapshots of the integration tests, without an account',
  exec: 'integ-runner --directory integ --parallel-regions us-east-1 --max-workers 1',
  env: { AWS_REGION: 'us-east-1', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  receiveArgs: true,
});

project.synth();
