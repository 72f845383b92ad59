import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { createFreshKeys } from '../../src/check/fresh-key.js';
import type { TestCase } from '../../src/check/test-case.js';
import { PHASES } from '../../src/check/test-case.js';
import { generatedCase } from '../../src/check/plan-examples.js';
import { readContract } from '../../src/contract/read-contract.js';
import { policyFromJson } from '../../src/policy/policy-from-json.js';
import { validate } from '../../src/schema/validate.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { textPort } from '../support/text-port.js';

const SCHEMAS = [
  '{ type: string }',
  '{ type: string, format: uuid }',
  '{ type: string, minLength: 1, maxLength: 8 }',
  "{ type: string, pattern: '^[A-Za-z0-9_-]{8,128}$' }",
  "{ type: string, pattern: '^[g-z]{12}$' }",
  '{ type: integer, minimum: 1 }',
];

/** Cases as the phases make them: few keys, and bodies that differ. */
const planned = fc.record({
  phase: fc.constantFrom(...PHASES),
  name: fc.constantFrom('case 1', 'header Idempotency-Key at its shortest', 'with header Idempotency-Key', 'conflict'),
  expectedStatus: fc.constantFrom(undefined, 201, 409),
  key: fc.constantFrom<JsonValue>('key-one-1', 'key-two-2'),
  body: fc.integer({ min: 0, max: 3 }),
});

describe('an idempotency key', () => {
  it.each(SCHEMAS)('goes with one request only, unless it is meant as it is, and keeps its schema: %s', async (schema) => {
    const { testCase, keyOf, isValidKey } = await caseWith(schema);
    fc.assert(
      fc.property(fc.array(planned, { minLength: 1, maxLength: 30 }), (plans) => {
        const keys = createFreshKeys({ recovery: undefined }, 's');
        const sent = new Set<unknown>();
        for (const { key, body, ...fields } of plans) {
          const before: TestCase = { ...withKey(testCase, key), ...fields, body: bodyOf(body) };
          const after = keys.freshen(before);
          expect({ ...after, parameters: before.parameters }).toEqual(before);
          const isRefused = fields.phase === 'examples' && fields.expectedStatus === 409;
          const isAtLimit = fields.phase === 'coverage' && fields.name.startsWith('header');
          const fresh = keyOf(after);
          if (isRefused) expect(fresh).toBe(key);
          if (isAtLimit) expect(String(fresh)).toHaveLength(String(key).length);
          // Of what is at its limit there may be no other.
          if (isRefused || (isAtLimit && fresh === key)) continue;
          expect(fresh).not.toBe(key);
          expect(isValidKey(fresh)).toBe(true);
          expect(sent.has(fresh)).toBe(false);
          sent.add(fresh);
        }
      }),
      { seed: 20261121, numRuns: 100 },
    );
  });

  it.each([
    ["{ type: string, pattern: '^[A-Za-z0-9_-]{8,128}$' }", 'aaaaaaaa'],
    ["{ type: string, pattern: '^[A-Za-z0-9_-]{8,128}$' }", 'a'.repeat(128)],
    ['{ type: string, format: uuid, minLength: 36 }', '00000000-0000-4000-8000-000000000000'],
  ])('stays at the limit that a case is there for, by %s', async (schema, own) => {
    const { testCase, keyOf, isValidKey } = await caseWith(schema);
    const keys = createFreshKeys({ recovery: undefined }, 's');
    const atLimit: TestCase = { ...withKey(testCase, own), phase: 'coverage', name: 'header Idempotency-Key at its limit' };
    const sent = [1, 2].map(() => keyOf(keys.freshen(atLimit)));
    expect(new Set([own, ...sent]).size).toBe(3);
    for (const key of sent) expect([String(key).length, isValidKey(key)]).toEqual([own.length, true]);
  });

  it('is decided by the seed and the case, whatever other operations are called in between', async () => {
    const { testCase, keyOf } = await caseWith('{ type: string }');
    const other: TestCase = { ...testCase, operation: { ...testCase.operation, id: 'other' } };
    const sent = (seed: string, cases: readonly TestCase[]): readonly unknown[] => {
      const keys = createFreshKeys({ recovery: undefined }, seed);
      return cases.map((one) => [one, keyOf(keys.freshen(one))] as const).flatMap(([one, key]) => (one === testCase ? [key] : []));
    };
    const alone = sent('s', [testCase, testCase]);
    expect(sent('s', [other, testCase, other, other, testCase])).toEqual(alone);
    expect(sent('t', [testCase, testCase]).filter((key) => alone.includes(key))).toEqual([]);
  });

  it('is a new one for a documented request too, and for one that is sent a second time', async () => {
    const { testCase, keyOf } = await caseWith('{ type: string }');
    const documented: TestCase = { ...testCase, phase: 'examples', origin: 'documented', expectedStatus: 201 };
    const keys = createFreshKeys({ recovery: undefined }, 's');
    expect(new Set([keyOf(documented), ...[1, 2].map(() => keyOf(keys.freshen(documented)))]).size).toBe(3);
  });

  it.each(['Idempotency-Key', 'x-idempotency-key', 'PayPal-Request-Id', 'X-Request-ID'])('is known by its name: %s', async (name) => {
    const { testCase, keyOf } = await caseWith('{ type: string }', name);
    expect(keyOf(createFreshKeys({ recovery: undefined }, 's').freshen(testCase))).not.toBe(keyOf(testCase));
  });

  it('has the name that the pair gives it', async () => {
    const { testCase, keyOf } = await caseWith('{ type: string }', 'X-Charge-Once');
    const unnamed = createFreshKeys({ recovery: undefined }, 's');
    expect([1, 2].map(() => keyOf(unnamed.freshen(testCase)))).toEqual([keyOf(testCase), keyOf(testCase)]);
    const named = createFreshKeys({ recovery: policyFromJson({ idempotency: 'x-charge-once' }) }, 's');
    expect(new Set([1, 2].map(() => keyOf(named.freshen(testCase)))).size).toBe(2);
  });

  it('stays where it is wrong on purpose, where an earlier answer gives it, and where its schema takes no other', async () => {
    const { testCase } = await caseWith('{ type: string }');
    const place = { file: 'c.yaml', pointer: '' };
    const keys = createFreshKeys({ recovery: undefined }, 's');
    const kept: readonly TestCase[] = [
      { ...(await caseWith('{ const: 7 }')).testCase, phase: 'coverage', name: 'header Idempotency-Key at its only value' },
      { ...testCase, intent: { kind: 'invalid', breach: { keyword: 'type', location: ['header', 'Idempotency-Key'], place } } },
      { ...testCase, captures: new Map([['header:Idempotency-Key', { kind: 'operation', operation: 'b', pointer: '' }]]) },
      (await caseWith('{ enum: [only] }')).testCase,
    ];
    for (const one of kept) expect(keys.freshen(keys.freshen(one))).toEqual(one);
  });

  it('that is refused in an example is sent as documented', async () => {
    const { testCase } = await caseWith('{ type: string }');
    const refused: TestCase = { ...testCase, phase: 'examples', expectedStatus: 422 };
    expect(createFreshKeys({ recovery: undefined }, 's').freshen(refused)).toBe(refused);
  });
});

