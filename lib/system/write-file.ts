import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PARTIAL } from './read-tree.js';

export interface WriteNewOptions {
  /** Permissions of the file, whatever the umask. @default 0o644 */
  readonly mode?: number;
}

/**
 * Writes a file that does not exist yet, down to the disk: it appears whole or not at all. Folders are made as needed.
 * @returns false when the file exists; it is left alone.
 */
export async function writeNewFile(path: string, content: string, options: WriteNewOptions = {}): Promise<boolean> {
  const { mode = 0o644 } = options;
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${randomBytes(6).toString('hex')}${PARTIAL}`;
  await writeWhole(aside, content, mode);
  try {
    await appear(aside, path, mode);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(aside).catch(() => {});
  }
}

async function writeWhole(path: string, content: string, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(content, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A second name fails where the file exists, which a rename does not. */
async function appear(aside: string, path: string, mode: number): Promise<void> {
  try {
    await link(aside, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
    // A USB stick has no second names: the path is taken first, then replaced.
    await (await open(path, 'wx', mode)).close();
    await rename(aside, path);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
