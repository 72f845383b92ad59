import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { Pool } from 'undici';
import { startMortise } from './lib/programs.js';

const RATE_PER_SECOND = 1_000;
const LASTS_SECONDS = 10;

/** A thousand calls a second while the console looks at them: what it has counted when they are over, and how long after the last one. */
export async function benchConsole() {
  const mock = await startMortise('fixtures/specs/petstore.yaml');
  const url = `http://127.0.0.1:${mock.port}`;
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/_mortise/#/journal`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const pool = new Pool(url, { connections: 8, pipelining: 10 });
    const beganAtMs = performance.now();
    const calls = [];
    for (let count = 0; count < RATE_PER_SECOND * LASTS_SECONDS; ) {
      const due = Math.min(((performance.now() - beganAtMs) / 1_000) * RATE_PER_SECOND, RATE_PER_SECOND * LASTS_SECONDS);
      for (; count < due; count += 1)
        calls.push(pool.request({ method: 'GET', path: `/pets/1?n=${count}` }).then(({ body }) => body.dump()));
      await sleep(5);
    }
    await Promise.all(calls);
    const seconds = (performance.now() - beganAtMs) / 1_000;
    const endedAtMs = performance.now();
    await page.getByText(`${calls.length.toLocaleString('en')} calls`, { exact: true }).waitFor({ timeout: 120_000 });
    const behindMs = Math.round(performance.now() - endedAtMs);
    console.log(
      `  ${calls.length} calls at ${Math.round(calls.length / seconds)} a second: all counted in the page ${behindMs} ms after the last`,
    );
    await pool.close();
  } finally {
    await browser.close();
    await mock.stop();
  }
}
