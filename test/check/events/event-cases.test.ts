import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageCases, exampleCases, plainCase } from '../../../src/check/events/event-cases.js';
import { drawnCase } from '../../../src/check/events/drawn-cases.js';
import { stampMessage } from '../../../src/check/events/stamp-message.js';
import type { EventCase } from '../../../src/check/events/event-case.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { matchAddress } from '../../../src/wire/channel-address.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';

const CARRIED = { hasHeaders: true };
const port = createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) });
const contracts = await Promise.all(
  ['fixtures/specs/order-events.yaml', 'fixtures/specs/events-3.yaml', 'contracts/component-messages.asyncapi.yaml'].map((file) =>
    readContract(file, port),
  ),
);
const operations = contracts.flatMap(({ eventOperations }) => eventOperations);

function stamped(testCase: EventCase, seed: string, sent = new Set<string>()) {
  return stampMessage(testCase, { seed, sent, key: undefined, isKeyed: false });
}

/** What the contract has against a message, as it would stand at the broker. */
function problemsOnWire(testCase: EventCase, seed = 's'): readonly string[] {
  const message = stamped(testCase, seed)?.message;
  if (message === undefined) return ['no address'];
  const all = testCase.operation.messages.map((declared) => judgeMessage(declared, message));
  return all.some((problems) => problems.length === 0) ? [] : all.flat().map(({ code }) => code);
}

describe('messages for receivers', () => {
  it('are documented ones, or made ones where none is, and keep the contract', () => {
    for (const operation of operations) {
      const cases = exampleCases(operation, CARRIED);
      expect(cases.length).toBeGreaterThan(0);
      for (const one of cases) expect(problemsOnWire(one)).toEqual([]);
    }
  });

  it('keep the contract when they are meant to and break it when they are not, also with keys of their own', () => {
    for (const operation of operations) {
      const cases = [...coverageCases(operation, CARRIED)];
      expect(cases.some(({ intent }) => intent.kind === 'invalid')).toBe(true);
      for (const one of cases)
        expect({ name: one.name, isKept: problemsOnWire(one).length === 0 }).toEqual({
          name: one.name,
          isKept: one.intent.kind === 'valid',
        });
    }
  });

  it('are drawn by seed, operation and number alone, and shrink to what still is what it was', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operations), fc.string({ maxLength: 4 }), fc.nat(40), (operation, seed, index) => {
        const drawn = drawnCase(operation, { ...CARRIED, seed, index });
        const again = drawnCase(operation, { ...CARRIED, seed, index });
        expect(again?.testCase).toEqual(drawn?.testCase);
        if (drawn === undefined) return;
        const isValid = drawn.testCase.intent.kind === 'valid';
        let count = 0;
        for (const { testCase } of [drawn, ...take(drawn.smaller, 3)]) {
          count += 1;
          expect(problemsOnWire(testCase).length === 0).toBe(isValid);
        }
        expect(count).toBeGreaterThan(0);
      }),
      { seed: 5, numRuns: 80 },
    );
  });

  it('go to an address of their channel, and no two have one key', () => {
    const keys = new Set<string>();
    for (const [index, operation] of operations.entries()) {
      const plain = plainCase(operation, 'examples', CARRIED);
      if (plain === undefined) throw new Error(`${operation.id} has no message`);
      for (let count = 0; count < 50; count += 1) {
        const message = stamped(plain, `${index} ${count}`)?.message;
        expect(matchAddress(operation.channel, message?.channel ?? '')).toBeDefined();
        expect(keys.has(message?.messageId ?? '')).toBe(false);
        keys.add(message?.messageId ?? '');
      }
    }
  });

  it('say that they are not fresh when their schema lets only one key through', async () => {
    const only = { type: 'object', required: ['event_id'], properties: { event_id: { const: 'same' } } };
    const channels = { things: { address: 'things', messages: { thing: { payload: only } } } };
    const document = {
      asyncapi: '3.0.0',
      info: { title: 't', version: '1' },
      channels,
      operations: { things: { action: 'send', channel: { $ref: '#/channels/things' } } },
    };
    const contract = await readContract('-', { ...port, readText: async () => JSON.stringify(document) });
    const [operation] = contract.eventOperations;
    const plain = operation === undefined ? undefined : plainCase(operation, 'examples', CARRIED);
    if (plain === undefined) throw new Error('no message');
    const sent = new Set<string>();
    const [first, second] = [stamped(plain, '1', sent), stamped(plain, '2', sent)];
    expect([first?.isFresh, second?.isFresh]).toEqual([true, false]);
    expect(second?.message.messageId).not.toBe(first?.message.messageId);
  });

  it('have no headers where headers do not arrive, and are none where they are required', () => {
    const [, warehouse] = contracts;
    const [stock] = warehouse?.eventOperations ?? [];
    if (stock === undefined) throw new Error('no operation');
    expect(plainCase(stock, 'examples', { hasHeaders: false })).toBeUndefined();
    expect(plainCase(stock, 'examples', CARRIED)).toBeDefined();
  });
});

function take<T>(values: Iterable<T>, count: number): readonly T[] {
  const taken: T[] = [];
  for (const value of values) {
    if (taken.length === count) break;
    taken.push(value);
  }
  return taken;
}
