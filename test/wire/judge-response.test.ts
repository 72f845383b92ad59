import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/contract/contract.js';
import type { HttpResponse } from '../../src/wire/http-message.js';
import { judgeResponse } from '../../src/wire/judge-response.js';
import { responseForStatus } from '../../src/wire/select-response.js';
import { contractOf, headerOf, mediaTypeOf, operationOf, requestOf, responseOf } from './operation-from.js';

const PET = {
  type: 'object',
  required: ['id', 'secret'],
  properties: { id: { type: 'integer' }, secret: { type: 'string', writeOnly: true } },
};
const operation = operationOf({
  responses: [
    responseOf(
      '200',
      [mediaTypeOf('application/json', PET), mediaTypeOf('text/plain', { type: 'string' })],
      [
        headerOf('X-Limit', { type: 'integer' }, true),
        headerOf('X-Tags', { type: 'array', items: { type: 'integer' } }),
        headerOf('Content-Type', { type: 'integer' }, true),
      ],
    ),
    responseOf('204'),
    responseOf('4XX', [mediaTypeOf('application/problem+json', { type: 'object' })]),
  ],
});

function judge(response: Partial<HttpResponse>, method = 'GET', of: Operation = operation) {
  const whole = { status: 200, headers: ['content-type', 'application/json', 'x-limit', '5'], body: '{"id":1}', ...response };
  return judgeResponse({ operation: of, contract: contractOf(), request: requestOf('/', [], undefined, method), response: whole });
}

describe('judgeResponse', () => {
  it('finds nothing in a response that keeps the contract', () => {
    expect(judge({})).toEqual([]);
    expect(judge({ headers: ['content-type', 'text/plain', 'x-limit', '5'], body: '' })).toEqual([]);
    expect(judge({ status: 204, headers: [], body: undefined })).toEqual([]);
    expect(
      judge({ status: 404, headers: ['content-type', 'application/problem+json; charset=utf-8'], body: new TextEncoder().encode('{}') }),
    ).toEqual([]);
  });

  it('tells an undeclared status with those that are declared', () => {
    expect(judge({ status: 500 })).toEqual([
      {
        kind: 'status',
        location: ['status'],
        code: 'undeclared',
        message: 'response status 500 is not declared (declared: 200, 204, 4XX)',
      },
    ]);
  });

  it('tells an undeclared media type', () => {
    expect(judge({ headers: ['content-type', 'text/html', 'x-limit', '5'] })).toMatchObject([
      { kind: 'media-type', location: ['header', 'content-type'] },
    ]);
  });

  it('tells what the schema refuses, with its clause', () => {
    expect(judge({ body: '{"id":"1"}' })).toEqual([
      {
        kind: 'body',
        location: ['body', 'id'],
        code: 'type',
        message: 'response body at /id must be integer',
        schema: { uri: '', pointer: '/properties/id/type' },
      },
    ]);
    expect(judge({ body: '{' })).toMatchObject([{ kind: 'body', code: 'syntax' }]);
  });

  it('tells headers that are missing or of a wrong type, and Content-Type is no such header', () => {
    expect(
      judge({ headers: ['content-type', 'application/json', 'x-tags', '1, a'] }).map(({ location, message }) => ({ location, message })),
    ).toEqual([
      { location: ['header', 'x-limit'], message: 'response header "X-Limit" is required' },
      { location: ['header', 'x-tags', '1'], message: 'response header "X-Tags" at /1 must be integer' },
    ]);
  });

  it('asks for no body in the answer to HEAD', () => {
    expect(judge({ body: undefined }, 'HEAD')).toEqual([]);
  });

  it('misses a body only where no bytes cannot be right', () => {
    const onlyJson = operationOf({
      responses: [responseOf('200', [mediaTypeOf('application/json', PET)]), responseOf('201', [mediaTypeOf('application/json')])],
    });
    expect(judge({ body: '' }, 'GET', onlyJson)).toMatchObject([{ kind: 'body', code: 'required' }]);
    expect(judge({ body: '' }, 'HEAD', onlyJson)).toEqual([]);
    expect(judge({ status: 201, body: undefined }, 'GET', onlyJson)).toEqual([]);
  });

  it('does not look into a packed body', () => {
    expect(
      judge({
        headers: ['content-type', 'application/json', 'x-limit', '5', 'Content-Encoding', 'gzip'],
        body: new Uint8Array([0x1f, 0x8b]),
      }),
    ).toEqual([]);
  });

  it('lets any body pass where none is declared', () => {
    expect(judge({ body: 'x' }, 'GET', operationOf({ responses: [responseOf('default')] }))).toEqual([]);
  });
});

describe('responseForStatus', () => {
  const all = operationOf({ responses: ['default', '4XX', '404', '2XX'].map((status) => responseOf(status)) });

  it.each([
    [404, '404'],
    [400, '4XX'],
    [499, '4XX'],
    [200, '2XX'],
    [500, 'default'],
    [100, 'default'],
  ])('%d is served by %s', (status, expected) => {
    expect(responseForStatus(all, status)?.status).toBe(expected);
  });

  it('is undefined where nothing covers the status', () => {
    expect(responseForStatus(operation, 301)).toBeUndefined();
  });
});
