import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../model/error.js';
import { shownUrl } from './registry/error.js';
import { Transport } from './registry/transport.js';
import { isLoopback } from './registry/transport-rules.js';

/** Definitions of one operator with all their prose have some megabytes. */
const LARGEST = 64 * 1024 * 1024;

/**
 * The text of a file, or of an address: `https`, or `http` on this machine.
 *
 * @param folder that a relative path is in.
 * @throws InputError when it cannot be had.
 */
export async function readSource(source: string, folder: string): Promise<string> {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source) ? readAddress(source) : readText(source, folder);
}

async function readAddress(source: string): Promise<string> {
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined) throw new InputError(`${source} is no address`, 'give one that begins with https://');
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host));
  if (!safe)
    throw new InputError(`${shownUrl(url)} can be changed by anybody on the way`, 'give one that begins with https://');
  const transport = new Transport();
  const { status, body } = await transport.request(url, { limit: LARGEST });
  if (status !== 200) {
    const hint = status === 404 ? 'see whether the release has such a file' : 'download it, and give the file';
    throw new InputError(`${shownUrl(url)}: the server answers ${status}`, hint);
  }
  return Buffer.from(body).toString('utf8');
}

async function readText(path: string, folder: string): Promise<string> {
  try {
    return await readFile(resolve(folder, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const hint = 'give a file, an address that begins with https://, or cluster';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new InputError(`there is no file ${path}`, hint);
    if (code === 'EISDIR') throw new InputError(`${path} is a folder`, hint);
    throw new InputError(`${path} cannot be read (${code})`);
  }
}

/** The text of a file of the project at `root`; undefined where there is none. */
export async function readIfExists(root: string, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
