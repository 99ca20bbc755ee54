import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { FOLDER, roots } from '../terraform/roots.js';

const tofu = findTool('tofu') ?? findTool('terraform');
if (tofu === undefined) sayAloud('root modules: neither tofu nor terraform is on PATH');
const withTool = tofu === undefined ? test.skip : test;

withTool('S3-94 every module parses, and is formatted as the tool itself would', () => {
  const out = execFileSync(tofu as string, ['fmt', '-recursive', '-check', '-diff', FOLDER], { encoding: 'utf8' });
  expect(out).toBe('');
});

withTool(
  'S3-68 every root is valid for its providers',
  () => {
    const copy = temporaryFolder();
    cpSync(FOLDER, copy, { recursive: true });
    for (const root of roots) {
      const run = (...args: string[]) =>
        execFileSync(tofu as string, [`-chdir=${join(copy, root)}`, ...args], { encoding: 'utf8', stdio: 'pipe' });
      try {
        run('init', '-backend=false', '-input=false');
      } catch (error) {
        const text = String((error as { stderr: string }).stderr);
        // Faults of the modules themselves come before the registry is asked.
        expect(text).toMatch(/registry|provider package/i);
        sayAloud(`root ${root}: its providers cannot be fetched`);
        continue;
      }
      expect(run('validate', '-no-color')).toContain('Success');
    }
  },
  600_000,
);
