import { expect, test } from '@jest/globals';
import { formatMissed, formatRates, percent } from '../mutation/format-rates.js';
import { damagedChecks, runMutations } from '../mutation/run-mutations.js';

const COUNT = 2000;
const seed = Number(process.env.MUTATION_SEED ?? Date.now() % 2 ** 31);

test(`of ${COUNT} damages of seed ${seed} at least 95 % are found`, async () => {
  const result = await runMutations(damagedChecks(), { seed, count: COUNT });
  process.stdout.write(`${formatRates(result)}\nmissed (MUTATION_SEED=${seed}):\n${formatMissed(result)}\n`);
  expect(percent(result)).toBeGreaterThanOrEqual(95);
}, 600_000);
