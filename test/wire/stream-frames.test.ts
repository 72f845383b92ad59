import { array, assert, asyncProperty, nat, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';
import type { BodyStream, LiveFrames } from '../../src/wire/http-message.js';
import { type FrameRun, streamFrames } from '../../src/wire/stream-frames.js';
import { pass, turn, untilDone } from '../support/manual-time.js';

const frame = record({ content: string({ maxLength: 5 }), afterMs: nat(50) });

describe('the frames of a stream', () => {
  it('come in order, each so long after the one before it', async () => {
    await assert(
      asyncProperty(array(frame, { maxLength: 6 }), async (frames) => {
        const world = played({ frames });
        await untilDone(world.clock, world.done);
        const dueMs = frames.map((_, index) => frames.slice(0, index + 1).reduce((sum, { afterMs }) => sum + afterMs, 0));
        expect(world.seen).toEqual(frames.map(({ content }, index) => [dueMs[index], content]));
      }),
      { seed: 1 },
    );
  });

  it('end with the client, wherever they are', async () => {
    const world = played({
      frames: [
        { content: 'a', afterMs: 10 },
        { content: 'b', afterMs: 10 },
      ],
    });
    await pass(world.clock, 15);
    world.leave();
    await world.done;
    expect(world.seen).toEqual([[10, 'a']]);
  });

  it('are followed by live ones, and those that came before their turn are not lost', async () => {
    const source = createSource();
    const world = played({ frames: [{ content: 'a', afterMs: 10 }], live: source.live });
    source.tell('x');
    await pass(world.clock, 20);
    source.tell('y');
    await turn();
    world.leave();
    await world.done;
    expect(world.seen).toEqual([
      [10, 'a'],
      [10, 'x'],
      [20, 'y'],
    ]);
    expect(source.listenerCount()).toBe(0);
  });

  it('are idle for so long and no longer without a word, counted from the last one', async () => {
    const source = createSource();
    const world = played({ frames: [], live: { ...source.live, idle: { content: ':', everyMs: 100 }, forMs: 350 } });
    await pass(world.clock, 150);
    source.tell('x');
    await untilDone(world.clock, world.done);
    expect(world.seen).toEqual([
      [100, ':'],
      [150, 'x'],
      [250, ':'],
    ]);
  });

  it('end for a reader that takes none of a thousand', async () => {
    const source = createSource();
    const gone = new AbortController();
    const clock = createManualClock(0);
    const frames = streamFrames({ frames: [], live: source.live }, { clock, signal: gone.signal });
    for (let count = 0; count < 1_001; count += 1) source.tell('x');
    expect(await rest(frames)).toBe(1_000);
    expect(source.listenerCount()).toBe(0);
  });

  it('that nobody ever asked for are let go with the client', () => {
    const source = createSource();
    const gone = new AbortController();
    streamFrames({ frames: [], live: source.live }, { clock: createManualClock(0), signal: gone.signal });
    expect(source.listenerCount()).toBe(1);
    gone.abort();
    expect(source.listenerCount()).toBe(0);
  });
});

async function rest(frames: FrameRun): Promise<number> {
  let count = 0;
  for await (const _ of frames) count += 1;
  return count;
}

/** A stream whose frames are written down with the time at which they came. */
function played(stream: BodyStream) {
  const clock = createManualClock(0);
  const gone = new AbortController();
  const seen: (readonly [atMs: number, content: unknown])[] = [];
  const frames = streamFrames(stream, { clock, signal: gone.signal });
  const run = async (): Promise<void> => {
    for await (const content of frames) seen.push([clock.nowMs(), content]);
  };
  return { clock, seen, done: run(), leave: () => gone.abort() };
}

function createSource() {
  const listeners = new Set<(content: string) => void>();
  const live: LiveFrames = {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const tell = (content: string): void => {
    for (const listener of listeners) listener(content);
  };
  return { live, listenerCount: () => listeners.size, tell };
}
