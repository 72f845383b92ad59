import { addressAgrees } from './checks/address-agrees.js';
import { correlationIdPresent } from './checks/correlation-id-present.js';
import { duplicateHasOneEffect } from './checks/duplicate-has-one-effect.js';
import { invalidMessageAsPromised } from './checks/invalid-message-as-promised.js';
import { invalidMessageRefused } from './checks/invalid-message-refused.js';
import { messageContentType } from './checks/message-content-type.js';
import { messageDeclared } from './checks/message-declared.js';
import { messageHeadersMatch } from './checks/message-headers-match.js';
import { messageKeyMatches } from './checks/message-key-matches.js';
import { messagesInOrder } from './checks/messages-in-order.js';
import { payloadMatchesSchema } from './checks/payload-matches-schema.js';
import { receiverLives } from './checks/receiver-lives.js';
import { replyCorrelates } from './checks/reply-correlates.js';
import { replySent } from './checks/reply-sent.js';
import { validMessageProcessed } from './checks/valid-message-processed.js';
import type { MessageCheck, ReceiverCheck } from './event-check.js';

/** The laws about messages that programs send, in the order in which they are told. */
export const MESSAGE_CHECKS: readonly MessageCheck[] = [
  messageDeclared,
  payloadMatchesSchema,
  messageHeadersMatch,
  messageKeyMatches,
  correlationIdPresent,
  addressAgrees,
  messageContentType,
];

/** The laws about what receivers make of messages, in the order in which they are told. */
export const RECEIVER_CHECKS: readonly ReceiverCheck[] = [
  receiverLives,
  validMessageProcessed,
  invalidMessageRefused,
  invalidMessageAsPromised,
  duplicateHasOneEffect,
  messagesInOrder,
  replySent,
  replyCorrelates,
];
