import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildFolder } from '../../lib/flux/kustomize/build.js';
import { CONFIG_NAMES, TreeFolders } from '../../lib/flux/kustomize/folders.js';
import { folderOf } from '../../lib/flux/kustomize/paths.js';
import { readDocuments } from '../../lib/flux/tree/read-documents.js';
import { readSource } from '../../lib/flux/tree/tree-view.js';
import type { JsonObject } from '../../lib/model/json.js';
import { findTool } from '../../lib/system/find-tool.js';
import { readTree } from '../../lib/system/read-tree.js';
import { cases } from '../support/cases.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { KUSTOMIZE_CASES, REFUSED_CASES } from './kustomize-cases.js';

/** Of folders that only list files: kustomize takes a tenth of a second to start. */
const MOST = cases(15, 10_000).numRuns;
const kubectl = findTool('kubectl');
if (kubectl === undefined) sayAloud('interop with kustomize: no kubectl on PATH or in dist/tools/bin');
const whenPresent = kubectl === undefined ? describe.skip : describe;

whenPresent('what kubectl kustomize builds, the checks see', () => {
  const committed = readTree(process.cwd(), 'kubernetes');
  const all = [...committed.keys()].filter(isConfig);
  const step = Math.ceil(all.length / MOST);
  const folders = all.filter((path, at) => isSpecial(committed.get(path)) || at % step === 0).map(folderOf);

  test('folders of the committed tree: all in the long run; else what does more than list files, and some of the rest', () => {
    expect(folders.length).toBeGreaterThan(15);
    for (const folder of folders) {
      const theirs = build(join(process.cwd(), folder));
      expect([folder, theirs.stderr]).toEqual([folder, '']);
      const { objects, faults } = ours(committed, folder);
      expect([folder, faults]).toEqual([folder, []]);
      expect([folder, objects]).toEqual([folder, theirs.objects]);
    }
  });

  test.each(Object.entries(KUSTOMIZE_CASES))('%s', (_, files) => {
    const theirs = build(join(temporaryFolder(files), 'app'));
    expect(theirs.stderr).toBe('');
    const { objects, faults } = ours(new Map(Object.entries(files)), 'app');
    expect(faults).toEqual([]);
    expect(objects).toEqual(theirs.objects);
  });

  test.each(Object.entries(REFUSED_CASES))('both refuse: %s', (_, files) => {
    expect(build(join(temporaryFolder(files), 'app')).status).not.toBe(0);
    const { objects, faults } = ours(new Map(Object.entries(files)), 'app');
    const names = objects.map(identity);
    expect([...faults, ...names.filter((name, index) => names.indexOf(name) !== index)]).not.toEqual([]);
  });
});

function ours(files: ReadonlyMap<string, string>, folder: string) {
  const sources = new Map([...files].map(([path, text]) => [path, readSource({ path, text })]));
  const { objects, faults } = buildFolder(new TreeFolders(sources), folder);
  // kustomize says nothing of a patch that changes nothing.
  const said = faults.filter(({ kind }) => kind !== 'patch-unused').map(({ message }) => message);
  return { objects: sorted(objects.map(({ object }) => object)), faults: said };
}

function build(folder: string) {
  const { stdout, stderr, status } = spawnSync(kubectl as string, ['kustomize', folder], { encoding: 'utf8' });
  // Deprecated fields are said aloud, and work.
  const said = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('# Warning'));
  const documents = readDocuments('built', stdout).documents.map(({ object }) => object);
  return { objects: sorted(documents), stderr: said.join('\n'), status };
}

function sorted(objects: readonly JsonObject[]): JsonObject[] {
  return objects
    .map((object) => JSON.parse(JSON.stringify(object)) as JsonObject)
    .sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

function identity({ apiVersion, kind, metadata }: JsonObject): string {
  const { namespace = '', name = '' } = metadata as { namespace?: string; name?: string };
  return `${apiVersion}/${kind}/${namespace}/${name}`;
}

/** Whether kustomize does more there than put files one after the other. */
function isSpecial(text = ''): boolean {
  return /^(?:configMapGenerator|patches|components|replacements|images|labels|namespace|transformers|configurations):/m.test(
    text,
  );
}

function isConfig(path: string): boolean {
  return CONFIG_NAMES.includes(path.slice(path.lastIndexOf('/') + 1));
}
