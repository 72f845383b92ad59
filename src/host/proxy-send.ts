import { bodyBytes, type Reply, type ReplyStep, wholeReply } from '../fault/reply.js';
import type { HttpResponse } from '../wire/http-message.js';
import { readFramed } from './message-reader.js';
import type { ProxyExchange } from './proxy-link.js';
import { createSocketReplyPort } from './socket-reply-port.js';
import { transmit } from './transmit.js';
import { withheldAnswer } from './withheld-answer.js';

/** Beyond this a body is streamed: of a request faults then see only the beginning, an answer they leave as it is. */
export const MAX_FAULTED_BODY_BYTES: number = 10 * 1024 * 1024;
const MAX_DRAINED_BYTES = 256 * 1024 * 1024;

/**
 * Sends a reply that faults made, and records it.
 *
 * @returns whether another exchange can follow on the connection
 */
export async function sendReply(exchange: ProxyExchange, reply: Reply): Promise<boolean> {
  const { connection, record, method, decision } = exchange;
  const { held, link } = connection;
  record.exchange.fault = decision?.label();
  const port = createSocketReplyPort({
    stream: held.socket,
    gone: held.gone,
    isClosing: held.isClosing,
    cut: (how) => held.cut(how, 'fault', decision?.label()),
    isHead: method === 'HEAD',
  });
  const seen: HttpResponse = { ...reply.response, body: reply.response.body === undefined ? undefined : bodyBytes(reply.response) };
  const { outcome, isSeen } = await transmit(reply.steps, port, {
    clock: link.clock,
    onFirstByte: () => {
      record.exchange.respondedFirstAtMs = link.clock.nowMs();
      record.exchange.response = seen;
      if (record.keepDurably(plannedOutcome(reply.steps))) return undefined;
      const withheld = withheldAnswer();
      record.exchange.response = { ...withheld, body: bodyBytes(withheld) };
      return wholeReply(withheld).steps;
    },
    onStall: () => {
      held.isBusy = false;
      record.keep();
    },
  });
  if (!isSeen) record.exchange.response = undefined;
  record.end(outcome, outcome === 'aborted' ? (held.goneAtMs ?? link.clock.nowMs()) : link.clock.nowMs());
  return outcome === 'answered' && port.canFollow && (await isRead(exchange));
}

/** Reads on what is left of a request that was answered before it was whole: who closes on unread bytes resets, and the answer may be lost. */
async function isRead({ connection, frame }: ProxyExchange): Promise<boolean> {
  let readBytes = 0;
  while (!frame.isWhole && !frame.isBroken && readBytes < MAX_DRAINED_BYTES) {
    const piece = await readFramed(connection.reader, frame);
    if (piece === undefined) return false;
    readBytes += piece.bytes.length;
  }
  return frame.isWhole;
}

function plannedOutcome(steps: readonly ReplyStep[]): 'answered' | 'reset' | 'timedOut' {
  const last = steps.find(({ kind }) => kind === 'end' || kind === 'cut' || kind === 'stall')?.kind;
  return last === 'cut' ? 'reset' : last === 'stall' ? 'timedOut' : 'answered';
}

/** The consumer broke off in the middle of its request. */
export function endUnanswered({ connection, record }: Pick<ProxyExchange, 'connection' | 'record'>): void {
  const { held, link } = connection;
  record.end(held.isClosing() ? 'timedOut' : 'aborted', held.goneAtMs ?? link.clock.nowMs());
}
