import type { Exchange, RecordedRequest, RecordedResponse } from './exchange.js';
import { boundedBody, textFromUtf8 } from './recorded-body.js';
import { redactedText } from './redacted-text.js';
import { redactHeaders, redactTarget, redactUrls, redactValues } from './redact.js';
import type { Secrets } from './secrets.js';

/**
 * The exchange without any secret we know of: by the name of a header, a parameter or a member, or by its value. Bodies are bounded, and text when they can be.
 *
 * @param exchange - as it was on the wire
 * @param secrets - of the pair it belongs to
 */
export function redactExchange(exchange: Exchange, secrets: Secrets): Exchange {
  const { request, response } = exchange;
  const target = redactValues(redactTarget(request.target, secrets.names), secrets.values);
  return {
    ...exchange,
    request: { ...redactMessage(request, secrets), target },
    response: response === undefined ? undefined : redactMessage(response, secrets),
  };
}

function redactMessage<Message extends RecordedRequest | RecordedResponse>(message: Message, secrets: Secrets): Message {
  const headers = redactHeaders(message.headers, secrets.names).map((part) =>
    redactValues(redactUrls(part, secrets.names), secrets.values),
  );
  const { body, truncatedBytes } = boundedBody(message.body, message.truncatedBytes);
  const text = typeof body === 'object' ? textFromUtf8(body) : body;
  return { ...message, headers, body: text === undefined ? body : redactedText(text, truncatedBytes, secrets), truncatedBytes };
}
