import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import { createOverrideBook } from '../../../src/mock/override/override-book.js';
import { overrideFromJson } from '../../../src/mock/override/override-from-json.js';

function calling(method: string, target: string) {
  return { request: { method, target, headers: [], body: undefined }, operation: undefined };
}

describe('a book of overrides', () => {
  it('answers with the newest that fits, each exactly as often as it was told to', () => {
    const order = fc.record({ path: fc.constantFrom('/a', '/b', '/*'), times: fc.constantFrom(1, 2, 3) });
    const call = fc.constantFrom('/a', '/b', '/c');
    fc.assert(
      fc.property(fc.array(fc.oneof(order, call), { maxLength: 40 }), (events) => {
        const book = createOverrideBook();
        let model: { readonly id: string; readonly path: string; left: number }[] = [];
        for (const event of events) {
          if (typeof event === 'string') {
            const expected = model.find(({ path, left }) => left > 0 && (path === '/*' || path === event));
            if (expected !== undefined) expected.left -= 1;
            expect(book.take(calling('GET', `${event}?x=1`))?.id).toBe(expected?.id);
          } else {
            const id = book.nextId();
            book.add(overrideFromJson({ match: { path: event.path }, answer: { status: 503 }, times: event.times }, id));
            model = [{ id, path: event.path, left: event.times }, ...model];
          }
        }
        expect(book.list().map(({ id }) => id)).toEqual(model.filter(({ left }) => left > 0).map(({ id }) => id));
      }),
      { seed: 20261121 },
    );
  });

  it('takes an override of the same id in place of the one before', () => {
    const book = createOverrideBook();
    for (const status of [500, 501]) book.add(overrideFromJson({ id: 'mine', answer: { status } }, ''));
    expect(book.list()).toEqual([{ id: 'mine', answer: { status: 501 }, usedCount: 0 }]);
    expect(book.remove('mine')).toBe(true);
    expect(book.remove('mine')).toBe(false);
    expect(book.take(calling('GET', '/'))).toBeUndefined();
  });

  it('never gives an id that a test has chosen', () => {
    const book = createOverrideBook();
    for (const id of ['override-1', 'override-3']) book.add(overrideFromJson({ id }, ''));
    const made = [book.nextId(), book.nextId()];
    expect(made).toEqual(['override-2', 'override-4']);
  });

  it('calls nearly fitting only what did not fit, at most five, the nearest first, and never what shares nothing with the call', () => {
    const part = fc.constantFrom('a', 'b');
    const match = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      path: fc.constantFrom('/a', '/b'),
      query: fc.dictionary(part, part),
    });
    fc.assert(
      fc.property(fc.array(match, { maxLength: 12 }), match, (orders, { method, path, query }) => {
        const book = createOverrideBook();
        for (const [index, order] of orders.entries()) book.add(overrideFromJson({ match: order }, String(index)));
        const call = calling(method, `${path}?${new URLSearchParams(query).toString()}`);
        const near = book.nearly(call);
        const counts = near.map(({ differences }) => differences.length);
        expect(counts).toEqual(counts.toSorted((left, right) => left - right));
        expect(near.length).toBeLessThanOrEqual(5);
        for (const { id, differences } of near) {
          expect(differences.length).toBeGreaterThan(0);
          const alone = createOverrideBook();
          alone.add(overrideFromJson({ match: orders[Number(id)] ?? {} }, id));
          expect(alone.fits(call.request, () => undefined)).toBe(false);
          const { method: ordered, path: at, query: asked } = orders[Number(id)] ?? { query: {} };
          const isShared = Object.entries(asked).some(([name, value]) => query[name] === value);
          expect(ordered === method || at === path || isShared).toBe(true);
        }
      }),
      { seed: 8 },
    );
  });

  it.each([
    ['another value of the one thing it is for', { query: { page: '2' } }, 1],
    ['another operation and nothing else', { operation: 'getPet' }, 0],
  ])('differs in %s: %j is near %i times', (_what, match, count) => {
    const book = createOverrideBook();
    book.add(overrideFromJson({ match }, '1'));
    expect(book.nearly(calling('GET', '/pets?page=1'))).toHaveLength(count);
  });

  it('holds a thousand, and not one more', () => {
    const book = createOverrideBook();
    for (let count = 0; count < 1_000; count += 1) book.add(overrideFromJson({}, String(count)));
    book.add(overrideFromJson({}, '0'));
    expect(() => book.add(overrideFromJson({}, 'more'))).toThrow(InputError);
  });

  it.each([
    [{ anwser: {} }, '/anwser'],
    [{ answer: { status: 99 } }, '/answer/status'],
    [{ answer: { json: 1, body: 'x' } }, '/answer/body'],
    [{ answer: { json: 1, example: 'x' } }, '/answer/example'],
    [{ answer: { status: 200, code: 200 } }, '/answer/code'],
    [{ answer: { headers: { 'x-a': 'b\r\nc' } } }, '/answer/headers/x-a'],
    [{ times: 0 }, '/times'],
    [{ delay: '11m' }, '/delay'],
    [{ operation: 'a', match: { operation: 'b' } }, '/match/operation'],
    [{ match: { path: { pattern: '(' } } }, '/match/path/pattern'],
    [{ match: { headers: { 'x-a': { pattern: '[' } } } }, '/match/headers/x-a/pattern'],
  ])('refuses %j at %s', (json, pointer) => {
    expect(() => overrideFromJson(json, '1')).toThrow(
      expect.objectContaining({ code: 'E_OVERRIDE_INVALID', args: expect.objectContaining({ pointer }) }),
    );
  });
});
