/**
 * Whether the HTTP client writes a header itself, whatever the values of a request are.
 *
 * @param name - of a header, in any case
 * @see RFC 9112 §6 (Message Body), §3.2 (Host)
 */
export function isClientHeader(name: string): boolean {
  return WRITTEN.has(name.toLowerCase());
}

/**
 * Whether a header says how a message travels or changes what is asked: with a made value the answer would tell nothing of the data.
 *
 * @param name - of a header, in any case
 * @see RFC 9110 §7.6.1, §8.4, §10.1.1, §13.1, §14.2
 */
export function isSteeringHeader(name: string): boolean {
  return STEERING.has(name.toLowerCase());
}

const WRITTEN: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);
const STEERING: ReadonlySet<string> = new Set(
  (
    'te trailer upgrade expect content-encoding accept-encoding cookie proxy-authorization proxy-connection origin date user-agent range ' +
    'if-match if-none-match if-modified-since if-unmodified-since if-range x-http-method-override x-method-override'
  ).split(' '),
);
