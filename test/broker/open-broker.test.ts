import { describe, expect, it } from 'vitest';
import { HostError, InputError } from '../../src/base/errors.js';
import { randomFromSeed } from '../../src/base/random.js';
import { openBroker } from '../../src/broker/open-broker.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { textFromError } from '../../src/report/wording/error-wording.js';

/** What went wrong, in words. */
function textOf(error: unknown): string {
  if (!(error instanceof HostError || error instanceof InputError)) throw new Error('nothing went wrong as it should');
  return textFromError(error);
}

const parts = { clock: machineClock, random: randomFromSeed('open') };

describe('a broker by its URL', () => {
  it.each([undefined, 'memory:'])('is one in this process for %s', async (url) => {
    const broker = await openBroker(url, parts);
    expect(broker.kind).toBe('in-process');
    await broker.close();
  });

  it.each(['ftp://user:secret@example.test/x?token=secret', 'not a URL secret', 'http://user:secret@127.0.0.1:1/hooks'])(
    'is refused for %s, without telling what may be secret',
    async (url) => {
      const error: unknown = await openBroker(url, parts).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'E_BROKER_URL' });
      expect(textOf(error)).not.toContain('secret');
    },
  );

  it.each(['redis', 'redis:?mode=pubsub', 'mqtt', 'mqtt:?version=5'])(
    'says that nobody answers at its address, without its password: %s',
    async (how) => {
      const [scheme, query = ''] = how.split(':');
      const error: unknown = await openBroker(`${scheme}://user:secret@127.0.0.1:1${query}`, parts).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'E_BROKER_LOST' });
      expect(textOf(error)).toContain('127.0.0.1:1');
      expect(textOf(error)).not.toContain('secret');
    },
  );
});
