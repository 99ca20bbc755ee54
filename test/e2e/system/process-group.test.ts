import { spawn } from 'node:child_process';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { LastGuard } from './last-guard.js';
import { ProcessGroup } from './process-group.js';
import { waitUntil } from './wait-until.js';

const runs = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('a program that ends by itself is noticed, with its last words', async () => {
  const group = new ProcessGroup(temporaryFolder());
  group.start('sh', ['-c', 'echo no such flag; exit 3'], 'etcd');
  const crashed = await waitUntil('its end', 5_000, () => group.crashed);
  expect(crashed).toBe('etcd ended by itself: no such flag');
  await group.end();
});

test('a program that is asked to end, and does not, is killed; nothing is a crash then', async () => {
  const folder = temporaryFolder();
  const group = new ProcessGroup(folder, 100);
  group.start('sh', ['-c', 'trap "" TERM; echo $$; while :; do sleep 0.1; done'], 'stubborn');
  const pid = await waitUntil('its start', 5_000, () => Number(group.lastWords('stubborn')) || undefined);
  await group.end();
  expect(runs(pid)).toBe(false);
  expect(group.crashed).toBeUndefined();
  expect(existsSync(folder)).toBe(true);
});

test('a program that is run to its end gives its exit code, and is no crash', async () => {
  const folder = temporaryFolder();
  const group = new ProcessGroup(folder);
  expect(
    await group.run('sh', ['-c', 'pwd; echo "$A"; exit 3'], 'build', {
      env: { A: 'b', PATH: '/bin:/usr/bin' },
      cwd: folder,
    }),
  ).toBe(3);
  expect(group.lastWords('build')).toBe(`${realpathSync(folder)}\nb`);
  expect(await group.run('no-such-program', [], 'missing')).toBe(127);
  expect(group.crashed).toBeUndefined();
  await group.end();
});

test('what a program has started ends with it', async () => {
  const group = new ProcessGroup(temporaryFolder(), 100);
  group.start('sh', ['-c', 'sleep 60 & echo $!; wait'], 'compiler');
  const pid = await waitUntil('its start', 5_000, () => Number(group.lastWords('compiler')) || undefined);
  group.killNow();
  await waitUntil('its end', 5_000, () => (runs(pid) ? undefined : true));
  await group.end();
});

test('where this program is killed without warning, everything ends and the folder goes', async () => {
  const folder = join(temporaryFolder(), 'run');
  const other = spawn('sleep', ['60'], { detached: true });
  const left = spawn('sh', ['-c', 'sleep 60; true'], { detached: true });
  const ended = new Promise((resolve) => left.once('exit', resolve));
  const guard = new LastGuard(folder);
  guard.watch(other.pid as number);
  guard.watch(left.pid as number);
  guard.forget(other.pid as number);
  writeFileSync(folder, '');
  // As the pipe closes when a process dies.
  (guard as unknown as { input: { end(): void } }).input.end();
  await ended;
  await waitUntil('the folder to go', 5_000, () => (existsSync(folder) ? undefined : true));
  // What had ended before is nobody's business any more: its id may be another program's.
  expect(runs(other.pid as number)).toBe(true);
  other.kill('SIGKILL');
});
