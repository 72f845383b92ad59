import { createHmac } from 'node:crypto';
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../../src/check/ports.js';
import { webhooksOf } from '../../../src/contract/openapi/called-back.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createWebhookSender } from '../../../src/host/webhooks/webhook-sender.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { callsOf } from '../../../src/mock/webhook/plan-webhooks.js';
import type { RetryPolicy } from '../../../src/policy/policy.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { headerValue, type HttpRequest } from '../../../src/wire/http-message.js';
import { turn, untilDone } from '../../support/manual-time.js';
import { textPort } from '../../support/text-port.js';

const CONTRACT = `
openapi: 3.1.0
info: { title: Jobs, version: '1' }
webhooks:
  finished:
    post:
      operationId: onFinished
      security: []
      parameters:
        - { name: Stripe-Signature, in: header, required: true, schema: { type: string, pattern: '^t=' }, example: 't=1,v1=0' }
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [id], properties: { id: { type: string, pattern: '^evt_[a-z]{6}$' }, job: { type: string } } }
            example: { id: evt_aaaaaa, job: j1 }
      responses: { '200': { description: d } }
`;
const contract = await readContract('jobs.yaml', textPort({ 'jobs.yaml': CONTRACT }));
type Answer = number | 'reset' | 'timedOut';

describe('a webhook that is sent', () => {
  it('is tried as its policy has it, at the times that its policy has, and no more once it was taken', async () => {
    const policies = record({
      attemptCount: integer({ min: 1, max: 5 }),
      baseMs: integer({ min: 1, max: 500 }),
      factor: integer({ min: 1, max: 3 }),
    });
    await assert(
      asyncProperty(
        array(constantFrom<Answer>(200, 204, 400, 429, 500, 503, 'reset', 'timedOut'), { minLength: 1, maxLength: 6 }),
        policies,
        async (answers, { attemptCount, baseMs, factor }) => {
          const retry: RetryPolicy = {
            attemptCount,
            on: undefined,
            backoff: { kind: 'exponential', baseMs, factor, capMs: Number.POSITIVE_INFINITY },
            jitter: { kind: 'none' },
          };
          const world = sending(answers);
          await untilDone(world.clock, world.sender.send(world.call({ retry, delayMs: 10 })));
          const isFailure = (answer: Answer): boolean => typeof answer === 'string' || answer === 429 || answer >= 500;
          const taken = answers.findIndex((answer) => !isFailure(answer));
          const count = Math.min(attemptCount, taken === -1 ? attemptCount : taken + 1);
          const waits = Array.from({ length: count }, (_, index) => (index === 0 ? 10 : baseMs * factor ** (index - 1)));
          expect(world.sentAtMs).toEqual(waits.map((_, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait, 0)));
          expect(world.exchanges.map(({ outcome }) => outcome)).toHaveLength(count);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('is the same message with the same id in every attempt, signed anew; another event has another id', async () => {
    const world = sending([500, 200, 200]);
    const retry: RetryPolicy = { attemptCount: 3, on: undefined, backoff: { kind: 'constant', baseMs: 5_000 }, jitter: { kind: 'none' } };
    const call = world.call({ retry, signing: { scheme: 'stripe', secret: 'the secret' } });
    await untilDone(world.clock, world.sender.send(call));
    await untilDone(world.clock, world.sender.send(call));
    const bodies = world.requests.map(({ body }) => new TextDecoder().decode(body));
    expect(bodies[0]).toBe(bodies[1]);
    expect(bodies[2]).not.toBe(bodies[1]);
    const signatures = world.requests.map(({ headers }) => headerValue(headers, 'stripe-signature'));
    expect(signatures[0]).not.toBe(signatures[1]);
    expect(world.requests[0]?.headers.filter((part) => part.toLowerCase() === 'stripe-signature')).toHaveLength(1);
    expect(JSON.stringify(world.exchanges)).not.toContain('the secret');
  });

  it('is in the journal as an exchange of the mock with its receiver, judged by the contract', async () => {
    const world = sending([418]);
    const exchange = await untilDone(world.clock, world.sender.send(world.call({}), { id: 'none of its kind' }));
    expect(exchange).toMatchObject({
      consumer: 'jobs',
      provider: '127.0.0.1:9',
      operation: 'onFinished',
      outcome: 'answered',
      response: { status: 418 },
    });
    expect(exchange?.problems.map(({ on, kind }) => `${on} ${kind}`)).toEqual(['request body', 'response status']);
  });

  it('is given up when the mock is stopped', async () => {
    const world = sending([200]);
    const sent = world.sender.send(world.call({ delayMs: 1_000 }));
    await turn();
    world.sender.close();
    expect(await sent).toBeUndefined();
    expect(world.exchanges).toEqual([]);
  });

  it.each(['answered', 'cut off'] as const)('leaves no trace of an attempt that is %s when the mock is stopped meanwhile', async (end) => {
    let answer: () => void = () => undefined;
    const world = sending([503, 200], async (signal) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      if (end === 'cut off') throw signal.reason;
    });
    const retry: RetryPolicy = { attemptCount: 3, on: undefined, backoff: { kind: 'constant', baseMs: 1 }, jitter: { kind: 'none' } };
    const sent = world.sender.send(world.call({ retry }));
    await turn();
    world.sender.close();
    answer();
    expect(await sent).toBeUndefined();
    expect(world.requests).toHaveLength(1);
    expect(world.exchanges).toEqual([]);
  });

  it('is told of when it has nowhere to go', async () => {
    const world = sending([]);
    expect(await world.sender.send(world.call({ to: { kind: 'system', system: 'nobody', path: '/' } }))).toBeUndefined();
    expect(world.told).toEqual(['the webhook finished of jobs has nowhere to go: nobody']);
  });
});

function sending(answers: readonly Answer[], isOver: (signal: AbortSignal) => Promise<void> = async () => undefined) {
  const clock = createManualClock(0);
  const requests: HttpRequest[] = [];
  const sentAtMs: number[] = [];
  const exchanges: Exchange[] = [];
  const told: string[] = [];
  const sender = createWebhookSender({
    system: 'jobs',
    hmac: (key, message) => createHmac('sha256', key).update(message).digest(),
    seed: '1',
    clock,
    urlOf: () => undefined,
    append: (exchange) => exchanges.push(exchange),
    tell: (text) => told.push(text),
    send: async (request, _, signal): Promise<SendResult> => {
      const answer = answers[Math.min(requests.length, answers.length - 1)] ?? 200;
      requests.push(request);
      sentAtMs.push(clock.nowMs());
      await isOver(signal);
      if (typeof answer === 'string') return { kind: 'failed', outcome: answer, reason: '' };
      const response = { status: answer, headers: [], body: undefined };
      return { kind: 'answered', response, truncatedBytes: undefined, respondedFirstAtMs: clock.nowMs(), respondedLastAtMs: clock.nowMs() };
    },
  });
  const call = (parts: Partial<Parameters<typeof callsOf>[2]>) => {
    const [planned] = callsOf({ webhooks: webhooksOf(contract), contract }, 'finished', {
      delayMs: 0,
      retry: undefined,
      signing: undefined,
      to: { kind: 'url', url: 'http://127.0.0.1:9/h' },
      cause: undefined,
      ...parts,
    });
    if (planned === undefined) throw new Error('the contract has a webhook');
    return planned;
  };
  return { clock, sender, call, requests, sentAtMs, exchanges, told };
}
