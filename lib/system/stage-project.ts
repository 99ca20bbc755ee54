import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFiles } from './git-files.js';

/** A file of the stage that is new, or not as the project has it. */
export interface StagedChange {
  readonly path: string;
  readonly content: string;
  readonly isNew: boolean;
}

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage']);

/**
 * A copy of the project at another place, where a command can try everything before it changes one file of the project.
 * It has the project's files and packages, but neither Git nor what was built.
 */
export class StagedProject {
  readonly root: string;
  private readonly originals = new Map<string, Buffer>();

  constructor(private readonly project: string) {
    this.root = mkdtempSync(join(tmpdir(), 'homelab-stage-'));
    for (const { path, read } of projectFiles(project)) {
      const file = read();
      if (file === undefined || 'tooLarge' in file) continue;
      const bytes = 'bytes' in file ? file.bytes : Buffer.from(file.text);
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), bytes);
      this.originals.set(path, bytes);
    }
    symlinkSync(join(project, 'node_modules'), join(this.root, 'node_modules'));
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  /** What the project would have to take over, in order of path. */
  changes(): StagedChange[] {
    return filesBelow(this.root).flatMap((path) => {
      const content = readFileSync(join(this.root, path));
      const original = this.originals.get(path);
      if (original?.equals(content)) return [];
      return [{ path, content: content.toString('utf8'), isNew: original === undefined }];
    });
  }

  /** Those of some files that somebody changed in the project since it was copied. */
  changedMeanwhile(paths: readonly string[]): string[] {
    return paths.filter((path) => {
      const file = join(this.project, path);
      const original = this.originals.get(path);
      return existsSync(file) ? original?.equals(readFileSync(file)) !== true : original !== undefined;
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function filesBelow(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => folder !== '' || !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    })
    .sort();
}
