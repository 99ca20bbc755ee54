import * as fs from 'node:fs';
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Plan } from '../../lib/synth/pipeline.js';

const CHANGING = ['mkdirSync', 'writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'unlinkSync'] as const;

/** How many more changes the disk takes before the process dies; nothing works after that, as after a kill. */
let left = Number.POSITIVE_INFINITY;
class Killed extends Error {}

function dying(name: (typeof CHANGING)[number]) {
  return (...args: readonly unknown[]) => {
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the module as it is, before the mock stands in for it
    const real = fs[name] as (...args: readonly unknown[]) => unknown;
    left -= 1;
    if (left > 0) return real(...args);
    // The moment of death is in the middle of a write: half of the text is on disk.
    if (left === 0 && name === 'writeFileSync') real(args[0], String(args[1]).slice(0, String(args[1]).length / 2));
    throw new Killed();
  };
}

jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  ...Object.fromEntries(CHANGING.map((name) => [name, dying(name)])),
}));

const { write } = await import('../../lib/synth/write.js');
const { read } = await import('../../lib/synth/read.js');
const { plan } = await import('../../lib/synth/pipeline.js');
const { Repository } = await import('../support/repository.js');
const { newCharts, oldCharts } = await import('../support/old-and-new-charts.js');

type Tree = Readonly<Record<string, string>>;
let before: Tree;
let after: Tree;

/** Plans and writes some charts; true where the process died on the way. */
function synthesize(root: string, changes: number, charts = newCharts): boolean {
  const snapshot = read(root, ['test']);
  const planned: Plan = plan(charts, { ...snapshot, chartFiles: new Set(allCharts()) });
  expect(planned.findings).toEqual([]);
  left = changes;
  try {
    write(root, 'test', planned.changes);
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

const allCharts = () =>
  [
    'apps/demo/stays',
    'apps/demo/changes',
    'apps/demo/comes',
    'apps/demo/goes',
    'apps/demo/hello',
    'apps/monitoring/boards',
    'infrastructure/network/first',
  ].map((path) => `charts/${path}.ts`);

/** Every path below a folder, whatever it is. */
function everything(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('charts'));
}

beforeAll(async () => {
  const repository = new Repository();
  await repository.synth(oldCharts);
  before = repository.tree();
  const fresh = new Repository();
  await fresh.synth(newCharts);
  after = fresh.tree();
});

describe.each(['a tree that changes', 'an empty repository'])('a synth of %s that is killed', (start) => {
  test('at any change of the disk leaves old or new files, and the next one finishes', () => {
    const old = start === 'an empty repository' ? {} : before;
    let killed = true;
    for (let changes = 1; killed; changes++) {
      expect(changes).toBeLessThan(1_000);
      const repository = new Repository(old);
      killed = synthesize(repository.root, changes);
      for (const [path, text] of Object.entries(repository.tree())) {
        expect({ changes, path, whole: text === old[path] || text === after[path] }).toEqual({
          changes,
          path,
          whole: true,
        });
      }
      expect(synthesize(repository.root, Number.POSITIVE_INFINITY)).toBe(false);
      expect(repository.tree()).toEqual(after);
      expect(everything(repository.root).filter((path) => /tmp/.test(path))).toEqual([]);
    }
  });

  test('twice in a row is no worse', () => {
    const old = start === 'an empty repository' ? {} : before;
    for (let changes = 1; changes < 60; changes += 7) {
      const repository = new Repository(old);
      synthesize(repository.root, changes);
      synthesize(repository.root, changes + 5);
      synthesize(repository.root, Number.POSITIVE_INFINITY);
      expect(repository.tree()).toEqual(after);
    }
  });
});

test('a first synth that is killed leaves nothing behind for one after a change of the charts', () => {
  let killed = true;
  for (let changes = 1; killed; changes += 3) {
    const repository = new Repository();
    killed = synthesize(repository.root, changes, oldCharts);
    synthesize(repository.root, Number.POSITIVE_INFINITY);
    expect(repository.tree()).toEqual(after);
    expect(everything(repository.root).filter((path) => /tmp/.test(path))).toEqual([]);
  }
});
