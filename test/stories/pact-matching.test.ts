import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { pactFromJson } from '../../src/compat/pact/pact-from-json.js';
import { readerSchemaFromPact } from '../../src/compat/pact/reader-schema-from-pact.js';
import { runVerification } from '../../src/host/pact/run-verification.js';
import { isValid } from '../../src/schema/validate.js';

it('whatever our reading of a pact refuses, the verifier of the Pact Foundation refuses, and it seldom refuses more', async () => {
  const cases = fc.sample(expectation(), { seed: Number(process.env['SEED'] ?? 21), numRuns: CASE_COUNT });
  const url = await serve(cases.map(({ actual }) => actual));
  const pact = pactFromJson(pactOf(cases), 'cases.json');

  const outcome = await runVerification(
    {
      pacts: [pact],
      texts: new Map(),
      provider: 'p',
      providerUrl: url,
      statesUrl: undefined,
      headers: {},
      timeoutMs: 30_000,
      handlers: undefined,
      messages: {},
    },
    new AbortController().signal,
  );

  const refused = pact.interactions.map((interaction, index) => {
    if (interaction.kind !== 'http') throw new Error('all are calls');
    const { body, rules } = interaction.response;
    const reader = readerSchemaFromPact(body?.content ?? null, rules.body, { strength: 'exact', name: `pact:${index}` });
    return { ...cases[index], byUs: !isValid(reader, cases[index]?.actual ?? null), byThem: outcome.interactions[index]?.isKept === false };
  });
  expect(refused.filter(({ byUs, byThem }) => byUs && !byThem).map((one) => JSON.stringify(one))).toEqual([]);
  const disagreed = refused.filter(({ byUs, byThem }) => byUs !== byThem);
  expect(disagreed.length).toBeLessThan(CASE_COUNT / 10);
  expect(refused.filter(({ byThem }) => byThem).length).toBeGreaterThan(CASE_COUNT / 4);
  expect(refused.filter(({ byThem }) => !byThem).length).toBeGreaterThan(CASE_COUNT / 10);
});

const CASE_COUNT = Number(process.env['CASES'] ?? 40);

interface Case {
  readonly expected: JsonObject;
  readonly rules: JsonObject;
  readonly actual: JsonValue;
}

/** Small bodies and rules, and an answer that is seldom far from what is expected. */
function expectation(): fc.Arbitrary<Case> {
  const scalar = fc.constantFrom<JsonValue>(1, 2.5, 'abc', 'a1', '', true, null, '2024-01-31');
  const list = fc.array(fc.oneof(scalar, fc.record({ k: scalar }, { noNullPrototype: true })), { maxLength: 2 });
  const object = fc.record(
    { a: scalar, b: list, c: fc.dictionary(fc.constantFrom('x', 'y'), scalar, { maxKeys: 2, noNullPrototype: true }) },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;
  const matcher = fc.constantFrom<JsonObject>(
    { match: 'type' },
    { match: 'type' },
    { match: 'type' },
    { match: 'type' },
    { match: 'type', min: 1 },
    { match: 'type', max: 1 },
    { match: 'equality' },
    { match: 'regex', regex: '^[a-z]+$' },
    { match: 'include', value: 'b' },
    { match: 'integer' },
    { match: 'decimal' },
    { match: 'number' },
    { match: 'boolean' },
    { match: 'null' },
    { match: 'notEmpty' },
    { match: 'semver' },
    { match: 'date', format: 'yyyy-MM-dd' },
    { match: 'values' },
    { match: 'eachKey', rules: [{ match: 'regex', regex: '^x$' }] },
    { match: 'eachValue', rules: [{ match: 'type' }] },
    { match: 'arrayContains', variants: [{ index: 0, rules: { $: { combine: 'AND', matchers: [{ match: 'type' }] } } }] },
  );
  const path = fc.constantFrom('$', '$.a', '$.b', '$.b[*]', '$.b[0]', '$.b[*].k', '$.c', '$.c.*', '$.c.x');
  const rules = fc.dictionary(
    path,
    fc.record(
      { combine: fc.constantFrom('AND', 'OR'), matchers: fc.array(matcher, { minLength: 1, maxLength: 2 }) },
      { noNullPrototype: true },
    ),
    { maxKeys: 3, noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;
  return fc.tuple(object, rules, object, fc.integer({ min: 0, max: 5 })).map(([expected, chosen, other, way]) => ({
    expected,
    rules: chosen,
    actual: way === 0 ? other : way === 1 ? { ...expected, ...other } : way === 2 ? expected : varied(expected),
  }));
}

/** Other values of the same types, and one item more in lists. */
function varied(value: JsonValue): JsonValue {
  if (typeof value === 'string') return `${value}b`;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return [...value, ...value.slice(0, 1)].map(varied);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, varied(member ?? null)]));
}

function pactOf(cases: readonly Case[]): JsonObject {
  return {
    consumer: { name: 'c' },
    provider: { name: 'p' },
    interactions: cases.map(({ expected, rules }, index) => ({
      type: 'Synchronous/HTTP',
      description: `case ${index}`,
      pending: false,
      request: { method: 'GET', path: `/${index}` },
      response: {
        status: 200,
        body: { content: expected, contentType: 'application/json', encoded: false },
        ...(Object.keys(rules).length === 0 ? {} : { matchingRules: { body: rules } }),
      },
    })),
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

async function serve(answers: readonly JsonValue[]): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[Number(request.url?.slice(1))] ?? null));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
