import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { htmlFromReport } from '../../src/report/html/html-from-report.js';
import { itInBrowser } from '../support/browser.js';
import { exampleReport } from '../support/example-report.js';
import { runReportFromSeed } from '../support/run-report.js';

describe('the page of a report in a browser', () => {
  itInBrowser('has nothing serious to say against it for those who see, hear or type', async (page) => {
    await open(page, htmlFromReport(exampleReport()));
    await page.locator('#finding-list summary').first().click();
    for (const [colorScheme, width] of [
      ['light', 1_280],
      ['dark', 1_280],
      ['light', 360],
      ['dark', 360],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await seriousOf(page), `${colorScheme} at ${width}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  itInBrowser('finds findings by words, severity, part, pair and being new, and by their link', async (page) => {
    const url = await open(page, htmlFromReport(exampleReport(60)));
    const shown = page.locator('#finding-count');
    expect(await shown.textContent()).toBe('62 findings, 42 causes');
    await page.fill('#filter-text', 'things/7?');
    expect(await shown.textContent()).toMatch(/^1 of 62/);
    await page.fill('#filter-text', '');
    await page.selectOption('#filter-part', 'compat');
    expect(await shown.textContent()).toMatch(/^1 of 62/);
    await page.selectOption('#filter-part', '');
    await page.selectOption('#filter-severity', 'warning');
    expect(await shown.textContent()).toMatch(/^20 of 62/);
    await page.check('#filter-new');
    expect(await shown.textContent()).toMatch(/^4 of 62/);
    // A link shows its finding whatever was filtered.
    await page.goto(`${url}#m-0000000031`);
    await expectVisible(page, '#m-0000000031');
    expect(await page.locator('#m-0000000031 pre').first().textContent()).toContain('POST /things/31');
    await page.locator('table.matrix a').first().click();
    expect(await page.inputValue('#filter-pair')).toBe('shop → payments');
    expect(await page.inputValue('#filter-part')).toBe('test');
  });

  itInBrowser('goes by keys alone, and remembers the choice of light or dark', async (page) => {
    await open(page, htmlFromReport(exampleReport()));
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.querySelector('#finding-list > details')?.hasAttribute('open'))).toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.type('breaker');
    expect(await page.locator('#finding-count').textContent()).toMatch(/^1 of 14/);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('filter-text');

    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.click('#theme');
    await page.click('#theme');
    expect(await page.textContent('#theme')).toBe('Theme: dark');
    expect(await ground()).not.toBe(light);
    expect(await page.evaluate(() => localStorage.getItem('mortise-theme'))).toBe('dark');
  });

  itInBrowser('runs nothing that a report holds, and shows it as text', async (page) => {
    const empty = { ...exampleReport(0), findings: [] };
    for (const report of [empty, runReportFromSeed(1, 30), runReportFromSeed(2, 30)]) {
      await open(page, htmlFromReport(report));
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await page.locator('script').count()).toBe(2);
      expect(await page.locator('img, iframe, object, embed, link, base, [style], [onerror], [onload]').count()).toBe(0);
    }
  });

  itInBrowser('opens with ten thousand findings, and has the last of them', async (page) => {
    const url = await open(page, htmlFromReport(exampleReport(10_000)));
    expect(await page.textContent('#finding-count')).toMatch(/^10002 findings/);
    expect(await page.locator('#finding-list > details').count()).toBeLessThan(200);
    await page.goto(`${url}#m-0000009999`);
    await expectVisible(page, '#m-0000009999');
  });

  itInBrowser('reads without JavaScript', async (page) => {
    const browser = page.context().browser();
    const plain = await browser?.newPage({ javaScriptEnabled: false });
    if (plain === undefined) throw new Error('the browser is gone');
    await open(plain, htmlFromReport(exampleReport(200)));
    expect(await plain.textContent('h1')).toBe('Shop');
    expect(await plain.locator('table.matrix tbody tr').count()).toBe(3);
    expect(await plain.locator('#finding-list > details').count()).toBe(20);
    expect(await plain.locator('.without-script').isVisible()).toBe(true);
    expect(await plain.locator('.filters').isVisible()).toBe(false);
    await plain.close();
  });
});

/** The page from a file; whatever it says to the console, and whatever it asks for beside itself, is an error. */
async function open(page: Page, html: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mortise-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'index.html');
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const troubles: string[] = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('request', (request) => {
    if (!request.isNavigationRequest() || !request.url().startsWith('file:')) troubles.push(`asked for ${request.url()}`);
  });
  onTestFinished(() => expect(troubles).toEqual([]));
  await page.goto(url);
  return url;
}

async function expectVisible(page: Page, selector: string): Promise<void> {
  await page.locator(selector).waitFor({ state: 'visible', timeout: 20_000 });
}

/** What axe finds that keeps somebody from reading the page. */
async function seriousOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations.flatMap(({ id, impact, nodes }) =>
    impact === 'serious' || impact === 'critical' ? nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`) : [],
  );
}
