import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanupScript } from '../../../charts/infrastructure/registry/cleanup-script.js';

let root: string;
let repositories: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'registry-'));
  repositories = join(root, 'data/docker/registry/v2/repositories');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/registry'), `#!/bin/sh\necho "$@" >"${root}/collected"\n`, { mode: 0o755 });
  writeFileSync(join(root, 'cleanup.sh'), cleanupScript({ repositories: 'dynamic-apps', keep: 2 }));
});

afterEach(() => rmSync(root, { recursive: true }));

/** A tag as the registry lays it out, last pushed so many hours ago. */
function push(repository: string, tag: string, hoursAgo: number): void {
  const folder = join(repositories, repository, '_manifests/tags', tag, 'current');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'link'), 'sha256:0');
  const time = new Date(Date.now() - hoursAgo * 3_600_000);
  utimesSync(join(folder, 'link'), time, time);
}

function cleanUp(): string {
  const PATH = `${join(root, 'bin')}:${process.env.PATH}`;
  return execFileSync('sh', [join(root, 'cleanup.sh')], {
    env: { PATH, DATA: join(root, 'data') },
    encoding: 'utf8',
  });
}

const tags = (repository: string) => readdirSync(join(repositories, repository, '_manifests/tags')).sort();
const collected = () => existsSync(join(root, 'collected'));

describe('S1-89 the nightly clean-up of the registry', () => {
  test('keeps the newest tags by time of push, not by name', () => {
    for (const [tag, hoursAgo] of [
      ['v9', 50],
      ['v10', 40],
      ['v1', 2],
      ['a b', 90],
    ] as const) {
      push('dynamic-apps/shop', tag, hoursAgo);
    }
    push('dynamic-apps/team/blog', 'v1', 70);
    cleanUp();
    expect(tags('dynamic-apps/shop')).toEqual(['v1', 'v10']);
    expect(tags('dynamic-apps/team/blog')).toEqual(['v1']);
    expect(readFileSync(join(root, 'collected'), 'utf8')).toBe(
      'garbage-collect --delete-untagged /etc/distribution/config.yml\n',
    );
  });

  test('touches no repository outside of its folder', () => {
    for (const hoursAgo of [10, 20, 30]) push('base/node', `v${hoursAgo}`, hoursAgo);
    cleanUp();
    expect(tags('base/node')).toEqual(['v10', 'v20', 'v30']);
    expect(collected()).toBe(true);
  });

  test('does nothing while somebody may be pushing: layers come before their manifest', () => {
    for (const hoursAgo of [0.5, 20, 30]) push('dynamic-apps/shop', `v${hoursAgo}`, hoursAgo);
    expect(cleanUp()).toContain('nothing is removed');
    expect(tags('dynamic-apps/shop')).toHaveLength(3);
    expect(collected()).toBe(false);
  });

  test('is content with an empty registry', () => {
    expect(cleanUp()).toContain('nothing has been pushed yet');
    expect(collected()).toBe(false);
  });
});
