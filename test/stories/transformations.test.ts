import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CommandRun } from '../support/mortise-in.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';

const contracts = join(repositoryFolder, 'contracts');
const programs = join(repositoryFolder, 'fixtures/programs/transformations');

let folder = '';
beforeEach(() => {
  mkdirSync(join(repositoryFolder, '.mortise/stories'), { recursive: true });
  folder = mkdtempSync(join(repositoryFolder, '.mortise/stories/transformations-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

/** A workspace of its own, with the reference's models and one of its modules. */
async function workspaceWith(module: string, more = ''): Promise<void> {
  await writeFile(
    join(folder, 'mortise.yaml'),
    `systems:
  system-a: { openapi: ${contracts}/system-a.openapi.yaml }
  system-b: { openapi: ${contracts}/system-b.openapi.yaml }
transformations:
  Catalogue:
    a: system-a#/components/schemas/CatalogueEntry
    b: system-b#/components/schemas/CatalogueResource
    module: ${programs}/${module}.js
    roundTrip: a
${more}`,
  );
}

function test(...words: readonly string[]): Promise<CommandRun> {
  return mortiseIn(folder, ['test', 'mortise.yaml', '--seed', 's', ...words]);
}

describe('a declared transformation', () => {
  it('of the reference workspace holds', async () => {
    await workspaceWith('catalogue');
    const run = await test('--record', 'run.jsonl');
    expect(run.stdout).toMatch(/transformation Catalogue \(system-a ↔ system-b\): \d+ values, no findings/);
    expect(run.code, run.stderr).toBe(0);
  });

  it.each([
    ['wrong-loses-summary', 'models/transformation-not-identity', 'expected  /summary to be ""'],
    ['wrong-empty-summary', 'models/transformation-not-identity', 'expected  /summary to be ""'],
    ['wrong-type', 'models/transformation-invalid', 'expected  /type must be one of "drawings", "reports", "permits"'],
    ['wrong-throws', 'models/transformation-fails', 'it threw TypeError'],
  ])('is refuted when its module is %s', async (module, code, told) => {
    await workspaceWith(module);
    const run = await test('--record', 'run.jsonl');
    expect(run.stdout).toContain(code);
    expect(run.stdout).toContain(told);
    expect(run.stdout).toMatch(/replay +mortise replay m-/);
    expect(run.stdout).toContain('seed      s');
    expect(run.code).toBe(1);
  });

  it('is replayed from the record: failing, and fixed once it is mended', async () => {
    await workspaceWith('wrong-type');
    const id = /mortise replay (m-\w+)/.exec((await test('--junit', 'report.xml')).stdout)?.[1] ?? '';
    expect(await readFile(join(folder, 'report.xml'), 'utf8')).toContain('<testsuite name="transformations" tests="1" failures="1"');
    const failing = await mortiseIn(folder, ['replay', id]);
    expect(failing.stdout).toContain(`${id} is still failing: 3 of 3 times`);
    expect(failing.stdout).toContain('system-b.openapi.yaml:');
    expect(failing.code).toBe(1);
    await workspaceWith('catalogue');
    const fixed = await mortiseIn(folder, ['replay', id, '--json']);
    expect(JSON.parse(fixed.stdout)).toMatchObject({ kind: 'fixed', tryCount: 3 });
    expect(fixed.code).toBe(0);
  });

  it.each([
    [
      'a model that is not there',
      'system-a#/components/schemas/Nobody',
      'catalogue',
      'system-a has no schema at /components/schemas/Nobody',
    ],
    ['a system that is not there', 'system-x#/components/schemas/Nobody', 'catalogue', 'unknown system "system-x"'],
    ['a module without functions', undefined, '../lib/problem', 'its module exports no function "to"'],
  ])('is refused with its place when it names %s', async (_, place, module, told) => {
    await workspaceWith(module);
    const file = join(folder, 'mortise.yaml');
    if (place !== undefined)
      await writeFile(file, (await readFile(file, 'utf8')).replace('system-a#/components/schemas/CatalogueEntry', place));
    const run = await test();
    expect(run.stderr).toContain(told);
    if (place !== undefined) expect(run.stderr).toContain('mortise.yaml:6:5');
    expect(run.code).toBe(2);
  });

  it('is tested with pairs of its two systems only, and not where single operations are asked for', async () => {
    const pair = 'integrations:\n  - { consumer: system-a, provider: system-b }\n  - { consumer: system-b, provider: system-a }\n';
    await workspaceWith('wrong-type', pair);
    expect((await test('system-a:system-b', '--phase', 'coverage', '--operation', 'getAnalysis', '--json')).stdout).not.toContain(
      'Catalogue',
    );
    expect((await test('system-a:system-b', '--phase', 'examples', '--json')).stdout).not.toContain('Catalogue');
  });
});
