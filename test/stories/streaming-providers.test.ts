import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../../src/host/test-workspace.js';
import type { WorkspaceTestResult } from '../../src/host/workspace-test.js';
import { workspaceFromContractFile } from '../../src/workspace/read-workspace.js';
import { startHttpProvider } from '../support/http-provider.js';
import { textPort } from '../support/text-port.js';

const TYPES: Readonly<Record<string, string>> = {
  events: 'text/event-stream',
  lines: 'application/jsonl',
  rows: 'application/x-ndjson',
  records: 'application/json-seq',
};

const CONTRACT = `
openapi: 3.2.0
info: { title: Prices, version: '1' }
paths:
${Object.entries(TYPES)
  .map(
    ([name, type]) => `
  /${name}:
    get: { operationId: ${name}, responses: { '200': { description: prices, content: { ${type}: { itemSchema: { $ref: '#/components/schemas/Item' } } } } } }`,
  )
  .join('')}
components:
  schemas:
    Item: { type: object, required: [price], properties: { price: { type: integer } } }
`;

const FRAMES: Readonly<Record<string, (json: string) => string>> = {
  events: (json) => `event: price\ndata: ${json}\n\n`,
  lines: (json) => `${json}\n`,
  rows: (json) => `${json}\r\n`,
  records: (json) => `\u001e${json}\n`,
};

/** Sends these prices at the path of each kind; the events never end. */
const prices = (items: readonly (readonly [path: string, json: string])[]) =>
  startHttpProvider((request, response) => {
    const name = (request.url ?? '').slice(1);
    const frame = FRAMES[name];
    if (request.method !== 'GET' || frame === undefined) return void response.writeHead(405, { allow: 'GET' }).end();
    response.writeHead(200, { 'content-type': TYPES[name] });
    for (const [path, json] of items) if (path === '*' || path === name) response.write(frame(json));
    return void endOf(name, response);
  });

function endOf(name: string, response: ServerResponse): void {
  if (name === 'events') response.write('event: price\ndata: {"pri');
  else response.end();
}

function testAt(url: string): Promise<WorkspaceTestResult> {
  const workspace = workspaceFromContractFile('prices.yaml');
  const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, url }] as const));
  return testWorkspace({
    workspace: { ...workspace, systems },
    documents: textPort({ 'prices.yaml': CONTRACT }),
    env: {},
    cwd: '.',
    seed: '1',
    version: '0',
    phases: ['examples'],
    maxResponseTimeMs: 60_000,
    recordFile: false,
    signal: new AbortController().signal,
  });
}

describe('a provider that answers item by item', () => {
  it('is found nothing against when every item keeps its schema, whether or not the stream ends', async () => {
    const url = await prices([
      ['*', '{"price":1}'],
      ['*', '{"price":2,"note":"a: b"}'],
    ]);
    const result = await testAt(url);
    expect(result.findings).toEqual([]);
    expect(result.outcomes).toMatchObject([{ result: { reachedOperationCount: 4 } }]);
  });

  it.each(Object.keys(TYPES))('is found by the one item of its %s that does not', async (name) => {
    const url = await prices([
      ['*', '{"price":1}'],
      [name, '{"price":"free"}'],
      ['*', '{"price":2}'],
    ]);
    const { findings } = await testAt(url);
    expect(findings).toMatchObject([{ code: 'check/body-matches-schema', severity: 'error', operation: name }]);
    expect(findings[0]?.args).toMatchObject({
      location: ['body', '1', 'price'],
      seen: expect.stringMatching(/must be (an )?integer.*, item 1 was ".*free/) as string,
    });
  });
});
