import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../lib/cli/main.js';
import { listFiles } from '../../lib/system/read-tree.js';
import { widgetDefinition } from '../fixtures/widget-definition.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DEFINITION = JSON.stringify(widgetDefinition());
const WRITTEN = [
  'lib/schemas/imported/example.org_Widget.json',
  'lib/schemas/compiled/catalogue.ts',
  'lib/schemas/compiled/groups/example.org.ts',
  'imports/example.org.ts',
  'lib/model/described-scopes.ts',
];

const root = temporaryFolder({
  'package.json': readFileSync('package.json', 'utf8'),
  'crds.yaml': DEFINITION,
  'none.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
  'known.yaml': JSON.stringify(
    widgetDefinition({ group: 'metallb.io', names: { kind: 'IPAddressPool', plural: 'ipaddresspools' } }),
  ),
  'half.yaml': `${DEFINITION}\n---\n${JSON.stringify(
    widgetDefinition({ names: { kind: 'Gadget', plural: 'gadgets' }, versions: [{ name: 'v1', served: false }] }),
  ).replace('widgets.example.org', 'gadgets.example.org')}`,
});
symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));

async function runImport(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { root, env, out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await run({ clusters: [] }, ['import', ...args], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const snapshot = () =>
  ['lib', 'imports'].flatMap((folder) =>
    listFiles(root, folder).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );

/** FAKE of kubectl: prints what a cluster with one definition would, for the context `home` and for none. */
function fakeKubectl(): string {
  const folder = temporaryFolder({
    'crds.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [widgetDefinition()] }),
  });
  const script = `#!/bin/sh\ncase "$*" in *--context=away*) echo 'error: context "away" does not exist' >&2; exit 1;; esac\n/bin/cat "${folder}/crds.json"\n`;
  writeFileSync(join(folder, 'kubectl'), script);
  chmodSync(join(folder, 'kubectl'), 0o755);
  return folder;
}

let server: Server;
let address = '';
beforeAll(async () => {
  expect(await run({ clusters: [] }, ['imports'], { root, env: {}, out: () => {}, err: () => {} })).toBe(0);
  await runImport(['crds.yaml']);
  await runImport(['--remove', 'Widget.example.org']);
  server = createServer((request, response) => {
    response.statusCode = request.url === '/crds.yaml' ? 200 : 404;
    response.end(request.url === '/crds.yaml' ? DEFINITION : 'Not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('npm run import', () => {
  test('adds a kind in one step, has nothing to do the second time, and takes it away without a trace', async () => {
    const before = snapshot();
    const { code, out } = await runImport(['crds.yaml']);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(['Widget.example.org  v1  cluster', ...WRITTEN.map((path) => `  ${path}  wrote`)]);
    expect(readFileSync(join(root, 'lib/model/described-scopes.ts'), 'utf8')).toContain("'example.org/Widget'");
    expect(readFileSync(join(root, 'lib/schemas/compiled/catalogue.ts'), 'utf8')).toContain("'example.org'");
    expect((await runImport(['crds.yaml'])).out).toContain('nothing changed');
    const lines: string[] = [];
    const io = { root, env: {}, out: (line: string) => lines.push(line), err: () => {} };
    expect([await run({ clusters: [] }, ['imports', '--check'], io), lines]).toEqual([0, []]);
    expect((await runImport(['--remove', 'Widget.example.org'])).code).toBe(0);
    expect(snapshot()).toEqual(before);
  });

  test('takes an address and a live cluster as well, and gives the same bytes', async () => {
    await runImport(['crds.yaml']);
    const files = snapshot();
    const path = fakeKubectl();
    for (const [source, env] of [
      [`${address}/crds.yaml`, {}],
      ['cluster:home', { PATH: path }],
    ] as const) {
      expect((await runImport(['--remove', 'Widget.example.org'])).code).toBe(0);
      const { code, out } = await runImport([source, 'widgets.example.org', '--json'], env);
      expect([source, code]).toEqual([source, 0]);
      expect(JSON.parse(out)).toEqual({
        imported: [{ name: 'Widget.example.org', version: 'v1', scope: 'Cluster' }],
        removed: [],
        left: [],
        files: WRITTEN.map((file) => ({ path: file, state: 'written' })),
      });
      expect(snapshot()).toEqual(files);
    }
    await runImport(['--remove', 'Widget.example.org']);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['nothing to do', [], /there is nothing to import\nhint: .*--help/],
    ['no such file', ['nowhere.yaml'], /there is no file nowhere\.yaml\nhint: /],
    ['a folder', ['imports'], /imports is a folder\nhint: /],
    ['no definition', ['none.yaml'], /holds ConfigMap\nhint: give the file/],
    ['no served version', ['half.yaml'], /gadgets\.example\.org serves no version\nhint: /],
    ['a name that is not there', ['crds.yaml', 'Widgit'], /defines no Widgit\nhint: did you mean "Widget"/],
    [
      'a kind that is described',
      ['known.yaml'],
      /IPAddressPool\.metallb\.io is described by lib\/schemas\/kinds\/metallb\.io\.ts\nhint: .*name it/,
    ],
    ['plain HTTP elsewhere', ['http://example.org/crds.yaml'], /can be changed by anybody/],
    ['another way', ['ftp://example.org/crds.yaml'], /hint: give one that begins with https/],
    ['what was never imported', ['--remove', 'Widget.example.org'], /no imported kind is named Widget\.example\.org/],
  ])('%s: exits with 2, says the way out, and writes nothing', async (_, args, message) => {
    const before = snapshot();
    const { code, out, err } = await runImport(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(snapshot()).toEqual(before);
  });

  test('says what the server, the cluster or their absence says', async () => {
    expect((await runImport([`${address}/gone.yaml`])).err).toMatch(/the server answers 404\nhint: /);
    expect((await runImport(['cluster:away'], { PATH: fakeKubectl() })).err).toMatch(
      /context "away" does not exist\nhint: /,
    );
    const none = await runImport(['cluster'], { PATH: temporaryFolder() });
    expect(none.err).toBe('error: there is no kubectl on this machine\nhint: npm run tools provides one');
  });

  test('--help names the sources and what is written', async () => {
    const { code, out } = await runImport(['--help']);
    expect(code).toBe(0);
    for (const word of ['cluster:<context>', 'https', '--remove', '--json', 'lib/schemas/imported/'])
      expect(out).toContain(word);
  });
});
