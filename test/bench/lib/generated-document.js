import { writeFileSync } from 'node:fs';

/**
 * Writes an OpenAPI document of any size: resources with four operations each, every one with its own schema and examples.
 *
 * @param {string} file
 * @param {{ readonly operationCount: number, readonly descriptionBytes?: number }} size - the description pads each operation
 * @returns {{ readonly targets: readonly string[] }} a target for the GET of each single resource
 */
export function writeGeneratedDocument(file, { operationCount, descriptionBytes = 200 }) {
  const resourceCount = operationCount / 4;
  const description = 'What this operation does, at length. '.repeat(Math.ceil(descriptionBytes / 37)).slice(0, descriptionBytes);
  const indices = Array.from({ length: resourceCount }, (_, index) => index);
  const document = {
    openapi: '3.1.0',
    info: { title: 'Generated', version: '1.0.0' },
    paths: Object.fromEntries(indices.flatMap((index) => pathsOf(index, description))),
    components: { schemas: Object.fromEntries(indices.map((index) => [`Thing${index}`, schemaOf(index)])) },
  };
  writeFileSync(file, JSON.stringify(document));
  return { targets: indices.map((index) => `/areas/${index % 50}/things-${index}/7`) };
}

/**
 * @param {number} index
 * @param {string} description
 */
function pathsOf(index, description) {
  const schema = { $ref: `#/components/schemas/Thing${index}` };
  const example = exampleOf(index);
  const ok = { description: 'As asked.', content: { 'application/json': { schema, examples: { one: { value: example } } } } };
  const missing = { description: 'There is none.', content: { 'application/problem+json': { schema: { type: 'object' } } } };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } };
  const limit = { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } };
  const list = {
    description: 'All.',
    content: { 'application/json': { schema: { type: 'array', items: schema }, example: [example, example] } },
  };
  const area = index % 50;
  const operation = (/** @type {string} */ name, /** @type {object} */ rest) => ({
    operationId: `${name}Thing${index}`,
    description,
    ...rest,
  });
  const body = { required: true, content: { 'application/json': { schema, example } } };
  return [
    [
      `/areas/${area}/things-${index}`,
      {
        get: operation('list', { parameters: [limit], responses: { 200: list } }),
        post: operation('create', { requestBody: body, responses: { 201: ok } }),
      },
    ],
    [
      `/areas/${area}/things-${index}/{id}`,
      {
        parameters: [id],
        get: operation('read', { responses: { 200: ok, 404: missing } }),
        put: operation('replace', { requestBody: body, responses: { 200: ok, 404: missing } }),
      },
    ],
  ];
}

/** @param {number} index */
function schemaOf(index) {
  return {
    type: 'object',
    required: ['id', 'name', 'state'],
    properties: {
      id: { type: 'integer', minimum: 1 },
      name: { type: 'string', minLength: 1, maxLength: 80 },
      state: { enum: ['open', 'done', `special-${index}`] },
      createdAt: { type: 'string', format: 'date-time' },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 20 },
      size: { type: 'object', properties: { width: { type: 'number', minimum: 0 }, height: { type: 'number', minimum: 0 } } },
    },
  };
}

/** @param {number} index */
function exampleOf(index) {
  return {
    id: 7,
    name: `Thing ${index}`,
    state: 'open',
    createdAt: '2026-01-01T00:00:00Z',
    tags: ['a', 'b'],
    size: { width: 1.5, height: 2 },
  };
}
