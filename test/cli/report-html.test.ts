import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mortiseIn } from '../support/mortise-in.js';

describe('mortise report --html', () => {
  it('writes one page, and nothing beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-html-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'api.yaml'), 'openapi: 3.1.0\ninfo: { title: Small, version: 1.0.0 }\npaths: {}\n');
    await mortiseIn(folder, ['lint', 'api.yaml', '--record', 'run.jsonl']);
    expect(await mortiseIn(folder, ['report', 'run.jsonl', '--html', 'out'])).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'out'))).toEqual(['index.html']);
    expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).toContain('<h1>');
  });
});
