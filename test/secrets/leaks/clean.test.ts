import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { scanText } from '../../../lib/secrets/leaks/scan-text.js';
import { readCreationRules } from '../../../lib/secrets/recipients/creation-rules-text.js';
import { listFiles } from '../../../lib/system/read-tree.js';
import { textOf, trackedFiles } from '../../support/tracked-files.js';

const CLEAN = 'test/fixtures/clean';

describe('nobody is stopped by', () => {
  test.each(listFiles('.', CLEAN).map((path) => path.slice(CLEAN.length + 1)))('%s', (path) => {
    const { leaks, allowed } = scanText(path, readFileSync(`${CLEAN}/${path}`, 'utf8'));
    expect({ leaks, allowed }).toEqual({ leaks: [], allowed: [] });
  });

  test('any file of this repository', () => {
    const { rules } = readCreationRules(textOf('.sops.yaml'));
    const leaks = trackedFiles().flatMap((path) => scanText(path, textOf(path) ?? '', { rules }).leaks);
    expect(leaks.map(({ path, line, code, message }) => `${path}:${line} ${code} ${message}`)).toEqual([]);
  });

  test('a folder that tells typical files apart from ours', () => {
    expect(listFiles('.', CLEAN).length).toBeGreaterThanOrEqual(30);
  });
});
