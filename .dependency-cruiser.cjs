/** The import table: which folder of lib/ may import which others, beside itself. What is not listed is forbidden. */
const TABLE = {
  'errors.ts': [],
  iam: ['errors.ts'],
  baseline: ['iam', 'errors.ts'],
  network: ['baseline', 'iam', 'errors.ts'],
  function: ['network', 'baseline', 'iam', 'errors.ts'],
  defaults: ['baseline', 'iam', 'errors.ts'],
  model: ['baseline', 'iam'],
  rules: ['model', 'baseline', 'iam'],
  checks: ['rules', 'model', 'baseline', 'iam'],
  report: ['checks', 'model', 'baseline'],
  command: ['checks', 'rules', 'report', 'model', 'baseline', 'errors.ts'],
  'guard.ts': ['checks', 'report', 'model', 'baseline', 'errors.ts'],
  'guard-pack.ts': ['guard.ts', 'checks', 'baseline', 'errors.ts'],
};

const pathOf = names => `^lib/(${names.map(name => (name.endsWith('.ts') ? name.replace('.', '\\.') + '$' : `${name}/`)).join('|')})`;

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nobody-imports-the-index', severity: 'error', from: { path: '^lib/' }, to: { path: '^lib/index\\.ts$' } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '^lib/index\\.ts$' }, to: {} },
    ...Object.entries(TABLE).map(([folder, allowed]) => ({
      name: `import-table-${folder.replace('.ts', '')}`,
      severity: 'error',
      from: { path: pathOf([folder]) },
      to: { path: '^lib/', pathNot: pathOf([folder, ...allowed]) },
    })),
    {
      name: 'rooms-are-in-the-table',
      comment: 'A new folder of lib/ needs a line in the table.',
      severity: 'error',
      from: { path: '^lib/', pathNot: `${pathOf(Object.keys(TABLE))}|^lib/index\\.ts$` },
      to: {},
    },
    {
      name: 'runtime-dependencies-are-peers',
      severity: 'error',
      from: { path: '^lib/' },
      to: { dependencyTypesNot: ['npm-peer', 'npm-bundled', 'core', 'local', 'npm-dev', 'type-only'], pathNot: '^lib/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
