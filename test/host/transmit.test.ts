import { array, assert, asyncProperty, constantFrom, nat, oneof, record, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplyStep } from '../../src/fault/reply.js';
import type { ReplyPort } from '../../src/host/reply-port.js';
import { transmit } from '../../src/host/transmit.js';

const head: ReplyStep = { kind: 'head', status: 200, headers: [] };
const step = oneof(
  record({ kind: constantFrom('body' as const, 'raw' as const), bytes: uint8Array({ maxLength: 3 }) }),
  record({ kind: constantFrom('wait' as const), durationMs: nat(5) }),
);
const last: readonly ReplyStep[] = [{ kind: 'end' }, { kind: 'cut', how: 'rst' }, { kind: 'cut', how: 'fin' }, { kind: 'stall' }];

describe('a reply that is transmitted', () => {
  it('does every step in order up to the first that ends it, and none behind it', async () => {
    await assert(
      asyncProperty(array(step, { maxLength: 6 }), constantFrom(...last), array(step, { maxLength: 3 }), async (before, end, behind) => {
        const done = played();
        const outcome = await done.run([head, ...before, end, ...behind]);
        expect(done.log).toEqual([head, ...before, end].filter(({ kind }) => kind !== 'stall'));
        expect(outcome.outcome).toBe({ end: 'answered', cut: 'reset', stall: 'aborted' }[end.kind as 'end' | 'cut' | 'stall']);
        expect(done.firstByteCount).toBe(1);
      }),
      { seed: 1 },
    );
  });

  it('says nothing more once the peer has gone', async () => {
    const gone = played();
    gone.leave();
    expect(await gone.run([head, { kind: 'end' }])).toEqual({ outcome: 'aborted', isSeen: false });
    expect(gone.log).toEqual([]);
  });

  it('calls what the closing server ended timed out', async () => {
    const closing = played(true);
    closing.leave();
    expect(await closing.run([head, { kind: 'stall' }])).toMatchObject({ outcome: 'timedOut' });
  });

  it('is not seen when it ends without a byte', async () => {
    expect(await played().run([{ kind: 'cut', how: 'fin' }])).toEqual({ outcome: 'reset', isSeen: false });
  });

  it('has to end', async () => {
    await expect(played().run([head])).rejects.toThrow('ends, is cut or stalls');
  });
});

/** A port that writes down what it is told; its peer leaves at a stall. */
function played(isClosing = false) {
  const log: ReplyStep[] = [];
  const gone = new AbortController();
  let firstByteCount = 0;
  const port: ReplyPort = {
    gone: gone.signal,
    isClosing: () => isClosing,
    head: (status, headers) => log.push({ kind: 'head', status, headers }),
    body: (bytes) => log.push({ kind: 'body', bytes }),
    raw: (bytes) => log.push({ kind: 'raw', bytes }),
    end: () => log.push({ kind: 'end' }),
    flushed: async () => undefined,
    cut: (how) => log.push({ kind: 'cut', how }),
  };
  const clock = {
    nowMs: () => 0,
    sleep: async (durationMs: number) => void log.push({ kind: 'wait', durationMs }),
  };
  const onFirstByte = (): undefined => {
    firstByteCount += 1;
  };
  const run = (steps: readonly ReplyStep[]) => transmit(steps, port, { clock, onFirstByte, onStall: () => gone.abort() });
  return {
    log,
    run,
    leave: () => gone.abort(),
    get firstByteCount() {
      return firstByteCount;
    },
  };
}
