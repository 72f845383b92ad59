import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsText } from '../../src/wire/serialise-events.js';
import { eventsFromText } from '../../src/wire/server-sent-events.js';
import { judgeResponse } from '../../src/wire/judge-response.js';
import { contractOf, mediaTypeOf, operationOf, requestOf, responseOf } from './operation-from.js';

const CHUNK = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } };
const FIELDS = {
  type: 'object',
  required: ['event', 'data'],
  properties: {
    event: { enum: ['delta', 'done'] },
    data: { type: 'string', contentMediaType: 'application/json', contentSchema: CHUNK },
  },
};

const problems = (itemSchema: object, body: string): readonly string[] =>
  judgeResponse({
    operation: operationOf({
      responses: [responseOf('200', [mediaTypeOf('text/event-stream', undefined, { itemSchema: JSON.parse(JSON.stringify(itemSchema)) })])],
    }),
    contract: contractOf(),
    request: requestOf('/', []),
    response: { status: 200, headers: ['content-type', 'text/event-stream; charset=utf-8'], body },
  }).map(({ location, code }) => `${location.join('/')} ${code}`);

describe('server-sent events', () => {
  it('are read as they were written', () => {
    const line = fc.string().map((text) => text.replace(/[\r\n\0]/g, ' '));
    const event = fc.record({ event: line, id: line, data: fc.array(line, { minLength: 1 }).map((lines) => `x${lines.join('\n')}`) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 4 }), (events) => {
        expect(eventsFromText(eventsText(events)).map(({ fields }) => fields)).toEqual(events);
      }),
      { seed: 1 },
    );
  });

  it('end with any line break, have comments, and are none before a blank line', () => {
    const text = '\uFEFF: hi\r\n\r\ndata: a\r\ndata: b\r\n\r\ndata:c\rretry: 5\rretry: x\r\rid: 1\n\ndata: d\n';
    expect(eventsFromText(text).map(({ fields }) => fields)).toEqual([{ data: 'a\nb' }, { data: 'c', retry: 5 }]);
  });
});

describe('the events of a stream', () => {
  it('are judged one by one, by their fields and by what their data says it is', () => {
    const good = 'event: delta\nid: 1\nretry: 3\ndata: {"n":1}\n\n';
    expect(problems(FIELDS, `${good}${good}data: [DONE]\n\n`)).toEqual([]);
    expect(problems(FIELDS, `${good}event: delta\ndata: {"n":"x"}\n\n`)).toEqual(['body/1/data/n type']);
    expect(problems(FIELDS, `event: delta\ndata: {"n"\n\n${good}`)).toEqual(['body/0/data syntax']);
    expect(problems(FIELDS, `${good}data: [DONE]\n\n${good}`)).toEqual(['body/1 required']);
    expect(problems(FIELDS, `${good}event: other\ndata: {"n":1}\n\n`)).toEqual(['body/1/event enum']);
  });

  it('may be described by their data alone', () => {
    expect(problems(CHUNK, 'event: x\ndata: {"n":1}\n\n: still here\n\ndata: {"n":2}\n\n')).toEqual([]);
    expect(problems(CHUNK, 'data: {"n":1}\n\ndata: {"n":1.5}\n\n')).toEqual(['body/1/n type']);
    expect(problems({ type: 'string' }, 'data: a word\n\n')).toEqual([]);
    expect(
      problems({ type: 'object', required: ['data'], properties: { data: {} }, additionalProperties: false }, 'id: 1\ndata: a\n\n'),
    ).toEqual([]);
  });
});
