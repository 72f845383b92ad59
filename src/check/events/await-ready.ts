import type { EventOperation } from '../../contract/channel.js';
import { awaitFate, effectsOf, sendMessage, stamped } from './drive-message.js';
import { plainCase } from './event-cases.js';
import type { EventRun } from './event-run.js';
import { carriedTo } from './event-run.js';
import type { Fate } from './receiver-trace.js';

/** Whether a receiver does what keeps the contract. */
export type Readiness =
  | { readonly kind: 'ready' }
  /** Nothing can be told, for a reason that is nobody's failure. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'idle'; readonly fate: Fate };

/**
 * Sends messages that keep the contract until one is processed: a program may answer before it has its subscriptions.
 *
 * @param run - of the pair
 * @param operation - whose receiver is meant
 * @param waitMs - how long
 */
export async function awaitReady(run: EventRun, operation: EventOperation, waitMs: number): Promise<Readiness> {
  const plain = plainCase(operation, 'examples', carriedTo(run, operation));
  if (plain === undefined)
    return {
      kind: 'unknown',
      reason: `no message keeps the contract${carriedTo(run, operation).hasHeaders ? '' : ' without headers, which do not reach its receiver'}`,
    };
  const before = await effectsOf(run, plain);
  const untilMs = run.ports.nowMs() + waitMs;
  let fate: Fate = 'silent';
  for (let tryMs = FIRST_TRY_MS; ; tryMs *= 2) {
    const message = stamped(run, plain);
    if (message === undefined) return { kind: 'unknown', reason: 'its address is only known at run time' };
    await sendMessage(run, message);
    const leftMs = untilMs - run.ports.nowMs();
    fate = await awaitFate(run, message, Math.max(FIRST_TRY_MS, Math.min(tryMs, leftMs)));
    if (fate === 'processed' || fate === 'unseen') return { kind: 'ready' };
    if (fate === 'ended' || run.ports.nowMs() >= untilMs) break;
  }
  const after = await effectsOf(run, plain);
  if (after?.kind === 'none' && fate !== 'ended') return { kind: 'unknown', reason: `its effects cannot be read: ${after.reason}` };
  if (after?.kind === 'list' && before?.kind === 'list' && after.keys.length > before.keys.length) {
    const shown = after.keys.at(-1) ?? '';
    const reason = `its effects name none of the keys of our messages, but ${JSON.stringify(shown.slice(0, 60))}: say where the key is by events.key`;
    return { kind: 'unknown', reason };
  }
  return { kind: 'idle', fate };
}

const FIRST_TRY_MS = 500;
