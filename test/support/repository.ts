import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/main.js';
import type { ClusterDefinition } from '../../lib/index.js';
import { resolve } from '../../lib/synth/resolve.js';
import { listFiles } from '../../lib/system/read-tree.js';
import { SOPS_YAML, sealedStandIns } from './sealed-stand-in.js';
import { temporaryFolder, writeFiles } from './temporary-folder.js';
import { snapshotOf, TEST_VERSIONS } from './test-cluster.js';

/** What a person sees of a command. */
export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A repository on disk whose clusters a test declares, and the command line over it. */
export class Repository {
  readonly root: string;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.root = temporaryFolder({ 'charts/versions.yaml': JSON.stringify(TEST_VERSIONS), ...files });
  }

  /** Runs a command with some clusters as the platform; the chart files that their units name exist. */
  async run(
    clusters: ClusterDefinition | readonly ClusterDefinition[],
    ...argv: readonly string[]
  ): Promise<CommandResult> {
    const all = [clusters].flat() as ClusterDefinition[];
    for (const cluster of all) {
      const sources = cluster.declare(snapshotOf(cluster, { chartFiles: [] })).units.map(({ source }) => source);
      this.write(Object.fromEntries(sources.map((source) => [source, '// declared by a test\n'])));
    }
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      root: this.root,
      env: {},
      out: (line: string) => out.push(line),
      err: (line: string) => err.push(line),
    };
    const code = await run({ clusters: all }, argv, io);
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  /** Runs synth, and throws unless it succeeds. */
  async synth(clusters: ClusterDefinition | readonly ClusterDefinition[]): Promise<CommandResult> {
    const result = await this.run(clusters, 'synth');
    if (result.code !== 0) throw new Error(`synth failed: ${result.err}`);
    return result;
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.root, files);
  }

  /** Puts stand-ins where `npm run secrets` would put sealed files. */
  seal(cluster: ClusterDefinition): void {
    const snapshot = snapshotOf(cluster);
    const resolved = resolve(cluster.declare(snapshot), snapshot.committed);
    this.write({ '.sops.yaml': SOPS_YAML, ...Object.fromEntries(sealedStandIns(resolved)) });
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Files below a folder. */
  files(folder = 'kubernetes'): string[] {
    return listFiles(this.root, folder);
  }

  /** All files below kubernetes/ and docs/ with their text. */
  tree(): Record<string, string> {
    return Object.fromEntries([...this.files(), ...this.files('docs')].map((path) => [path, this.read(path)]));
  }

  git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: this.root, stdio: 'pipe' });
  }
}
