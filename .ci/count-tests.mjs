// Prints `Tests: N passed, N failed` from the results of the tests, of which an end-to-end check is one, and exits with 1
// if anything failed. Arguments: folder with their JSON files, as jest writes them, then the names of failed steps.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);
const RUNS = { 'npm test': 'test.json', 'npm run test:long': 'long.json', 'npm run e2e': 'e2e.json' };
const counts = { passed: 0, failed: 0 };
for (const [step, file] of Object.entries(RUNS)) {
  const path = join(folder, file);
  const result = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  counts.passed += result?.numPassedTests ?? 0;
  // A file that does not even load holds no failed test, and a run that was killed leaves no result: they count as one.
  const failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
  counts.failed += failed === 0 && failedSteps.includes(step) ? 1 : failed;
}
// Any other step that failed is a failure, too: the last line never says that nothing failed when something did.
counts.failed += failedSteps.filter((step) => !(step in RUNS)).length;
process.stdout.write(`Tests: ${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
