/**
 * What `fetch` of Node rejects with when there is no answer: a TypeError with the real reason as its cause.
 *
 * @param cause - one of {@link connectionError}, {@link socketError}, {@link parserError}
 */
export function fetchFailed(cause: Error): TypeError {
  return typeErrorOf('fetch failed', cause);
}

/**
 * What reading a body ends with when the answer was cut off.
 *
 * @param cause - one of {@link connectionError}, {@link socketError}, {@link parserError}
 */
export function terminated(cause: Error): TypeError {
  return typeErrorOf('terminated', cause);
}

/**
 * An error of the system's sockets.
 *
 * @param code - `ECONNREFUSED`, `ECONNRESET`, `ENOTFOUND`
 * @param what - what was tried: `connect ECONNREFUSED gateway`
 * @see https://nodejs.org/api/errors.html#common-system-errors
 */
export function connectionError(code: 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND', what: string): Error {
  const error = withoutStack(what) as Error & { code?: string; syscall?: string | undefined };
  error.code = code;
  [error.syscall] = what.split(' ', 1);
  return error;
}

/** The connection was closed in good order, but too early. */
export function socketError(): Error {
  return Object.assign(withoutStack('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' });
}

/**
 * What came is not HTTP.
 *
 * @param code - of Node's parser: `HPE_INVALID_CONSTANT`
 * @param reason - what it says about it
 */
export function parserError(code: ParserErrorCode, reason: string): Error {
  const message = `Response does not match the HTTP/1.1 protocol (${reason})`;
  return Object.assign(withoutStack(message), { name: 'HTTPParserError', code });
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
  return isBeforeHead
    ? Object.assign(withoutStack('Headers Timeout Error'), { name: 'HeadersTimeoutError', code: 'UND_ERR_HEADERS_TIMEOUT' })
    : Object.assign(withoutStack('Body Timeout Error'), { name: 'BodyTimeoutError', code: 'UND_ERR_BODY_TIMEOUT' });
}

/** They come from the wire, where no line of the program is on the stack; to look for some would cost more than the rest of an exchange. */
function withoutStack(message: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new Error(message);
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

function typeErrorOf(message: string, cause: Error): TypeError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new TypeError(message, { cause });
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}
