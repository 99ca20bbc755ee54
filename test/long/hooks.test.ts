import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { random, SAMPLES } from '../secrets/leaks/corpus.js';
import { homeCharts, ProjectCopy } from '../support/project-copy.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder, writeFiles } from '../support/temporary-folder.js';

/** Somebody's checkout, with the hook that `npm run hooks` installs. */
const project = new ProjectCopy(homeCharts());
const HOME = temporaryFolder();
const { HUSKY: _, GIT_DIR: __, GIT_INDEX_FILE: ___, ...own } = process.env;
const env = {
  ...own,
  HOME,
  XDG_CONFIG_HOME: join(HOME, '.config'),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
};

interface Ran {
  readonly code: number;
  readonly said: string;
}

function git(args: readonly string[], more: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync('git', [...args], {
    cwd: project.root,
    encoding: 'utf8',
    env: { ...env, ...more },
  });
  return { code: status ?? -1, said: `${stdout}${stderr}` };
}

/** Stages files and commits them; what is not committed is not staged any more. */
function commit(files: Readonly<Record<string, string>>, more: NodeJS.ProcessEnv = {}): Ran {
  project.write(files);
  git(['add', '--force', ...Object.keys(files)]);
  const ran = git(['commit', '--quiet', '--message', 'a change'], more);
  git(['reset', '--quiet']);
  return ran;
}

const token = `ghp_${random('hook', 36)}`;

beforeAll(() => {
  mkdirSync(join(project.root, '.husky'));
  copyFileSync('.husky/pre-commit', join(project.root, '.husky', 'pre-commit'));
  copyFileSync('biome.json', join(project.root, 'biome.json'));
  project.write({ '.gitignore': 'node_modules\ndist/\n' });
  project.run('synth');
  git(['init', '--quiet', '--initial-branch=main']);
  git(['add', '--all']);
  git(['commit', '--quiet', '--message', 'all there is']);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  expect(scripts.hooks).toBe('husky');
  spawnSync(process.execPath, [join(project.root, 'node_modules', 'husky', 'bin.js')], { cwd: project.root, env });
});

describe('once `npm run hooks` was run, a commit', () => {
  test('without a secret is made', () => {
    const { code, said } = commit({ 'docs/notes.md': '# Notes\n' });
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('0 errors') });
  });

  test('with every kind of leak is refused, and says where each stands', () => {
    const files = Object.fromEntries(SAMPLES.map(({ path, text }, index) => [`files/${index}/${path}`, text]));
    const { code, said } = commit(files);
    expect(code).toBe(1);
    const unnamed = SAMPLES.filter(({ code, path, line }, index) => {
      const isNamed = said.includes(`files/${index}/${path}:${line}:`);
      return !isNamed && code !== 'leak-password-hash';
    });
    expect(unnamed.map(({ name }) => name)).toEqual([]);
    expect(said).toContain('nothing was committed');
    expect(SAMPLES.filter(({ secret }) => secret.length > 8 && said.includes(secret))).toEqual([]);
  });

  test('is refused for one leak alone, and for one in a file of a strange name', () => {
    expect(commit({ 'notes/my key "1".txt': token })).toEqual({
      code: 1,
      said: expect.stringContaining('my key "1".txt:1:1'),
    });
    expect(commit({ 'notes/schlüssel.txt': token })).toEqual({
      code: 1,
      said: expect.stringContaining('schlüssel.txt:1:1'),
    });
  });

  test('is refused for a secret that is staged, though the working tree has lost it since', () => {
    project.write({ 'later.txt': token });
    git(['add', 'later.txt']);
    project.write({ 'later.txt': 'nothing\n' });
    const { code, said } = git(['commit', '--quiet', '--message', 'nothing']);
    git(['reset', '--quiet']);
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('later.txt:1:1') });
  });

  test('is made although the working tree holds a secret that is not staged', () => {
    project.write({ 'mine.txt': token });
    expect(commit({ 'docs/other.md': '# Other\n' }).code).toBe(0);
  });

  test('is made when a comment says why the secret is none, and the hook lists it', () => {
    const { code, said } = commit({ 'docs/example.md': `<!-- leak-ok: revoked, shown in the guide -->\n${token}\n` });
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining('docs/example.md:2  revoked, shown in the guide'),
    });
  });

  test('that removes a leak is made', () => {
    project.write({ 'old.txt': token });
    git(['add', 'old.txt']);
    git(['commit', '--quiet', '--no-verify', '--message', 'before there was a hook']);
    git(['rm', '--quiet', 'old.txt']);
    expect(git(['commit', '--quiet', '--message', 'gone']).code).toBe(0);
  });

  test('that leaves kubernetes/ behind the charts is refused', () => {
    const path = 'kubernetes/home/apps/kustomization.yaml';
    const text = readFileSync(join(project.root, path), 'utf8');
    const { code, said } = commit({ [path]: `${text}# edited\n` });
    project.write({ [path]: text });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('launch.mjs synth --check') });
  });
});

/** Node where the hook looks last, so that nothing hides it. */
const seen = ['/usr/local/bin/node', '/opt/homebrew/bin/node'].some((path) => existsSync(path));
if (seen) sayAloud('that the pre-commit hook says when there is no node: it is where nothing hides it');

describe('the hook finds node', () => {
  /** A PATH with Git and the shell's tools, but without node. */
  const tools = temporaryFolder();
  const bare = { PATH: tools };
  beforeAll(() => {
    for (const name of ['git', 'sh', 'env', 'dirname', 'basename', 'grep', 'cat']) {
      const { stdout } = spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
      symlinkSync(stdout.trim(), join(tools, name));
    }
  });

  test.each([
    ['nvm', '.nvm/versions/node/v20.1.0/bin'],
    ['Volta', '.volta/bin'],
    ['mise', '.local/share/mise/shims'],
  ])('where %s keeps it, for a client without the shell’s start-up files', (manager, folder) => {
    const home = temporaryFolder();
    const node = join(home, folder, 'node');
    writeFiles(home, { [join(folder, 'node')]: `#!/bin/sh\nexec "${process.execPath}" "$@"\n` });
    chmodSync(node, 0o755);
    const { code, said } = commit({ [`docs/${manager}.md`]: '# x\n' }, { ...bare, HOME: home, XDG_CONFIG_HOME: home });
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('0 errors') });
  });

  (seen ? test.skip : test)('or says how to help it', () => {
    const home = temporaryFolder();
    const { code, said } = commit({ 'docs/none.md': '# x\n' }, { ...bare, HOME: home, XDG_CONFIG_HOME: home });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('put it on the PATH') });
  });
});
