// Prints how long the page of a report takes to make, how large it is, and how long Chromium takes until its findings can be used: node test/bench/html-report.js [findings]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { htmlFromReport } from '../../dist/report/html/html-from-report.js';

const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'mortise-report-'));
const file = join(folder, 'index.html');
const begunMs = performance.now();
const html = htmlFromReport(reportOf(count));
const madeMs = performance.now() - begunMs;
writeFileSync(file, html);

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const seconds = [];
for (let run = 0; run < 5; run += 1) {
  const page = await browser.newPage();
  const openedMs = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.locator('html.live #finding-list details').first().waitFor();
  seconds.push((performance.now() - openedMs) / 1_000);
  await page.close();
}
await browser.close();
rmSync(folder, { recursive: true });
seconds.sort((left, right) => left - right);
console.log(
  `${count} findings: made in ${madeMs.toFixed(0)} ms, ${(Buffer.byteLength(html) / 1e6).toFixed(2)} MB, usable in Chromium after ${seconds[2]?.toFixed(2)} s (median of 5, worst ${seconds[4]?.toFixed(2)} s)`,
);

/**
 * @param {number} findingCount
 * @returns {import('../../dist/report/run/run-report.js').RunReport}
 */
function reportOf(findingCount) {
  /** @type {import('../../dist/report/run/report-finding.js').ReportFinding[]} */
  const findings = Array.from({ length: findingCount }, (_, index) => {
    const body = JSON.stringify({ id: index, items: [{ total: -index, currency: 'EUR' }], note: 'the smallest that shows it' });
    /** @type {readonly (readonly [string, string])[]} */
    const headers = [['content-type', 'application/json']];
    return {
      id: `m-${String(index).padStart(10, '0')}`,
      part: 'test',
      code: 'check/body-matches-schema',
      severity: 'error',
      isAccepted: false,
      pair: { consumer: 'shop', provider: `provider${index % 30}` },
      operation: `operation${index % 500}`,
      place: { file: `contracts/provider${index % 30}.yaml`, line: index, column: 5, pointer: `/components/schemas/Order/${index}` },
      args: {
        check: 'body-matches-schema',
        location: ['body', 'items', '0'],
        expected: 'a number that is at least 0',
        seen: `-${index}.5`,
      },
      witness: {
        request: { line: `POST /things/${index}?limit=20`, headers, body },
        response: { line: '200 OK', headers, body },
        curl: `curl -X POST 'http://127.0.0.1:4010/things/${index}' --data '${body}'`,
      },
    };
  });
  /** @type {'lint' | 'test'} */
  const part = 'test';
  return {
    run: {
      id: 'r',
      version: '1',
      command: 'check',
      seed: '1',
      args: [],
      startedAtMs: 0,
      durationMs: 1,
      stopped: false,
      parts: [{ part, durationMs: 1, subjectCount: 1 }],
      isComplete: true,
      passedOverCount: 0,
    },
    workspace: { name: 'bench', file: 'mortise.yaml', systems: [], pairs: [], models: [], transformations: [] },
    findings,
    tests: [],
    transformations: [],
    scenarios: [],
  };
}
