import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface WriteOptions {
  /** Permissions of the file. @default 0o644 */
  readonly mode?: number;
  /** Wait until the bytes are on the disk. @default false */
  readonly sync?: boolean;
}

/**
 * Writes a file to a temporary one beside it, then renames: readers see the old text or the new, never a part. Folders
 * are made as needed.
 */
export async function writeFileAtomically(path: string, content: string, options: WriteOptions = {}): Promise<void> {
  const { mode = 0o644, sync = false } = options;
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(content, 'utf8');
      if (sync) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a file that does not exist yet. @returns false when it does; it is left alone. */
export async function writeNewFile(path: string, content: string, options: WriteOptions = {}): Promise<boolean> {
  const { mode = 0o644, sync = false } = options;
  await mkdir(dirname(path), { recursive: true });
  try {
    const handle = await open(path, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(content, 'utf8');
      if (sync) await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
