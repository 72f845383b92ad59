import { existsSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { Pool } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMock, startMortise } from '../support/run-mortise.js';

/** One mock and one browser for all: each test has a page of its own, and leaves the mock as it was. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const isSkipped = CHROMIUM === undefined && process.env['MORTISE_REQUIRE_BROWSER'] !== '1';
if (isSkipped) console.info('skipped: the console: no Chromium here');

describe.skipIf(isSkipped)('the console', { timeout: 60_000 }, () => {
  let mock: Awaited<ReturnType<typeof startMock>>;
  let browser: Browser;
  let page: Page;
  let guarded: Awaited<ReturnType<typeof startMock>>;
  let proxy: Awaited<ReturnType<typeof startMortise>>;
  let gateway = '';
  let channels = '';
  let proxyUrl = '';
  const troubles: string[] = [];

  beforeAll(async () => {
    const { chromium } = await import('playwright-core');
    [mock, guarded, browser] = await Promise.all([
      startMock(['fixtures/workspaces/storefront.yaml', 'fixtures/specs/petstore.yaml', 'fixtures/specs/order-events.yaml', '--stateful']),
      startMock(['fixtures/specs/petstore.yaml', '--control-token', 'open sesame']),
      chromium.launch({ executablePath: CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] }),
    ]);
    [, gateway = ''] = await mock.line(/(http:\/\/127\.0\.0\.1:\d+)\/orders/);
    [, channels = ''] = await mock.line(/sends and receives at (\S+)/);
    const contract = 'fixtures/specs/petstore.yaml';
    proxy = startMortise(['proxy', guarded.url, '--contract', contract, '--consumer', 'app', '--port', '0']);
    [, proxyUrl = ''] = await proxy.line(/reached by (\S+)/);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all([mock?.stop(), guarded?.stop(), proxy?.stop()]);
  });
  afterEach(async () => {
    await page.close();
    await api('DELETE', 'faults?system=petstore');
    await api('DELETE', 'faults?system=order-events');
    await api('DELETE', 'overrides?system=*');
    await api('DELETE', 'state?system=petstore');
    expect(troubles.splice(0)).toEqual([]);
  });

  const api = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${gateway}/_mortise/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const open = async (hash: string, width = 1280): Promise<void> => {
    page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(gateway) && !request.url().startsWith('data:')) troubles.push(`asked for ${request.url()}`);
    });
    await page.goto(`${gateway}/_mortise/${hash}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };

  it('shows the systems, and finds an operation by a word of it', async () => {
    await open('#/');
    await page.getByRole('article', { name: 'petstore' }).getByText('3 operations').waitFor();
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByLabel('Find an operation').fill('one animal');
    await page.getByRole('link', { name: /GET \/pets\/\{petId\}/ }).click();
    await page.getByRole('tab', { name: 'Contract' }).click();
    await page.getByRole('region', { name: 'Example mia' }).or(page.getByText('Example: mia')).first().waitFor();
    await page.getByText('integer', { exact: false }).first().waitFor();
    await page.getByRole('tab', { name: 'As text' }).click();
    await page.getByRole('region', { name: 'Contract of the operation' }).getByText('operationId').waitFor();
  });

  it('makes a call with values that fit, and says why it was answered so', async () => {
    await open('#/operations/petstore/getPet');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('region', { name: 'Answer body' }).getByText('Mia').waitFor();
    await page.getByText('is the operation getPet').waitFor();
    await page.getByRole('link', { name: 'Its whole story' }).click();
    await page.getByRole('region', { name: 'curl command' }).getByText('/pets/1').waitFor();
  });

  it('switches a system off for a while and on again with one click', async () => {
    await open('#/switches');
    await page.getByLabel('System', { exact: true }).selectOption('petstore');
    await page.getByLabel('For how long').selectOption('5m');
    await page.getByRole('button', { name: 'Turn on: Take it down' }).click();
    await page.getByText(/4 min \d\d s left/).waitFor();
    expect((await fetch(`${gateway}/petstore/pets/1`)).status).toBe(503);
    await page.getByRole('button', { name: 'Turn off: Down: answers 503' }).click();
    await page.getByText('petstore works as its contract says').waitFor();
    expect((await fetch(`${gateway}/petstore/pets/1`)).status).toBe(200);
  });

  it('takes the broker away from a system that has events only, and spoils one kind of its messages', async () => {
    await open('#/switches');
    await page.getByLabel('System', { exact: true }).selectOption('order-events');
    await page.getByRole('button', { name: 'Turn on: Take its broker away' }).click();
    const off = page.getByRole('button', { name: 'Turn off: Away: no message is taken or delivered' });
    await off.waitFor();
    const send = () => fetch(`${channels}/channels/orders.created`, { method: 'POST', body: '{}' });
    expect((await send()).status).toBe(503);
    await off.click();
    await page.getByText('order-events works as its contract says').waitFor();
    expect((await send()).status).toBe(202);
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'sends orders.created' });
    await page.getByLabel('How', { exact: true }).selectOption('lose');
    await page.getByRole('button', { name: 'Turn on: Lose or spoil them' }).click();
    await page.getByText(/^orderCreated · 0 messages met it/).waitFor();
    await api('POST', 'publish?system=order-events', { operation: 'orderCreated' });
    await page.getByText(/^orderCreated · 1 message met it/).waitFor();
  });

  it('limits, slows and breaks one operation', async () => {
    await open('#/switches');
    await page.getByLabel('System', { exact: true }).selectOption('petstore');
    await page.getByLabel('What', { exact: true }).selectOption('getPet');
    const limit = page.getByRole('article', { name: 'Rate-limit it' });
    await limit.getByLabel('Calls').fill('1');
    await page.getByRole('button', { name: 'Turn on: Rate-limit it' }).click();
    await page.getByText('Rate limit: 1 calls in 10s').waitFor();
    await fetch(`${gateway}/petstore/pets/1`);
    expect((await fetch(`${gateway}/petstore/pets/1`)).status).toBe(429);
    expect((await fetch(`${gateway}/petstore/pets`)).status).toBe(200);
    await page.getByRole('button', { name: /Turn off: Rate limit/ }).click();
    await page.getByRole('article', { name: 'Break it' }).getByLabel('How', { exact: true }).selectOption('malformed-json');
    await page.getByRole('button', { name: 'Turn on: Break it' }).click();
    await page.getByText('getPet · 0 calls met it').waitFor();
    const broken = await (await fetch(`${gateway}/petstore/pets/1`)).text();
    expect(() => JSON.parse(broken)).toThrow(SyntaxError);
    await page.getByRole('article', { name: 'Slow it' }).getByLabel('By').fill('soon');
    await page.getByRole('button', { name: 'Turn on: Slow it' }).click();
    await page.getByText('"soon" is no duration').waitFor();
    await page.getByRole('button', { name: /Turn off: Bad answer/ }).waitFor();
  });

  it('tells of calls as they come, and holds thousands of them without losing one', async () => {
    await open('#/journal');
    await api('DELETE', 'journal?system=*');
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const callers = new Pool(gateway, { connections: 4, pipelining: 20 });
    await Promise.all(
      Array.from({ length: 1_500 }, async (_, index) =>
        (await callers.request({ method: 'GET', path: `/petstore/pets/1?from=${index}` })).body.dump(),
      ),
    );
    await callers.close();
    await fetch(`${gateway}/petstore/nothing-like-this`);
    await page.getByText('1,501 calls', { exact: true }).waitFor();
    await page.getByLabel('Find').fill('nothing-like-this');
    await page.getByText('1 call of 1,501', { exact: true }).waitFor();
    await page.getByRole('link', { name: /nothing-like-this/ }).click();
    await page.getByText("is none of the contract's operations").waitFor();
    await page.getByRole('link', { name: 'Close this call' }).click();
    await page.getByLabel('Find').fill('');
    await page.getByRole('button', { name: 'Pause' }).click();
    await fetch(`${gateway}/petstore/pets/1`);
    await page.getByText('1,501 calls · paused, 1 waiting', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('1,502 calls', { exact: true }).waitFor();
    expect(await page.getByRole('listitem').count()).toBeLessThan(60);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor();
  });

  it('makes an override of a call, and takes it back', async () => {
    await fetch(`${gateway}/petstore/pets/1`);
    await open('#/journal');
    await page
      .getByRole('link', { name: /\/pets\/1/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Make an override of it' }).click();
    await page.getByLabel('Answer with status').fill('418');
    await page.getByRole('button', { name: 'Order it' }).click();
    await page.getByText('decided 0 calls').waitFor();
    expect((await fetch(`${gateway}/petstore/pets/1`)).status).toBe(418);
    await page.getByText('decided 1 call').waitFor();
    await page.getByRole('button', { name: /^Take back override/ }).click();
    await page.getByRole('heading', { name: 'No overrides' }).waitFor();
    expect((await fetch(`${gateway}/petstore/pets/1`)).status).toBe(200);
  });

  it('says of an override that nearly decided why it did not', async () => {
    await api('POST', 'overrides?system=petstore', { operation: 'getPet', match: { query: { expand: 'owner' } }, answer: { status: 418 } });
    expect((await fetch(`${gateway}/petstore/pets/1?expand=food`)).status).toBe(200);
    await open('#/journal');
    await page
      .getByRole('link', { name: /expand=food/ })
      .first()
      .click();
    await page.getByText(/^override-\d+ did not, since query.expand is food, not owner$/).waitFor();
  });

  it('asks for the token where there is one, again when it was wrong, and keeps it for the tab', async () => {
    page = await browser.newPage();
    await page.goto(`${guarded.url}/_mortise/`);
    await page.getByRole('heading', { name: 'This mock asks for its token' }).waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill('not this');
    await page.getByRole('button', { name: 'Open the console' }).click();
    await page.getByText('That was not it.').waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill('open sesame');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'petstore' }).waitFor();
    await page.reload();
    await page.getByRole('article', { name: 'petstore' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('of a proxy follows its calls, makes some and breaks them, and has no parts that only a mock has', async () => {
    page = await browser.newPage();
    await page.goto(`${proxyUrl}/_mortise/#/journal`);
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor();
    await fetch(`${proxyUrl}/pets/1`);
    await page.getByText('1 call', { exact: true }).waitFor();
    await page.getByRole('link', { name: /\/pets\/1/ }).click();
    await page.getByRole('region', { name: 'Answer body' }).getByText('Mia').waitFor();
    await page.getByRole('link', { name: 'Switches' }).click();
    await page.getByRole('button', { name: 'Turn on: Take it down' }).click();
    await page.getByText('the whole system · 0 calls met it').waitFor();
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('link', { name: /GET \/pets\/\{petId\}/ }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('503', { exact: true }).first().waitFor();
    expect(await page.getByRole('link', { name: /^(Overrides|State|Scopes)$/ }).count()).toBe(0);
  });

  it('tells where the journal ends, and that the mock was away and is back', async () => {
    await open('#/journal');
    // What the mock says is put in its place: it takes more than ten thousand calls to say so by itself.
    await page.route('**/_mortise/api/feed**', (route) => {
      const told = { calls: [], lostCount: 0, droppedCount: 1_234, next: 1, isAnew: false };
      return route.fulfill({ contentType: 'text/event-stream', body: `data: ${JSON.stringify(told)}\n\n` });
    });
    await page.reload();
    await page.getByText('The mock keeps the last 10,000 calls: of 1,234 older calls only the lines here are left.').waitFor();
    await page.unroute('**/_mortise/api/feed**');
    await page.context().setOffline(true);
    await page.getByText('The mock does not answer.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The mock answers again.').waitFor();
    troubles.splice(0);
  });

  it('shows what is remembered, changes it, deletes it and begins anew', async () => {
    await open('#/state');
    await page.getByLabel('System', { exact: true }).selectOption('petstore');
    await page.getByText('Add an item', { exact: true }).click();
    await page.getByLabel('Collection').fill('/pets');
    await page.getByLabel('Id', { exact: true }).fill('7');
    await page.getByLabel('Item, as JSON').fill('{ "id": 7, "name": "Rex", "species": "dog" }');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const item = page.getByRole('region', { name: '/pets' });
    await item.getByText('Rex').first().click();
    await page.getByLabel('Item 7 as JSON').fill('{ "id": 7, "name": "Max", "species": "dog" }');
    await page.getByRole('button', { name: 'Keep the change' }).click();
    await item.getByText('Max').first().waitFor();
    expect(await (await fetch(`${gateway}/petstore/pets/7`)).json()).toMatchObject({ name: 'Max' });
    await item.getByText('Max').first().click();
    await page.getByRole('button', { name: 'Delete 7' }).click();
    await item.getByText('All of it was deleted.').waitFor();
    expect((await fetch(`${gateway}/petstore/pets/7`)).status).toBe(404);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('heading', { name: 'Nothing was changed yet' }).waitFor();
  });

  it('makes a scope, looks at it, and sees only its calls', async () => {
    await open('#/scopes');
    await page.getByLabel('New scope').fill('mine');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('button', { name: 'Look at mine' }).click();
    await fetch(`${gateway}/petstore/pets/1?of=all`);
    await fetch(`${gateway}/petstore/pets/1?of=mine`, { headers: { 'mortise-scope': 'mine' } });
    await page.getByRole('link', { name: /^Journal/ }).click();
    await page.getByRole('link', { name: /of=mine/ }).waitFor();
    expect(await page.getByRole('link', { name: /of=all/ }).count()).toBe(0);
    await page.getByRole('link', { name: /^Scopes/ }).click();
    await page.getByRole('button', { name: 'Delete mine' }).click();
    await page.getByRole('heading', { name: 'Only the common one so far' }).waitFor();
  });

  it('sends an event and a webhook by hand, and shows the messages that passed', async () => {
    await open('#/events');
    const event = page.getByRole('article', { name: 'orderCreated' });
    await event.getByRole('button', { name: 'Change it first' }).click();
    await expect.poll(() => event.getByLabel('Payload').inputValue()).toContain('{');
    await event.getByRole('button', { name: 'Send orderCreated' }).click();
    await page.locator('.messages').getByText('orders.created').first().waitFor();
    const webhook = page.getByRole('article', { name: 'orderShipped' });
    await expect.poll(() => webhook.getByLabel('Payload').inputValue()).toContain('shipped');
    await webhook.getByLabel('To').fill(`${gateway}/petstore/pets`);
    await webhook.getByRole('button', { name: 'Send orderShipped' }).click();
    await page.getByText(/the receiver answered \d{3}/).waitFor();
  });

  it.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('is accessible in every part, %s at %i px', async (colorScheme, width) => {
    await api('POST', 'faults?system=petstore', { fault: 'outage', mode: '503', label: 'down', to: '5m' });
    await fetch(`${gateway}/petstore/pets/1`);
    await open('#/', width);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    for (const part of ['', 'operations', 'operations/petstore/getPet', 'journal', 'switches', 'overrides', 'state', 'events', 'scopes']) {
      await page.evaluate((hash) => {
        location.hash = `#/${hash}`;
      }, part);
      await page
        .locator(':is(main .empty, main .cards, main .operations, main .virtual, main .rule, main .collection, main .tab-list):visible')
        .first()
        .waitFor();
      const found = await page.evaluate(async () => {
        const { axe: judge } = window as unknown as {
          axe: { run: (options: object) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await judge.run({
          resultTypes: ['violations'],
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
        });
        return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${impact} ${id}: ${html.slice(0, 160)}`));
      });
      expect(
        found.filter((text) => /^(?:serious|critical)/.test(text)),
        part,
      ).toEqual([]);
      const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(isTooWide, `${part} scrolls sideways`).toBe(false);
    }
  });

  it('can be used with the keyboard alone', async () => {
    await fetch(`${gateway}/petstore/pets/1`);
    await open('#/journal');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').first().getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'One call' }).getByText('Why it was answered so').waitFor();
  });
});
