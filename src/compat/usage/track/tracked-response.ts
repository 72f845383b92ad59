import type { JsonValue } from '../../../base/json.js';
import type { ReadLog } from './read-log.js';
import { trackedValue } from './tracked-value.js';

/**
 * The same response, which from now on tells what is looked at: members of what `json()` gives, and headers. Of who takes its text, bytes or stream
 * nobody knows what is read.
 *
 * @param response - not read yet
 * @param log - hears of looks
 */
export function trackedResponse(response: Response, log: ReadLog): Response {
  const json = response.json.bind(response);
  const clone = response.clone.bind(response);
  define(response, 'json', async () => trackedValue((await json()) as JsonValue, log));
  define(response, 'clone', () => trackedResponse(clone(), log));
  for (const name of OPAQUE) {
    const read = Reflect.get(response, name) as unknown;
    if (typeof read !== 'function') continue;
    define(response, name, () => {
      log.loseTrack();
      return read.call(response) as unknown;
    });
  }
  trackBody(response, log);
  trackHeaders(response.headers, log);
  return response;
}

function trackBody(response: Response, log: ReadLog): void {
  const stream = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(response), 'body')?.get;
  if (stream === undefined) return;
  const get = (): unknown => {
    log.loseTrack();
    return stream.call(response);
  };
  Object.defineProperty(response, 'body', { configurable: true, enumerable: false, get });
}

function trackHeaders(headers: Headers, log: ReadLog): void {
  for (const name of ['get', 'has'] as const) {
    const read = headers[name].bind(headers);
    define(headers, name, (header: string) => {
      log.noteHeader(header);
      return read(header);
    });
  }
  // Who goes through all of them may look at any.
  for (const name of ['forEach', 'entries', 'keys', 'values', Symbol.iterator] as const) {
    const read = Reflect.get(headers, name) as unknown;
    if (typeof read !== 'function') continue;
    define(headers, name, (...args: readonly unknown[]) => {
      log.noteHeader('*');
      return read.apply(headers, args) as unknown;
    });
  }
}

function define(object: object, name: string | symbol, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, enumerable: false, writable: true });
}

const OPAQUE = ['text', 'arrayBuffer', 'blob', 'bytes', 'formData'];
