import type { HeaderPairs } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import type { PiecesOf, Reply, ReplyStep } from './reply.js';
import { withoutHeaders } from './with-headers.js';

/**
 * How many bytes of a body a reply sends.
 *
 * @param reply - as faults before have left it
 */
export function bodyLength({ steps }: Reply): number {
  return steps.reduce((sum, step) => (step.kind === 'body' ? sum + step.bytes.length : sum), 0);
}

/**
 * The bytes of the body that a reply sends, joined.
 *
 * @param reply - as faults before have left it
 */
export function bodyOf(reply: Reply): Uint8Array {
  const joined = new Uint8Array(bodyLength(reply));
  let offset = 0;
  for (const step of reply.steps) {
    if (step.kind !== 'body') continue;
    joined.set(step.bytes, offset);
    offset += step.bytes.length;
  }
  return joined;
}

/**
 * The reply with another body, framed as it is; waits stay where they are, and what stood before a wait still does: each piece keeps its length, the
 * last takes what is left over.
 *
 * @param reply - with a head
 * @param body - the whole body
 * @param headers - for those of the reply, when they change
 */
export function withBody(reply: Reply, body: Uint8Array, headers: HeaderPairs = reply.response.headers): Reply {
  let sentBytes = 0;
  const lastBody = reply.steps.findLast(({ kind }) => kind === 'body');
  const steps = reply.steps.flatMap((step): readonly ReplyStep[] => {
    if (step.kind === 'head') return [{ ...step, headers: reframed(headers, step.headers, body.length) }];
    if (step.kind !== 'body') return [step];
    const bytes = body.subarray(sentBytes, step === lastBody ? body.length : sentBytes + step.bytes.length);
    sentBytes += bytes.length;
    return bytes.length === 0 ? [] : [{ kind: 'body', bytes }];
  });
  // The frames were those of the body that was.
  const { stream: _, ...response } = reply.response;
  return { response: { ...response, headers: withoutHeaders(headers, ['content-length']), body }, steps };
}

/**
 * The reply up to so many bytes of its body, and then another end.
 *
 * @param reply - as faults before have left it
 * @param keptBytes - of the body; 0 keeps the head
 * @param end - what comes then
 */
export function cutAfter(reply: Reply, keptBytes: number, end: readonly ReplyStep[]): Reply {
  const kept: ReplyStep[] = [];
  let leftBytes = keptBytes;
  for (const step of reply.steps) {
    if (step.kind === 'end' || step.kind === 'cut' || step.kind === 'stall' || step.kind === 'live') break;
    if (step.kind !== 'body') {
      kept.push(step);
      continue;
    }
    const bytes = step.bytes.subarray(0, leftBytes);
    if (bytes.length > 0) kept.push({ kind: 'body', bytes });
    leftBytes -= bytes.length;
    if (bytes.length < step.bytes.length) break;
  }
  return { response: reply.response, steps: [...kept, ...end] };
}

/**
 * The reply with its body sent in other pieces.
 *
 * @param reply - as faults before have left it
 * @param piecesOf - the steps that send these bytes
 */
export function withPieces(reply: Reply, piecesOf: PiecesOf): Reply {
  if (bodyLength(reply) === 0 && !isLive(reply)) return reply;
  const inPieces = (step: ReplyStep): readonly ReplyStep[] => {
    if (step.kind === 'body') return piecesOf(step.bytes);
    if (step.kind !== 'live') return [step];
    const { piecesOf: before } = step;
    return [{ ...step, piecesOf: before === undefined ? piecesOf : (bytes) => before(bytes).flatMap(inPieces) }];
  };
  return { response: reply.response, steps: reply.steps.flatMap(inPieces) };
}

/**
 * Whether more comes than can be known beforehand.
 *
 * @param reply - as faults before have left it
 */
export function isLive({ steps }: Reply): boolean {
  return steps.some(({ kind }) => kind === 'live');
}

/** What is sent in chunks stays so; a length is that of the new body. */
function reframed(headers: HeaderPairs, sent: HeaderPairs, lengthBytes: number): HeaderPairs {
  const others = withoutHeaders(headers, ['content-length', 'transfer-encoding']);
  const coding = headerValue(sent, 'transfer-encoding');
  return coding === undefined ? [...others, 'content-length', String(lengthBytes)] : [...others, 'transfer-encoding', coding];
}
