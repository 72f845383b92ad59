import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { judgeMessage } from '../../src/wire/judge-message.js';
import { judgeAmong, matchMessage } from '../../src/wire/match-message.js';
import { bytesOf, messageOf } from '../support/message-of.js';

function event(id: string, more: Readonly<Record<string, JsonValue>> = {}) {
  return messageOf({ type: 'object', required: ['type'], properties: { type: { const: id }, n: { type: 'integer' }, ...more } }, { id });
}

const EVENTS = [event('created'), event('paid'), event('failed')];

function idOf(text: string, headers: readonly (readonly [string, string])[] = [], messages = EVENTS): string | undefined {
  return matchMessage(messages, { payload: bytesOf(text), headers })?.id;
}

describe('matchMessage', () => {
  it('takes the only message there is, whatever comes', () => {
    expect(idOf('nonsense', [], [event('created')])).toBe('created');
  });

  it('takes none where none is declared', () => {
    expect(idOf('{}', [], [])).toBeUndefined();
  });

  it('takes the one that a header names, whatever the payload says', () => {
    expect(idOf('{"type":"paid"}', [['Event-Type', 'failed']])).toBe('failed');
    expect(idOf('{"type":"paid"}', [['ce-type', 'unheard of']])).toBe('paid');
  });

  it('takes the one that is kept', () => {
    expect(idOf('{"type":"paid"}')).toBe('paid');
  });

  it('takes the one with the right fixed members when something else is broken', () => {
    expect(idOf('{"type":"paid","n":"x"}')).toBe('paid');
  });

  it('takes none when nothing tells', () => {
    expect(idOf('{"type":"other"}')).toBeUndefined();
    expect(idOf('no JSON')).toBeUndefined();
  });

  it('is judged in the same reading', () => {
    for (const text of ['{"type":"paid"}', '{"type":"paid","n":"x"}', '{"type":"other"}', 'no JSON']) {
      const content = { payload: bytesOf(text), headers: [] };
      const message = matchMessage(EVENTS, content);
      expect(judgeAmong(EVENTS, content)).toEqual({ message, problems: message === undefined ? [] : judgeMessage(message, content) });
    }
  });

  it('takes the first of several that are kept', () => {
    expect(idOf('{}', [], [messageOf({}, { id: 'x' }), messageOf({}, { id: 'y' })])).toBe('x');
  });
});
