import { type Reply, wholeReply } from '../fault/reply.js';
import type { HeaderPairs, HttpRequest, HttpResponse } from '../wire/http-message.js';
import { type BodyFrame, createBodyFrame } from './body-frame.js';
import { type ContentKeeper, createContentKeeper } from './content-keeper.js';
import { type BodyFraming, parseResponseHead, responseFraming } from './message-head.js';
import { passBody, readFramed, type ReadHead, readHead, takeAhead, writeTo, writeTogether } from './message-reader.js';
import type { ProxyExchange } from './proxy-link.js';
import { endUnanswered, MAX_FAULTED_BODY_BYTES, sendReply } from './proxy-send.js';
import type { HeldConnection } from './held-connection.js';
import { tunnel } from './tunnel.js';
import type { Upstream } from './upstream.js';
import { withheldAnswer } from './withheld-answer.js';

/**
 * Passes the request on to the provider and its answer back, changed when faults in force change answers.
 *
 * @returns whether another exchange can follow on the connection
 */
export async function passReply(exchange: ProxyExchange): Promise<boolean> {
  const { connection, record } = exchange;
  const { held, link } = connection;
  const upstream = connection.upstream();
  if (!(await upstream.isConnected)) {
    if (held.gone.aborted) {
      endUnanswered(exchange);
    } else {
      record.end('refused', link.clock.nowMs());
      held.cut('rst', 'provider');
    }
    return false;
  }
  const sent = passRequest(exchange, upstream);
  const goesOn = await passAnswer(exchange, upstream);
  // An answer may come before the request is whole.
  if (sent !== undefined && goesOn && (await sent) === undefined) return false;
  return goesOn;
}

function passRequest({ connection, frame, record, ahead }: ProxyExchange, { socket }: Upstream): Promise<number | undefined> | undefined {
  const more = frame.isWhole ? undefined : takeAhead(connection.reader, frame);
  writeTogether(socket, more === undefined ? ahead : [...ahead, more.bytes]);
  if (more !== undefined) record.exchange.receivedLastAtMs = more.atMs;
  if (frame.isWhole) return undefined;
  return passBody(connection.reader, frame, ({ bytes, atMs }) => {
    record.exchange.receivedLastAtMs = atMs;
    return writeTo(socket, bytes);
  });
}

/** The answer that is not merely on its way (1xx). */
async function passAnswer(exchange: ProxyExchange, upstream: Upstream): Promise<boolean> {
  const { connection, saidContinue, method, decision } = exchange;
  for (;;) {
    const read = await readHead(upstream.reader, parseResponseHead);
    if (read.kind !== 'head') return passUnreadable(exchange, upstream, read);
    const status = Number(read.head.start[1]);
    if (status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)) return passUpgrade(exchange, read);
    if (status < 200) {
      if (status !== 100 || !saidContinue) connection.held.socket.write(read.bytes);
      continue;
    }
    const keptBytes = decision?.changesReply === true ? MAX_FAULTED_BODY_BYTES : connection.link.maxKeptBytes;
    const answer = newAnswer(read, responseFraming(method, status, read.head.headers), keptBytes);
    return decision?.changesReply === true ? changeAnswer(exchange, upstream, answer) : streamAnswer(exchange, upstream, answer);
  }
}

/** An answer of the provider while it comes. */
interface Answer {
  readonly status: number;
  readonly headers: HeaderPairs;
  readonly framing: BodyFraming;
  readonly frame: BodyFrame;
  readonly content: ContentKeeper;
  /** What came and was not passed on. */
  readonly held: Uint8Array[];
}

function newAnswer({ head, bytes }: HeadRead, framing: BodyFraming, maxKeptBytes: number): Answer {
  const content = createContentKeeper(maxKeptBytes);
  const frame = createBodyFrame(framing, content.take);
  return { status: Number(head.start[1]), headers: head.headers, framing, frame, content, held: [bytes] };
}

/** Passes the answer on as it comes, byte for byte. */
async function streamAnswer(exchange: ProxyExchange, upstream: Upstream, answer: Answer): Promise<boolean> {
  const { connection, record } = exchange;
  const { held, link } = connection;
  const { frame, framing } = answer;
  const more = frame.isWhole ? undefined : takeAhead(upstream.reader, frame);
  if (more !== undefined) answer.held.push(more.bytes);
  record.exchange.respondedFirstAtMs = link.clock.nowMs();
  if (frame.isWhole && !noteAnswer(exchange, answer)) return sendReply(exchange, wholeReply(withheldAnswer()));
  writeTogether(held.socket, answer.held);
  if (!frame.isWhole) {
    let isKept = true;
    const lastAtMs = await passBody(upstream.reader, frame, ({ bytes }, isLast) => {
      if (isLast) isKept = noteAnswer(exchange, answer);
      return isKept ? writeTo(held.socket, bytes) : undefined;
    });
    if (lastAtMs === undefined) {
      if (framing.kind !== 'untilClose' || upstream.wasReset() || held.gone.aborted) {
        noteResponse(exchange, answer);
        return breakOff(exchange, upstream);
      }
      isKept = noteAnswer(exchange, answer);
    }
    if (!isKept) return withholdRest(exchange);
  }
  record.end('answered', link.clock.nowMs());
  return framing.kind !== 'untilClose';
}

