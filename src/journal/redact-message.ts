import type { MessageRecord } from './message-record.js';
import { boundedBody, textFromUtf8 } from './recorded-body.js';
import { redactedText } from './redacted-text.js';
import { isSecretHeader, REDACTED, redactUrls, redactValues } from './redact.js';
import type { Secrets } from './secrets.js';

/**
 * The passage without any secret we know of: by the name of a header or of a member of the payload, or by its value. The payload is bounded,
 * and text when it can be.
 *
 * @param record - as it was on the wire
 * @param secrets - of the pair it belongs to
 */
export function redactMessage(record: MessageRecord, secrets: Secrets): MessageRecord {
  const { body = '', truncatedBytes } = boundedBody(record.payload, record.truncatedBytes);
  const text = typeof body === 'object' ? textFromUtf8(body) : body;
  const headers = record.headers.map(([name, value]) => {
    const isSecret = isSecretHeader(name, secrets.names);
    return [name, isSecret ? REDACTED : redactValues(redactUrls(value, secrets.names), secrets.values)] as const;
  });
  return {
    ...record,
    headers,
    payload: text === undefined ? body : redactedText(text, truncatedBytes, secrets),
    ...(truncatedBytes === undefined ? {} : { truncatedBytes }),
  };
}
