import type { Clock } from '../../../src/base/clock.js';
import type { Random } from '../../../src/base/random.js';
import { randomFromSeed } from '../../../src/base/random.js';
import type { Broker } from '../../../src/broker/broker.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import type { BrokerUnderTest } from '../../laws/broker-laws.js';
import type { PrivateServer } from './private-server.js';

type Open = (url: string, parts: { readonly clock: Clock; readonly random: Random }) => Promise<Broker>;

/** A private server for the laws: taken down by being killed, as a crash does. */
export async function serverUnderTest(
  start: () => Promise<PrivateServer>,
  open: Open,
  urlOf: (port: number) => string,
): Promise<BrokerUnderTest> {
  const server = await start();
  let count = 0;
  return {
    connect: () => {
      count += 1;
      return open(urlOf(server.port), { clock: machineClock, random: randomFromSeed('laws', count) });
    },
    down: () => server.kill(),
    up: () => server.start(),
    close: () => server.stop(),
  };
}
