import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { Link, Operation } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { textPort } from '../../support/text-port.js';

async function createOf(links: JsonValue, version = '3.1.0'): Promise<Operation> {
  const document: JsonValue = {
    openapi: version,
    info: { title: 'T', version: '1' },
    paths: {
      '/users': { post: { operationId: 'create', responses: { 201: { description: 'made', links } } } },
      '/users/{id}': { get: { operationId: 'read', responses: { 200: { description: 'ok' } } } },
    },
    components: { links: { Read: { operationId: 'read', parameters: { id: '$response.body#/id' } } } },
  };
  const contract = await readContract('api.json', textPort({ 'api.json': JSON.stringify(document) }));
  const operation = contract.operations[0]?.read();
  if (operation === undefined) throw new Error('the contract has an operation');
  return operation;
}

async function linkOf(link: JsonValue): Promise<Link | undefined> {
  const { responses } = await createOf({ next: link });
  return responses[0]?.links[0];
}

function defectsOf({ defects }: Operation): readonly string[] {
  return defects.map(({ code, place }) => `${code} ${place?.pointer}`);
}

const LINKS = '/paths/~1users/post/responses/201/links';

describe('linksOf', () => {
  it('names the operation by its id, and takes values from the exchange', async () => {
    expect(await linkOf({ operationId: 'read', parameters: { 'path.id': '$response.body#/id' }, requestBody: { a: 1 } })).toEqual({
      name: 'next',
      file: 'api.json',
      pointer: `${LINKS}/next`,
      target: { kind: 'id', operationId: 'read' },
      parameters: new Map([['path.id', { kind: 'expression', expression: { of: 'response', from: 'body', name: '/id' } }]]),
      requestBody: { kind: 'constant', value: { a: 1 } },
    });
  });

  it('names the operation by where it stands', async () => {
    const link = await linkOf({ operationRef: '#/paths/~1users~1{id}/get' });
    expect(link?.target).toEqual({ kind: 'place', file: 'api.json', pointer: '/paths/~1users~1{id}/get' });
  });

  it('follows a reference to a link among the components', async () => {
    const link = await linkOf({ $ref: '#/components/links/Read' });
    expect(link).toMatchObject({ name: 'next', pointer: '/components/links/Read', target: { operationId: 'read' } });
  });

  it.each([
    ['$5', { kind: 'constant', value: '$5' }],
    [7, { kind: 'constant', value: 7 }],
    ['{$response.header.X-Id}', { kind: 'expression', expression: { of: 'response', from: 'header', name: 'x-id' } }],
    ['$request.path.id', { kind: 'expression', expression: { of: 'request', from: 'path', name: 'id' } }],
    ['$request.query.q', { kind: 'expression', expression: { of: 'request', from: 'query', name: 'q' } }],
    ['$request.body', { kind: 'expression', expression: { of: 'request', from: 'body', name: '' } }],
    ['$url', { kind: 'expression', expression: { of: 'url' } }],
    ['user-{$response.body#/id}', { kind: 'template', text: 'user-{$response.body#/id}' }],
  ])('reads the value %j', async (value, expected) => {
    const link = await linkOf({ operationId: 'read', parameters: { id: value } });
    expect(link?.parameters.get('id')).toEqual(expected);
  });

  it('reports a link without an operation, and leaves it out', async () => {
    const operation = await createOf({ next: { parameters: {} } });
    expect(defectsOf(operation)).toEqual([`contract/link-invalid ${LINKS}/next`]);
    expect(operation.responses[0]?.links).toEqual([]);
  });

  it('reports what is no runtime expression, and keeps the rest', async () => {
    const operation = await createOf({ next: { operationId: 'read', parameters: { id: '$response.id', a: 1 } } });
    expect(defectsOf(operation)).toEqual([`contract/link-invalid ${LINKS}/next/parameters/id`]);
    expect([...(operation.responses[0]?.links[0]?.parameters.keys() ?? [])]).toEqual(['a']);
  });

  it('reports an operationRef that leads nowhere in its own document only', async () => {
    expect(defectsOf(await createOf({ next: { operationRef: '#/paths/~1gone/get' } }))).toEqual([
      `contract/ref-unresolved ${LINKS}/next/operationRef`,
    ]);
    expect(defectsOf(await createOf({ next: { operationRef: 'https://other.example/api.json#/paths/~1a/get' } }))).toEqual([]);
  });

  it('reports links that are no object', async () => {
    expect(defectsOf(await createOf([], '3.0.3'))).toEqual([`contract/wrong-type ${LINKS}`]);
  });
});
