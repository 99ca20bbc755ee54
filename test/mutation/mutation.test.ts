import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { withApp } from './classes/network.js';
import { formatMissed, formatRates, percent } from './format-rates.js';
import { damagedChecks, runMutations } from './run-mutations.js';

/** The day of the first run; a run of another seed is in test/long/. */
const SEED = 20261121;
const COUNT = 500;

const UPDATE = process.env.UPDATE_RATES === '1';

const checks = damagedChecks();

/** The document follows the charts only when somebody asks: the rates of today's tree are no contract. */
const DOCUMENT = 'docs/checks-mutation.md';
const RATES = '<!-- rates -->\n';

function writeRates(rates: string): void {
  const [head] = readFileSync(DOCUMENT, 'utf8').split(RATES);
  writeFileSync(DOCUMENT, `${head}${RATES}\n${rates}`);
}

describe('damage to the committed trees (issue 5)', () => {
  test('the committed trees have no finding before any damage', async () => {
    for (const check of checks) expect(await check.intactFindings()).toEqual([]);
  });

  test('a new app that is right is no finding: it is not the addition that is found', async () => {
    for (const check of checks) {
      const app = withApp(check.tree, {});
      if (app !== undefined) expect(await check.newFindings(app.files)).toEqual([]);
    }
  });

  test(`of ${COUNT} damages at least 95 % are found`, async () => {
    // The document says which rules find what. Every rule sees every damage in test/long/.
    const result = await runMutations(checks, { seed: SEED, count: COUNT, everyRule: UPDATE });
    expect(result.mutations).toHaveLength(COUNT);
    // The list of what was missed stands in the failure.
    expect(percent(result) >= 95 ? '' : formatMissed(result)).toBe('');
    const rates = formatRates(result);
    expect(rates).toContain(`of ${COUNT} damages found`);
    if (UPDATE) writeRates(rates);
  });

  test('the same seed gives the same damages', async () => {
    const some = { seed: 7, count: 5 };
    const [first, second] = [await runMutations(checks, some), await runMutations(checks, some)];
    expect(second).toEqual(first);
  });
});
