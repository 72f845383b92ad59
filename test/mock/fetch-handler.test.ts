import { setupServer } from 'msw/node';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { createFetchHandler } from '../../src/mock/fetch-handler.js';
import { createMock } from '../../src/mock/mock.js';
import { handlersFromContract } from '../../src/msw.js';

const petstore = () => readContract('fixtures/specs/petstore.yaml', createDocumentPort({ cwd: process.cwd(), stdin: process.stdin }));

describe('the mock without a socket', () => {
  it('answers a web-standard request', async () => {
    const handle = createFetchHandler(createMock(await petstore()));
    const response = await handle(new Request('http://anywhere.test/pets/1'));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ name: 'Mia' });
    const created = await handle(
      new Request('http://anywhere.test/pets', {
        method: 'POST',
        body: '{"name":""}',
        headers: { 'content-type': 'application/json', 'x-shelter-key': 'k' },
      }),
    );
    expect(created.status).toBe(422);
  });

  it('answers the calls of a program under MSW below the base URL, and no others', async () => {
    const server = setupServer(...handlersFromContract(await petstore(), 'https://shelter.example.com/api/'));
    server.listen({ onUnhandledRequest: 'bypass' });
    try {
      const response = await fetch('https://shelter.example.com/api/pets?limit=2');
      expect(response.headers.get('x-total-count')).toBe('2');
      expect(await response.json()).toHaveLength(2);
      expect((await fetch('https://shelter.example.com/api/nothing')).status).toBe(404);
    } finally {
      server.close();
    }
  });
});
