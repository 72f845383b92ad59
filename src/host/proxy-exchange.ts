import { type ReplyStep, wholeReply } from '../fault/reply.js';
import type { RequestDecision } from '../fault/injector.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { headersOfTrace, headWithTrace } from '../wire/trace-context.js';
import { createBodyFrame } from './body-frame.js';
import { createContentKeeper } from './content-keeper.js';
import type { BodyFraming } from './message-head.js';
import { readFramed, type ReadHead, takeAhead } from './message-reader.js';
import type { ProxyConnection, ProxyExchange } from './proxy-link.js';
import { openProxyRecord } from './proxy-record.js';
import { passReply } from './proxy-reply.js';
import { nextRunId } from './run-ids.js';
import { endOfCall, spanOfCall } from './traces/exchange-span.js';
import { headFor } from './upstream.js';
import { endUnanswered, MAX_FAULTED_BODY_BYTES, sendReply } from './proxy-send.js';

interface BegunRequest {
  readonly read: Extract<ReadHead, { kind: 'head' }>;
  readonly framing: BodyFraming;
}

/**
 * One exchange, from a head that was read to its end: faulted as the rules in force have it, recorded in any case.
 *
 * @returns whether another can follow on the connection
 */
export async function serveExchange(connection: ProxyConnection, { read: asRead, framing }: BegunRequest): Promise<boolean> {
  const read = { ...asRead };
  const { held, link } = connection;
  const isFaulted = !link.injector.isIdle;
  const request = { method: read.head.start[0], target: read.head.start[1], headers: read.head.headers };
  const operation = link.operationOf(request);
  const requestContent = createContentKeeper(isFaulted ? MAX_FAULTED_BODY_BYTES : link.maxKeptBytes);
  const record = openProxyRecord({
    id: nextRunId(link.recorder, link.consumer, link.provider),
    consumer: link.consumer,
    provider: link.provider,
    operation: operation?.id,
    connectionId: held.id,
    request,
    requestContent,
    receivedFirstAtMs: read.firstAtMs,
    receivedLastAtMs: read.lastAtMs,
    recorder: link.recorder,
    durableJournal: link.durableJournal,
    onTrouble: link.onTrouble,
  });
  const span = link.traces?.begin(
    spanOfCall({
      request,
      kind: 'server',
      atMs: read.firstAtMs,
      provider: link.provider,
      operation: operation && { id: operation.id, path: operation.path },
    }),
  );
  if (span !== undefined) read.bytes = headWithTrace(read.bytes, headersOfTrace(span.context));
  const noteGone = (): void => record.consumerGone(held.isClosing() ? 'timedOut' : 'aborted', held.goneAtMs ?? link.clock.nowMs());
  held.gone.addEventListener('abort', noteGone, { once: true });
  const begun = { connection, record, method: request.method, frame: createBodyFrame(framing, requestContent.take) };
  try {
    if (!isFaulted)
      return await passReply({ ...begun, decision: undefined, ahead: [headFor(link.target, read.bytes)], saidContinue: false });
    const { ahead, isCutOff, saidContinue } = await readAhead(begun, read);
    if (isCutOff) {
      endUnanswered(begun);
      return false;
    }
    const whole: HttpRequest = { ...request, body: framing.kind === 'none' ? undefined : (requestContent.body() ?? NO_BYTES) };
    const decision = link.injector.onRequest(
      {
        request: whole,
        consumer: link.consumer,
        provider: link.provider,
        operation,
        connectionId: held.id,
        connectionUseCount: held.useCount,
      },
      link.clock.nowMs(),
    );
    try {
      return await applyDecision({ ...begun, decision, ahead, saidContinue });
    } finally {
      decision.onEnd(link.clock.nowMs());
    }
  } finally {
    if (span !== undefined) {
      const { attributes, error } = endOfCall(record.exchange, 'server');
      span.end(link.clock.nowMs(), attributes, error);
    }
    held.gone.removeEventListener('abort', noteGone);
  }
}

type Begun = Pick<ProxyExchange, 'connection' | 'record' | 'method' | 'frame'>;

/** Waits for the body, as much of it as faults may see. */
async function readAhead({ connection, record, frame }: Begun, read: BegunRequest['read']) {
  const { held, reader } = connection;
  const ahead: Uint8Array[] = [headFor(connection.link.target, read.bytes)];
  let piece = frame.isWhole ? undefined : takeAhead(reader, frame);
  const saidContinue = piece === undefined && !frame.isWhole && expectsContinue(read.head.headers);
  if (saidContinue) held.socket.write(CONTINUE);
  let bytes = 0;
  while (piece !== undefined || !frame.isWhole) {
    piece ??= await readFramed(reader, frame);
    if (piece === undefined) return { ahead, isCutOff: true, saidContinue };
    ahead.push(piece.bytes);
    bytes += piece.bytes.length;
    record.exchange.receivedLastAtMs = piece.atMs;
    piece = undefined;
    if (frame.isBroken || bytes > MAX_FAULTED_BODY_BYTES) break;
  }
  return { ahead, isCutOff: false, saidContinue };
}

async function applyDecision(exchange: ProxyExchange & { readonly decision: RequestDecision }): Promise<boolean> {
  const { decision, connection, record } = exchange;
  const { effect } = decision;
  record.exchange.fault = decision.label();
  if (effect.kind === 'answer') {
    const reply = wholeReply(effect.response);
    return sendReply(exchange, { ...reply, steps: [...waitOf(effect.delayMs), ...reply.steps] });
  }
  if (effect.kind === 'end') {
    const last: ReplyStep = effect.how === 'silence' ? { kind: 'stall' } : { kind: 'cut', how: effect.how };
    return sendReply(exchange, { response: NO_RESPONSE, steps: [...waitOf(effect.delayMs), last] });
  }
  if (effect.kind === 'hold') {
    record.keep();
    await connection.link.clock.sleep(effect.durationMs, connection.held.gone);
    if (connection.held.gone.aborted) {
      endUnanswered(exchange);
      return false;
    }
  }
  return passReply(exchange);
}

function waitOf(delayMs: number | undefined): readonly ReplyStep[] {
  return delayMs === undefined || delayMs <= 0 ? [] : [{ kind: 'wait', durationMs: delayMs }];
}

function expectsContinue(headers: readonly string[]): boolean {
  return headers.some(
    (part, index) => index % 2 === 0 && part.toLowerCase() === 'expect' && /100-continue/i.test(headers[index + 1] ?? ''),
  );
}

const NO_RESPONSE: HttpResponse = { status: 0, headers: [], body: undefined };
const NO_BYTES = new Uint8Array(0);
const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
