import { RegistryError, shownUrl } from './error.js';

export interface ReadBodyOptions {
  /** Most bytes that are taken, after decompression. */
  readonly limit: number;
  readonly url: URL;
  /** Called for each piece that arrives. */
  readonly onPiece: () => void;
}

/**
 * All of a body, up to a limit.
 * @throws RegistryError when it is larger; what the connection throws when it breaks.
 */
export async function readBody(response: Response, { limit, url, onPiece }: ReadBodyOptions): Promise<Uint8Array> {
  const announced = Number(response.headers.get('content-length') ?? '0');
  if (announced > limit) throw await tooLarge(response, url, limit);
  if (response.body === null) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body as AsyncIterable<Uint8Array>) {
    onPiece();
    size += piece.length;
    if (size > limit) throw await tooLarge(response, url, limit);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, size);
}

async function tooLarge(response: Response, url: URL, limit: number): Promise<RegistryError> {
  if (!response.body?.locked) await response.body?.cancel().catch(() => {});
  const megabytes = (limit / 1_048_576).toFixed(limit < 1_048_576 ? 2 : 0);
  return new RegistryError('too-large', `${shownUrl(url)}: the answer has more than ${megabytes} MiB`);
}
