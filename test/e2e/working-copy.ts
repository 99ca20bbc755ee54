import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusters } from '../../charts/clusters.js';
import { run } from '../../lib/cli/main.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { ClusterDefinition, ResolvedCluster } from '../../lib/model/cluster.js';
import { plan } from '../../lib/synth/pipeline.js';
import { planView } from '../../lib/synth/plan-view.js';
import { read } from '../../lib/synth/read.js';
import type { GitRepository } from './git-repository.js';
import { type LocalServers, redirected } from './redirect-sources.js';

/** A copy of what the repository holds of one cluster, sealed for a key of this run. */
export class WorkingCopy {
  private constructor(
    readonly folder: string,
    readonly cluster: string,
    readonly ageKey: string,
  ) {}

  /** Copies charts and tree, makes an age key, and seals placeholders for it in place of every sealed file. */
  static async make(repository: string, folder: string, cluster: string): Promise<WorkingCopy> {
    mkdirSync(folder, { recursive: true });
    for (const name of ['charts', `kubernetes/${cluster}`])
      cpSync(join(repository, name), join(folder, name), { recursive: true });
    const copy = new WorkingCopy(folder, cluster, join(folder, '..', 'age.key'));
    for (const path of copy.files()) if (/\.sops\.yaml$/.test(path)) rmSync(join(folder, path));
    await copy.command('secrets', 'keygen', '--out', copy.ageKey);
    await copy.command('secrets', 'init', '--placeholders', '--cluster', cluster, '--age-key', copy.ageKey);
    return copy;
  }

  /** A command of this repository, on the copy. @throws Error with what it said where it fails */
  async command(...argv: readonly string[]): Promise<string> {
    const out: string[] = [];
    const err: string[] = [];
    const code = await run({ clusters: [definitionOf(this.cluster)] }, argv, {
      root: this.folder,
      env: { PATH: process.env.PATH },
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    if (code !== 0)
      throw new Error(`npm run ${argv.slice(0, 2).join(' ')} failed in the copy: ${[...err, ...out].join('\n')}`);
    return out.join('\n');
  }

  /** The tree as the rules see it, and the cluster that it is of. */
  view(): { readonly view: TreeView; readonly cluster: ResolvedCluster } {
    const snapshot = read(this.folder, [this.cluster]);
    const planned = plan(definitionOf(this.cluster), snapshot);
    return { view: planView(planned, snapshot), cluster: planned.cluster };
  }

  files(): string[] {
    const root = join(this.folder, 'kubernetes', this.cluster);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1));
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.folder, path, '..'), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  /** Commits the copy to the repository that Flux reads, its sources redirected. @returns the commit */
  async publish(git: GitRepository, servers: LocalServers, message: string): Promise<string> {
    rmSync(join(git.workTree, 'kubernetes'), { recursive: true, force: true });
    for (const path of this.files()) {
      mkdirSync(join(git.workTree, path, '..'), { recursive: true });
      writeFileSync(join(git.workTree, path), redirected(path, this.text(path), servers));
    }
    return git.commit(message);
  }
}

function definitionOf(cluster: string): ClusterDefinition {
  const definition = clusters.find(({ name }) => name === cluster);
  if (definition === undefined) throw new Error(`no cluster ${cluster}`);
  return definition;
}
