import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface ThingsCall {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * A server that answers as it is told, until the test is over.
 *
 * @param answer - to the n-th call, the first is 1
 */
export async function startThings(
  answer: (count: number) => { readonly status: number; readonly body?: string },
): Promise<{ readonly url: string; readonly calls: readonly ThingsCall[] }> {
  const calls: ThingsCall[] = [];
  const server = createServer(async (request, response) => {
    calls.push({ method: request.method ?? '', target: request.url ?? '', headers: request.headers, body: await text(request) });
    const { status, body } = answer(calls.length);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}
