/**
 * A body as text; bytes that are not UTF-8 keep their places, as signs that stand for nothing.
 *
 * @param body - of a recorded message
 */
export function textOfBody(body: Uint8Array | string | undefined): string | undefined {
  return body === undefined || typeof body === 'string' ? body : DECODER.decode(body);
}

const DECODER = new TextDecoder();
