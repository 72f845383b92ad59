import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broken, judgeOf, shortly } from '../../support/judged.js';

const TEXT = `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a:
    parameters:
      - { name: when, in: query, schema: { anyOf: [{ type: string, format: date }, { type: string, format: uuid }] } }
      - { name: limit, in: query, schema: { anyOf: [{ type: string, format: date, maxLength: 3 }, { type: integer }] } }
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { type: object, properties: { on: { oneOf: [{ type: string, format: date }] } } } } } }
      responses: { '200': { description: a }, '202': { description: b } }
    options: { operationId: options, responses: { '200': { description: a } } }
    delete: { operationId: remove, responses: { '200': { description: a } } }
`;

const ofSchema = (location: readonly string[], keyword: string, kind: 'parameter' | 'body' = 'parameter') => {
  const { intent, requestProblems } = broken(location, keyword, kind);
  return { intent, requestProblems: requestProblems.map((problem) => ({ ...problem, schema: { uri: 'openapi.yaml', pointer: '/x' } })) };
};

describe('an invalid request', () => {
  it('that is accepted is an error at the clause that it breaks', async () => {
    const judge = await judgeOf(TEXT);
    const [said] = judge({ operation: 'create', status: 200, ...broken(['query', 'limit']) });
    expect(said).toMatchObject({
      code: 'invalid-data-refused',
      severity: 'error',
      failure: {
        place: { file: 'openapi.yaml', pointer: '/clause' },
        location: ['query', 'limit'],
        expected: 'to be refused: query limit breaks maximum',
        seen: '200',
      },
    });
  });

  it('may be refused in any words', async () => {
    const judge = await judgeOf(TEXT);
    const status = fc.oneof(fc.integer({ min: 300, max: 499 }), fc.constant(501));
    fc.assert(
      fc.property(status, (refusal) => {
        expect(judge({ operation: 'create', status: refusal, ...broken(['query', 'limit']) })).toEqual([]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('that is valid once it is on the wire is no invalid request', async () => {
    const judge = await judgeOf(TEXT);
    expect(judge({ operation: 'create', status: 200, ...broken(['query', 'limit']), requestProblems: [] })).toEqual([]);
  });

  it.each([
    ['only a format', 200, ofSchema(['query', 'when'], 'format')],
    ['a media type that is not declared', 200, broken(['header', 'content-type'], 'content-type', 'media-type')],
    ['anything, and is only taken in', 202, broken(['query', 'limit'])],
  ])('that breaks %s is a warning', async (_what, status, invalid) => {
    const judge = await judgeOf(TEXT);
    expect(shortly(judge({ operation: 'create', status, ...invalid }))).toEqual(['invalid-data-refused warning']);
  });

  it('whose branches fail by nothing but their formats is a warning', async () => {
    const judge = await judgeOf(TEXT);
    const call = { operation: 'create', status: 200 };
    const when = { ...ofSchema(['query', 'when'], 'anyOf'), request: { target: '/a?when=soon' } };
    expect(shortly(judge({ ...call, ...when }))).toEqual(['invalid-data-refused warning']);
    const limit = { ...ofSchema(['query', 'limit'], 'anyOf'), request: { target: '/a?limit=long' } };
    expect(shortly(judge({ ...call, ...limit }))).toEqual(['invalid-data-refused error']);
    const headers = ['content-type', 'application/json'];
    const body = { ...ofSchema(['body', 'on'], 'oneOf', 'body'), request: { headers, body: '{"on":"soon"}' } };
    expect(shortly(judge({ ...call, ...body }))).toEqual(['invalid-data-refused warning']);
    const wrong = { ...ofSchema(['body', 'on'], 'oneOf', 'body'), request: { headers, body: '{"on":1}' } };
    expect(shortly(judge({ ...call, ...wrong }))).toEqual(['invalid-data-refused error']);
  });

  it('is not looked at where a server answers of itself, or where a body means nothing', async () => {
    const judge = await judgeOf(TEXT);
    expect(judge({ operation: 'options', status: 200, ...broken(['query', 'limit']) })).toEqual([]);
    expect(judge({ operation: 'remove', status: 200, ...broken(['body', 'name']) })).toEqual([]);
    expect(judge({ operation: 'remove', status: 200, ...broken(['query', 'limit']) })).toHaveLength(1);
  });
});
