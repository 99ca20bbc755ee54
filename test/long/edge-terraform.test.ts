import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FILE = 'kubernetes/rpi-cluster/edge/cloudflare.tf.json';
const tool = findTool('tofu') ?? findTool('terraform');
if (tool === undefined) sayAloud('the module for Cloudflare: neither tofu nor terraform is on PATH');
const withTool = tool === undefined ? test.skip : test;

/** What a command says, whether it succeeds or not. */
function said(folder: string, ...args: string[]): string {
  try {
    return execFileSync(tool as string, [`-chdir=${folder}`, ...args, '-no-color'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

function moduleIn(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'cloudflare.tf.json'), text);
  return folder;
}

withTool(
  'S1-73 to S1-76: the committed module is valid for its provider, and a wrong attribute is not',
  () => {
    const text = readFileSync(FILE, 'utf8');
    const folder = moduleIn(text);
    const init = said(folder, 'init', '-backend=false', '-input=false');
    // A provider that the tool's own configuration overrides needs no init.
    const valid = said(folder, 'validate');
    if (/registry|provider package|required provider/i.test(init) && !valid.includes('Success')) {
      // Faults of the module itself come before the registry is asked.
      expect(init).not.toMatch(/Invalid|Unsupported|Extraneous|syntax/);
      expect(said(moduleIn('{"resource": []'), 'init', '-backend=false')).toContain('must be');
      sayAloud('the module for Cloudflare against its provider: that cannot be fetched');
      return;
    }
    expect(valid).toContain('Success');
    const wrong = moduleIn(text.replaceAll('"period"', '"seconds"'));
    said(wrong, 'init', '-backend=false', '-input=false');
    expect(said(wrong, 'validate')).toContain('Incorrect attribute value type');
  },
  600_000,
);
