import type { JsonObject, JsonValue } from '../../src/base/json.js';
import type { ExpressionContext } from '../../src/scenario/arazzo/expression-context.js';

/** A context after a call that was answered. */
export function contextWith(given: {
  readonly status?: number;
  readonly headers?: readonly string[];
  readonly body?: JsonValue;
  readonly inputs?: JsonObject;
  readonly steps?: Readonly<Record<string, JsonObject>>;
}): ExpressionContext {
  const { status = 200, headers = [], body, inputs = {}, steps = {} } = given;
  return {
    call: {
      url: 'http://orders/orders/1',
      method: 'GET',
      statusCode: status,
      request: { headers: [], parameters: new Map([['path:id', 1]]), body: () => undefined },
      response: { headers, parameters: new Map(), body: () => body },
    },
    self: undefined,
    inputs,
    outputs: {},
    steps: new Map(Object.entries(steps)),
    workflows: new Map(),
    sources: new Map([['orders', { name: 'orders', url: './orders.yaml', type: 'openapi' }]]),
  };
}
