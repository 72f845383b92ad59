import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { Finding, Witness } from '../../../src/finding/finding.js';
import { isValid } from '../../../src/schema/validate.js';
import { compared, taking } from '../compared.js';

const ORDER = { $ref: '#/components/schemas/Order' };
const HOLDERS: Readonly<Record<string, JsonObject>> = {
  itself: ORDER,
  list: { type: 'array', items: ORDER },
  member: { type: 'object', required: ['order', 'at'], properties: { order: ORDER, at: { type: 'string' } } },
  map: { type: 'object', additionalProperties: ORDER },
  pair: { type: 'array', minItems: 2, items: { type: 'object', properties: { order: ORDER } } },
  joined: { allOf: [ORDER, { type: 'object', required: ['by'], properties: { by: { type: 'integer' } } }] },
};

interface Use {
  readonly holder: string;
  readonly isSent: boolean;
  readonly isDraft: boolean;
}

const use = fc.record({ holder: fc.constantFrom(...Object.keys(HOLDERS)), isSent: fc.boolean(), isDraft: fc.boolean() });

function api(uses: readonly Use[], order: JsonObject): JsonObject {
  const operation = ({ holder, isSent, isDraft }: Use, index: number): JsonObject => {
    const schema = HOLDERS[holder] ?? {};
    const content = { 'application/json': { schema } };
    const what = isSent ? { ...taking(schema), responses: {} } : { responses: { '200': { description: 'done', content } } };
    return { operationId: `o${index}`, ...(isDraft ? { 'x-stability-level': 'draft' } : {}), ...what };
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1.0.0' },
    paths: Object.fromEntries(uses.map((each, index) => [`/o${index}`, { post: operation(each, index) }])),
    components: { schemas: { Order: order } },
  };
}

function bodiesOf(finding: Finding): readonly (readonly [operation: string, body: JsonValue | undefined])[] {
  const bodyOf = (witness: Witness | undefined, isSent: boolean): JsonValue | undefined => {
    const body = (isSent ? witness?.request : witness?.response)?.body;
    return body === undefined ? undefined : (JSON.parse(body) as JsonValue);
  };
  const isSent = finding.compat?.direction === 'consumer-writes';
  const others = finding.compat?.elsewhere ?? [];
  return [
    [finding.operation ?? '', bodyOf(finding.witness, isSent)],
    ...others.map(({ operation, witness }) => [operation, bodyOf(witness, isSent)] as const),
  ];
}

describe('one edit of a component that several operations use', () => {
  it('is shown at each of them by a message of its own, which the writer may write and the reader refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(use, { minLength: 1, maxLength: 5 }), async (uses) => {
        const [narrow, wide] = ['number', ['number', 'null']].map((type) =>
          api(uses, { type: 'object', required: ['total'], properties: { total: { type } } }),
        ) as [JsonObject, JsonObject];
        for (const [older, newer, isSent] of [
          [narrow, wide, false],
          [wide, narrow, true],
        ] as const) {
          const { findings } = await compared(older, newer);
          const shown = findings.filter(({ code, severity }) => code === 'compat/schema-broken' && severity === 'error').flatMap(bodiesOf);
          const isTold = uses.some((each) => each.isSent === isSent && !each.isDraft);
          expect(shown.length > 0).toBe(isTold);
          for (const [operation, body] of shown) {
            const holder = HOLDERS[uses[Number(operation.slice(1))]?.holder ?? ''] ?? {};
            expect(body).toBeDefined();
            expect([narrow, wide].map((document) => judged(document, holder, body ?? null))).toEqual([false, true]);
          }
        }
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  it('is told by the value of the operation that the finding is about, whichever was looked at first', async () => {
    const uses = [
      { holder: 'list', isSent: false, isDraft: true },
      { holder: 'itself', isSent: false, isDraft: false },
    ];
    const of = (type: JsonValue): JsonObject => api(uses, { type: 'object', required: ['total'], properties: { total: { type } } });
    const { findings } = await compared(of('number'), of(['number', 'null']));
    expect(findings[0]).toMatchObject({ operation: 'o1', args: { at: 'total', value: '{"total":null}' } });
    expect(findings[0]?.witness?.response).toMatchObject({ line: '200', body: '{"total":null}' });
  });
});

function judged(document: JsonObject, holder: JsonObject, value: JsonValue): boolean {
  const documents = new Map<string, JsonValue>([['api.json', { ...document, holder }]]);
  return isValid({ value: holder, dialect: '2020-12', uri: 'api.json', pointer: '/holder', documents }, value, {});
}
