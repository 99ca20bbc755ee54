/**
 * The arrows of the design as rules; test/architecture/arrows.test.ts runs them over main.ts, charts, imports and lib.
 * Type-only imports count: an arrow of types alone is an arrow of knowledge.
 */

/** Everything in lib that a folder must not reach: all but itself and what its arrows name. */
function only(folder, allowed, reason, options = {}) {
  const own = folder.replace(/\/$/, '');
  return {
    name: `${own.replace(/^lib\//, '')}-knows-its-own`,
    comment: reason,
    severity: 'error',
    from: { path: `^${own}/`, ...options.from },
    to: { path: '^(lib|charts|imports|main\\.ts)', pathNot: [own, ...allowed].map((path) => `^${path}(/|$)`) },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files of a cycle can only be understood, loaded and tested together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment:
        'A file that only hands on what others export makes cycles and hides who uses what; charts have lib/index.ts.',
      severity: 'error',
      from: {},
      to: { path: '^lib/.+/index\\.ts$' },
    },
    {
      name: 'public-face-is-for-charts',
      comment: 'lib/index.ts is what charts may use. Code in lib that imports it imports everything, itself included.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^lib/index\\.ts$' },
    },
    {
      name: 'charts-use-the-public-face',
      comment: 'Chart code is what users copy: what it needs of lib has to be in lib/index.ts, on purpose.',
      severity: 'error',
      from: { path: '^charts/' },
      to: { path: '^(lib|imports|main\\.ts|test)', pathNot: '^lib/index\\.ts$' },
    },
    {
      name: 'charts-are-declarations',
      comment: 'A chart that reads the disk or the clock gives other bytes on another machine.',
      severity: 'error',
      from: { path: '^charts/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'main-composes',
      comment: 'The composition root brings charts and command line together, and knows nothing else.',
      severity: 'error',
      from: { path: '^main\\.ts$' },
      to: {
        path: '^(lib|charts|imports)/',
        pathNot: [
          '^charts/clusters\\.ts$',
          '^lib/cli/(main|check-leaks)\\.ts$',
          '^lib/system/(thread|zod-config)\\.ts$',
        ],
      },
    },
    {
      name: 'model-imports-nothing',
      comment: 'The vocabulary is what all others share: whatever it imported, all would depend on.',
      severity: 'error',
      from: { path: '^lib/model/' },
      to: { pathNot: '^lib/model/' },
    },
    only('imports', ['lib/schemas'], 'Generated constructs know no more than what a kind may hold.'),
    only(
      'lib/flux',
      ['lib/model'],
      'Flux knowledge is pure, so that rules, tests and the app deployer can use it alone.',
    ),
    only('lib/schemas', ['lib/model'], 'Schemas are data about kinds.'),
    only(
      'lib/report',
      ['lib/model'],
      'A report is told what to say; one that looked things up would show what nobody checked.',
    ),
    only('lib/talos', ['lib/model'], 'Machine configuration has nothing to do with the tree.'),
    only(
      'lib/constructs',
      ['lib/model', 'lib/flux', 'lib/schemas', 'imports'],
      'Constructs declare. One that sealed, wrote or checked would do so at a moment that nobody chose.',
    ),
    only(
      'lib/rules',
      ['lib/model', 'lib/flux', 'lib/secrets', 'lib/schemas'],
      'Rules are pure: a rule that reads the disk passes here and fails in CI.',
    ),
    only(
      'lib/secrets',
      ['lib/model'],
      'Secrets are sealed from values to text: no part of it can leak to disk or a process.',
    ),
    {
      ...only(
        'lib/synth',
        ['lib/model', 'lib/flux', 'lib/secrets', 'lib/rules', 'lib/talos'],
        'The pipeline’s steps are pure.',
      ),
      from: { path: '^lib/synth/', pathNot: '^lib/synth/(read|write)\\.ts$' },
    },
    {
      ...only('lib/synth', ['lib/model', 'lib/flux', 'lib/secrets', 'lib/rules', 'lib/system'], ''),
      name: 'synth-reads-and-writes-at-its-ends',
      comment:
        'Only the first and the last step of the pipeline touch the disk, so that a plan can be made without one.',
      from: { path: '^lib/synth/(read|write)\\.ts$' },
    },
    only('lib/system', ['lib/model'], 'What touches the world takes values and gives values; it decides nothing.'),
    only(
      'lib/apps',
      ['lib/constructs', 'lib/flux', 'lib/model', 'lib/system'],
      'The app deployer runs without the pipeline.',
    ),
    only(
      'lib/backup',
      ['lib/secrets', 'lib/flux', 'lib/model', 'lib/system'],
      'A backup must work while the charts do not.',
    ),
    only(
      'lib/verify',
      ['lib/secrets', 'lib/flux', 'lib/model', 'lib/system'],
      'Verification judges the tree, not the charts.',
    ),
    only('lib/scaffold', ['lib/model'], 'A scaffold is text made from text: what it gives is tried before it is kept.'),
    only(
      'lib/cli',
      [
        'scaffold',
        'synth',
        'report',
        'secrets',
        'apps',
        'talos',
        'backup',
        'verify',
        'system',
        'model',
        'flux',
        'schemas',
        'rules',
      ].map((folder) => `lib/${folder}`),
      'Commands get the platform handed to them, so that tests can run them with another one.',
    ),
    {
      name: 'world-is-behind-system',
      comment: 'Disk, processes and network in one folder: all the rest can be tested with values, and works offline.',
      severity: 'error',
      from: { path: '^(lib|charts|imports|main\\.ts)', pathNot: '^lib/system/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|child_process|net|http|https|http2|dgram|dns|dns/promises|tls|worker_threads|cluster|readline|timers|timers/promises)$',
      },
    },
    {
      name: 'secrets-stay-in-memory',
      comment: 'Ciphers and encodings only: no path, environment, process or clock.',
      severity: 'error',
      from: { path: '^lib/secrets/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|util)$' },
    },
    {
      name: 'tests-are-not-used',
      comment: 'What the product needs must not live in tests.',
      severity: 'error',
      from: { path: '^(lib|charts|imports|main\\.ts)' },
      to: { path: '^test/' },
    },
    {
      name: 'declared-dependencies',
      comment: 'A package that only happens to be installed is gone after the next npm ci.',
      severity: 'error',
      from: { path: '^(lib|charts|imports|main\\.ts)' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
    extraExtensionsToScan: [],
  },
};
