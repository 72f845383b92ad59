/**
 * What `fetch` of Node rejects with when there is no answer: a TypeError with the real reason as its cause.
 *
 * @param cause - one of {@link connectionError}, {@link socketError}, {@link parserError}
 */
export function fetchFailed(cause: Error): TypeError {
  return withoutStack(() => new TypeError('fetch failed', { cause }));
}

/**
 * What reading a body ends with when the answer was cut off.
 *
 * @param cause - one of {@link connectionError}, {@link socketError}, {@link parserError}
 */
export function terminated(cause: Error): TypeError {
  return withoutStack(() => new TypeError('terminated', { cause }));
}

/**
 * An error of the system's sockets.
 *
 * @param code - `ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`
 * @param what - what was tried: `connect ECONNREFUSED gateway`
 * @see https://nodejs.org/api/errors.html#common-system-errors
 */
export function connectionError(code: 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND', what: string): Error {
  return withoutStack(() => Object.assign(new Error(what), { code, syscall: what.split(' ')[0] }));
}

/** The connection was closed in good order, but too early. */
export function socketError(): Error {
  return withoutStack(() => Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' }));
}

/**
 * What came is not HTTP.
 *
 * @param code - of Node's parser: `HPE_INVALID_CONSTANT`
 * @param reason - what it says about it
 */
export function parserError(code: ParserErrorCode, reason: string): Error {
  const message = `Response does not match the HTTP/1.1 protocol (${reason})`;
  return withoutStack(() => Object.assign(new Error(message), { name: 'HTTPParserError', code }));
}

export type ParserErrorCode =
  | 'HPE_INVALID_CONSTANT'
  | 'HPE_INVALID_STATUS'
  | 'HPE_INVALID_HEADER_TOKEN'
  | 'HPE_INVALID_CONTENT_LENGTH'
  | 'HPE_INVALID_CHUNK_SIZE'
  | 'HPE_STRICT'
  | 'HPE_HEADER_OVERFLOW';

/** Nothing came for so long that the client gave up by itself. */
export function silenceError(isBeforeHead: boolean): Error {
  return withoutStack(() =>
    isBeforeHead
      ? Object.assign(new Error('Headers Timeout Error'), { name: 'HeadersTimeoutError', code: 'UND_ERR_HEADERS_TIMEOUT' })
      : Object.assign(new Error('Body Timeout Error'), { name: 'BodyTimeoutError', code: 'UND_ERR_BODY_TIMEOUT' }),
  );
}

/** They come from the wire, where no line of the program is on the stack; to look for some would cost more than the rest of an exchange. */
function withoutStack<T extends Error>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
