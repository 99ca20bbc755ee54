import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { findTool } from '../../lib/system/find-tool.js';
import { listFiles } from '../../lib/system/read-tree.js';
import { ProjectCopy } from '../support/project-copy.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const sops = findTool('sops');
if (sops === undefined)
  sayAloud('new owner: no sops on PATH or in dist/tools/bin, so only our own reader opens the files');

/** The repository's own charts and tree, as they are after `git clone`. */
function clone(): ProjectCopy {
  const paths = [
    '.sops.yaml',
    ...['charts', 'kubernetes', 'docs/clusters'].flatMap((folder) => listFiles('.', folder)),
  ];
  return new ProjectCopy(Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')])));
}

describe('a new owner, with the whole repository', () => {
  const key = join(temporaryFolder({}), 'mine.agekey');
  let project: ProjectCopy;
  let recipient = '';
  beforeAll(() => {
    project = clone();
    recipient = project.run('secrets', 'keygen', '--out', key).out.trim();
  });

  test('holds a complete tree after one command', () => {
    const { code, out } = project.run('secrets', 'init', '--age-key', key, '--placeholders');
    // SealedSecrets have a key of their own: `secrets sealing-key`.
    const sealed = project.files('kubernetes').filter((path) => path.endsWith('.sealed.yaml')).length;
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(new RegExp(` files written, ${sealed} kept\\n$`)),
    });
    expect(project.run('synth', '--check')).toMatchObject({ code: 0 });
  });

  test('can open every file, and nobody else is named in one', () => {
    const files = project.files('kubernetes').filter((path) => path.endsWith('.sops.yaml'));
    expect(files.length).toBeGreaterThan(10);
    for (const path of files) {
      const text = readFileSync(join(project.root, path), 'utf8');
      expect([...text.matchAll(/recipient: (\S+)/g)].map(([, name]) => name)).toEqual([recipient]);
      if (sops === undefined) continue;
      const env = { ...process.env, SOPS_AGE_KEY_FILE: key };
      const opened = execFileSync(sops, ['decrypt', join(project.root, path)], { env, encoding: 'utf8' });
      expect(opened).toContain('kind: Secret');
      expect(opened).not.toContain('ENC[');
    }
  });

  test('changes a value, and the pods that use it restart with the same commit', () => {
    const before = project.files('kubernetes').map((path) => readFileSync(join(project.root, path), 'utf8'));
    const { code, out } = project.run('secrets', 'rotate', 'automation/postgres-n8n', '--age-key', key);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('restarts   Deployment/automation/n8n'),
    });
    expect(project.run('synth', '--check')).toMatchObject({ code: 0 });
    const after = project.files('kubernetes').map((path) => readFileSync(join(project.root, path), 'utf8'));
    expect(after.filter((text, index) => text !== before[index])).toHaveLength(2);
  });

  test('has nothing to do the second time', () => {
    const { code, out } = project.run('secrets', 'init', '--age-key', key, '--placeholders');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^0 files written, /) });
  });
});
