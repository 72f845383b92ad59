import { parseMediaType } from '../../../base/media-type.js';
import { HOLDS } from '../../exchange-check.js';
import type { MessageCheck } from '../event-check.js';
import { messagePlace } from '../event-place.js';

/** Only where the sender says a content type at all: most protocols let it out. */
export const messageContentType: MessageCheck = {
  code: 'check/message-content-type',
  summary: 'the content type that a sender names is the declared one',
  severity: 'error',
  judge: ({ heard, declared }) => {
    const said = heard.message.contentType;
    if (said === undefined || said === '' || declared === undefined) return HOLDS;
    const wanted = parseMediaType(declared.contentType)?.essence;
    if (wanted === undefined || parseMediaType(said)?.essence === wanted) return HOLDS;
    return [{ severity: 'error', place: messagePlace(declared), location: ['content-type'], expected: wanted, seen: said }];
  },
};
