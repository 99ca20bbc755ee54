/** SSH's binary encoding (RFC 4251, section 5) and the container of OpenSSH's private keys (PROTOCOL.key). */

const MAGIC = 'openssh-key-v1\0';
const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----';
const END = '-----END OPENSSH PRIVATE KEY-----';
const BLOCK_BYTES = 8;
const LINE_CHARACTERS = 70;

/** `string` of the RFC: length, then bytes. */
export function field(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** A private key without passphrase: `blob` is the public part, `secret` the fields of the private one. */
export function privateText(blob: Buffer, secret: Buffer, comment: string, check: Uint8Array): string {
  const inner = padded(Buffer.concat([check, check, secret, field(oneLine(comment))]));
  const none = field('none');
  const body = Buffer.concat([Buffer.from(MAGIC), none, none, field(''), uint32(1), field(blob), field(inner)]);
  const lines = body.toString('base64').match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

/** The line of `authorized_keys`: type, key, comment. */
export function publicText(blob: Buffer, comment: string): string {
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
  return `${[type, blob.toString('base64'), oneLine(comment)].join(' ').trimEnd()}\n`;
}

/** The public part of an OpenSSH private key of any type, which holds it in clear; undefined when it is none. */
export function publicBlob(text: string): Buffer | undefined {
  const body = new RegExp(`${BEGIN}([\\sA-Za-z0-9+/=]+)${END}`).exec(text);
  const bytes = Buffer.from(body?.[1] ?? '', 'base64');
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return undefined;
  let at = MAGIC.length;
  const next = (): Buffer => {
    if (at + 4 > bytes.length) return Buffer.alloc(0);
    const length = bytes.readUInt32BE(at);
    const value = bytes.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return value;
  };
  for (const _ of ['cipher', 'key derivation', 'its options']) next();
  at += 4;
  const blob = next();
  return blob.length < 4 ? undefined : blob;
}

function oneLine(comment: string): string {
  return comment.replaceAll(/[\r\n]/g, ' ');
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function padded(bytes: Buffer): Buffer {
  const missing = (BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
