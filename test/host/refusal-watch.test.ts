import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchRefusals } from '../../src/host/refusal-watch.js';

describe('the watch over refused connections', () => {
  it('tells of each that the program noted of its port, and of no other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mortise-test-'));
    const notes = join(folder, 'notes');
    let count = 0;
    let tell = (): void => undefined;
    const both = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const onRefused = (): void => {
      count += 1;
      if (count === 2) tell();
    };
    const watch = watchRefusals({ notes, port: 4_010, onRefused, onLikelyStarted: () => undefined });
    await appendFile(notes, 'ready 1\nrefused 4011 5\nrefused 4010 7\nrefused 4010 207\n');
    await both;
    watch.end();
    await rm(folder, { recursive: true, force: true });
    expect(count).toBe(2);
  });

  it('tells of a program that takes no notes that it had time to start', async () => {
    await new Promise<void>((resolve) => {
      const watch = watchRefusals({
        notes: join(tmpdir(), 'no-such-notes'),
        port: 4_010,
        onRefused: () => undefined,
        onLikelyStarted: () => {
          watch.end();
          resolve();
        },
      });
    });
  });
});
