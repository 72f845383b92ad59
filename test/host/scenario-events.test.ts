import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { HostError } from '../../src/base/errors.js';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { openScenarioEvents } from '../../src/host/scenario-events.js';
import { blockTextOfFinding } from '../../src/report/finding-block.js';
import { findingsOfHandshakes } from '../../src/scenario/handshake-findings.js';
import type { EventGround } from '../../src/scenario/event-hub.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { readFixture } from '../fixtures/read-fixture.js';

/** @returns the status of the answer */
function opened(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.once('open', () => {
      socket.once('close', () => resolve(101));
      socket.close();
    });
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy();
      resolve(statusCode);
    });
    socket.once('error', reject);
  });
}

describe('the brokers of a real world', () => {
  it('refuse the handshakes of programs that the contract refuses, and tell them at their clause, each once', async () => {
    const contract = await readFixture('contracts/realtime.asyncapi.yaml');
    const events = openScenarioEvents({
      contracts: new Map([['realtime', contract]]),
      seed: 's',
      clock: machineClock,
      recorder: createRunRecorder(),
      injectorBetween: () => undefined,
    });
    const urlOf = async (member: string): Promise<string> => {
      const { MORTISE_WEBSOCKET_REALTIME: url } = await events.environmentOf(member, ['realtime']);
      return `${url}/realtime/orders/ord_1`;
    };
    const [shop, own] = [await urlOf('shop'), await urlOf('realtime')];
    expect([await opened(shop), await opened(shop), await opened(shop, { authorization: 'Bearer t' }), await opened(own)]).toEqual([
      401, 401, 101, 101,
    ]);
    const findings = findingsOfHandshakes({ name: 'night' } as Scenario, events.refusedHandshakes());
    expect(findings).toMatchObject([
      {
        code: 'scenario/handshake-breaks-contract',
        severity: 'error',
        place: { file: expect.stringContaining('realtime.asyncapi.yaml') },
        args: { consumer: 'shop', system: 'realtime', channel: '/realtime/orders/ord_1', count: 2 },
      },
    ]);
    expect(findings.map((finding) => blockTextOfFinding(finding)).join('')).toContain(
      'a WebSocket that shop opens to realtime in scenario "night" breaks the contract',
    );
    await events.close();
  });

  it('wait for the record of what was sent last, and say of whom they do not know it', async () => {
    const contract = await readFixture('fixtures/specs/order-events.yaml');
    const recorder = createRunRecorder();
    const seen = async (caughtUp: (() => Promise<void>) | undefined): Promise<readonly string[]> => {
      const events = openScenarioEvents({
        contracts: new Map([['orders', contract]]),
        grounds: new Map([['orders', groundOf(caughtUp)]]),
        ...{ seed: 's', clock: machineClock, recorder, injectorBetween: () => undefined },
      });
      await events.hearOutside('orders');
      const notes = await events.lastHeard();
      await events.close();
      return notes;
    };
    const away = (): Promise<void> => Promise.reject(new HostError({ code: 'E_BROKER_LOST' }));
    const late = 'what was sent last at the broker of orders may not be recorded: the broker did not answer at the end';
    expect([await seen(async () => undefined), await seen(away), await seen(undefined)]).toEqual([[], [late], []]);
    const wrong = (): Promise<void> => Promise.reject(new TypeError('ours'));
    await expect(seen(wrong)).rejects.toThrow('ours');
  });
});

function groundOf(caughtUp: (() => Promise<void>) | undefined): EventGround {
  const broker = createInProcessBroker({ clock: machineClock });
  return {
    connect: broker.connect,
    subscribe: async (subscription, receive) => ({ ...(await broker.subscribe(subscription, receive)), caughtUp }),
    close: broker.close,
  };
}
