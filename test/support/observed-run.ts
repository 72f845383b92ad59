import type { Exchange } from '../../src/journal/exchange.js';
import type { ObservedRun } from '../../src/recovery/probe/observed-run.js';

/** A run of a probe in which each attempt was answered 503 at once; the waits say when the next one came. */
export function observedRun(given: {
  readonly waitsMs: readonly number[];
  readonly headers?: readonly string[];
  readonly end?: ObservedRun['end'];
  readonly changes?: Partial<ObservedRun>;
}): ObservedRun {
  const { waitsMs, headers = [], end = 'failed', changes = {} } = given;
  const startsMs = [0];
  for (const waitMs of waitsMs) startsMs.push((startsMs.at(-1) ?? 0) + waitMs);
  return {
    name: 'status 503',
    attempts: startsMs.map((atMs, index) => attempt(atMs, String(index + 1), headers)),
    waitsMs,
    end,
    scale: 1,
    patienceMs: 90_000,
    askedAtMs: -50,
    refusals: { atLeast: 0, atMost: 0 },
    goneAtMs: new Map(),
    ...changes,
  };
}

function attempt(atMs: number, id: string, headers: readonly string[]): Exchange {
  return {
    id,
    side: 'egress',
    consumer: 'command',
    provider: 'probe',
    operation: undefined,
    connectionId: id,
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: atMs,
    respondedLastAtMs: atMs,
    request: { method: 'GET', target: '/things/1', headers: [], body: undefined },
    response: { status: 503, headers, body: undefined },
    fault: 'status 503',
    problems: [],
    outcome: 'answered',
  };
}
