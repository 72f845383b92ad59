import { InputError } from '../base/errors.js';

/**
 * The text of a stream of UTF-8 bytes; reading ends as soon as it is too large.
 *
 * @param chunks - a file, a pipe or the body of a response
 * @param file - for the message
 * @param maxBytes - what is still accepted
 * @throws InputError `E_DOCUMENT_TOO_LARGE`
 */
export async function readBounded(chunks: AsyncIterable<Uint8Array>, file: string, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.byteLength;
    if (byteCount > maxBytes) throw new InputError({ code: 'E_DOCUMENT_TOO_LARGE', at: { file }, args: { maxBytes } });
    parts.push(chunk);
  }
  return Buffer.concat(parts, byteCount).toString('utf8');
}
