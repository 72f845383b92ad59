import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { controlledMock } from '../../../src/host/control/controlled-mock.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { type FileStore, openFileStore } from '../../../src/host/state/file-store.js';
import { describeStateStore } from '../../laws/state-store-laws.js';

const noTrouble = (error: unknown): never => {
  throw error;
};

describe('a store in a file', () => {
  describeStateStore(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-state-'));
    let store = openFileStore({ folder, system: 'shop', onTrouble: noTrouble });
    const first = store;
    return {
      store: first,
      reopen: async () => {
        store = openFileStore({ folder, system: 'shop', onTrouble: noTrouble });
        return store;
      },
      close: () => {
        if (store !== first) store.close();
        first.close();
        rmSync(folder, { recursive: true });
      },
    };
  }, 30);

  it('forgets a last line that a crash has cut off, and goes on behind the others', () => {
    const { folder, open } = place();
    put(open(), '1');
    appendFileSync(join(folder, 'shop.jsonl'), '{"scope":"","changes":[{"kind":"put","coll');
    const again = open();
    put(again, '2');
    expect([...open().view('').items('/orders')].map(([key]) => key)).toEqual(['1', '2']);
  });

  it('says which line is no change', () => {
    const { folder, open } = place();
    writeFileSync(join(folder, 'shop.jsonl'), '{"scope":"","changes":[{"kind":"clear"}]}\n{"scope":""}\n');
    expect(open).toThrow(
      expect.objectContaining({ code: 'E_FILE_READ', args: expect.objectContaining({ reason: 'line 2 is no change of a state' }) }),
    );
  });

  it('is made anew when it has grown far beyond what it says', () => {
    const { folder, open } = place();
    const store = open();
    const text = 'x'.repeat(10_000);
    for (let index = 0; index < 300; index += 1) put(store, String(index % 3), text);
    expect(statSync(join(folder, 'shop.jsonl')).size).toBeLessThan(1_200_000);
    expect([...open().view('').items('/orders')].map(([key]) => key)).toEqual(['0', '1', '2']);
  });

  it('lets go the scopes of earlier processes when nobody uses them, and nothing of them stays', () => {
    const { folder, open } = place();
    const first = open();
    for (const scope of ['', 'old', 'used']) first.commit(scope, [{ kind: 'put', collection: '/orders', key: scope, value: 1 }], 0);
    let nowMs = 0;
    const state = open();
    const clock = { nowMs: () => nowMs, sleep: async () => undefined };
    const mock = { contract: undefined as never };
    const parts = { name: 'shop', mock, seed: '1', clock, journal: createMemoryJournal(), secretNames: new Set<string>(), life: { state } };
    const { scopes } = controlledMock(parts).life;
    expect(scopes?.list().map(({ name }) => name)).toEqual(['old', 'used']);
    nowMs = 3_599_999;
    scopes?.scope('used');
    nowMs = 3_600_000;
    expect(scopes?.list().map(({ name }) => name)).toEqual(['used']);
    expect(state.scopes()).toEqual(['', 'used']);
    expect(open().scopes()).toEqual(['', 'used']);
    rmSync(join(folder, 'shop.jsonl'));
  });

  it('is one process at a time', () => {
    const { folder, open } = place();
    // Process 1 is always there, and is not this one.
    writeFileSync(join(folder, 'shop.jsonl.lock'), '1');
    expect(open).toThrow(expect.objectContaining({ code: 'E_FILE_WRITE' }));
    expect(readFileSync(join(folder, 'shop.jsonl.lock'), 'utf8')).toBe('1');
  });

  it('is taken over from a process that was killed', () => {
    const { folder, open } = place();
    writeFileSync(join(folder, 'shop.jsonl.lock'), '999999999');
    expect(open).not.toThrow();
  });
});

function put(store: FileStore, key: string, value: string = key): void {
  expect(store.commit('', [{ kind: 'put', collection: '/orders', key, value }], store.view('').changeCount)).toBe(true);
}

function place(): { readonly folder: string; readonly open: () => FileStore } {
  const folder = mkdtempSync(join(tmpdir(), 'mortise-state-'));
  const opened: FileStore[] = [];
  onTestFinished(() => {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (): FileStore => {
    const store = openFileStore({ folder, system: 'shop', onTrouble: noTrouble });
    opened.push(store);
    return store;
  };
  return { folder, open };
}
