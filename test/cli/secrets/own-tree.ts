import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { SecretsHost } from '../../../lib/cli/secrets/host.js';
import type { SealedFile } from '../../../lib/model/secret.js';
import { secretValues } from '../../../lib/secrets/file/secret-manifest.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { listFiles } from '../../../lib/system/read-tree.js';
import { runSecrets, type SecretsRun } from './run-secrets.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export function ownFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'secrets-'));
  folders.push(folder);
  return folder;
}

/** A repository on disk with an owner, whose secrets `init --placeholders` made. */
export class OwnTree {
  readonly root = ownFolder();
  readonly outside = ownFolder();

  private constructor(
    readonly files: readonly SealedFile[],
    readonly identity: string,
    readonly recipient: string,
  ) {}

  static async of(files: readonly SealedFile[]): Promise<OwnTree> {
    const { identity, recipient } = await generateKeyPair();
    const tree = new OwnTree(files, identity, recipient);
    writeFileSync(tree.keyFile, identity);
    const { code, err } = await tree.run(['init', '--age-key', tree.keyFile, '--placeholders']);
    if (code !== 0) throw new Error(err);
    return tree;
  }

  get keyFile(): string {
    return join(this.outside, 'age.txt');
  }

  /** Runs a command as the owner does it. */
  run(args: readonly string[], host: Partial<SecretsHost> = {}): Promise<SecretsRun> {
    const { env, ...others } = host;
    const { files, root } = this;
    return runSecrets(args, {
      files,
      root,
      env: { PATH: process.env.PATH, SOPS_AGE_KEY_FILE: this.keyFile, ...env },
      ...others,
    });
  }

  text({ path }: Pick<SealedFile, 'path'>): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write({ path }: Pick<SealedFile, 'path'>, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Text of all files, by path. */
  texts(): Record<string, string> {
    const paths = ['.sops.yaml', ...listFiles(this.root, 'kubernetes')];
    return Object.fromEntries(paths.map((path) => [path, this.text({ path })]));
  }

  async values(file: SealedFile, identity = this.identity): Promise<Record<string, string>> {
    return secretValues((await openYaml(this.text(file), file.path, [identity])).plain, file.path);
  }
}
