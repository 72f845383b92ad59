import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { createMock } from '../../src/mock/mock.js';
import type { HttpRequest } from '../../src/wire/http-message.js';

const FILES = ['petstore', 'styles', 'swagger2', 'three-two', 'broken', 'circular'];
const RUN_COUNT = 400;

describe('a mock', () => {
  it.each(FILES)('answers whatever comes, in a form that can be sent: %s.yaml', async (name) => {
    const contract = await readContract(`fixtures/specs/${name}.yaml`, createDocumentPort({ cwd: process.cwd(), stdin: process.stdin }));
    const mock = createMock(contract, { cors: 'reflect' });
    const context = { seed: 'any', callIndex: () => 0 };
    fc.assert(
      fc.property(requestTo(contract), (request) => {
        const { response } = mock.answer(request, context);
        expect(response.status).toBeGreaterThanOrEqual(100);
        expect(response.status).toBeLessThan(600);
        expect(response.headers.length % 2).toBe(0);
        for (const part of response.headers) expect(part).toMatch(/^[\t\u0020-\u007e]*$/);
        if (request.method === 'HEAD' || response.status === 204) expect(response.body).toBeUndefined();
        expect(mock.answer(request, context).response).toEqual(response);
      }),
      { seed: 20261121, numRuns: RUN_COUNT },
    );
  });
});

/** Requests that mostly reach an operation, with odd values wherever a caller can put one. */
function requestTo(contract: Contract): fc.Arbitrary<HttpRequest> {
  const odd = fc.oneof(fc.constantFrom('', '1', '%', '%00', '..', 'null', '[]', '{}', 'a,b', '\u00e9'), fc.string({ maxLength: 8 }));
  const query = fc.array(fc.tuple(fc.oneof(odd, fc.constantFrom('limit', 'species', '__code', '__example', '__dynamic')), odd), {
    maxLength: 4,
  });
  const header = fc.tuple(
    fc.constantFrom('Accept', 'Content-Type', 'Prefer', 'Authorization', 'Cookie', 'Origin', 'X-Shelter-Key', 'If-Match'),
    fc.oneof(
      odd,
      fc.constantFrom('application/json', '*/*', 'dynamic=true', 'code=404', 'multipart/form-data; boundary=x', 'Bearer a', 'a=b; c=d'),
    ),
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY', 'NONSENSE');
  const path = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...contract.operations.map((operation) => operation.path)) },
    { weight: 1, arbitrary: odd.map((text) => `/${text}`) },
  );
  const own = fc.constantFrom(...contract.operations).map(({ method: ownMethod, path: ownPath }) => [ownMethod, ownPath] as const);
  const target = fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: fc.tuple(method, path) });
  return fc
    .tuple(target, odd, query, fc.array(header, { maxLength: 5 }), fc.option(fc.oneof(fc.json(), odd), { nil: undefined }))
    .map(([[verb, template], value, pairs, headers, body]) => ({
      method: verb,
      target: `${template.replace(/\{.*?\}/g, value)}${pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.join('=')).join('&')}`}`,
      headers: headers.flat(),
      body: body === undefined ? undefined : new TextEncoder().encode(body),
    }));
}
