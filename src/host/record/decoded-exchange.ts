import type { Exchange, RecordedRequest, RecordedResponse } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import { decodedContent } from '../decoded-content.js';

/**
 * The exchange with its bodies unpacked: only what can be read can be judged, and cleared of secrets. A body that cannot be unpacked is left out.
 *
 * @param exchange - as it passed by
 */
export function decodedExchange(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return { ...exchange, request: decodedMessage(request), response: response === undefined ? undefined : decodedMessage(response) };
}

function decodedMessage<Message extends RecordedRequest | RecordedResponse>(message: Message): Message {
  const coding = headerValue(message.headers, 'content-encoding')?.trim().toLowerCase();
  if (coding === undefined || coding === '' || coding === 'identity') return message;
  const { body } = message;
  const headers = message.headers.filter((_, index) => !isOfCoding(message.headers[index - (index % 2)] ?? ''));
  if (body === undefined || typeof body === 'string') return { ...message, headers };
  const decoded = message.truncatedBytes === undefined ? unpacked(coding, body) : undefined;
  if (decoded !== undefined) return { ...message, headers, body: decoded };
  return { ...message, headers, body: undefined, truncatedBytes: body.length + (message.truncatedBytes ?? 0) };
}

/** The length is that of what was packed. */
function isOfCoding(name: string): boolean {
  return /^content-(?:encoding|length)$/i.test(name);
}

function unpacked(coding: string, body: Uint8Array): Uint8Array | undefined {
  try {
    return decodedContent(coding, body);
  } catch {
    // It is not what its header says: then nobody can say what it is, and it is left out as such.
    return undefined;
  }
}
