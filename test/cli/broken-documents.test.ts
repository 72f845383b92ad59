import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { runCommand } from '../../src/cli/main.js';
import { commandIo } from '../support/command-io.js';
import { repositoryFolder } from '../support/run-mortise.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mortise-broken-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What can stand where something else belongs. No text in it says what no message may say. */
const JUNK: readonly JsonValue[] = [
  ...[null, true, 0, -1, 1e308, '', 'x', [], {}, [null], [[]], [{ a: 1 }], { a: { b: 1 } }, { a: [{}] }, { $ref: 1 }],
  ...[{ $ref: '#/info' }, [1, { b: [] }], '2.0', 5],
];

interface Break {
  /** At each level the member to go down to; what is too large begins again. */
  readonly way: readonly number[];
  /** `undefined`: the member is left out. */
  readonly junk: JsonValue | undefined;
}

/** Mostly near the top: what is far down is read by fewer. */
const anyBreak: fc.Arbitrary<Break> = fc.record({
  way: fc.oneof(
    { weight: 3, arbitrary: fc.array(fc.nat(40), { minLength: 1, maxLength: 1 }) },
    { weight: 3, arbitrary: fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }) },
  ),
  junk: fc.option(fc.constantFrom(...JUNK), { nil: undefined, freq: 3 }),
});

function broken(value: JsonValue, { way: [step, ...way], junk }: Break): JsonValue | undefined {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const name = step === undefined || names.length === 0 ? undefined : names[step % names.length];
  if (name === undefined) return junk;
  const members = Object.entries(value as object).flatMap(([key, member]: [string, JsonValue]) => {
    const kept = key === name ? broken(member, { way, junk }) : member;
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

async function saidOf(words: readonly string[]): Promise<string> {
  const { io, said } = commandIo(folder);
  await runCommand(words, { ...io, columnCount: 10_000 });
  return said.stdout + said.stderr;
}

/** How programs write what they were not made to write. */
const UNWORDED = /\[object Object\]|\bundefined\b|\bNaN\b/;

const fixture = (name: string): string => join(repositoryFolder, 'fixtures', name);
const [OLDER, BROKEN] = ['older.json', 'broken.json'];
const SPECS = ['petstore', 'swagger2', 'three-two', 'events-2', 'order-events'].map((name) => fixture(`specs/${name}.yaml`));
const PACTS = ['v2', 'v3', 'v4'].map((name) => fixture(`pacts/${name}.json`));

describe('what commands say of documents that are broken anywhere', () => {
  it.each<[name: string, files: readonly string[], commands: readonly (readonly string[])[]]>([
    ['lint', SPECS, [['lint', BROKEN]]],
    [
      'compat',
      SPECS,
      [
        ['compat', OLDER, BROKEN],
        ['compat', '--json', BROKEN, OLDER],
      ],
    ],
    ['pact compare', PACTS, [['pact', 'compare', BROKEN, '--spec', fixture('specs/petstore.yaml')]]],
    [
      'judge',
      ['breaker', 'backoff', 'lag'].map((name) => fixture(`journals/${name}.yaml`)),
      [['judge', '--expect', BROKEN, fixture('journals/breaker-right.jsonl')]],
    ],
  ])('is in words: %s', { timeout: 120_000 }, async (_name, files, commands) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.array(anyBreak, { minLength: 1, maxLength: 2 }), async (file, breaks) => {
        const whole = load(readFileSync(file, 'utf8')) as JsonValue;
        const spoiled = breaks.reduce<JsonValue>((value, one) => broken(value, one) ?? null, whole);
        writeFileSync(join(folder, OLDER), JSON.stringify(whole));
        writeFileSync(join(folder, BROKEN), JSON.stringify(spoiled));
        for (const words of commands) {
          const said = await saidOf(words);
          expect(said).not.toMatch(UNWORDED);
          expect(said).not.toContain('a fault of Mortise');
        }
      }),
      { seed: 12, numRuns: 50 },
    );
  });

  it.each([
    ['openapi: 3.1.0\ninfo: 5\n', 'the document is not a valid Openapi API definition'],
    ['openapi: 3.0.3\ninfo: { title: T, version: "1" }\n', '"paths" is missing'],
  ])('is in words where all is missing: %j', async (text, expected) => {
    writeFileSync(join(folder, BROKEN), text);
    expect(await saidOf(['lint', BROKEN])).toContain(expected);
  });

  it('has no version where a list stands in its place', async () => {
    const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: {} };
    writeFileSync(join(folder, OLDER), JSON.stringify(document));
    writeFileSync(join(folder, BROKEN), JSON.stringify({ ...document, info: { title: 'T', version: [{ a: 1 }] } }));
    expect(await saidOf(['compat', OLDER, BROKEN])).not.toMatch(UNWORDED);
  });
});
