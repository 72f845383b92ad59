import { setupServer } from 'msw/node';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { machineClock } from '../../src/host/machine-clock.js';
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

  it('shows faults as far as a fetch can: statuses, broken bodies, network errors, silence', async () => {
    const injector = createInjector({ seed: '1', provider: '' });
    const handle = createFetchHandler(createMock(await petstore()), { faults: { injector, clock: machineClock } });
    const call = (fault: string, signal?: AbortSignal): Promise<Response> => {
      injector.set([faultRuleFromText(fault)], machineClock.nowMs());
      return handle(new Request('http://anywhere.test/pets/1', signal === undefined ? {} : { signal }));
    };
    expect(await (await call('noop')).json()).toMatchObject({ name: 'Mia' });
    expect((await call('status status=503 on=getPet')).status).toBe(503);
    expect((await call('late-response delay=5ms')).status).toBe(200);
    expect((await call('outage mode=reset')).type).toBe('error');
    expect((await call('garbage')).type).toBe('error');
    await expect((await call('truncate bytes=5')).text()).rejects.toThrow('terminated');
    await expect(call('outage mode=silence', AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect((await call('stall bytes=5', AbortSignal.timeout(20))).text()).rejects.toThrow();
    injector.set([], 0);
    expect((await handle(new Request('http://anywhere.test/pets/1'))).status).toBe(200);
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
