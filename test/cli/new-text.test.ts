import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFindingsText } from '../../src/cli/new-text.js';
import { mortiseIn } from '../support/mortise-in.js';
import { anyRunReport } from '../support/run-report.js';

describe('what is new since an earlier run', () => {
  it('is counted whole and told by name, accepted ones left out', () => {
    fc.assert(
      fc.property(anyRunReport(), fc.boolean(), (drawn, isCompared) => {
        const since = { id: 'before', startedAtMs: 0 };
        const { since: _since, ...run } = drawn.run;
        const text = newFindingsText({ ...drawn, run: isCompared ? { ...run, since } : run }, false);
        if (!isCompared) return text === '';
        const counted = drawn.findings.filter(({ isAccepted }) => !isAccepted);
        const added = counted.filter(({ isNew }) => isNew === true);
        expect(text).toContain(`\n${added.length} of ${counted.length} new since before\n`);
        const lines = text.split('\n').slice(2, -1);
        expect(lines.length).toBe(Math.min(added.length, 20) + (added.length > 20 ? 1 : 0));
        for (const line of lines.slice(0, 20)) expect(added.some(({ code }) => line.includes(code))).toBe(true);
        return true;
      }),
      { seed: 41, numRuns: 60 },
    );
  });

  it('is told by a command that was given a record', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-since-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const write = (more: string): void =>
      writeFileSync(
        join(folder, 'a.yaml'),
        `openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths:\n  /a: { get: { responses: { '200': { description: ok } } } }\n${more}`,
      );
    write('');
    await mortiseIn(folder, ['lint', 'a.yaml', '--record', 'first.jsonl']);
    const same = await mortiseIn(folder, ['lint', 'a.yaml', '--since', 'first.jsonl']);
    expect(same.stdout).toMatch(/\n0 of \d+ new since /);
    write("  /b: { get: { responses: { 'abc': { description: ok } } } }\n");
    const more = await mortiseIn(folder, ['lint', 'a.yaml', '--since', 'first.jsonl']);
    expect(more.stdout).toMatch(/\n[1-9]\d* of \d+ new since .*\n {2}error .*[\s\S]*"abc" is no status/);
    const json = await mortiseIn(folder, ['lint', 'a.yaml', '--since', 'first.jsonl', '--json']);
    expect(() => JSON.parse(json.stdout)).not.toThrow();
  });
});
