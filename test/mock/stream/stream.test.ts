import { assert, constantFrom, integer, property, record, option } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFrame } from '../../../src/wire/http-message.js';
import { mockFromText, type ShownAnswer } from '../../support/mock-from-text.js';

const contract = `
openapi: 3.2.0
info: { title: Streams, version: '1' }
paths:
  /ticks:
    get:
      responses:
        '200':
          description: d
          content:
            text/event-stream:
              itemSchema:
                type: object
                required: [data]
                properties:
                  event: { type: string, const: tick }
                  id: { type: string }
                  retry: { type: integer, minimum: 0 }
                  data:
                    type: string
                    contentMediaType: application/json
                    contentSchema: { type: object, required: [price], properties: { price: { type: integer, minimum: 1, maximum: 9 } } }
            application/jsonl:
              itemSchema: { type: object, required: [n], properties: { n: { type: integer, minimum: 1 } } }
            application/json-seq:
              itemSchema: { type: integer, minimum: 3 }
            application/json:
              schema: { type: array, items: { type: integer } }
              example: [1, 2, 3]
            text/plain:
              schema: { type: string }
              example: one two three
  /words:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, properties: { stream: { type: boolean } } } } }
      responses:
        '200':
          description: d
          content:
            application/json: { schema: { type: object }, example: { text: all } }
            text/event-stream:
              schema: { type: string }
              example: "id: 7\\ndata: one\\n\\nid: 8\\ndata: two\\n\\ndata: [DONE]\\n\\n"
  /made:
    get:
      responses:
        '200':
          description: d
          content:
            text/event-stream:
              itemSchema: { type: object, required: [data], properties: { data: { anyOf: [{ const: a }, { const: '[DONE]' }] } } }
`;
const mock = await mockFromText(contract);

const framesOf = ({ answer }: ShownAnswer): readonly StreamFrame[] => answer.response.stream?.frames ?? [];
const textsOf = (answer: ShownAnswer): readonly string[] => framesOf(answer).map(({ content }) => String(content));

describe('a streamed answer', () => {
  it('is, joined, the body that it would be at once; has as many items as were asked for, in the pace that was asked for; is the same again', () => {
    const wishes = record({
      accept: constantFrom('text/event-stream', 'application/jsonl', 'application/json-seq'),
      items: option(integer({ min: 1, max: 12 }), { nil: undefined }),
      paceMs: option(integer({ min: 0, max: 1_000 }), { nil: undefined }),
      dynamic: constantFrom(true, false),
    });
    assert(
      property(wishes, ({ accept, items, paceMs, dynamic }) => {
        const said = [
          `dynamic=${dynamic}`,
          'seed=1',
          ...(items === undefined ? [] : [`items=${items}`]),
          ...(paceMs === undefined ? [] : [`pace=${paceMs}ms`]),
        ];
        const call = { target: '/ticks', headers: ['accept', accept, 'prefer', said.join(', ')] };
        const shown = mock(call);
        expect(textsOf(shown).join('')).toBe(shown.body);
        expect(framesOf(shown).map(({ afterMs }) => afterMs)).toEqual(
          Array.from({ length: items ?? 3 }, (_, index) => (index === 0 ? 0 : (paceMs ?? 100))),
        );
        expect(shown.answer.problems).toEqual([]);
        expect(mock(call).body).toBe(shown.body);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('has items that keep their schema, events with ids that count and with data that is what it says it is', () => {
    const events = textsOf(mock({ target: '/ticks', headers: ['accept', 'text/event-stream', 'prefer', 'items=5'] }));
    expect(events.map((event) => /^id: (.*)$/m.exec(event)?.[1])).toEqual(['1', '2', '3', '4', '5']);
    for (const event of events) {
      const { price } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as { price: number };
      expect(price).toBeGreaterThanOrEqual(1);
      expect(price).toBeLessThanOrEqual(9);
      expect(event).not.toContain('retry');
    }
  });

  it('of a list or a text is one only where a pace is asked for', () => {
    expect(mock({ target: '/ticks', headers: ['accept', 'application/json'] }).answer.response.stream).toBeUndefined();
    expect(textsOf(mock({ target: '/ticks?__pace=5ms', headers: ['accept', 'application/json'] }))).toEqual(['[1', ',2', ',3]']);
    expect(textsOf(mock({ target: '/ticks?__pace=5ms', headers: ['accept', 'text/plain'] }))).toEqual(['one ', 'two ', 'three']);
  });

  it('is given to whoever accepts it or says stream: true, and to nobody else', () => {
    const ask = (body: string, headers: readonly string[] = []) =>
      mock({ method: 'POST', target: '/words', headers: ['content-type', 'application/json', ...headers], body }).header('content-type');
    expect(ask('{}')).toBe('application/json');
    expect(ask('{"stream":false}')).toBe('application/json');
    expect(ask('{"stream":true}')).toBe('text/event-stream');
    expect(ask('{"stream":true}', ['accept', 'application/json'])).toBe('text/event-stream');
    expect(ask('{}', ['accept', 'text/event-stream'])).toBe('text/event-stream');
  });

  it('repeats what is shown in ids that go on, and keeps its end', () => {
    const words = (...headers: string[]) =>
      mock({ method: 'POST', target: '/words', headers: ['content-type', 'application/json', ...headers], body: '{"stream":true}' });
    expect(textsOf(words())).toEqual(['id: 7\ndata: one\n\n', 'id: 8\ndata: two\n\n', 'data: [DONE]\n\n']);
    expect(words('prefer', 'items=3').body).toBe('id: 7\ndata: one\n\nid: 8\ndata: two\n\nid: 9\ndata: one\n\ndata: [DONE]\n\n');
    expect(words('prefer', 'items=1').body).toBe('id: 7\ndata: one\n\ndata: [DONE]\n\n');
  });

  it('goes on behind the event that the client has seen last', () => {
    const words = (id: string) =>
      mock({
        method: 'POST',
        target: '/words',
        headers: ['content-type', 'application/json', 'last-event-id', id],
        body: '{"stream":true}',
      });
    expect(words('7').body).toBe('id: 8\ndata: two\n\ndata: [DONE]\n\n');
    expect(words('8').body).toBe('data: [DONE]\n\n');
    expect(words('nobody').body).toContain('data: one');
  });

  it('ends as its schema says that it ends', () => {
    expect(mock({ target: '/made', headers: ['prefer', 'items=2'] }).body).toBe('data: a\n\ndata: a\n\ndata: [DONE]\n\n');
  });

  it('answers HEAD without it', () => {
    const { answer, header } = mock({ method: 'HEAD', target: '/made' });
    expect(answer.response).toMatchObject({ status: 200, body: undefined });
    expect(answer.response.stream).toBeUndefined();
    expect(header('content-length')).toBeUndefined();
  });

  it.each(['items=0', 'items=10001', 'items=x', 'pace=5', 'pace=2h'])('refuses the preference %s', (preference) => {
    expect(mock({ target: '/made', headers: ['prefer', preference] }).status).toBe(422);
  });
});
