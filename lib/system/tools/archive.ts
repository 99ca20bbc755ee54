import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';

const BLOCK = 512;

/** Text of a fixed-width field of a tar header, up to its first NUL. */
function field(header: Buffer, start: number, length: number): string {
  return header.toString('latin1', start, start + length).replace(/\0[\s\S]*$/, '');
}

/**
 * One file of a gzipped tar archive, by its whole path (100 characters at most: longer names need records that
 * npm's tarballs do not use for the files we take).
 *
 * @returns undefined when the archive has no such file.
 */
export function readTarMember(tarball: Uint8Array, path: string): Uint8Array | undefined {
  const tar = gunzipSync(tarball);
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error('not a tar archive');
    const start = at + BLOCK;
    if (field(header, 0, 100) === path) {
      if (start + size > tar.length) throw new Error(`the archive ends within ${path}`);
      return tar.subarray(start, start + size);
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

/**
 * One file of a zip archive, by its whole path.
 *
 * @returns undefined when the archive has no such file.
 */
export function readZipMember(zip: Uint8Array, path: string): Uint8Array | undefined {
  return unzipSync(zip, { filter: ({ name }) => name === path })[path];
}
