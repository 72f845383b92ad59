import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { faultyMock, faultyProxy } from '../support/fault-bench.js';

const STORM = [
  'status status=503 probability=0.1',
  'late-response delay=5ms probability=0.1',
  'truncate bytes=5 probability=0.05',
  'empty-reply probability=0.05',
  'lost-response how=rst probability=0.05',
  'garbage probability=0.03',
  'dribble chunk=20 every=1ms probability=0.05',
  'stall bytes=3 probability=0.02',
  'close-idle probability=0.02',
  'accept-reset probability=0.05',
];
const CALL_COUNT = 600;

describe.each([
  ['a mock', faultyMock],
  ['a proxy', faultyProxy],
] as const)('%s in a storm of faults', (_what, start) => {
  it('accounts for every call, and nothing is left of it afterwards', async () => {
    const bench = await start(STORM);
    const agent = new Agent({ connections: 16 });
    onTestFinished(async () => {
      await agent.destroy();
      await bench.close();
    });
    const call = async (index: number): Promise<number | undefined> => {
      try {
        const signal = AbortSignal.timeout(2_000);
        const answer = await agent.request({ origin: bench.url, path: `/pets/${index + 1}`, method: 'GET', signal });
        await answer.body.text();
        return answer.statusCode;
      } catch {
        // How it failed is another story's matter.
        return undefined;
      }
    };
    const statuses = await Promise.all(Array.from({ length: CALL_COUNT }, (_, index) => call(index)));
    await agent.destroy();
    await bench.close();
    expect(bench.troubles).toEqual([]);
    const { exchanges, connections } = bench.recorder.journal();
    const answered = exchanges.filter(({ outcome }) => outcome === 'answered');
    for (const status of [200, 503]) {
      // A client may have gone while its answer was on its way: never the other way round.
      expect(answered.filter(({ response }) => response?.status === status).length).toBeGreaterThanOrEqual(
        statuses.filter((seen) => seen === status).length,
      );
    }
    expect(new Set(exchanges.map(({ id }) => id)).size).toBe(exchanges.length);
    expect(exchanges.every(({ respondedLastAtMs }) => respondedLastAtMs !== undefined)).toBe(true);
    expect(exchanges.every(({ outcome, fault }) => outcome === 'answered' || fault !== undefined || outcome === 'aborted')).toBe(true);
    expect(connections.every(({ end, closedAtMs }) => end !== 'open' && closedAtMs !== undefined)).toBe(true);
    const seconds = exchanges.map(
      ({ receivedFirstAtMs, respondedFirstAtMs = Number.POSITIVE_INFINITY }) => respondedFirstAtMs - receivedFirstAtMs,
    );
    expect(seconds.every((waitMs) => waitMs >= 0)).toBe(true);
  });
});
