import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { createInjector } from '../../../src/fault/create-injector.js';
import type { PipeStep } from '../../../src/fault/fault.js';
import { faultRulesFromJson } from '../../../src/fault/fault-rules-from-json.js';
import type { FaultInjector } from '../../../src/fault/injector.js';
import { wholeReply } from '../../../src/fault/reply.js';
import { faulted } from '../../support/faulted.js';

const REPLY = wholeReply({ status: 200, headers: [], body: '123456' });

/** Chunks that arrive one after the other. */
const arrivals = fc.array(fc.record({ gapMs: fc.nat(300), bytes: fc.uint8Array({ minLength: 1, maxLength: 80 }) }), {
  minLength: 1,
  maxLength: 12,
});

describe('what only delays', () => {
  it.each<[string, JsonObject]>([
    ['latency', { latency: '50ms', jitter: '80ms', direction: 'both' }],
    ['bandwidth', { rate: 700 }],
    ['slicer', { size: 7, variation: 5, delay: '3ms' }],
    ['noop', {}],
  ])('%s loses no byte, adds none, and keeps their order', (fault, settings) => {
    fc.assert(
      fc.property(arrivals, fc.string(), (chunks, seed) => {
        const sent = run(injectorOf({ fault, ...settings }, seed), chunks).flatMap(({ bytes }) => [...bytes]);
        expect(sent).toEqual(chunks.flatMap(({ bytes }) => [...bytes]));
      }),
      { seed: 1 },
    );
  });

  it('latency: every chunk is as late as it was told, however close behind another it came', () => {
    fc.assert(
      fc.property(arrivals, (chunks) => {
        const written = run(injectorOf({ fault: 'latency', latency: '100ms' }), chunks);
        let arrivedAtMs = 0;
        for (const [index, { gapMs }] of chunks.entries()) {
          arrivedAtMs += gapMs;
          expect(written[index]?.atMs).toBeCloseTo(arrivedAtMs + 100, 6);
        }
      }),
      { seed: 2 },
    );
  });

  it('bandwidth: in any time no more goes out than the line takes', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 50, max: 2_000 }), (chunks, rate) => {
        const written = run(injectorOf({ fault: 'bandwidth', rate }), chunks);
        for (const [first, { atMs: fromMs }] of written.entries()) {
          const sent = written.slice(first + 1).map(({ atMs, bytes }) => ({ atMs, count: bytes.length }));
          let sum = 0;
          for (const { atMs, count } of sent) {
            sum += count;
            expect(sum).toBeLessThanOrEqual(((atMs - fromMs) / 1_000) * rate + 1e-6);
          }
        }
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('slicer: no piece is longer than its size and its variation', () => {
    const written = run(injectorOf({ fault: 'slicer', size: 4, variation: 2 }), [{ gapMs: 0, bytes: new Uint8Array(500) }]);
    expect(Math.max(...written.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(6);
    expect(new Set(written.map(({ bytes }) => bytes.length)).size).toBeGreaterThan(2);
  });
});

describe('what ends a connection', () => {
  it.each<[string, JsonObject, string]>([
    ['reset-after', { bytes: 4 }, 'rst'],
    ['byte-limit', { bytes: 4 }, 'fin'],
  ])('%s lets exactly so many bytes through, however they come', (fault, settings, how) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        const injector = injectorOf({ fault, ...settings });
        let offsetBytes = 0;
        let writtenBytes = 0;
        let cut: string | undefined;
        for (const size of sizes) {
          if (cut !== undefined) break;
          for (const step of bytesOn(injector, { bytes: new Uint8Array(size), offsetBytes })) {
            if (step.kind === 'write') writtenBytes += step.bytes.length;
            if (step.kind === 'cut') cut = step.how;
          }
          offsetBytes += size;
        }
        expect(writtenBytes).toBe(Math.min(offsetBytes, 4));
        expect(cut).toBe(offsetBytes >= 4 ? how : undefined);
      }),
      { seed: 4 },
    );
  });

  it('reset-after: a time, with the first byte that comes then', () => {
    const injector = injectorOf({ fault: 'reset-after', time: '1s' });
    expect(bytesOn(injector, { nowMs: 999 })[0]?.kind).toBe('write');
    expect(bytesOn(injector, { nowMs: 1_000 })).toEqual([{ kind: 'cut', how: 'rst' }]);
  });

  it.each<[string, JsonObject, 'up' | 'down', readonly PipeStep[]]>([
    ['half-close', {}, 'down', [{ kind: 'cut', how: 'half' }]],
    ['half-close', {}, 'up', [{ kind: 'write', bytes: Uint8Array.of(1, 2, 3) }]],
    ['partition', { direction: 'up' }, 'up', [{ kind: 'stall' }]],
    ['partition', { direction: 'up' }, 'down', [{ kind: 'write', bytes: Uint8Array.of(1, 2, 3) }]],
    ['blackhole', {}, 'up', [{ kind: 'stall' }]],
    ['down', {}, 'down', [{ kind: 'cut', how: 'rst' }]],
  ])('%s %j, bytes %s', (fault, settings, direction, steps) => {
    expect(bytesOn(injectorOf({ fault, ...settings }), { direction })).toEqual(steps);
  });

  it.each<[string, JsonObject, unknown]>([
    ['down', {}, { kind: 'end', how: 'rst' }],
    ['blackhole', {}, { kind: 'end', how: 'silence' }],
    ['accept-reset', { delay: '5ms' }, { kind: 'end', how: 'rst', delayMs: 5 }],
    ['latency', {}, { kind: 'accept' }],
  ])('%s %j, a new connection', (fault, settings, effect) => {
    expect(injectorOf({ fault, ...settings }).onConnection('new', 1).effect).toEqual(effect);
  });

  it('slow-close: tells how much later a connection ends', () => {
    expect(injectorOf({ fault: 'slow-close', delay: '2s' }).onClose('c', 1)).toEqual({ durationMs: 2_000, label: 'slow-close' });
  });
});

