import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { jsonFromPact, textFromPact } from '../../../src/compat/pact/json-from-pact.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import { v4PactArbitrary } from './pact-arbitrary.js';

describe('reading pacts', () => {
  it('a pact of version 4 is written as it was read', () => {
    fc.assert(
      fc.property(v4PactArbitrary(), (json) => {
        expect(plain(jsonFromPact(pactFromJson(json, 'pact.json')))).toEqual(plain(json));
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it.each(['v1', 'v2', 'v3', 'v4'])('a pact of %s becomes one of version 4 that is read as the same', (version) => {
    const first = fixture(version);
    const written = jsonFromPact(first);
    const again = pactFromJson(written, first.file);
    expect(plain(jsonFromPact(again))).toEqual(plain(written));
    expect(again.specification).toBe('4');
    expect(first.specification).toBe(version.slice(1));
  });

  it('the fixture of version 4 is written byte by byte as it stands', () => {
    const text = readFileSync(new URL('../../../fixtures/pacts/v4.json', import.meta.url), 'utf8');
    expect(JSON.parse(textFromPact(fixture('v4')))).toEqual(JSON.parse(text));
    expect(textFromPact(fixture('v4'))).toBe(textFromPact(fixture('v4')));
  });

  it('the query of version 1 is a text of a URL, its state a name', () => {
    const [interaction] = fixture('v1').interactions;
    expect(interaction).toMatchObject({ kind: 'http', states: [{ name: 'order 7 exists', params: {} }], request: { method: 'GET' } });
    expect(interaction?.kind === 'http' && [...interaction.request.query]).toEqual([['expand', ['items', 'total']]]);
  });

  it('rules of version 2 go to the part that their path names', () => {
    const [interaction] = fixture('v2').interactions;
    if (interaction?.kind !== 'http') throw new Error('it is a call');
    expect(interaction.request.rules.path?.matchers).toEqual([{ kind: 'regex', pattern: '/orders' }]);
    expect(interaction.request.rules.query.map(({ path }) => path)).toEqual(['limit']);
    expect(interaction.response.rules.header.map(({ path }) => path)).toEqual(['Content-Type']);
    expect(interaction.response.rules.body.map(({ path, matchers }) => [path, matchers[0]?.kind])).toEqual([
      ['$.items', 'type'],
      ['$.items[*].*', 'type'],
      ['$.items[*].placed', 'date'],
    ]);
  });

  it('messages of version 3 come after its calls', () => {
    expect(fixture('v3').interactions.map(({ kind }) => kind)).toEqual(['http', 'async-message']);
  });

  it('says where a pact is wrong, and all of it', () => {
    const text =
      '{\n  "consumer": {},\n  "provider": { "name": "p" },\n  "interactions": [{ "description": 3, "request": {}, "response": { "status": 20 } }]\n}';
    expect(refusal(text)).toMatchObject({
      code: 'E_PACT_INVALID',
      at: { file: 'pact.json', line: 2, column: 3 },
      args: {
        problem: 'consumer.name is missing: a text belongs there',
        more: ['pact.json:4:22 a text belongs here', 'pact.json:4:69 a status is a number from 100 to 599'],
      },
    });
  });

  it.each([
    ['{ "metadata": { "pactSpecification": { "version": "5.0" } } }', '/metadata'],
    ['[]', ''],
    ['{ "consumer": { "name": "c" }, "provider": { "name": "p" }, "interactions": 3 }', '/interactions'],
    [
      '{ "consumer": { "name": "c" }, "provider": { "name": "p" }, "interactions": [{ "type": "Odd", "description": "d" }] }',
      '/interactions/0/type',
    ],
  ])('refuses %s', (text, pointer) => {
    expect(refusal(text).at?.pointer).toBe(pointer);
  });

  it('any JSON is read or refused as input', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const odd = {
          consumer: { name: 'c' },
          provider: { name: 'p' },
          interactions: [json, { description: 'd', request: json, response: json }],
        };
        try {
          pactFromJson(odd as JsonValue, 'pact.json');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

function fixture(version: string) {
  const text = readFileSync(new URL(`../../../fixtures/pacts/${version}.json`, import.meta.url), 'utf8');
  return pactFromJson(JSON.parse(text) as JsonValue, `${version}.json`, text);
}

function refusal(text: string): InputError {
  try {
    pactFromJson(JSON.parse(text) as JsonValue, 'pact.json', text);
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error('it was not refused as input');
}

function plain(json: JsonObject): unknown {
  return JSON.parse(JSON.stringify(json));
}
