import { describe, expect, it } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { createWebhookPlanner } from '../../../src/mock/webhook/plan-webhooks.js';
import { callbackRuleFromJson, webhookRuleFromJson } from '../../../src/workspace/mock-webhooks.js';
import { textPort } from '../../support/text-port.js';

const CONTRACT = `
openapi: 3.1.0
info: { title: Jobs, version: '1' }
paths:
  /jobs/{kind}:
    post:
      operationId: startJob
      parameters: [{ name: kind, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: d } }
      callbacks:
        done:
          '{$request.body#/callbackUrl}/{$request.path.kind}?s={$statusCode}':
            post: { operationId: onDone, responses: { '200': { description: d } } }
        told:
          '{$request.header.x-reply-to}':
            post: { operationId: onTold, responses: { '200': { description: d } } }
webhooks:
  finished:
    post: { operationId: onFinished, responses: { '200': { description: d } } }
`;
const contract = await readContract('jobs.yaml', textPort({ 'jobs.yaml': CONTRACT }));

describe('what a system sends because of a call', () => {
  it('is its callbacks, at the URL that the expressions of the contract give', () => {
    expect(planned('{"callbackUrl":"http://127.0.0.1:9/cb"}')).toEqual(['onDone http://127.0.0.1:9/cb/a%20b?s=201']);
    expect(planned('{}', { headers: ['X-Reply-To', 'http://localhost:9/'] })).toEqual(['onTold http://localhost:9/']);
  });

  it('is nothing when it was refused, or when the client has left', () => {
    expect(planned('{"callbackUrl":"http://127.0.0.1:9"}', { status: 422 })).toEqual([]);
    expect(planned('{"callbackUrl":"http://127.0.0.1:9"}', { outcome: 'aborted' })).toEqual([]);
  });

  it.each([
    'http://169.254.169.254/latest',
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://[::ffff:127.0.0.1]:9',
    'http://10.0.0.1',
    'http://0.0.0.0:9',
  ])('never goes to %s unless the workspace allows the host', (callbackUrl) => {
    const exchange = exchangeOf(JSON.stringify({ callbackUrl }), {});
    const plan = planner([]).plan(exchange);
    expect(plan.calls).toEqual([]);
    expect(plan.refused).toMatchObject([{ name: expect.stringContaining('done') as string }]);
    expect(planner([new URL(callbackUrl).hostname]).plan(exchange).calls).toHaveLength(1);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1', 'http://user:pass@127.0.0.1', 'nonsense', ''])(
    'is nothing for %j, which is no URL to be called',
    (callbackUrl) => {
      expect(planner([]).plan(exchangeOf(JSON.stringify({ callbackUrl }), {}))).toEqual({ calls: [], refused: [] });
    },
  );

  it('is the webhooks that the workspace ties to the operation', () => {
    const rule = webhookRuleFromJson({ webhook: 'finished', on: 'startJob', to: 'desk/hooks', delay: '2s' });
    const { calls } = createWebhookPlanner(contract, { webhooks: [rule], callbacks: callbackRuleFromJson({}) }).plan(exchangeOf('{}', {}));
    expect(calls).toMatchObject([
      { name: 'finished', operation: { id: 'onFinished' }, to: { kind: 'system', system: 'desk', path: '/hooks' }, delayMs: 2_000 },
    ]);
  });

  it('carries the scope of the call', () => {
    const [call] = planner([]).plan(exchangeOf('{"callbackUrl":"http://127.0.0.1:9"}', { target: '/~checkout/jobs/a' })).calls;
    expect(call?.cause?.scope).toBe('checkout');
    expect(call?.to).toEqual({ kind: 'url', url: 'http://127.0.0.1:9/a?s=201' });
  });
});

function planner(hosts: readonly string[]) {
  return createWebhookPlanner(contract, { webhooks: [], callbacks: callbackRuleFromJson({ hosts }) });
}

interface Told {
  readonly status?: number;
  readonly outcome?: Exchange['outcome'];
  readonly headers?: readonly string[];
  readonly target?: string;
}

function planned(body: string, told: Told = {}): readonly string[] {
  return planner([])
    .plan(exchangeOf(body, told))
    .calls.map(({ operation, to }) => `${operation.id} ${to.kind === 'url' ? to.url : to.system}`);
}

function exchangeOf(body: string, { status = 201, outcome = 'answered', headers = [], target = '/jobs/a%20b' }: Told): Exchange {
  return {
    id: '1',
    side: 'egress',
    consumer: undefined,
    provider: 'jobs',
    operation: 'startJob',
    connectionId: '1',
    receivedFirstAtMs: 0,
    receivedLastAtMs: 0,
    respondedFirstAtMs: 0,
    respondedLastAtMs: 0,
    request: { method: 'POST', target, headers: ['content-type', 'application/json', ...headers], body },
    response: { status, headers: [], body: undefined },
    fault: undefined,
    problems: [],
    outcome,
  };
}
