import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface WriteNewOptions {
  /** Permissions of the file, whatever the umask. @default 0o644 */
  readonly mode?: number;
}

/**
 * Writes a file that does not exist yet, down to the disk. Folders are made as needed.
 * @returns false when the file exists; it is left alone.
 */
export async function writeNewFile(path: string, content: string, options: WriteNewOptions = {}): Promise<boolean> {
  const { mode = 0o644 } = options;
  await mkdir(dirname(path), { recursive: true });
  try {
    const handle = await open(path, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