function withKey(testCase: TestCase, key: JsonValue): TestCase {
  return { ...testCase, parameters: new Map([...testCase.parameters, ['header:Idempotency-Key', key]]) };
}

function bodyOf(value: JsonValue): TestCase['body'] {
  const name = 'application/json';
  return { mediaType: { name, pointer: '', schema: undefined, itemSchema: undefined, examples: [], encoding: new Map() }, value };
}

interface KeyedCase {
  readonly testCase: TestCase;
  readonly keyOf: (testCase: TestCase) => unknown;
  readonly isValidKey: (key: unknown) => boolean;
}

async function caseWith(schema: string, name = 'Idempotency-Key'): Promise<KeyedCase> {
  const text = `
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    post:
      operationId: a
      parameters: [{ name: ${name}, in: header, required: true, schema: ${schema} }]
      responses: { '204': { description: Done } }
`;
  const contract = await readContract('c.yaml', textPort({ 'c.yaml': text }));
  const operation = contract.operations[0]?.read();
  const made = operation && generatedCase(operation, pairFromJson({ consumer: 'a', provider: 'b' }, ''));
  if (made === undefined) throw new Error('no case was made');
  const form = made.operation.parameters[0]?.form;
  return {
    testCase: { ...made, phase: 'fuzzing' },
    keyOf: ({ parameters }) => parameters.get(`header:${name}`),
    isValidKey: (key) => form?.kind === 'style' && form.schema !== undefined && validate(form.schema, key as string).length === 0,
  };
}
