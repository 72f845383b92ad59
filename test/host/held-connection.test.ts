import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type HeldConnection, holdConnection } from '../../src/host/held-connection.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';

async function connectionsAfter(use: (held: HeldConnection) => void): Promise<number> {
  const recorder = createRunRecorder();
  const socket = new Socket();
  const clock = { nowMs: () => 1_000, sleep: async () => undefined };
  const held = holdConnection({
    id: 'c1',
    socket,
    consumer: undefined,
    provider: 'shop',
    clock,
    recorder,
    fault: undefined,
    closing: new AbortController().signal,
    onClosed: () => undefined,
  });
  expect(recorder.journal().connections).toHaveLength(1);
  use(held);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy();
  await closed;
  return recorder.journal().connections.length;
}

describe('a connection in the journal', () => {
  it.each<[string, number, (held: HeldConnection) => void]>([
    ['nothing', 1, () => undefined],
    ['a call of the consumer', 1, (held) => (held.useCount = 1)],
    [
      'two calls of whoever controls the server',
      0,
      (held) => {
        held.noteControl();
        held.useCount = 1;
        held.noteControl();
        held.useCount = 2;
      },
    ],
    [
      'one of each',
      1,
      (held) => {
        held.noteControl();
        held.useCount = 2;
      },
    ],
    [
      'a call of the consumer that is under way after one of the other',
      1,
      (held) => {
        held.noteControl();
        held.useCount = 1;
        held.isBusy = true;
      },
    ],
  ])('that carried %s stands there %d times', async (_what, count, use) => {
    expect(await connectionsAfter(use)).toBe(count);
  });
});
