import { describe, expect, it } from 'vitest';
import { mockFromText, type ShownAnswer } from '../support/mock-from-text.js';

/** The answer of `GET /x`, whose response is of the given content. */
async function answerOf(content: string, version = '3.1.0'): Promise<ShownAnswer> {
  const call = await mockFromText(`openapi: ${version}
info: { title: t, version: "1" }
paths: { /x: { get: { operationId: x, responses: { '200': { description: a, content: ${content} } } } } }
components:
  schemas:
    Base: { type: object, required: [id], properties: { id: { type: integer } } }
    Cat: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { claws: { type: object, properties: { count: { type: integer } } } } }] }
    Dog: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { tricks: { type: array, items: { type: object } } } }] }
`);
  return call({ target: '/x' });
}

describe('the answer for a schema that is hard to satisfy', () => {
  it('belongs to just one of branches that overlap through allOf', async () => {
    const answer = await answerOf(
      `{ application/json: { schema: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] } } }`,
    );
    expect(answer.status).toBe(200);
    expect(answer.header('mortise-violations')).toBeUndefined();
  });

  const equal = `schema: { oneOf: [{ $ref: '#/components/schemas/Base' }, { $ref: '#/components/schemas/Base' }] }`;

  it('is the first example, with its violation told, when no value satisfies it', async () => {
    const answer = await answerOf(`{ application/json: { ${equal}, example: { id: 7 } } }`);
    expect([answer.status, answer.json]).toEqual([200, { id: 7 }]);
    expect(answer.header('mortise-note')).toContain('no value of the schema was found');
    expect(answer.header('mortise-violations')).toContain('"oneOf"');
  });

  it('is a problem when there is not even an example', async () => {
    expect(await answerOf(`{ application/json: { ${equal} } }`)).toMatchObject({ status: 500, json: { code: 'SCHEMA_UNSATISFIABLE' } });
  });
});

describe('a stream of JSON texts', () => {
  const items = 'schema: { type: object, required: [n], properties: { n: { type: integer } } }';

  it.each([
    ['3.1.0', `{ application/x-ndjson: { ${items} } }`],
    ['3.2.0', `{ application/x-ndjson: { itemSchema: { type: object, required: [n], properties: { n: { type: integer } } } } }`],
    [
      '3.1.0',
      `{ application/x-ndjson: { schema: { type: array, items: { type: object, required: [n], properties: { n: { type: integer } } }, minItems: 1 } } }`,
    ],
  ])('has items of the schema that version %s gives them: %s', async (version, content) => {
    const answer = await answerOf(content, version);
    expect(answer.body).toMatch(/^\{"n":0\}\n(?:\{"n":-?\d+\}\n)*$/);
    expect(answer.header('mortise-violations')).toBeUndefined();
  });

  it('passes over an example whose items break it', async () => {
    const answer = await answerOf(`{ application/x-ndjson: { ${items}, example: [{ n: 1 }, { n: x }] } }`);
    expect(answer.body).toMatch(/^\{"n":0\}\n/);
    expect(answer.header('mortise-note')).toContain('"default"');
  });
});
