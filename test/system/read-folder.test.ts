import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { readFolder } from '../../lib/system/read-folder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

let writer: ChildProcess | undefined;
afterEach(async () => {
  if (writer === undefined) return;
  const ended = once(writer, 'exit');
  writer.kill('SIGKILL');
  await ended;
});

/** Makes files and folders below one and removes them again, without end. */
const CHURN = `
const fs = require('node:fs');
const folder = process.argv[1];
for (let turn = 0; ; turn++) {
  const below = folder + '/d' + (turn % 40);
  fs.mkdirSync(below, { recursive: true });
  fs.writeFileSync(below + '/f.yaml', 'a: 1');
  if (turn === 200) process.stdout.write('ready');
  fs.rmSync(folder + '/d' + ((turn + 20) % 40), { recursive: true, force: true });
}`;

test('files and folders that vanish while they are read are left out, and nothing crashes', async () => {
  const root = temporaryFolder({ 'stays.yaml': 'a: 1\n' });
  const churned = join(root, 'churned');
  mkdirSync(churned);
  const child = spawn(process.execPath, ['-e', CHURN, churned], { stdio: ['ignore', 'pipe', 'inherit'] });
  writer = child;
  await new Promise((resolve) => child.stdout.once('data', resolve));
  for (let turn = 0; turn < 200; turn++) {
    const { files, faults } = readFolder(root, root);
    expect(files.get('stays.yaml')?.toString()).toBe('a: 1\n');
    expect(faults).toEqual([]);
  }
});
