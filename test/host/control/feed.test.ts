import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createControl } from '../../../src/host/control/control.js';
import { memoryControlJournal } from '../../../src/host/control/memory-control-journal.js';
import { recordedControlJournal } from '../../../src/host/control/recorded-control-journal.js';
import { createRenewableRecorder } from '../../../src/host/renewable-recorder.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';

const LOCAL = ['host', 'localhost:4010'];

interface Page {
  readonly calls: readonly { readonly id: string }[];
  readonly lostCount: number;
  readonly droppedCount: number;
  readonly next: number;
  readonly isAnew: boolean;
}

describe('the feed of calls', () => {
  it('tells each call once or counts it as lost, however often somebody asks and however small the journal is', async () => {
    const gaps = fc.array(fc.nat({ max: 12 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 1, max: 20 }), async (counts, maxEntryCount) => {
        const { journal, read } = desk(maxEntryCount);
        let written = 0;
        let told = 0;
        let next = 0;
        for (const count of counts) {
          for (let index = 0; index < count; index += 1) {
            written += 1;
            journal.append(exchangeWith({ id: String(written), provider: 'shop' }));
          }
          const page = await read(next);
          const first = told + page.lostCount + 1;
          expect(page.calls.map(({ id }) => Number(id))).toEqual(Array.from({ length: page.calls.length }, (_, index) => first + index));
          told += page.lostCount + page.calls.length;
          next = page.next;
          expect(told).toBe(written);
          expect(page.droppedCount).toBe(Math.max(0, written - maxEntryCount));
        }
      }),
      { seed: 8, numRuns: 50 },
    );
  });

  it('begins anew where the place is that of a process before', async () => {
    const { journal, read } = desk(10);
    journal.append(exchangeWith({ id: '1', provider: 'shop' }));
    expect(await read(500)).toMatchObject({ calls: [{ id: '1' }], next: 1, isAnew: true });
  });

  it('of a proxy tells each call once when it is over, also one whose answer came after its caller had gone', async () => {
    const recorded = createRenewableRecorder(1_000_000);
    const clock = { nowMs: () => 0, sleep: async () => undefined };
    const { feed, clear } = recordedControlJournal({ recorded, clock, secretNames: new Set(), isFollowed: true });
    const begun = exchangeWith({ id: '1', respondedLastAtMs: undefined, outcome: 'timedOut' });
    recorded.recorder.append(begun);
    expect(feed?.read(0).exchanges).toEqual([]);
    recorded.recorder.append({ ...begun, respondedLastAtMs: 20, outcome: 'aborted' });
    recorded.recorder.append({ ...begun, respondedLastAtMs: 30, outcome: 'answered' });
    expect(feed?.read(0).exchanges.map(({ id, outcome }) => [id, outcome])).toEqual([['1', 'aborted']]);
    clear(undefined);
    expect(feed?.read(0).exchanges).toEqual([]);
  });

  it('has no secret of a call', async () => {
    const { journal, read } = desk(10);
    const { request } = exchangeWith();
    journal.append(exchangeWith({ id: '1', provider: 'shop', request: { ...request, target: '/a?api_key=hush' } }));
    expect(JSON.stringify(await read(0))).not.toContain('hush');
  });
});

describe('the console', () => {
  const { control } = desk(10);
  const { control: guarded } = desk(10, 'open-sesame');
  const get = async (target: string, headers: readonly string[], from: string, of = control): Promise<number> =>
    (await of({ method: 'GET', target, headers, body: undefined }, from)).status;

  it.each([
    ['somebody on this machine', LOCAL, '127.0.0.1', 200],
    ['another machine', LOCAL, '192.168.1.7', 403],
    ['a name that was made to lead here', ['host', 'evil.example'], '127.0.0.1', 403],
  ])('is answered to %s: %j from %s', async (_who, headers, from, status) => {
    expect(await get('/_mortise/', headers, from)).toBe(status);
  });

  it('is shown to all where a token guards what it does, and its own origin may call with the token only', async () => {
    const host = ['host', '192.168.1.2:4010', 'origin', 'http://192.168.1.2:4010'];
    expect(await get('/_mortise/', host, '192.168.1.7', guarded)).toBe(200);
    expect(await get('/_mortise/api/systems', host, '192.168.1.7', guarded)).toBe(401);
    const token = ['authorization', 'Bearer open-sesame'];
    expect(await get('/_mortise/api/systems', [...host, ...token], '192.168.1.7', guarded)).toBe(200);
    const other = ['host', '192.168.1.2:4010', 'origin', 'http://evil.example'];
    expect(await get('/_mortise/api/systems', [...other, ...token], '192.168.1.7', guarded)).toBe(403);
  });

  it('lets no page in that can run what it shows, and serves no path that it does not know', async () => {
    const page = await control({ method: 'GET', target: '/_mortise/', headers: LOCAL, body: undefined }, '127.0.0.1');
    expect(page.headers.join('\n')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(page.headers.join('\n')).toMatch(/require-trusted-types-for 'script'/);
    expect(await get('/_mortise/page/../package.json', LOCAL, '127.0.0.1')).toBe(404);
    expect(await get('/_mortise', LOCAL, '127.0.0.1')).toBe(308);
  });
});

function desk(maxEntryCount: number, token?: string) {
  const journal = createMemoryJournal({ maxEntryCount });
  const own = memoryControlJournal({ journal, system: 'shop', secretNames: new Set() });
  const clock = { nowMs: () => 0, sleep: async () => undefined };
  const system = { name: 'shop', contract: undefined, clock, faults: undefined, scopes: undefined, state: undefined, journal: own };
  const control = createControl({ systems: () => [system], own: 'shop', token });
  const read = async (after: number): Promise<Page> => {
    const answer = await control(
      { method: 'GET', target: `/_mortise/api/feed?after=${after}`, headers: LOCAL, body: undefined },
      '127.0.0.1',
    );
    if ('follow' in answer) throw new Error('it goes on');
    return JSON.parse(String(answer.body)) as Page;
  };
  return { journal, control, read };
}
