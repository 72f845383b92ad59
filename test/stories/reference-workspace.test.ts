import { describe, expect, it } from 'vitest';
import { runProgram, startProgram } from '../fixtures/program.js';

describe('the programs of the reference workspace, as processes of their own', () => {
  it('take a checkout from the storefront through the gateway to auth and payments', async () => {
    const { gateway, payments } = await startPlatform();

    const run = await runProgram('storefront', ['--once'], { MORTISE_URL_GATEWAY: gateway.url });

    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const result = JSON.parse(run.stdout) as Record<string, unknown>;
    expect(result).toMatchObject({ product: 'Desk', amount: 24_900, currency: 'EUR', status: 'captured' });
    // The payment is where the storefront never was: the provider has it, once.
    expect(await paymentsFor(payments.url, String(result['order_id']))).toMatchObject([
      { payment_id: result['payment_id'], amount: 24_900, captured_amount: 24_900, status: 'captured' },
    ]);
  });

  it('show a checkout that failed in one line, when the payment provider has died', async () => {
    const { gateway, payments } = await startPlatform();
    await payments.kill();

    const run = await runProgram('storefront', ['--once'], { MORTISE_URL_GATEWAY: gateway.url });

    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toMatch(/^checkout failed: POST \/commerce\/payments was answered 50[23]: A service behind .*\n$/);
  });

  it('serve checkouts as well, for whoever asks the storefront', async () => {
    const { gateway } = await startPlatform();
    const storefront = await startProgram('storefront', { MORTISE_URL_GATEWAY: gateway.url });

    const answer = await fetch(`${storefront.url}/checkout`, { method: 'POST' });

    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ product: 'Desk', status: 'captured' });
  });

  it('renew a token that is too old once, and do not go on for ever when that does not help', async () => {
    const { gateway } = await startPlatform({}, { ACCESS_TOKEN_SECONDS: '0' });

    const run = await runProgram('storefront', ['--once'], { MORTISE_URL_GATEWAY: gateway.url });

    expect(run).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'checkout failed: GET /products?limit=5 was answered 401: Who are you?\n',
    });
  });

  it('turn a dead provider into 502 with Retry-After, then into 503 while the breaker is open, and say so in the health', async () => {
    const { gateway, payments } = await startPlatform();
    const authorization = await bearer(gateway.url);
    await payments.kill();

    const getPayment = () =>
      fetch(`${gateway.url}/commerce/payments/pay_captured`, { headers: { 'x-api-key': 'key_storefront', authorization } });
    const first = await getPayment();
    expect(first.status).toBe(502);
    expect(first.headers.get('content-type')).toBe('application/problem+json');
    expect(first.headers.get('retry-after')).toBe('1');
    expect(await first.json()).toMatchObject({ status: 502, title: 'A service behind does not answer' });
    // Three attempts have failed; two more open the breaker.
    expect((await getPayment()).status).toBe(503);

    expect(await jsonOf(`${gateway.url}/health`)).toEqual({
      status: 'degraded',
      services: { auth: 'up', payments: 'down', analytics: 'down' },
    });
    // What does not need payments goes on.
    expect((await fetch(`${gateway.url}/products`, { headers: { 'x-api-key': 'key_storefront', authorization } })).status).toBe(200);
  });

  it('limit each API key on its own, and say when to come back', async () => {
    const { gateway } = await startPlatform({ GATEWAY_LIMIT_COUNT: '2', GATEWAY_LIMIT_SECONDS: '3600' });
    const statusOf = async (key: string) => await fetch(`${gateway.url}/products`, { headers: { 'x-api-key': key } });

    expect((await statusOf('key_storefront')).headers.get('ratelimit')).toMatch(/^"default";r=1;t=\d+$/);
    await statusOf('key_storefront');
    const refused = await statusOf('key_storefront');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await statusOf('key_mobile')).status).toBe(401);
  });

  it('do a payment once however often it is sent, and refuse its key for another one', async () => {
    const payments = await startProgram('payments');
    const send = (amount: number) =>
      fetch(`${payments.url}/commerce/payments`, {
        method: 'POST',
        headers: { 'x-service-key': 'svc_test_payments', 'idempotency-key': 'key-of-the-story', 'content-type': 'application/json' },
        body: JSON.stringify({ order_id: 'ord_story', payment_method_id: 'pm_card', amount, currency: 'EUR' }),
      });

    const answers = await Promise.all([send(100), send(100), send(100)]);

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { payment_id: string }).payment_id));
    expect(new Set(ids).size).toBe(1);
    expect(await paymentsFor(payments.url, 'ord_story')).toHaveLength(1);
    expect((await send(200)).status).toBe(422);
  });

  it('end with code 0 when they are asked to', async () => {
    const { gateway, payments, auth } = await startPlatform();
    expect(await Promise.all([gateway.stop(), payments.stop(), auth.stop()])).toEqual([0, 0, 0]);
  });
});

async function startPlatform(gatewayEnv: Readonly<Record<string, string>> = {}, authEnv: Readonly<Record<string, string>> = {}) {
  const [auth, payments] = await Promise.all([startProgram('auth', authEnv), startProgram('payments')]);
  const gateway = await startProgram('gateway', { MORTISE_URL_AUTH: auth.url, MORTISE_URL_PAYMENTS: payments.url, ...gatewayEnv });
  return { auth, payments, gateway };
}

async function bearer(gatewayUrl: string): Promise<string> {
  const answer = await fetch(`${gatewayUrl}/auth/login`, {
    method: 'POST',
    headers: { 'x-api-key': 'key_storefront', 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'otto@example.com', password: 'correct-horse-otto' }),
  });
  return `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
}

async function paymentsFor(paymentsUrl: string, orderId: string): Promise<unknown> {
  const page = await jsonOf(`${paymentsUrl}/commerce/payments?order_id=${orderId}`, { 'x-service-key': 'svc_test_payments' });
  return (page as { data: unknown }).data;
}

async function jsonOf(url: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}