/** Waits for the whole answer, lets the faults change it, and sends what they made of it. */
async function changeAnswer(exchange: ProxyExchange, upstream: Upstream, answer: Answer): Promise<boolean> {
  const { decision, connection, record } = exchange;
  const { status, headers, framing, content } = answer;
  const isWhole = await holdAnswer(upstream, answer);
  // What is too long to be held, and what the provider itself broke off, is passed on as it is.
  if (!isWhole || decision === undefined) return streamAnswer(exchange, upstream, answer);
  noteResponse(exchange, answer);
  const reply = replyOf({ status, headers, body: framing.kind === 'none' ? undefined : (content.body() ?? NO_BYTES) });
  const changed = decision.onReply(reply, connection.link.clock.nowMs());
  record.exchange.fault = decision.label();
  // What no fault changed goes out as it came, chunk by chunk and with its trailers.
  if (changed.steps === reply.steps) return streamAnswer(exchange, upstream, answer);
  return sendReply(exchange, changed);
}

/** @returns whether the answer is whole now; not when it is too long, or broken off */
async function holdAnswer(upstream: Upstream, { frame, framing, held, content }: Answer): Promise<boolean> {
  while (!frame.isWhole && content.truncatedBytes() === undefined && !frame.isBroken) {
    const piece = await readFramed(upstream.reader, frame);
    if (piece === undefined) return framing.kind === 'untilClose' && !upstream.wasReset();
    held.push(piece.bytes);
  }
  return frame.isWhole && content.truncatedBytes() === undefined;
}

/** As it came, in steps; without a length it ends with the connection. */
function replyOf(response: HttpResponse & { readonly body: Uint8Array | undefined }): Reply {
  const { status, headers, body } = response;
  const head = { kind: 'head', status, headers } as const;
  const end = { kind: 'end' } as const;
  return { response, steps: body === undefined || body.length === 0 ? [head, end] : [head, { kind: 'body', bytes: body }, end] };
}

/** @returns whether the caller may have all of it */
function noteAnswer(exchange: ProxyExchange, answer: Answer): boolean {
  noteResponse(exchange, answer);
  return exchange.record.keepDurably('answered');
}

/**
 * The beginning of the answer is out; that it is whole the caller must not see, since the journal file could not record it. Of one that ends
 * with its connection all is out: it ends by a reset, which some clients take for an end.
 */
function withholdRest({ connection, record }: ProxyExchange): boolean {
  connection.held.cut('rst', 'provider');
  record.end('reset', connection.link.clock.nowMs());
  return false;
}

function noteResponse({ connection, record }: ProxyExchange, { status, headers, framing, content }: Answer): void {
  const { request } = record.exchange;
  const body = framing.kind === 'none' ? undefined : (content.body() ?? NO_BYTES);
  record.exchange.response = { status, headers, body, truncatedBytes: content.truncatedBytes() };
  const asked: HttpRequest = {
    method: request.method,
    target: request.target,
    headers: request.headers,
    body: record.requestContent.body(),
  };
  record.exchange.effect ??= connection.link.effectOf(asked, true, { status, headers, body });
}

async function passUpgrade(exchange: ProxyExchange, { head, bytes }: HeadRead): Promise<boolean> {
  const { connection, record } = exchange;
  const { held, link } = connection;
  record.exchange.respondedFirstAtMs = link.clock.nowMs();
  record.exchange.response = { status: Number(head.start[1]), headers: head.headers, body: undefined };
  if (!record.keepDurably('answered')) {
    await sendReply(exchange, wholeReply(withheldAnswer()));
    return false;
  }
  held.socket.write(bytes);
  record.end('answered', link.clock.nowMs());
  await tunnel(connection, NO_BYTES);
  return false;
}

/** The provider ended before it answered, or answers in no HTTP: whatever it said is passed on. */
async function passUnreadable(exchange: ProxyExchange, upstream: Upstream, read: Exclude<ReadHead, HeadRead>): Promise<boolean> {
  const { connection, record } = exchange;
  if (read.bytes.length > 0) {
    record.exchange.respondedFirstAtMs = connection.link.clock.nowMs();
    connection.held.socket.write(read.bytes);
  }
  if (read.kind === 'over') return breakOff(exchange, upstream);
  record.end('reset', connection.link.clock.nowMs());
  await tunnel(connection, NO_BYTES);
  return false;
}

/** The answer will never be whole: the consumer sees it end as the provider ended it. */
async function breakOff(exchange: ProxyExchange, upstream: Upstream): Promise<boolean> {
  const { connection, record } = exchange;
  const { held, link } = connection;
  if (held.gone.aborted) {
    endUnanswered(exchange);
    return false;
  }
  await flushed(held);
  held.cut(upstream.wasReset() ? 'rst' : 'fin', 'provider');
  record.end('reset', link.clock.nowMs());
  return false;
}

function flushed({ socket, gone }: HeldConnection): Promise<void> {
  return new Promise((resolve) => {
    gone.addEventListener('abort', () => resolve(), { once: true });
    socket.write(NO_BYTES, () => resolve());
  });
}

type HeadRead = Extract<ReadHead, { kind: 'head' }>;

const NO_BYTES = new Uint8Array(0);
