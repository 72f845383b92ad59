import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { itInBrowser } from '../support/browser.js';
import { repositoryFolder, startMock } from '../support/run-mortise.js';

const CONTRACT = readFileSync(join(repositoryFolder, 'fixtures/specs/storefront.yaml'), 'utf8');

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

  itInBrowser('works with a service worker alone, and is told there as well', async (page) => {
    const { createServer } = await import('vite');
    const server = await createServer({
      configFile: false,
      root: join(repositoryFolder, 'fixtures/pages/storefront'),
      cacheDir: mkdtempSync(join(tmpdir(), 'mortise-vite-')),
      // What has to lie at the root of a page's own origin: the script of the worker.
      publicDir: join(repositoryFolder, 'node_modules/msw/lib'),
      resolve: { alias: { 'mortise/msw': join(repositoryFolder, 'dist/msw.js') } },
      plugins: [
        {
          name: 'contract',
          configureServer: ({ middlewares }) =>
            void middlewares.use('/storefront.yaml', (_request, response) => void response.end(CONTRACT)),
        },
      ],
      server: { host: '127.0.0.1', port: 0, fs: { strict: false } },
      logLevel: 'error',
    });
    onTestFinished(() => server.close());
    await server.listen();
    const [url = ''] = server.resolvedUrls?.local ?? [];

    await page.goto(`${url}?mocked`);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('You are logged in.').waitFor({ timeout: 60_000 });
    await page.getByLabel('Item').fill('a blue kettle');
    await page.getByRole('button', { name: 'Order' }).click();
    const order = page.locator('li', { hasText: 'a blue kettle' });
    await order.getByText('shipped').waitFor();
  });
});
