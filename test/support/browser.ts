import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, it, onTestFinished } from 'vitest';

/** Where a browser is; `undefined` where there is none. */
export const CHROMIUM: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** A test with a page of a real browser; skipped, with the reason printed, where there is none: then `MORTISE_REQUIRE_BROWSER` fails it. */
export function itInBrowser(title: string, run: (page: Page) => Promise<void>): void {
  if (CHROMIUM === undefined && process.env['MORTISE_REQUIRE_BROWSER'] !== '1') {
    console.info(`skipped: ${title}: no Chromium here`);
    it.skip(title);
    return;
  }
  afterAll(closeBrowser);
  it(title, { timeout: 120_000 }, async () => {
    // A page of a new context: nothing of another test is remembered.
    const page = await (await openBrowser()).newPage();
    onTestFinished(() => page.close());
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    await run(page);
    if (troubles.length > 0) throw new Error(`the page threw: ${troubles.join('; ')}`);
  });
}

/** One for all tests of a suite: to start it takes longer than most of them. */
let launched: Promise<Browser> | undefined;

async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  launched ??= chromium.launch({ executablePath: CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  return launched;
}

async function closeBrowser(): Promise<void> {
  const closing = launched;
  launched = undefined;
  await (await closing)?.close();
}
