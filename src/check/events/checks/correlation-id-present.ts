import { payloadFromBytes } from '../../../wire/message-content.js';
import { HOLDS } from '../../exchange-check.js';
import type { MessageCheck } from '../event-check.js';
import { messagePlace } from '../event-place.js';
import { textAtLocation } from '../../../mock/events/message-value.js';

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#correlationIdObject */
export const correlationIdPresent: MessageCheck = {
  code: 'check/correlation-id-present',
  summary: 'a message that declares a correlation id has one',
  severity: 'error',
  judge: ({ heard, declared, carries }) => {
    const location = declared?.correlationId;
    if (declared === undefined || location === undefined || (location.of === 'header' && !carries.headers)) return HOLDS;
    const read = payloadFromBytes(heard.message.payload, declared);
    // What cannot be read at all is another law's.
    if (!read.ok && location.of === 'payload') return HOLDS;
    const found = textAtLocation({ payload: read.ok ? read.value : undefined, headers: heard.message.headers }, location);
    if (found !== undefined && found !== '') return HOLDS;
    const where = `${location.of}${location.pointer}`;
    return [
      { severity: 'error', place: messagePlace(declared), location: [location.of], expected: `a correlation id at ${where}`, seen: 'none' },
    ];
  },
};
