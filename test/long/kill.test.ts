import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { homeCharts, ProjectCopy, versions } from '../support/project-copy.js';

const KILLS = 100;
const APPS = 800;

/** Text of every file below kubernetes/ by its path, temporary ones included. */
function tree(root: string): Map<string, string> {
  const entries = readdirSync(join(root, 'kubernetes'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
}

test(`a synth that is killed at ${KILLS} random moments leaves whole files, and the next one finishes`, async () => {
  const project = new ProjectCopy(homeCharts(APPS));
  expect(project.run('synth').code).toBe(0);
  const trees = new Map([['1.0.0', tree(project.root)]]);
  project.write({ 'charts/versions.yaml': versions('2.0.0') });
  const started = performance.now();
  expect(await project.runAndKill(60_000, 'synth')).toBe(false);
  const duration = performance.now() - started;
  trees.set('2.0.0', tree(project.root));

  let interrupted = 0;
  // When files are being written, in milliseconds after the start; it moves with how busy the machine is.
  const writing = { from: duration * 0.4, to: duration };
  for (let kill = 0; kill < KILLS; kill++) {
    const tag = kill % 2 === 0 ? '1.0.0' : '2.0.0';
    project.write({ 'charts/versions.yaml': versions(tag) });
    const moment = writing.from + Math.random() * (writing.to - writing.from);
    const killed = await project.runAndKill(moment, 'synth');
    const [old, fresh] = [trees.get(tag === '1.0.0' ? '2.0.0' : '1.0.0'), trees.get(tag)];
    let changed = 0;
    for (const [path, text] of tree(project.root)) {
      if (path.endsWith('.tmp-synth')) continue;
      if (text !== old?.get(path) && text === fresh?.get(path)) changed += 1;
      else if (text !== old?.get(path)) throw new Error(`${path} is neither old nor new after kill ${kill}`);
    }
    if (killed && changed > 0 && changed < APPS) interrupted += 1;
    else if (killed && changed === 0) writing.from += (moment - writing.from) / 2;
    else writing.to -= (writing.to - moment) / 2;
    writing.from *= 0.98;
    writing.to *= 1.02;
    expect(await project.runAndKill(60_000, 'synth')).toBe(false);
    const finished = tree(project.root);
    expect([...finished.keys()]).toEqual([...(fresh?.keys() ?? [])]);
    expect([...finished].filter(([path, text]) => text !== fresh?.get(path))).toEqual([]);
  }
  // Otherwise this test has tested nothing.
  expect(interrupted).toBeGreaterThan(KILLS / 20);
}, 600_000);

test('a first synth that is killed leaves nothing half written for the next one', async () => {
  const project = new ProjectCopy(homeCharts(APPS));
  expect(project.run('synth', '--check').code).toBe(1);
  for (let kill = 0; kill < 15; kill++) {
    await project.runAndKill(200 + Math.random() * 600, 'synth');
    expect(project.run('synth').code).toBe(0);
    expect(project.run('synth', '--check').code).toBe(0);
    expect(
      readdirSync(project.root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tmp-synth')),
    ).toEqual([]);
    project.exec('rm', '-rf', 'kubernetes', 'docs');
  }
}, 600_000);
