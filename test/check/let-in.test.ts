import { describe, expect, it } from 'vitest';
import { runPair } from '../../src/check/run-pair.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { HttpRequest, HttpResponse } from '../../src/wire/http-message.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { bodyText, empty, json, memoryWorld } from '../support/memory-ports.js';
import { textPort } from '../support/text-port.js';

const CONTRACT = `
openapi: 3.1.0
info: { title: Teas, version: '1' }
paths:
  /teas:
    get:
      operationId: listTeas
      responses: { '200': { description: All, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Tea' } } } } } }
    post:
      operationId: createTea
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Tea' } } } }
      responses:
        '201': { description: Made, content: { application/json: { schema: { $ref: '#/components/schemas/Tea' } } } }
        '400': { description: Refused }
        '415': { description: Refused }
components:
  schemas:
    Tea: { type: object, required: [grams], properties: { grams: { type: integer, minimum: 1, maximum: 99 } } }
`;
const contract = await readContract('teas.yaml', textPort({ 'teas.yaml': CONTRACT }));

describe('a provider that takes in what its contract forbids', () => {
  it('is told so once, not again each time it gives the same data out', async () => {
    expect(await findingsOf((grams) => grams >= 1)).toEqual([
      'check/invalid-data-refused createTea #/components/schemas/Tea/properties/grams/maximum',
    ]);
  });

  it('is still told what it makes wrong by itself', async () => {
    const found = await findingsOf(
      (grams) => grams >= 1 && grams <= 99,
      (grams) => grams + 99,
    );
    expect(found).toEqual([
      'check/body-matches-schema createTea #/components/schemas/Tea/properties/grams/maximum',
      'check/body-matches-schema listTeas #/components/schemas/Tea/properties/grams/maximum',
    ]);
  });

  it('is told the other side where nobody asked what is let in', async () => {
    const found = await findingsOf((grams) => grams >= 1, undefined, { 'invalid-data-refused': 'off' });
    expect(found.map((line) => line.split(' ')[0])).toContain('check/body-matches-schema');
  });
});

/** `code operation #clause` of each finding, sorted. */
async function findingsOf(
  isFine: (grams: number) => boolean,
  written: (grams: number) => number = (grams) => grams,
  checks: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const teas: { readonly grams: number }[] = [];
  const answer = (request: HttpRequest): HttpResponse => {
    if (request.target !== '/teas') return empty(404);
    if (request.method === 'GET') return json(200, teas);
    if (request.method !== 'POST') return empty(405, ['allow', 'GET, POST']);
    if (!request.headers.includes('application/json')) return empty(415);
    const grams = gramsIn(bodyText(request));
    if (grams === undefined || !isFine(grams)) return empty(400);
    teas.push({ grams: written(grams) });
    return json(201, teas.at(-1));
  };
  const pair = pairFromJson({ consumer: 'shop', provider: 'teas', checks }, '');
  const world = memoryWorld({ answer });
  const result = await runPair(
    { pair, contract, options: { caseCount: 20, seed: '1' }, signal: new AbortController().signal },
    world.ports,
  );
  return result.findings.map(({ code, operation, place }) => `${code} ${operation} #${place?.pointer}`).toSorted();
}

function gramsIn(text: string): number | undefined {
  try {
    const grams: unknown = (JSON.parse(text) as { readonly grams?: unknown } | null)?.grams;
    return typeof grams === 'number' && Number.isInteger(grams) ? grams : undefined;
  } catch {
    return undefined;
  }
}
