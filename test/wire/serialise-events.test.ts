import { describe, expect, it } from 'vitest';
import { eventsText } from '../../src/wire/serialise-events.js';
import { mockFromText } from '../support/mock-from-text.js';

describe('eventsText', () => {
  it('writes values as data, events field by field, and each line of data as a field', () => {
    expect(eventsText([{ a: 1 }, { event: 'done', id: '7', data: 'two\nlines' }, 'text'])).toBe(
      'data: {"a":1}\n\nevent: done\nid: 7\ndata: two\ndata: lines\n\ndata: text\n\n',
    );
  });

  it('lets no value end its field', () => {
    expect(eventsText({ event: 'a\n\ndata: b', data: 1 })).toBe('event: a data: b\ndata: 1\n\n');
  });

  it('is what the mock gives whoever accepts a stream', async () => {
    const call = await mockFromText(`openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /x:
    get:
      operationId: x
      responses:
        '200':
          description: a
          content:
            application/json: { example: 1 }
            text/event-stream: { schema: { type: object, required: [n], properties: { n: { type: integer } } } }
`);
    const answer = call({ target: '/x', headers: ['accept', 'text/event-stream'] });
    expect([answer.status, answer.header('content-type'), answer.body]).toEqual([200, 'text/event-stream', 'data: {"n":0}\n\n']);
  });
});
