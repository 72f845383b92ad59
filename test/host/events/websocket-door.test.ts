import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { randomFromSeed } from '../../../src/base/random.js';
import { createInProcessBroker } from '../../../src/broker/in-process-broker.js';
import { openWebSocketBroker } from '../../../src/broker/websocket-broker.js';
import { channelOfContract } from '../../../src/host/events/channel-of-contract.js';
import { handshakeJudge } from '../../../src/host/events/handshake-judge.js';
import { startWebSocketDoor } from '../../../src/host/events/websocket-door.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { brokerLaws, listen, message, textOf, until } from '../../laws/broker-laws.js';

brokerLaws(
  'WebSocket through the door of the broker in process',
  async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebSocketDoor(broker.connect(), { port: 0, clock: machineClock });
    let count = 0;
    return {
      connect: () => {
        count += 1;
        return openWebSocketBroker(door.url, { clock: machineClock, random: randomFromSeed('door', count) });
      },
      down: async () => broker.down(),
      up: async () => broker.up(),
      close: async () => {
        await door.close();
        await broker.close();
      },
    };
  },
  {
    messageCount: 200,
    guarantees: {
      delivery: 'at-most-once',
      order: 'channel',
      keepsForAbsent: false,
      settles: false,
      deadLetters: false,
      groups: false,
      headers: false,
      keys: false,
      survivesRestart: false,
    },
  },
);

describe('the WebSocket door', () => {
  it('does not tell a client its own words', async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebSocketDoor(broker, { port: 0, clock: machineClock });
    const heard = await listen(broker, { channel: 'orders/17' });
    const [speaker, other] = [new WebSocket(`${door.url}/orders/17`), new WebSocket(`${door.url}/orders/17`)];
    const told: string[] = [];
    speaker.on('message', (data) => told.push(`speaker ${String(data)}`));
    other.on('message', (data) => told.push(`other ${String(data)}`));
    await Promise.all([once(speaker, 'open'), once(other, 'open')]);
    speaker.send('hello');
    expect((await heard.wait(1)).map(textOf)).toEqual(['hello']);
    await until(() => told.length === 1);
    await broker.publish(message('orders/17', 'to all'));
    await until(() => told.length === 3);
    expect([...told].sort()).toEqual(['other hello', 'other to all', 'speaker to all']);
    const closed = Promise.all([once(speaker, 'close'), once(other, 'close')]);
    await door.close();
    expect((await closed).map(([code]) => code)).toEqual([1001, 1001]);
    await broker.close();
  });

  it('closes with 1012 when the broker is lost, and lets nobody in meanwhile', async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebSocketDoor(broker, { port: 0, clock: machineClock, hasChannel: (channel) => channel !== 'unknown' });
    const client = new WebSocket(`${door.url}/c`);
    await once(client, 'open');
    broker.down();
    expect((await once(client, 'close'))[0]).toBe(1012);
    expect(await statusOfHandshake(`${door.url}/c`)).toBe(503);
    broker.up();
    expect(await statusOfHandshake(`${door.url}/unknown`)).toBe(404);
    expect(await statusOfHandshake(`${door.url}/`)).toBe(404);
    await door.close();
    await broker.close();
  });

  it('refuses whose handshake breaks the contract, and says why', async () => {
    const contract = await readFixture('fixtures/specs/board-sockets.yaml');
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebSocketDoor(broker, {
      port: 0,
      clock: machineClock,
      channelOf: channelOfContract(contract),
      judge: handshakeJudge(contract),
    });
    expect(await statusOfHandshake(`${door.url}/states?since=0`)).toBe(401);
    expect(await statusOfHandshake(`${door.url}/states`, { 'x-board-key': 'k' })).toBe(400);
    expect(await statusOfHandshake(`${door.url}/unknown`, { 'x-board-key': 'k' })).toBe(404);
    const told = await fetch(`${door.url.replace('ws:', 'http:')}/states?since=0`);
    expect(told.status).toBe(426);
    const client = new WebSocket(`${door.url}/states?since=0`, { headers: { 'x-board-key': 'k' } });
    await once(client, 'open');
    const closed = once(client, 'close');
    await door.close();
    await closed;
    await broker.close();
  });

  it('closes with 1013 whoever is too slow', async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebSocketDoor(broker, { port: 0, clock: machineClock, maxWaitingCount: 2 });
    const client = new WebSocket(`${door.url}/c`);
    await once(client, 'open');
    client.pause();
    const payload = 'x'.repeat(4_194_304);
    for (let index = 0; index < 8; index += 1) await broker.publish(message('c', payload));
    client.resume();
    expect((await once(client, 'close'))[0]).toBe(1013);
    await door.close();
    await broker.close();
  });

  it('cuts whoever answers no ping', async () => {
    const clock = createManualClock(0);
    const broker = createInProcessBroker({ clock });
    const door = await startWebSocketDoor(broker, { port: 0, clock, heartbeatMs: 30_000 });
    const [silent, alive] = [new WebSocket(`${door.url}/c`, { autoPong: false }), new WebSocket(`${door.url}/c`)];
    await Promise.all([once(silent, 'open'), once(alive, 'open')]);
    const pings = Promise.all([once(silent, 'ping'), once(alive, 'ping')]);
    clock.runNext();
    await pings;
    // The answer is on its way; a message that comes back is behind it.
    const back = once(silent, 'message');
    alive.send('behind the pong');
    await back;
    const gone = once(silent, 'close');
    const second = once(alive, 'ping');
    await until(() => clock.runNext());
    expect((await gone)[0]).toBe(1006);
    await second;
    alive.terminate();
    await once(alive, 'close');
    const closing = door.close();
    clock.runNext();
    await closing;
    await broker.close();
  });
});

async function statusOfHandshake(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
  const client = new WebSocket(url, { headers });
  client.on('error', () => undefined);
  const [request, response] = await once(client, 'unexpected-response');
  request.destroy();
  return response.statusCode;
}