describe('tcp faults before a provider of HTTP', () => {
  it.each<[string, JsonObject, readonly unknown[]]>([
    ['reset-after', { bytes: 2 }, [REPLY.steps[0], body('12'), { kind: 'cut', how: 'rst' }]],
    ['byte-limit', { bytes: 3 }, [REPLY.steps[0], body('123'), { kind: 'cut', how: 'fin' }]],
    ['half-close', {}, [{ kind: 'cut', how: 'fin' }]],
    ['partition', {}, [{ kind: 'stall' }]],
    ['slow-close', { delay: '1s' }, [REPLY.steps[0], body('123456'), wait(1_000), { kind: 'end' }]],
    ['slicer', { size: 4, delay: '5ms' }, [REPLY.steps[0], body('1234'), wait(5), body('56'), { kind: 'end' }]],
    ['bandwidth', { rate: 30 }, [REPLY.steps[0], wait(100), body('123'), wait(100), body('456'), { kind: 'end' }]],
  ])('%s %j changes the reply', (fault, settings, steps) => {
    const decision = injectorOf({ fault, ...settings }).onRequest(faulted(), 1);
    expect(decision.effect).toEqual({ kind: 'pass' });
    expect(decision.onReply(REPLY, 1).steps).toEqual(steps);
  });

  it.each<[string, JsonObject, unknown]>([
    ['latency', { latency: '70ms' }, { kind: 'hold', durationMs: 70 }],
    ['partition', { direction: 'up' }, { kind: 'end', how: 'silence' }],
    ['accept-reset', {}, { kind: 'end', how: 'rst', delayMs: 0 }],
  ])('%s %j changes what becomes of the request', (fault, settings, effect) => {
    expect(injectorOf({ fault, ...settings }).onRequest(faulted(), 1).effect).toEqual(effect);
  });
});

describe('certificate', () => {
  it('shows the flaw while it is in force', () => {
    const injector = injectorOf({ fault: 'certificate', flaw: 'untrusted', label: 'tls', to: '1s' });
    expect(injector.certificate(1, 'c1')).toEqual({ flaw: 'untrusted', label: 'tls' });
    expect(injector.certificate(1_000, 'c2')).toBeUndefined();
  });

  it.each([
    [{ nth: 2 }, [false, true, false]],
    [{ count: 1 }, [true, false, false]],
    [{ probability: 0 }, [false, false, false]],
  ])('%j chooses the connections that are shown it', (choice, shown) => {
    const injector = injectorOf({ fault: 'certificate', ...choice });
    expect(shown.map((_, index) => injector.certificate(1, `c${index}`) !== undefined)).toEqual(shown);
    expect(injector.rules[0]?.appliedCount).toBe(shown.filter(Boolean).length);
  });

  it('cannot wait for what a request says', () => {
    expect(() => injectorOf({ fault: 'certificate', on: ['getOrder'] })).toThrow('E_FAULT_INVALID');
  });
});

function injectorOf(rule: JsonObject, seed = 'seed'): FaultInjector {
  const injector = createInjector({ seed, provider: 'shop' });
  injector.set(faultRulesFromJson(rule), 0);
  return injector;
}

interface Arrived {
  readonly direction?: 'up' | 'down';
  readonly bytes?: Uint8Array;
  readonly offsetBytes?: number;
  readonly nowMs?: number;
}

function bytesOn(injector: FaultInjector, { direction = 'down', bytes = Uint8Array.of(1, 2, 3), offsetBytes = 0, nowMs = 1 }: Arrived) {
  return injector.onBytes({ connectionId: 'c', direction, bytes, offsetBytes, openedAtMs: 0 }, nowMs).steps;
}

/** What a host writes, and when: it runs the steps of one direction one after the other. */
function run(injector: FaultInjector, chunks: readonly { readonly gapMs: number; readonly bytes: Uint8Array }[]) {
  const written: { readonly atMs: number; readonly bytes: Uint8Array }[] = [];
  let arrivedAtMs = 0;
  let freeAtMs = 0;
  let offsetBytes = 0;
  for (const { gapMs, bytes } of chunks) {
    arrivedAtMs += gapMs;
    freeAtMs = Math.max(freeAtMs, arrivedAtMs);
    for (const step of bytesOn(injector, { bytes, offsetBytes, nowMs: arrivedAtMs })) {
      if (step.kind === 'wait') freeAtMs += step.durationMs;
      if (step.kind === 'write') written.push({ atMs: freeAtMs, bytes: step.bytes });
    }
    offsetBytes += bytes.length;
  }
  return written;
}

function body(text: string) {
  return { kind: 'body', bytes: new TextEncoder().encode(text) };
}

function wait(durationMs: number) {
  return { kind: 'wait', durationMs };
}
