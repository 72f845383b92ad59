import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { apiWith, compared, linesOf } from '../compared.js';

/** A document of OpenAPI 2.0, whose operations take what stands around them. */
function swagger(rest: JsonObject): JsonObject {
  return {
    swagger: '2.0',
    info: { title: 'Orders', version: '1.0.0' },
    paths: {
      '/orders': {
        post: {
          operationId: 'placeOrder',
          parameters: [{ name: 'order', in: 'body', required: true, schema: { type: 'object' } }],
          responses: { '200': { description: 'done', schema: { type: 'object' } } },
        },
      },
    },
    ...rest,
  };
}

function secured(scheme: JsonObject): JsonObject {
  return apiWith({ security: [{ key: [] }] }, { components: { securitySchemes: { key: scheme } } });
}

const KEY = { type: 'apiKey', in: 'header', name: 'x-key' };

describe('operations that are written as they were', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      'take what the document takes now',
      swagger({ consumes: ['application/json', 'text/csv'] }),
      swagger({ consumes: ['application/json'] }),
      ['error compat/media-type-removed request/body/text/csv'],
    ],
    [
      'give what the document gives now',
      swagger({ produces: ['application/json', 'text/csv'] }),
      swagger({ produces: ['application/json'] }),
      ['error compat/media-type-removed response/200/body/text/csv'],
    ],
    [
      'ask for what the document asks for now',
      apiWith({}, { components: { securitySchemes: { key: KEY } } }),
      apiWith({}, { components: { securitySchemes: { key: KEY } }, security: [{ key: [] }] }),
      ['error compat/security-changed request/security'],
    ],
    [
      'ask for what a scheme is now',
      secured(KEY),
      secured({ type: 'http', scheme: 'bearer' }),
      ['error compat/security-changed request/security', 'warning compat/security-scheme-changed security/key'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect(linesOf((await compared(older, newer)).findings)).toEqual(expected);
  });
});
