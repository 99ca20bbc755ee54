import type { TreeSource } from '../tree/view.js';
import { folderOf } from './paths.js';

export const CONFIG_NAMES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Files of a tree by folder, so that a build looks nothing up twice. */
export class TreeFolders {
  private readonly byFolder = new Map<string, TreeSource[]>();
  /** Every folder with the folders right below. */
  private readonly folders = new Map<string, string[]>();

  constructor(readonly sources: ReadonlyMap<string, TreeSource>) {
    for (const source of sources.values()) {
      const folder = folderOf(source.path);
      const list = this.byFolder.get(folder);
      if (list === undefined) this.byFolder.set(folder, [source]);
      else list.push(source);
      this.enter(folder);
    }
  }

  /** True where a file is somewhere below. */
  has(folder: string): boolean {
    return this.folders.has(folder);
  }

  /** The kustomization.yaml of a folder. */
  config(folder: string): TreeSource | undefined {
    const prefix = folder === '' ? '' : `${folder}/`;
    for (const name of CONFIG_NAMES) {
      const found = this.sources.get(`${prefix}${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Files right in a folder. */
  filesIn(folder: string): readonly TreeSource[] {
    return this.byFolder.get(folder) ?? [];
  }

  /** Folders right below a folder. */
  foldersIn(folder: string): readonly string[] {
    return this.folders.get(folder) ?? [];
  }

  private enter(folder: string): void {
    if (this.folders.has(folder)) return;
    this.folders.set(folder, []);
    if (folder === '') return;
    const above = folderOf(folder);
    this.enter(above);
    this.folders.get(above)?.push(folder);
  }
}
