import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { createDocumentPort } from '../../src/host/document-port.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';

const port = createDocumentPort({ cwd: process.cwd(), stdin: Readable.from([]) });

async function read(events: string) {
  const text = `systems:\n  orders: { asyncapi: orders.yaml }\n  plain: { openapi: plain.yaml }\n  billing:\nintegrations:\n  - consumer: billing\n    provider: orders\n    events: ${events}\n`;
  return readWorkspace('mortise.yaml', { ...port, readText: async () => text }, {});
}

async function problemOf(events: string): Promise<unknown> {
  const error = await read(events).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.args : undefined;
}

describe('the events of a pair', () => {
  it('are read whole', async () => {
    const workspace = await read(
      '{ trigger: { path: /orders, body: { a: 1 }, sends: [created] }, triggers: [schedule, { operation: createOrder, system: plain }], effects: { path: /done, list: /all, key: /id }, timeout: 3s, invalid: dead-letter, order: key, key: header:ce-id }',
    );
    expect(workspace.integrations[0]?.events).toEqual({
      triggers: [
        { kind: 'call', system: undefined, method: 'POST', path: '/orders', headers: {}, body: { a: 1 }, sends: ['created'] },
        { kind: 'schedule', system: undefined, sends: undefined },
        { kind: 'operation', system: 'plain', operation: 'createOrder', sends: undefined },
      ],
      effects: { system: undefined, path: '/done', list: '/all', key: '/id' },
      timeoutMs: 3_000,
      invalid: 'dead-letter',
      order: 'key',
      key: 'header:ce-id',
    });
  });

  it('have defaults: nothing is triggered, and a lone path is where effects are listed', async () => {
    const workspace = await read('{ effects: /done }');
    expect(workspace.integrations[0]?.events).toEqual({
      triggers: [],
      effects: { system: undefined, path: '/done', list: '', key: '' },
      timeoutMs: undefined,
      invalid: undefined,
      order: undefined,
      key: undefined,
    });
  });

  it.each([
    ['{ effect: /done }', { problem: 'unknown key "effect"', suggestion: 'effects' }],
    ['{ invalid: dead-leter }', { problem: 'must be one of dead-letter, ignore, reject', suggestion: 'dead-letter' }],
    ['{ timeout: 3 }', { problem: 'must be string' }],
    ['{ trigger: { path: /orders, system: billng } }', { problem: 'unknown system "billng"', suggestion: 'billing' }],
    ['{ trigger: { path: /a, operation: b } }', { problem: 'must have exactly one of path, operation, schedule' }],
  ])('are refused with a reason: %s', async (events, expected) => {
    expect(await problemOf(events)).toMatchObject(expected);
  });

  it('are refused where the provider has no contract of events', async () => {
    const text =
      'systems:\n  plain: { openapi: plain.yaml }\n  web:\nintegrations:\n  - { consumer: web, provider: plain, events: { effects: /done } }\n';
    const error = await readWorkspace('mortise.yaml', { ...port, readText: async () => text }, {}).catch((cause: unknown) => cause);
    expect(error instanceof InputError ? error.args['problem'] : undefined).toContain('has no asyncapi document');
  });
});
