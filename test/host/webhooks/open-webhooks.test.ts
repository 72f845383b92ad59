import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import { startMock } from '../../../src/host/client/start-mock.js';
import { type CallingSystem, openWebhooks } from '../../../src/host/webhooks/open-webhooks.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { webhookRuleFromJson } from '../../../src/workspace/mock-webhooks.js';
import { headerValue, type HttpRequest } from '../../../src/wire/http-message.js';
import { untilDone } from '../../support/manual-time.js';
import { textPort } from '../../support/text-port.js';

const jobs = (webhook: string, job: string): string => `
openapi: 3.1.0
info: { title: Jobs, version: '1' }
paths:
  /jobs:
    post: { operationId: begin, responses: { '202': { description: d } } }
webhooks:
  ${webhook}:
    post:
      operationId: on_${webhook}
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, required: [job], properties: { job: { const: ${job} } } } } }
      responses: { '204': { description: d } }
`;

async function calling(webhook: string, job: string, rule: Readonly<Record<string, string>>): Promise<CallingSystem> {
  const contract = await readContract('jobs.yaml', textPort({ 'jobs.yaml': jobs(webhook, job) }));
  const sign = { scheme: 'github', secret: webhook };
  return { name: 'jobs', contract, webhooks: [webhookRuleFromJson({ webhook, on: 'begin', sign, ...rule })] };
}

describe('the webhooks of a system that is read again', () => {
  it('are those of now at once, with their targets and signatures, and what waits goes out as it was', async () => {
    const clock = createManualClock(0);
    const sent: string[] = [];
    const exchanges: Exchange[] = [];
    const webhooks = openWebhooks([await calling('begun', 'first', { to: 'http://127.0.0.1:1/old', delay: '10s' })], {
      seed: '1',
      clock,
      // Shows which secret it was signed with.
      hmac: (key) => key,
      append: (exchange) => exchanges.push(exchange),
      tell: (text) => sent.push(text),
      send: async (request: HttpRequest, origin) => {
        const secret = Buffer.from((headerValue(request.headers, 'x-hub-signature-256') ?? '').slice('sha256='.length), 'hex').toString();
        sent.push(`${origin}${request.target} ${new TextDecoder().decode(request.body)} ${secret}`);
        const response = { status: 204, headers: [], body: undefined };
        return { kind: 'answered', response, truncatedBytes: undefined, respondedFirstAtMs: 0, respondedLastAtMs: 0 };
      },
    });
    webhooks.onCall('jobs', CALL);
    webhooks.renew(await calling('ended', 'second', { to: 'http://127.0.0.1:2/new' }));
    expect(webhooks.of('jobs').list()).toEqual([{ webhook: 'ended', on: 'begin' }]);
    webhooks.onCall('jobs', CALL);
    await untilDone(clock, clock.sleep(20_000));
    expect(sent).toEqual(['http://127.0.0.1:2/new {"job":"second"} ended', 'http://127.0.0.1:1/old {"job":"first"} begun']);
    // Each is judged by the contract that it was made from.
    expect(exchanges.map(({ operation, problems }) => [operation, problems.length])).toEqual([
      ['on_ended', 0],
      ['on_begun', 0],
    ]);
    expect(await webhooks.of('jobs').fire({ webhook: 'begun', to: undefined, payload: undefined })).toBeUndefined();
    webhooks.renew({ name: 'jobs', contract: (await calling('x', 'y', { to: 'http://127.0.0.1:1/' })).contract, webhooks: [] });
    webhooks.onCall('jobs', CALL);
    await untilDone(clock, clock.sleep(20_000));
    expect(sent).toHaveLength(2);
  });
});

describe('a mock that a test starts', () => {
  it('sends what the workspace ties to a call, has it in its journal, and sends more when it is asked to', async () => {
    const received: string[] = [];
    const receiver = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => received.push(`${request.url} ${text}`));
      request.on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void receiver.close());
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const folder = mkdtempSync(join(tmpdir(), 'mortise-webhooks-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'jobs.yaml'), jobs('ended', 'done'));
    const webhook = `{ webhook: ended, on: begin, to: '${url}/hooks' }`;
    writeFileSync(join(folder, 'mortise.yaml'), `systems: { jobs: { openapi: jobs.yaml, mock: { webhooks: [${webhook}] } } }\n`);
    await using mock = await startMock(join(folder, 'mortise.yaml'));
    expect((await fetch(`${mock.url}/jobs`, { method: 'POST' })).status).toBe(202);
    for (let turn = 0; turn < 500 && (await mock.journal({ sent: true })).length === 0; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const byHand = await mock.sendWebhook('ended', { to: `${url}/else`, payload: { job: 'done', more: 1 } });
    expect(byHand).toMatchObject({ outcome: 'answered', status: 204 });
    expect(received).toEqual(['/hooks {"job":"done"}', '/else {"job":"done","more":1}']);
    const sent = await mock.journal({ sent: true });
    expect(sent.map(({ operation, response }) => [operation, response?.status])).toEqual([
      ['on_ended', 204],
      ['on_ended', 204],
    ]);
    expect(sent.at(-1)?.id).toBe(byHand.id);
    expect((await mock.journal()).map(({ operation }) => operation)).toEqual(['begin']);
    await expect(mock.sendWebhook('nothing')).rejects.toThrow('no webhook "nothing"');
  });
});

const CALL: Exchange = {
  id: '1',
  side: 'ingress',
  consumer: undefined,
  provider: 'jobs',
  operation: 'begin',
  connectionId: '',
  receivedFirstAtMs: 0,
  receivedLastAtMs: 0,
  respondedFirstAtMs: 0,
  respondedLastAtMs: 0,
  request: { method: 'POST', target: '/jobs', headers: [], body: undefined },
  response: { status: 202, headers: [], body: undefined },
  fault: undefined,
  effect: undefined,
  problems: [],
  outcome: 'answered',
};
