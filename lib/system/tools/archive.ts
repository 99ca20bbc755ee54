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

/** Longest whole content of an archive that is read: a chart of 64 MB does not unpack to more by itself. */
const UNPACKED_LIMIT = 256 << 20;

/**
 * Every regular file of a gzipped tar archive, by its path. Long names (ustar's prefix, pax and GNU records) are read;
 * links and folders are left out.
 *
 * @throws Error for what is no such archive, ends early, or unpacks to more than 256 MB.
 */
export function readTarFiles(tarball: Uint8Array): Map<string, Uint8Array> {
  const tar = gunzipSync(tarball, { maxOutputLength: UNPACKED_LIMIT });
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    if (header[0] === 0) break;
    if (field(header, 257, 5) !== 'ustar') throw new Error('not a tar archive');
    const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error('not a tar archive');
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    const type = field(header, 156, 1);
    // GNU's older format keeps times where ustar keeps the start of a long path.
    const prefix = field(header, 257, 6) === 'ustar' ? field(header, 345, 155) : '';
    const name = field(header, 0, 100);
    const path: string = longName ?? (prefix === '' ? name : `${prefix}/${name}`);
    if (content.length < size) throw new Error(`the archive ends within ${path}`);
    if (type === 'x') longName = paxPath(content) ?? longName;
    else if (type === 'L') longName = content.toString('utf8').replace(/\0[\s\S]*$/, '');
    else if (type !== 'g') {
      if (type === '' || type === '0') files.set(path, content);
      longName = undefined;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** The path that a pax header gives: records of `length key=value\n`. */
function paxPath(content: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];
}

/**
 * One file of a zip archive, by its whole path.
 *
 * @returns undefined when the archive has no such file.
 */
export function readZipMember(zip: Uint8Array, path: string): Uint8Array | undefined {
  return unzipSync(zip, { filter: ({ name }) => name === path })[path];
}
