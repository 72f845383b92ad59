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
  /** How the body goes out when it does not go out at once. Whoever does not look at it sends `body`, which is as right. */
  readonly stream?: BodyStream | undefined;
}

/** A body in its time. */
export interface BodyStream {
  /** Joined they are the body. */
  readonly frames: readonly StreamFrame[];
  /** What comes when the frames are out; absent: the end. */
  readonly live?: LiveFrames | undefined;
}

export interface StreamFrame {
  readonly content: Uint8Array | string;
  /** After the frame before it, or after the head. */
  readonly afterMs: number;
}

/** Frames that nobody knows beforehand. */
export interface LiveFrames {
  /**
   * Tells the listener of every frame from now on.
   *
   * @returns ends it
   */
  subscribe(listener: (content: Uint8Array | string) => void): () => void;
  /** Said whenever nothing else was said for so long, so that whoever stands between does not take the connection for dead. */
  readonly idle?: { readonly content: string; readonly everyMs: number } | undefined;
  /** How long it lasts; absent: as long as the client does. */
  readonly forMs?: number | undefined;
}

/**
 * Whether the body of a response goes out in its time.
 *
 * @param response - any
 */
export function isStreamed(response: HttpResponse): response is HttpResponse & { readonly stream: BodyStream } {
  return response.stream !== undefined;
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
