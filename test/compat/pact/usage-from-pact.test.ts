import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import { usageFromPact } from '../../../src/compat/pact/usage-from-pact.js';
import { mergeUsage } from '../../../src/compat/usage/merge-usage.js';
import { shelterContract } from './shelter.js';

describe('usage from pacts', () => {
  it.each(['v1', 'v2', 'v3', 'v4'])('of %s is the same when it is merged with itself', (version) => {
    const usage = usageFromPact(fixture(version));
    expect(usage.sources).toEqual(['pact']);
    expect(mergeUsage(usage, usage)).toEqual(usage);
  });

  it('of two pacts of one pair is what either needs, in any order', () => {
    const [left, right] = [usageFromPact(fixture('v2')), usageFromPact(fixture('v3'))];
    const both = mergeUsage(left, right);
    expect(mergeUsage(right, left)).toEqual(both);
    expect(both.operations.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /orders', 'POST /orders']);
  });

  it('says what is sent, what is expected of answers, and which values a matcher lets differ', () => {
    const [operation] = usageFromPact(fixture('v3')).operations;
    expect(operation).toMatchObject({
      interactionCount: 1,
      sent: [
        { parameters: { 'query:notify': ['mail', 'phone'] }, mediaType: 'application/json', body: { items: [{ sku: 'a-1', count: 2 }] } },
      ],
      received: [{ status: 201, headers: ['location'] }],
    });
    expect(operation?.received[0]?.reads).toEqual([
      { pointer: '', count: 1, survives: { null: false, absent: false, newValue: false } },
      { pointer: '/count', count: 1, survives: { null: false, absent: false, newValue: true } },
      { pointer: '/id', count: 1, survives: { null: false, absent: false, newValue: true } },
      { pointer: '/paid', count: 1, survives: { null: false, absent: false, newValue: false } },
    ]);
  });

  it('names the messages that are received, and what is read of them', () => {
    expect(usageFromPact(fixture('v3')).messages).toMatchObject([
      {
        channel: 'orders',
        action: 'receive',
        count: 1,
        sent: [],
        reads: [{ pointer: '' }, { pointer: '/event_type' }, { pointer: '/order_id' }],
      },
    ]);
  });

  it('has the templates and types of the contract, and no secret', async () => {
    const json = {
      consumer: { name: 'visitor' },
      provider: { name: 'shelter' },
      interactions: [1, 2].map((id) => ({
        description: `animal ${id}`,
        request: { method: 'get', path: `/v1/pets/${id}`, headers: { Authorization: 'Bearer hidden', 'X-Shelter-Key': 'hidden' } },
        response: { status: 200 },
      })),
      metadata: { pactSpecification: { version: '2.0.0' } },
    };
    const usage = usageFromPact(pactFromJson(json, 'pact.json'), await shelterContract());
    expect(usage.operations).toMatchObject([
      { method: 'GET', path: '/pets/{petId}', interactionCount: 2, received: [{ status: 200, reads: [] }] },
    ]);
    expect(usage.operations[0]?.sent).toContainEqual({ parameters: { 'path:petId': 1 }, mediaType: undefined, body: undefined });
    expect(JSON.stringify([usage, usageFromPact(pactFromJson(json, 'pact.json'))])).not.toContain('hidden');
  });
});

function fixture(version: string) {
  const text = readFileSync(new URL(`../../../fixtures/pacts/${version}.json`, import.meta.url), 'utf8');
  return pactFromJson(JSON.parse(text) as JsonValue, `${version}.json`, text);
}
