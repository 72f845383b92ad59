import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

function at(...urls: readonly string[]): JsonObject {
  return apiWith({}, { servers: urls.map((url) => ({ url })) });
}

/** An operation with servers of its own beside those of the document. */
function own(url: string | undefined, document: string): JsonObject {
  return apiWith(url === undefined ? {} : { servers: [{ url }] }, { servers: [{ url: document }] });
}

describe('servers', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['have names without case', at('https://A.example.com/v1'), at('https://a.example.com/v1'), []],
    ['without a scheme are of any, as they were', at('//a.example.com/v1'), at('https://a.example.com/v1'), []],
    ['without a scheme are of any, as they are', at('https://a.example.com/v1'), at('//a.example.com/v1'), []],
    ['of a document whose operations all have their own are for nobody', own('/v1', '/a'), own('/v1', '/b'), []],
    [
      'of a document stand in where an operation has none of its own any longer',
      own('/v1', '/a'),
      own(undefined, '/b'),
      ['error compat/server-removed server//v1/orders', 'info compat/server-added server//b/orders'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    const lines = linesOf((await compared(older, newer)).findings);
    expect(lines).toEqual(expected);
  });

  it('of what a webhook calls back are told where they are asked for, not here', async () => {
    const calling = (url: string): JsonObject => {
      const operation = { responses: { '200': { description: 'done' } } };
      const callbacks = { seen: { '{$request.body#/url}': { post: { ...operation, servers: [{ url }] } } } };
      return apiWith({}, { webhooks: { paid: { post: { ...operation, callbacks } } } });
    };
    expect((await compared(calling('/a'), calling('/b'))).findings).toEqual([]);
  });
});
