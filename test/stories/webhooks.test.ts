import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exchangeFromLine } from '../../src/journal/journal-line.js';
import { repositoryFolder, startMock } from '../support/run-mortise.js';

interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: { readonly id: string; readonly status: string } };
}

describe('the mock of Stripe in the reference workspace', () => {
  it('tells a receiver that the money was taken, signed, and again while it is not well', async () => {
    const receiver = await startReceiver({ STRIPE_WEBHOOK_SECRET: 'shared by both', ILL_COUNT: '1' });
    const journal = join(mkdtempSync(join(tmpdir(), 'mortise-webhooks-')), 'calls.jsonl');
    const mock = await startMock(['contracts/mortise.yaml', '--journal', journal, '--json'], {
      env: { STRIPE_WEBHOOK_URL: `${receiver.url}/webhooks/stripe`, STRIPE_WEBHOOK_SECRET: 'shared by both' },
    });
    onTestFinished(() => void mock.stop());
    const [, stripe = ''] = await mock.line(/"system":"stripe","url":"([^"]+)"/);
    const captured = await fetch(`${stripe}/v1/payment_intents/pi_7Kxyz/capture`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
    });
    expect(captured.status).toBe(200);
    const intent = (await captured.json()) as { readonly id: string };
    await receiver.line(/received evt_/);
    const events = (await (await fetch(`${receiver.url}/events`)).json()) as readonly StripeEvent[];
    expect(events).toMatchObject([{ type: 'payment_intent.succeeded', data: { object: { id: intent.id, status: 'succeeded' } } }]);
    const byHand = await fetch(`${stripe}/_mortise/api/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ webhook: 'payment_intent.succeeded' }),
    });
    expect(await byHand.json()).toMatchObject({ system: 'stripe', outcome: 'answered', status: 200, problems: [] });
    expect(await (await fetch(`${stripe}/_mortise/api/webhooks`)).json()).toEqual({
      webhooks: [{ system: 'stripe', webhook: 'payment_intent.succeeded', on: 'capturePaymentIntent' }],
    });
    await mock.stop();
    const sent = readFileSync(journal, 'utf8')
      .trimEnd()
      .split('\n')
      .map(exchangeFromLine)
      .filter(({ consumer }) => consumer === 'stripe');
    expect(sent.map(({ operation, response }) => [operation, response?.status])).toEqual([
      ['onPaymentIntentSucceeded', 503],
      ['onPaymentIntentSucceeded', 200],
      ['onPaymentIntentSucceeded', 200],
    ]);
    expect(readFileSync(journal, 'utf8')).not.toContain('shared by both');
  });
});

async function startReceiver(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(repositoryFolder, 'fixtures/programs/webhooks/receiver.js')], {
    env: { ...process.env, ...env, PORT: '0' },
  });
  onTestFinished(() => void child.kill());
  let text = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    text += String(chunk);
    for (const wake of waiting) wake();
  });
  const line = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const match = pattern.exec(text);
      if (match !== null) return match;
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  };
  const [, url = ''] = await line(/listening on (\S+)/);
  return { url, line };
}
