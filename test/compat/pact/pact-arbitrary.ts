import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/base/json.js';

/** Pacts of version 4 as our writer and Pact's own write them: with all that may be left out there or not. */
export function v4PactArbitrary(): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      consumer: fc.record({ name: word() }),
      provider: fc.record({ name: word() }),
      interactions: fc.array(fc.oneof(http(), asyncMessage(), syncMessage()), { maxLength: 4 }),
      others: fc.dictionary(word(), fc.constantFrom('1', 2, true), { maxKeys: 2 }),
    })
    .map(({ others, ...pact }) => ({ ...pact, metadata: { ...others, pactSpecification: { version: '4.0' } } }) as JsonObject);
}

const word = (): fc.Arbitrary<string> => fc.stringMatching(/^[a-z]{1,6}$/);
const text = (): fc.Arbitrary<string> => fc.string({ maxLength: 8 });

function given(values: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonObject> {
  return fc.record(values, { requiredKeys: [] }).map((value) => ({ ...value }) as JsonObject);
}

function base(type: string): fc.Arbitrary<JsonObject> {
  const states = fc.array(
    fc
      .tuple(text(), given({ params: fc.dictionary(word(), fc.integer(), { minKeys: 1, maxKeys: 2 }) }))
      .map(([name, rest]) => ({ name, ...rest })),
    { minLength: 1, maxLength: 2 },
  );
  return fc
    .tuple(text(), fc.boolean(), given({ key: word(), providerStates: states, comments: fc.dictionary(word(), text(), { maxKeys: 1 }) }))
    .map(([description, pending, rest]) => ({ type, description, pending, ...rest }) as JsonObject);
}

function http(): fc.Arbitrary<JsonObject> {
  const request = fc
    .tuple(fc.constantFrom('GET', 'POST', 'PUT'), word(), given({ query: fields(), ...parts() }))
    .map(([method, path, rest]) => ({ method, path: `/${path}`, ...rest }));
  const response = fc.tuple(fc.constantFrom(200, 201, 404), given(parts())).map(([status, rest]) => ({ status, ...rest }));
  return fc
    .tuple(base('Synchronous/HTTP'), request, response)
    .map(([head, asked, answered]) => ({ ...head, request: asked, response: answered }));
}

function asyncMessage(): fc.Arbitrary<JsonObject> {
  return fc.tuple(base('Asynchronous/Messages'), message()).map(([head, rest]) => ({ ...head, ...rest }));
}

function syncMessage(): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(base('Synchronous/Messages'), message(), fc.array(message(), { maxLength: 2 }))
    .map(([head, request, response]) => ({ ...head, request, response }));
}

function message(): fc.Arbitrary<JsonObject> {
  return given({
    contents: body(),
    metadata: fc.dictionary(word(), text(), { minKeys: 1, maxKeys: 2 }),
    matchingRules: rules('body'),
    generators: generators(),
  });
}

function parts(): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  return { headers: fields(), body: body(), matchingRules: rules('body', 'header', 'path', 'status', 'query'), generators: generators() };
}

function fields(): fc.Arbitrary<JsonObject> {
  return fc.dictionary(word(), fc.array(text(), { minLength: 1, maxLength: 2 }), { minKeys: 1, maxKeys: 2 });
}

function body(): fc.Arbitrary<JsonObject> {
  const json = fc.jsonValue({ maxDepth: 2 }).map((content) => ({ content, contentType: 'application/json', encoded: false }));
  const bytes = fc
    .base64String({ maxLength: 8 })
    .map((content) => ({ content, contentType: 'image/png', encoded: 'base64', contentTypeHint: 'BINARY' }));
  return fc.oneof(json, bytes).map((value) => value as JsonObject);
}

function generators(): fc.Arbitrary<JsonObject> {
  return fc.constant({ body: { '$.id': { type: 'Uuid' } } });
}

function rules(...parts: readonly string[]): fc.Arbitrary<JsonObject> {
  const single = (part: string): boolean => part === 'path' || part === 'status';
  const one = (part: string): fc.Arbitrary<unknown> =>
    single(part) ? list() : fc.dictionary(part === 'body' ? path() : word(), list(), { minKeys: 1, maxKeys: 2 });
  return fc
    .record(Object.fromEntries(parts.map((part) => [part, one(part)])), { requiredKeys: [], noNullPrototype: true })
    .filter((value) => Object.keys(value).length > 0) as fc.Arbitrary<JsonObject>;
}

function path(): fc.Arbitrary<string> {
  const step = fc.oneof(
    word().map((name) => `.${name}`),
    fc.constantFrom('[*]', '.*', '[0]', "['a b']", "['it\\'s']"),
  );
  return fc.array(step, { maxLength: 3 }).map((steps) => `$${steps.join('')}`);
}

function list(): fc.Arbitrary<JsonObject> {
  return fc.record(
    { combine: fc.constantFrom('AND', 'OR'), matchers: fc.array(matcher(), { minLength: 1, maxLength: 2 }) },
    { noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;
}

function matcher(): fc.Arbitrary<JsonObject> {
  const leaf = fc.constantFrom<JsonObject>(
    { match: 'type' },
    { match: 'type', min: 1 },
    { match: 'type', min: 1, max: 3 },
    { match: 'regex', regex: '\\d+' },
    { match: 'include', value: 'x' },
    { match: 'date', format: 'yyyy-MM-dd' },
    { match: 'timestamp' },
    { match: 'integer' },
    { match: 'notEmpty' },
    { match: 'semver' },
    { match: 'values' },
    { match: 'equality' },
    { match: 'contentType', value: 'image/png' },
    { match: 'statusCode', status: 'success' },
    { match: 'statusCode', status: [200, 201] },
    { match: 'of-a-plugin', setting: { deep: [1] } },
  );
  const nested = leaf.chain((rule) =>
    fc.constantFrom<JsonObject>(
      { match: 'eachKey', rules: [rule], value: 'k' },
      { match: 'eachValue', rules: [rule] },
      { match: 'arrayContains', variants: [{ index: 0, rules: { '$.a': { combine: 'AND', matchers: [rule] } }, generators: {} }] },
    ),
  );
  return fc.oneof({ weight: 3, arbitrary: leaf }, nested);
}
