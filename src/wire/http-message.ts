/** Header names and values in turn, as they stood on the wire and in that order (the shape of `rawHeaders` in Node). */
export type HeaderPairs = readonly string[];

/** A call as a server sees it, whole. */
export interface HttpRequest {
  /** Upper case as received; methods are case-sensitive (RFC 9110 §9.1). */
  readonly method: string;
  /** Origin form (RFC 9112 §3.2.1), percent-encoding untouched: `/orders/1?expand=items`. */
  readonly target: string;
  readonly headers: HeaderPairs;
  /** `undefined` when the request has no body at all; an empty array is a body of no bytes. */
  readonly body: Uint8Array | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array | string | undefined;
}

/**
 * The first value of a header, or `undefined` when it is absent.
 *
 * @param headers - names in any case
 * @param name - in lower case
 * @see RFC 9110 §5.1
 */
export function headerValue(headers: HeaderPairs, name: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    const candidate = headers[index];
    if (candidate !== undefined && candidate.length === name.length && candidate.toLowerCase() === name) return headers[index + 1];
  }
  return undefined;
}
