import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished } from 'vitest';
import { itInBrowser } from '../support/browser.js';
import { repositoryFolder, startMock } from '../support/run-mortise.js';

describe('a page that has only mocks behind it', () => {
  itInBrowser('logs in, places an order, sees it in the list, and is told of it while it is open', async (page) => {
    const server = spawn(process.execPath, ['fixtures/programs/pages/storefront.js'], {
      cwd: repositoryFolder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void server.kill('SIGTERM'));
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    const url = /http\S+/.exec(line)?.[0] ?? '';
    const mock = await startMock(['fixtures/workspaces/storefront.yaml', '--verify-tokens'], { env: { STOREFRONT_HOOKS: `${url}hooks` } });
    onTestFinished(async () => void (await mock.stop()));

    await page.goto(`${url}?api=${encodeURIComponent(mock.url)}`);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: 'Una User' }).click();
    await page.getByText('You are logged in.').waitFor();

    await page.getByLabel('Item').fill('a blue kettle');
    await page.getByRole('button', { name: 'Order' }).click();
    const order = page.locator('li', { hasText: 'a blue kettle' });
    await order.getByText('shipped').waitFor();
    await page.reload();
    await order.waitFor();
    expect((await fetch(`${mock.url}/orders`)).status).toBe(401);
  });
});
