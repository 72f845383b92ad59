import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperationContract } from '../../src/console/api-types.js';
import { credentialsFor, requestFromFields } from '../../src/console/call-request.js';
import { eventsFromText } from '../../src/console/server-sent-events.js';

const CONTRACT: OperationContract = {
  ...{ system: 'shop', id: 'getOrder', method: 'GET', path: '/orders/{id}', tags: [], security: [], schemes: {}, responses: [], place: '' },
  parameters: [
    { name: 'id', in: 'path', required: true, examples: [] },
    { name: 'tag', in: 'query', required: false, schema: { type: 'array' }, examples: [] },
  ],
  request: { method: 'GET', target: '/v1/orders/1', headers: [] },
};

describe('a call from the form of an operation', () => {
  it('has every value where the contract has it, percent-encoded, below the base path', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
        (id, tags) => {
          const [path, list] = CONTRACT.parameters;
          if (path === undefined || list === undefined) throw new Error('both are there');
          const values = [
            { parameter: path, text: id },
            { parameter: list, text: JSON.stringify(tags) },
          ];
          const call = requestFromFields(CONTRACT, { values, headerText: '', body: undefined, scope: 'mine' });
          if (typeof call === 'string') throw new Error(call);
          const url = new URL(call.target, 'http://localhost');
          expect(decodeURIComponent(call.target.slice('/v1/orders/'.length).split('?')[0] ?? '')).toBe(id);
          expect(url.searchParams.getAll('tag')).toEqual(tags);
          expect(call.headers).toEqual(['mortise-scope', 'mine']);
        },
      ),
      { seed: 8 },
    );
  });

  it.each([
    ['a path without a value', '', '', 'id is part of the path'],
    ['a header without a colon', '1', 'what', '"what" is no header'],
  ])('says what is missing of %s', (_what, id, headerText, text) => {
    const [parameter] = CONTRACT.parameters;
    const values = parameter === undefined ? [] : [{ parameter, text: id }];
    expect(requestFromFields(CONTRACT, { values, headerText, body: undefined, scope: '' })).toContain(text);
  });

  it('begins with credentials where the contract asks for some, and with none where it lets everybody in', () => {
    const schemes = { key: { kind: 'apiKey', in: 'header', name: 'x-key' }, asked: { kind: 'apiKey', in: 'query', name: 'api_key' } };
    expect(credentialsFor({ security: [{ key: [] }], schemes })).toEqual({ headers: ['x-key: test-key'], query: [] });
    expect(credentialsFor({ security: [{ asked: [] }], schemes })).toEqual({ headers: [], query: [['api_key', 'test-key']] });
    expect(credentialsFor({ security: [{ key: [] }, {}], schemes })).toEqual({ headers: [], query: [] });
  });
});

describe('a stream of events', () => {
  it('is read to the same events wherever it is cut', () => {
    const data = fc.array(fc.json(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(data, fc.nat(), (texts, at) => {
        const whole = texts.map((text, index) => `: a remark\n\nid: ${index}\ndata: ${text}\n\n`).join('');
        const cut = at % (whole.length + 1);
        const first = eventsFromText(whole.slice(0, cut));
        const second = eventsFromText(first.rest + whole.slice(cut));
        expect([...first.events, ...second.events]).toEqual(texts);
        expect(second.rest).toBe('');
      }),
      { seed: 8 },
    );
  });
});
