import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TestWorkspaceOptions, WorkspaceTestResult } from '../../src/host/workspace-test.js';
import { testWorkspace } from '../../src/host/test-workspace.js';
import { workspaceFromContractFile } from '../../src/workspace/read-workspace.js';
import { SHOP_CONTRACT } from '../support/shop.js';
import { textPort } from '../support/text-port.js';

describe('a run whose time is up', () => {
  it('ends although a call is under way, and what it found stands', async () => {
    const url = await serve((request, response) => {
      // Whoever asks for orders waits for ever.
      if (request.method === 'POST') response.writeHead(500).end();
    });
    const result = await testAt(url, { maxTimeMs: 3_000, timeoutMs: 60_000 });
    expect(result.summary).toMatchObject({ stopped: 'max-time' });
    expect(result.summary.laneDoneCount).toBeLessThan(result.summary.laneCount);
    expect(result.findings).toMatchObject([{ code: 'check/not-a-server-error', operation: 'createOrder' }]);
    expect(result.outcomes).toMatchObject([{ kind: 'tested', result: { verdict: { kind: 'refuted' } } }]);
  });
});

describe('a run of several machines', () => {
  it('tests each lane on exactly one of them', async () => {
    const url = await serve((_, response) => response.writeHead(404).end());
    const parts = await Promise.all([1, 2, 3].map((index) => testAt(url, { shard: { index, count: 3 }, phases: ['coverage'] })));
    expect(parts.map(({ summary }) => summary.laneCount)).toEqual([2, 1, 1]);
    expect(parts.map(({ summary }) => summary.laneDoneCount)).toEqual([2, 1, 1]);
  });
});

describe('the progress of a run', () => {
  it('only ever goes on, and ends with all lanes done', async () => {
    const url = await serve((_, response) => response.writeHead(404).end());
    const seen: { requestCount: number; lanesDone: number; laneCount: number }[] = [];
    const result = await testAt(url, { phases: ['examples', 'coverage'], workers: 3, onProgress: (progress) => seen.push(progress) });
    for (const [index, { requestCount, lanesDone }] of seen.entries()) {
      expect(requestCount).toBeGreaterThanOrEqual(seen[index - 1]?.requestCount ?? 0);
      expect(lanesDone).toBeGreaterThanOrEqual(seen[index - 1]?.lanesDone ?? 0);
    }
    expect(seen.at(-1)).toMatchObject({ lanesDone: 8, laneCount: 8, requestCount: result.summary.requestCount });
  });
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function testAt(url: string, options: Partial<TestWorkspaceOptions>): Promise<WorkspaceTestResult> {
  const workspace = workspaceFromContractFile('shop.yaml');
  const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, url }] as const));
  return testWorkspace({
    workspace: { ...workspace, systems },
    documents: textPort({ 'shop.yaml': SHOP_CONTRACT }),
    env: {},
    cwd: '.',
    seed: '1',
    version: '0',
    recordFile: false,
    signal: new AbortController().signal,
    ...options,
  });
}
