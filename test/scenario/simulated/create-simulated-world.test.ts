import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultText } from '../../../src/fault/fault-rule.js';
import { linesFromRunJournal } from '../../../src/journal/run-journal-lines.js';
import type { CreateSimulatedProgram } from '../../../src/scenario/consumer-adapter.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { FAULT_MENU } from '../../../src/scenario/search/fault-menu.js';
import { ask, openShop } from '../../support/simulated-shop.js';

/** A shop that tries again: exponential, full jitter, at most five times. */
const retrying: CreateSimulatedProgram = ({ fetch, clock, random, env }) => ({
  handle: async () => {
    for (let count = 1; ; count += 1) {
      const status = await fetch(`${env['MORTISE_URL_STOCK']}/items/a`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }).then(
        async (response) => {
          await response.text();
          return response.status;
        },
        () => 0,
      );
      if (status < 400 && status > 0) return new Response('done');
      if (count === 5) return new Response('given up', { status: 503 });
      await clock.sleep(random() * 100 * 2 ** count);
    }
  },
});

async function journalOf(faults: readonly FaultText[], seed: string): Promise<string> {
  const world = await openShop({ consumer: retrying, faults, seed });
  await Promise.all([world.send('shop', ask('/a'), 60_000), world.send('shop', ask('/b'), 60_000)]);
  await world.clock.sleep(1_000);
  await world.send('shop', ask('/c'), 60_000);
  await world.close();
  return [...linesFromRunJournal(world.journal())].join('\n');
}

describe('a simulated world', () => {
  it('gives the same journal, byte for byte, from the same seed', async () => {
    const fault = fc.record({
      kind: fc.constantFrom(...FAULT_MENU),
      probability: fc.constantFrom(0.3, 1),
      to: fc.constantFrom('100ms', '2s'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 3 }), fc.string(), async (drawn, seed) => {
        const faults = drawn.map(({ kind, probability, to }) => ({ ...kind, probability, to }));
        expect(await journalOf(faults, seed)).toBe(await journalOf(faults, seed));
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('keeps the headers of programs as they go out, with the length of the body', async () => {
    const world = await openShop({
      consumer: ({ fetch, env }) => ({
        handle: async () => new Response(await (await fetch(`${env['MORTISE_URL_STOCK']}/items/a`)).text()),
      }),
      provider: () => ({ handle: async () => new Response('three') }),
    });
    await world.send('shop', ask('/a'), 1_000);
    await world.close();
    const lengths = world.journal().exchanges.map(({ response }) => headerValue(response?.headers ?? [], 'content-length'));
    expect(lengths).toEqual(['5', '5']);
  });

  it('gives another one from another seed', async () => {
    const faults = [{ fault: 'status', status: 503, nth: '1-3' }];
    expect(await journalOf(faults, 'one')).not.toBe(await journalOf(faults, 'two'));
  });

  it('takes no wait for longer or shorter than it is', async () => {
    const waiting: CreateSimulatedProgram = ({ fetch, clock, env }) => ({
      handle: async () => {
        for (const waitMs of [0.25, 999.75, 86_400_000]) {
          await fetch(`${env['MORTISE_URL_STOCK']}/items/a`);
          await clock.sleep(waitMs);
        }
        await fetch(`${env['MORTISE_URL_STOCK']}/items/a`);
        return new Response();
      },
    });
    const world = await openShop({ consumer: waiting });
    await world.send('shop', ask('/'), 1e9);
    const calls = world.journal().exchanges.filter(({ side }) => side === 'egress');
    const waits = calls.slice(1).map((call, index) => call.receivedFirstAtMs - (calls[index]?.respondedFirstAtMs ?? Number.NaN));
    expect(waits).toEqual([0.25, 999.75, 86_400_000]);
    await world.close();
  });

  it('keeps a connection for the next call, gives each of several calls at once its own, and closes what is idle', async () => {
    const calling: CreateSimulatedProgram = ({ fetch, clock, env }) => ({
      handle: async () => {
        const call = async (): Promise<string> => (await fetch(`${env['MORTISE_URL_STOCK']}/items/a`)).text();
        await call();
        await Promise.all([call(), call()]);
        await clock.sleep(5_000);
        await call();
        return new Response();
      },
    });
    const world = await openShop({ consumer: calling });
    await world.send('shop', ask('/'), 60_000);
    const { exchanges, connections } = world.journal();
    const ids = exchanges.filter(({ side }) => side === 'egress').map(({ connectionId }) => connectionId);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
    expect(connections.map(({ end }) => end)).toEqual(['consumer', 'consumer', 'open']);
    await world.close();
  });

  it('cuts what is on its way when an outage begins', async () => {
    const slow: CreateSimulatedProgram = ({ clock }) => ({
      handle: async () => {
        await clock.sleep(10_000);
        return new Response('late');
      },
    });
    const calling: CreateSimulatedProgram = ({ fetch, env, clock }) => ({
      handle: async () => {
        const told = await fetch(`${env['MORTISE_URL_STOCK']}/items/a`).then(
          () => 'answered',
          (error: Error) => `${(error.cause as { code?: string }).code} at ${clock.nowMs() - startMs}`,
        );
        return new Response(told);
      },
    });
    const world = await openShop({ consumer: calling, provider: slow, faults: [{ fault: 'down', from: '4s', to: '6s' }] });
    const startMs = world.clock.nowMs();
    const { response } = await world.send('shop', ask('/'), 60_000);
    expect(new TextDecoder().decode(response?.body as Uint8Array)).toBe('ECONNRESET at 4000');
    expect(world.journal().exchanges.map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['answered', undefined],
      ['reset', 'down'],
    ]);
    await world.close();
  });

  it('tells that nobody answered a consumer that never does', async () => {
    const world = await openShop({ consumer: () => ({ handle: () => new Promise(() => undefined) }) });
    const { outcome, response } = await world.send('shop', ask('/'), 30_000);
    expect([outcome, response]).toEqual(['timedOut', undefined]);
    await world.close();
  });

  it('answers 500 for a program that fails', async () => {
    const world = await openShop({
      consumer: () => ({
        handle: async () => {
          throw new Error('no idea');
        },
      }),
    });
    expect((await world.send('shop', ask('/'), 1_000)).response?.status).toBe(500);
    await world.close();
  });

  it('keeps what is still open at the end', async () => {
    const world = await openShop({ consumer: retrying, faults: [{ fault: 'stall' }] });
    await world.send('shop', ask('/'), 5_000);
    expect(world.journal().exchanges.map(({ side, outcome }) => `${side} ${outcome}`)).toEqual(['ingress timedOut', 'egress timedOut']);
    await world.close();
  });

  it('asks every one of a fleet, each with chance and connections of its own', async () => {
    const world = await openShop({ consumer: retrying, consumerCount: 5, faults: [{ fault: 'status', status: 503, nth: '1-5' }] });
    await world.send('shop', ask('/'), 60_000);
    const { exchanges } = world.journal();
    const second = exchanges.filter(({ side }) => side === 'egress').slice(5);
    expect(exchanges.filter(({ side }) => side === 'ingress')).toHaveLength(5);
    expect(new Set(second.map(({ receivedFirstAtMs }) => receivedFirstAtMs)).size).toBe(5);
    await world.close();
  });
});
