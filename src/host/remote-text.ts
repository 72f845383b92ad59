import { HostError, InputError } from '../base/errors.js';
import { readBounded } from './bounded-text.js';

const TIMEOUT_MS = 30_000;
const MAX_REDIRECT_COUNT = 5;
const MAX_IGNORED_BYTES = 64 * 1024;

/**
 * The text behind a URL. Bounded in size, in time (30 s) and in redirects (5).
 *
 * @param url - `http:` or `https:`
 * @param maxBytes - what is still accepted
 * @throws InputError `E_REMOTE_REFUSED` for another scheme, `E_DOCUMENT_TOO_LARGE`; HostError `E_REQUEST` when the answer is not a success
 */
export async function readRemoteText(url: string, maxBytes: number): Promise<string> {
  // Loaded on first use: most users never fetch a contract, and it costs 40 ms.
  const { request } = await import('undici');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let target = url;
  for (let redirectCount = 0; redirectCount <= MAX_REDIRECT_COUNT; redirectCount += 1) {
    if (!/^https?:/i.test(target)) throw new InputError({ code: 'E_REMOTE_REFUSED', at: { file: url }, args: { url: target } });
    try {
      const { statusCode, headers, body } = await request(target, {
        signal,
        headers: { accept: 'application/json, application/yaml, */*' },
      });
      if (statusCode >= 200 && statusCode < 300) return await readBounded(body, url, maxBytes);
      // Read to its end within bounds: destroying it raises an error that nobody could catch.
      await body.dump({ limit: MAX_IGNORED_BYTES });
      const location = headers['location'];
      if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string') throw requestError(url, `status ${statusCode}`);
      target = new URL(location, target).href;
    } catch (cause) {
      throw cause instanceof InputError || cause instanceof HostError ? cause : requestError(url, String(cause), cause);
    }
  }
  throw requestError(url, `more than ${MAX_REDIRECT_COUNT} redirects`);
}

function requestError(url: string, reason: string, cause?: unknown): HostError {
  return new HostError({ code: 'E_REQUEST', args: { url, reason }, cause });
}
