import { get } from 'node:http';

/**
 * Whether a health path answers with a status below 500.
 *
 * @param url - absolute, `http:`
 */
export function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: PATIENCE_MS }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

/** A program that accepts and then keeps silent is asked again. */
const PATIENCE_MS = 2_000;
