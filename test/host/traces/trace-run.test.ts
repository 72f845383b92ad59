import { expect, it } from 'vitest';
import type { SpanStart, Traces } from '../../../src/host/traces/open-traces.js';
import { traceRun } from '../../../src/host/traces/trace-run.js';
import { headerValue } from '../../../src/wire/http-message.js';

it('a call is below the span of its pair, however many pairs are tested at once', async () => {
  const begun: (SpanStart & { readonly spanId: string })[] = [];
  const traces: Traces = {
    begin: (start) => {
      const spanId = String(begun.length + 1).padStart(16, '0');
      begun.push({ ...start, spanId });
      return { context: { traceId: 'a'.repeat(32), spanId, isSampled: true, state: '' }, end: () => undefined };
    },
    close: async () => undefined,
  };
  const run = traceRun(traces, 'mortise test');
  const sent: string[] = [];
  const send = run.traced(async (request) => {
    sent.push(headerValue(request.headers, 'traceparent') ?? '');
    return { kind: 'unsendable', reason: 'nobody is there' };
  });
  const call = (path: string) =>
    send({ method: 'GET', target: path, headers: [], body: undefined }, 'http://127.0.0.1:1', new AbortController().signal);
  const turns = Array.from({ length: 3 }, () => Promise.resolve());
  await Promise.all(
    ['orders', 'billing', 'shipping'].map(async (provider) => {
      const pair = { consumer: 'shop', provider };
      run.onPairStart(pair);
      await run.within(pair, async () => {
        for (const turn of turns) {
          await turn;
          await call(`/${provider}`);
        }
      });
      run.onPairEnd(pair);
    }),
  );
  await call('/after');
  run.end();
  const nameOf = (spanId: string | undefined): string | undefined => begun.find((span) => span.spanId === spanId)?.name;
  const calls = begun.filter(({ kind }) => kind === 'client');
  expect(calls.length).toBe(10);
  expect(sent.length).toBe(10);
  for (const { attributes, parent } of calls) {
    const provider = String(attributes['url.path']).slice(1);
    expect(nameOf(parent?.spanId)).toBe(provider === 'after' ? 'mortise test' : `shop → ${provider}`);
  }
});
