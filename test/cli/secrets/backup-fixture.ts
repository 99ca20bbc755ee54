import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SealedFile } from '../../../lib/model/secret.js';
import { formatIdentityFile, generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { type SealOptions, sealYaml } from '../../../lib/secrets/sops/seal.js';
import { listFiles } from '../../../lib/system/read-tree.js';
import { sealedFile } from '../../secrets/declarations.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { runSecrets, type SecretsRun } from './run-secrets.js';

export const MAIN = 'kubernetes/alpha/apps/db/main.sops.yaml';
export const TOKEN_FILE = 'kubernetes/alpha/apps/dns/token.sops.yaml';

/** An environment in which no other program can be found. */
const NONE = { PATH: '' };

/** Values that must appear nowhere but in sealed files: made at run time, so that no scan takes them for a leak. */
export const VALUES = {
  password: `pw-${randomBytes(12).toString('hex')}`,
  token: `tk-${randomBytes(12).toString('hex')}`,
  ghcr: `gh-${randomBytes(12).toString('hex')}`,
  digits: `${Number.parseInt(randomBytes(5).toString('hex'), 16)}`,
  config: `cf-${randomBytes(12).toString('hex')}\nsecond line ${randomBytes(8).toString('hex')}\n`,
  nested: `ne-${randomBytes(12).toString('hex')}`,
};

export const ENVIRONMENT = 'mrsimpson/homelab/dev';

/** As ESC keeps it: both shapes of GHCR credentials (S0-08), comments and an interpolation. */
export const DEFINITION = `values:
  # for ghcr.io
  github-username: mrsimpson
  github-token:
    fn::secret: ${VALUES.ghcr}
  github-credentials:
    username: \${github-username}
    token: \${github-token}
  cloudflare:
    api-token:
      fn::secret: "${VALUES.digits}"
  ratio: 1.5
`;

export const SECRET = `apiVersion: v1
kind: Secret
metadata:
  name: main
  namespace: db
type: Opaque
data:
  binary: /wD+AQ==
stringData:
  password: ${VALUES.password}
`;

export const TOKEN = `apiVersion: v1
kind: Secret
metadata: {name: token, namespace: dns, labels: {team: edge}}
type: Opaque
stringData: {token: ${VALUES.token}}
`;

/** A repository of two sealed files, and a folder outside of it with keys. */
export class BackupFixture {
  readonly root = temporaryFolder();
  readonly outside = temporaryFolder();
  readonly files: readonly SealedFile[] = [sealedFile('db/main', {}), sealedFile('dns/token', {})];
  identity = '';
  recipient = '';

  get key(): string {
    return join(this.outside, 'age.txt');
  }

  get out(): string {
    return join(this.outside, 'home.age');
  }

  run(args: readonly string[], env: Record<string, string> = NONE, host = {}): Promise<SecretsRun> {
    return runSecrets(args, { files: this.files, root: this.root, env, ...host });
  }

  backup(more: readonly string[] = [], env: Record<string, string> = NONE, host = {}): Promise<SecretsRun> {
    return this.run(['backup', '--out', this.out, '--age-key', this.key, ...more], env, host);
  }

  restore(more: readonly string[] = [], env: Record<string, string> = NONE): Promise<SecretsRun> {
    return this.run(['restore', this.out, '--age-key', this.key, ...more], env);
  }

  async opened(path: string, identity = this.identity): Promise<string> {
    return (await openYaml(this.read(path), path, [identity])).plain;
  }

  /** Makes a key, rules and the two files. */
  async fill(): Promise<this> {
    ({ identity: this.identity, recipient: this.recipient } = await this.newKey('age.txt'));
    this.write('.sops.yaml', rulesFor(this.recipient));
    await this.seal(MAIN, SECRET);
    await this.seal(TOKEN_FILE, TOKEN);
    return this;
  }

  async newKey(file: string): Promise<{ identity: string; recipient: string }> {
    const pair = await generateKeyPair();
    const path = join(this.outside, file);
    writeFileSync(path, formatIdentityFile(pair.identity, pair.recipient, new Date(0)));
    chmodSync(path, 0o600);
    return pair;
  }

  async seal(path: string, text: string, options: Partial<SealOptions> = {}): Promise<void> {
    const lastModified = new Date('2026-01-02T03:04:05Z');
    const all = { file: path, recipients: [this.recipient], lastModified, random: randomBytes, ...options };
    this.write(path, await sealYaml(text, all));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** The repository of a blank machine. */
  wipe(): void {
    rmSync(join(this.root, 'kubernetes'), { recursive: true, force: true });
    rmSync(join(this.root, '.sops.yaml'), { force: true });
  }

  tree(): Record<string, string> {
    return Object.fromEntries(listFiles(this.root, '.').map((path) => [path, this.read(path)]));
  }
}

export function rulesFor(...recipients: readonly string[]): string {
  return `creation_rules:
  - path_regex: kubernetes/alpha/.*\\.sops\\.yaml$
    encrypted_regex: ^(data|stringData)$
    age: ${recipients.join(',')}
`;
}

/** Values that a text holds, in any form in which a log could show them. */
export function leaksIn(text: string): string[] {
  return Object.entries(VALUES)
    .filter(([, value]) =>
      [value.trim(), ...value.trim().split('\n'), Buffer.from(value).toString('base64')].some((form) =>
        text.includes(form),
      ),
    )
    .map(([name]) => name);
}
