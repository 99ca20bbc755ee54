import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { ResolvedCluster } from '../../../lib/model/cluster.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { GENERATED, sealedFile } from '../../secrets/declarations.js';
import { clusterWith } from '../../secrets/resolved-cluster.js';
import { OwnTree, ownFolder } from './own-tree.js';

const DB = sealedFile('db/main', { password: GENERATED });
const WEB = sealedFile('web/main', { password: GENERATED });
const FILES = [DB, WEB];
const FLUX = {
  namespace: 'gitops-system',
  interval: '5m',
  git: { url: 'https://git.example.net/home', branch: 'main' },
};
const ALPHA = clusterWith([], FILES, { flux: FLUX });

let tree: OwnTree;
beforeEach(async () => {
  tree = await OwnTree.of(FILES);
});

const fluxKey = (
  args: readonly string[],
  {
    clusters = [ALPHA],
    ...host
  }: { clusters?: ResolvedCluster[]; stdoutIsTerminal?: boolean; env?: Record<string, string> } = {},
) => tree.run(['flux-key', '--age-key', tree.keyFile, ...args], { ...host, clusters: async () => clusters });

describe('secrets flux-key', () => {
  test('prints the Secret that Flux looks for, in the cluster’s Flux namespace (S2-04, trap 33)', async () => {
    const { code, out, err } = await fluxKey([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const secret = parse(out);
    expect(secret).toMatchObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'sops-age', namespace: 'gitops-system' },
    });
    const keys = Object.keys(secret.data);
    expect(keys).toEqual([expect.stringMatching(/\.agekey$/)]);
    expect(Buffer.from(secret.data['age.agekey'], 'base64').toString()).toBe(`${tree.identity}\n`);
    expect(JSON.parse((await fluxKey(['--json'])).out)).toEqual(secret);
  });

  test('warns where a person sees it', async () => {
    expect((await fluxKey([], { stdoutIsTerminal: true })).err).toContain('the private key is on this screen');
  });

  test('refuses an identity that does not open every file, and names whose it would be', async () => {
    const { identity } = await generateKeyPair();
    const other = join(tree.outside, 'other.txt');
    writeFileSync(other, identity);
    const { code, out, err } = await fluxKey(['--age-key', other]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`${other}: does not open 2 of 2 files of alpha; recipients there: ${tree.recipient}`);
    expect(err).not.toContain(identity);
  });

  test('is not fooled by a file that only names the recipient', async () => {
    const { recipient } = await generateKeyPair();
    const foreign = await OwnTree.of([WEB]);
    tree.write(WEB, foreign.text(WEB).replaceAll(foreign.recipient, tree.recipient));
    const { code, err } = await fluxKey([]);
    expect(code).toBe(2);
    expect(err).toContain(`does not open ${WEB.path}`);
    expect(err).not.toContain(recipient);
  });

  test('leaves out identities of the file that open nothing', async () => {
    const { identity } = await generateKeyPair();
    writeFileSync(tree.keyFile, `${identity}\n${tree.identity}\n`);
    const { code, out, err } = await fluxKey([]);
    expect(code).toBe(0);
    expect(err).toContain('1 identities that open no file stay out');
    expect(Buffer.from(parse(out).data['age.agekey'], 'base64').toString()).toBe(`${tree.identity}\n`);
  });

  test.each<[string, readonly string[], ResolvedCluster[], string]>([
    ['several clusters', [], [ALPHA, clusterWith([], [], { name: 'beta' })], 'say which with --cluster'],
    ['no cluster', [], [], 'there is no cluster'],
    ['a cluster without SOPS files', [], [clusterWith([], [])], 'has no SOPS file'],
    ['files that do not exist yet', [], [clusterWith([], [sealedFile('a/b', { c: GENERATED })])], 'init --age-key'],
    ['a context for nothing', ['--context', 'home'], [ALPHA], '--context is of use with --apply alone'],
  ])('does not take %s', async (_, args, clusters, message) => {
    const { code, out, err } = await fluxKey(args, { clusters });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  test('works while a file is missing, and says so', async () => {
    const more = clusterWith([], [...FILES, sealedFile('a/b', { c: GENERATED })]);
    const { code, err } = await fluxKey([], { clusters: [more] });
    expect(code).toBe(0);
    expect(err).toContain('1 of its SOPS files do not exist');
  });
});

describe('secrets flux-key --apply', () => {
  let bin = '';
  beforeEach(() => {
    bin = ownFolder();
  });

  /** A kubectl that notes what it gets, and then says something. */
  function kubectl(last: string): void {
    const notes = [`printf '%s\\n' "$@" > '${bin}/args'`, `env > '${bin}/env'`, `cat > '${bin}/stdin'`];
    writeFileSync(join(bin, 'kubectl'), ['#!/bin/sh', ...notes, last, ''].join('\n'));
    chmodSync(join(bin, 'kubectl'), 0o755);
  }
  const noted = (name: string) => readFileSync(join(bin, name), 'utf8');
  const apply = (args: readonly string[] = []) =>
    fluxKey(['--apply', ...args], { env: { PATH: `${bin}:${process.env.PATH}`, SOPS_AGE_KEY: tree.identity } });

  test('gives the Secret to kubectl by its standard input, never by arguments or environment', async () => {
    kubectl('echo "secret/sops-age serverside-applied"');
    const { code, out, err } = await apply(['--context', 'home']);
    expect({ code, out, err }).toEqual({ code: 0, out: 'secret/sops-age serverside-applied', err: '' });
    expect(noted('args').split('\n')).toEqual([
      'apply',
      '--server-side',
      '--field-manager=homelab-gitops',
      '-f',
      '-',
      '--context=home',
      '',
    ]);
    expect(noted('env')).not.toContain(tree.identity);
    const { data, metadata } = JSON.parse(noted('stdin'));
    expect(metadata).toEqual({ name: 'sops-age', namespace: 'gitops-system' });
    expect(Buffer.from(data['age.agekey'], 'base64').toString()).toBe(`${tree.identity}\n`);
  });

  test('says what was applied as JSON, without the key', async () => {
    kubectl('true');
    const { out } = await apply(['--json']);
    expect(JSON.parse(out)).toEqual({
      applied: { namespace: 'gitops-system', name: 'sops-age' },
      recipients: [tree.recipient],
    });
  });

  test.each([
    ['Error from server (NotFound): namespaces "gitops-system" not found', 'kubectl create namespace gitops-system'],
    ['Apply failed with 1 conflict', 'the cluster has another key by that name'],
    ['connection refused', ''],
  ])('fails with kubectl’s own words: %s', async (words, hint) => {
    kubectl(`echo '${words}' >&2; exit 1`);
    const { code, out, err } = await apply();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err).toContain(hint);
  });

  test('does not repeat the key where kubectl quotes its input', async () => {
    kubectl(`cat '${bin}/stdin' >&2; echo '${tree.identity}' >&2; exit 1`);
    const { err } = await apply();
    expect(err).toContain('kubectl apply failed');
    expect(err).not.toContain(tree.identity);
    expect(err).not.toContain(Buffer.from(`${tree.identity}\n`).toString('base64'));
  });

  test('asks nothing of the cluster when the identity does not fit', async () => {
    kubectl('true');
    writeFileSync(tree.keyFile, (await generateKeyPair()).identity);
    expect((await apply()).code).toBe(2);
    expect(existsSync(join(bin, 'args'))).toBe(false);
  });

  test('says that there is no kubectl', async () => {
    const { code, err } = await fluxKey(['--apply'], { env: { PATH: bin } });
    expect(code).toBe(2);
    expect(err).toContain('there is no kubectl on this machine');
  });
});
