import type { RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import type { RecordedCall } from '../../../src/compat/record/recorded-call.js';
import { createRecording } from '../../../src/compat/record/recording.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { startRecordProxy } from '../../../src/host/record/record-proxy.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { startHttpProvider } from '../../support/http-provider.js';
import { textPort } from '../../support/text-port.js';

const LIST = { type: 'array', items: { type: 'string' } };
const CONTENT = { 'application/json': { schema: LIST } };
const SPEC = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: { '/notes': { post: { requestBody: { content: CONTENT }, responses: { 200: { description: 'ok', content: CONTENT } } } } },
};
const JOURNAL_BYTES = 65_536;

/** A JSON list of about so many bytes whose last item is a number. */
function longList(bytes: number): string {
  return JSON.stringify([...Array.from({ length: Math.ceil(bytes / 1_003) }, () => 'x'.repeat(1_000)), 7]);
}

async function recorded(sent: string, answered: string): Promise<{ readonly text: string; readonly call: RecordedCall }> {
  const echo: RequestListener = (request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answered));
  };
  const target = await startHttpProvider(echo);
  const contract = await readContract('shop.json', textPort({ 'shop.json': JSON.stringify(SPEC) }));
  const calls: RecordedCall[] = [];
  const proxy = await startRecordProxy({
    contract,
    consumer: 'web',
    provider: 'shop',
    target,
    host: '127.0.0.1',
    port: 0,
    recording: createRecording(contract, { consumer: 'web', provider: 'shop' }),
    journal: createMemoryJournal({ maxEntryCount: 10, maxBytes: 1_000_000 }),
    onCall: (call) => calls.push(call),
    onTrouble: (error) => {
      throw error;
    },
  });
  onTestFinished(() => proxy.close());
  const headers = { 'content-type': 'application/json' };
  const text = await (await fetch(`${proxy.url}/notes`, { method: 'POST', headers, body: sent })).text();
  const [call] = calls;
  if (call === undefined) throw new Error('nothing was recorded');
  return { text, call };
}

it('bodies beyond what a journal keeps are judged to their ends, and cut in the journal', async () => {
  const [sent, answered] = [longList(300_000), longList(400_000)];
  const { text, call } = await recorded(sent, answered);
  expect(text).toBe(answered);
  expect(call.problems.map(({ on, message }) => [on, message])).toEqual([
    ['request', 'request body at /300 must be string'],
    ['response', 'response body at /399 must be string'],
  ]);
  const { request, response } = call.exchange;
  expect([request, response].map((message) => message?.body?.length)).toEqual([JOURNAL_BYTES, JOURNAL_BYTES]);
  expect(request.truncatedBytes).toBe(sent.length - JOURNAL_BYTES);
});

it('a body beyond all bounds passes whole, and nothing is said of it', async () => {
  const answered = longList(11_000_000);
  const { text, call } = await recorded('["a"]', answered);
  expect(text.length).toBe(answered.length);
  expect(call.problems).toEqual([]);
  expect(call.exchange.response?.truncatedBytes).toBe(answered.length - JOURNAL_BYTES);
});
