import { bundleLibraries } from './test/support/bundle-libraries.mjs';

// ESM throughout: @kubernetes-models/flux-cd 3.x cannot be required.
export default {
  testEnvironment: 'node',
  // Jest leaves a core to itself, which on two is half of the time.
  maxWorkers: '100%',
  // Nothing keeps a worker up after its last test, but giving back nearly two gigabytes takes it longer than the half
  // second after which Jest would kill it and speak of leaks.
  workerGracefulExitTimeout: 5_000,
  // A law of 200 cases on a machine that does something else besides.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // npm run test:long
  testPathIgnorePatterns: ['/test/long/'],
  setupFiles: ['compile-late.mjs', 'stack-depth.ts', 'ended-files.ts'].map((name) => `<rootDir>/test/support/${name}`),
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { ...(await bundleLibraries()), '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
};
