import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { DeclaredSecret, generated, Unit } from '../../lib/index.js';
import { clearPart, secretText } from '../../lib/secrets/file/secret-manifest.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { sealedFiles } from '../../lib/synth/seal.js';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';
import { SOPS_YAML } from '../support/sealed-stand-in.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { planOf, testCluster } from '../support/test-cluster.js';

const sops = findTool('sops');
if (sops === undefined) sayAloud('rules over files of the real sops: none on PATH or in dist/tools/bin');
const whenPresent = sops === undefined ? describe.skip : describe;

const cluster = testCluster({}, (c) => {
  new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', {
    token: generated({ length: 8 }),
    other: generated({ length: 8 }),
  });
});

whenPresent('the rules are content with what the real sops', () => {
  const [file] = sealedFiles(planOf(cluster).cluster);
  if (file === undefined) throw new Error('the cluster declares no file');
  let [identity, rules] = ['', ''];
  let [folder, sealed] = ['', ''];

  beforeAll(async () => {
    const [mine, other] = await Promise.all([generateKeyPair(), generateKeyPair()]);
    identity = mine.identity;
    rules = SOPS_YAML.replace(/age1\w+/, `${mine.recipient},${other.recipient}`);
    const plain = secretText(clearPart(file.declaration, []), { token: 'a'.repeat(8), other: 'b'.repeat(8) });
    folder = temporaryFolder({ '.sops.yaml': rules, 'secret.sops.yaml': plain });
    run('encrypt', '--in-place', 'secret.sops.yaml');
    sealed = contents();
  });

  function run(...args: readonly string[]): string {
    const env = { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, SOPS_AGE_KEY: identity };
    return execFileSync(sops ?? 'sops', [...args], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  const contents = () => readFileSync(join(folder, 'secret.sops.yaml'), 'utf8');
  const findings = (text: string) =>
    planOf(cluster, { files: { [file.path]: text, '.sops.yaml': rules } }).findings.map(
      ({ code, message }) => `${code}: ${message}`,
    );

  test('seals', () => {
    expect(sealed).toContain('ENC[AES256_GCM');
    expect(findings(sealed)).toEqual([]);
  });

  test('edits', () => {
    run('set', 'secret.sops.yaml', '["stringData"]["token"]', '"another"');
    expect(findings(contents())).toEqual([]);
  });

  test('rotates', () => {
    run('rotate', '--in-place', 'secret.sops.yaml');
    expect(findings(contents())).toEqual([]);
  });

  test('and not with a truth value that it sealed: Kubernetes would refuse the Secret', () => {
    run('set', 'secret.sops.yaml', '["stringData"]["token"]', 'true');
    expect(findings(contents())).toEqual([
      'sealed-values: key "token" opens to a value of type bool, and a Secret holds text',
    ]);
  });
});
