import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInjector } from '../../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../../src/fault/fault-rule-from-text.js';
import type { FaultInjector } from '../../../src/fault/injector.js';
import type { Connection } from '../../../src/journal/run-journal.js';
import type { SimulatedConnection } from '../../../src/scenario/simulated/connection.js';
import { openConnection } from '../../../src/scenario/simulated/connection.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';

const NO_BYTES = new Uint8Array(0);

describe('bytes that are only counted', () => {
  it('leave the same record as bytes that are made', async () => {
    const parts = fc.array(fc.record({ isMade: fc.boolean(), length: fc.nat(2_000) }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(parts, async (some) => {
        const { connection, closed } = opened(injectorWith());
        for (const { isMade, length } of some) {
          if (isMade) await connection.pipe('up', new Uint8Array(length), () => undefined);
          else expect(connection.count('up', length)).toBe('open');
        }
        const total = some.reduce((sum, { length }) => sum + length, 0);
        expect(closed()).toMatchObject({ receivedBytes: total, sentBytes: 0 });
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('are never those that a fault has to see: of a rule from before, of one set later, and of one that is gone meanwhile', () => {
    const injector = injectorWith('byte-limit bytes=10');
    const { connection: before } = opened(injector);
    expect(before.count('up', 5)).toBeUndefined();
    injector.set([], 0);
    expect(before.count('up', 5)).toBeUndefined();
    const { connection: later, closed } = opened(injector);
    expect(later.count('up', 5)).toBe('open');
    injector.set([faultRuleFromText('byte-limit bytes=10')], 0);
    expect(later.count('up', 5)).toBeUndefined();
    expect(closed()).toMatchObject({ receivedBytes: 5 });
  });

  it('do not come through where nothing does any more', async () => {
    const injector = injectorWith();
    const { connection, closed } = opened(injector);
    injector.set([faultRuleFromText('half-close direction=up')], 0);
    expect(await connection.pipe('up', new Uint8Array(8), () => undefined)).not.toBe('open');
    injector.set([], 0);
    expect(connection.count('up', 5)).toBeUndefined();
    expect(await connection.pipe('up', NO_BYTES, () => undefined)).not.toBe('open');
    closed();
    expect(connection.count('down', 5)).toBeUndefined();
  });
});

function injectorWith(...rules: readonly string[]): FaultInjector {
  const injector = createInjector({ seed: 's', provider: 'shop' });
  injector.set(rules.map(faultRuleFromText), 0);
  return injector;
}

/** A connection, and what is recorded of it when it is closed. */
function opened(injector: FaultInjector): { readonly connection: SimulatedConnection; readonly closed: () => Connection | undefined } {
  let recorded: Connection | undefined;
  const record = (one: Connection): void => {
    recorded = one;
  };
  const connection = openConnection({ id: 'c1', consumer: 'desk', provider: 'shop', injector, clock: createManualClock(0), record });
  const closed = (): Connection | undefined => {
    connection.close('consumer', 1);
    return recorded;
  };
  return { connection, closed };
}
