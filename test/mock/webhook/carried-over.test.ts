import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { carriedOver } from '../../../src/mock/webhook/carried-over.js';

const always = () => true;

describe('what a payload takes over from the exchange that caused it', () => {
  it('keeps its schema whenever it kept it before', () => {
    const isValid = (value: JsonValue): boolean => JSON.stringify(value).length % 2 === 0;
    assert(
      property(jsonValue(), jsonValue(), (payload, source) => {
        const before = payload as JsonValue;
        const carried = carriedOver(before, [source as JsonValue], isValid);
        expect(isValid(carried) || JSON.stringify(carried) === JSON.stringify(before)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('is the members of the same name, in the object that is most like it', () => {
    const payload = { id: 'evt_1', type: 'paid', data: { object: { id: 'pi_0', amount: 1, status: 'new' } } };
    expect(carriedOver(payload, [{ id: 'pi_9', amount: 70, status: 'done', other: 1 }], always)).toEqual({
      id: 'evt_1',
      type: 'paid',
      data: { object: { id: 'pi_9', amount: 70, status: 'done' } },
    });
  });

  it('is one member where not all of them may be', () => {
    const isValid = (value: JsonValue): boolean => (value as { id: string }).id.startsWith('evt_');
    expect(carriedOver({ id: 'evt_1', amount: 1 }, [{ id: 'pi_9', amount: 70 }], isValid)).toEqual({ id: 'evt_1', amount: 70 });
  });

  it('is nothing where nothing has the same name', () => {
    expect(carriedOver({ a: 1 }, [{ b: 2 }, undefined, [3]], always)).toEqual({ a: 1 });
  });
});
