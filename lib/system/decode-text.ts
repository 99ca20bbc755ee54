/** How much of a file is looked at to tell text from other bytes: as much as Git looks at. */
const LOOKED_AT = 8_000;

/** Text of a file: UTF-8, or UTF-16 with a mark, as Windows' shells write it. Undefined where it is no text. */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  return bytes.subarray(0, LOOKED_AT).includes(0) ? undefined : bytes.toString('utf8');
}
