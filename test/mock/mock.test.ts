import { describe, expect, it } from 'vitest';
import type { Rules } from '../../src/mock/rules.js';
import { DEFAULT_RULES, parseRules } from '../../src/mock/rules.js';
import type { Call, ShownAnswer } from '../support/mock-from-text.js';
import { mockFromText } from '../support/mock-from-text.js';

const HEAD = 'openapi: 3.1.0\ninfo: { title: t, version: "1" }\n';

/** One operation `GET /x` with the given responses. */
function withResponses(responses: string): Promise<(call: Call) => ShownAnswer> {
  return mockFromText(`${HEAD}paths: { /x: { get: { operationId: x, responses: ${responses} } } }`);
}

describe('the choice of a response', () => {
  it('takes the lowest success, exact before range', async () => {
    const call = await withResponses(
      "{ '404': { description: a }, '2XX': { description: b }, '202': { description: c }, '201': { description: d } }",
    );
    expect(call({ target: '/x' }).status).toBe(201);
  });

  it('serves a range as its first status, default as 200, and the first declared response when nothing else is there', async () => {
    expect((await withResponses("{ '2XX': { description: a } }"))({ target: '/x' }).status).toBe(200);
    expect((await withResponses("{ '404': { description: a }, default: { description: b } }"))({ target: '/x' }).status).toBe(200);
    expect((await withResponses('{ 4XX: { description: a } }'))({ target: '/x' }).status).toBe(400);
  });

  it('serves a preferred status from the exact response, the range or default, under that status', async () => {
    const call = await withResponses(
      "{ '200': { description: a }, '404': { description: b }, 4XX: { description: c }, default: { description: d } }",
    );
    const prefer = (code: number): number => call({ target: '/x', headers: ['Prefer', `code=${code}`] }).status;
    expect([prefer(404), prefer(410), prefer(503)]).toEqual([404, 410, 503]);
  });

  it('answers 404 NOT_FOUND for a preferred status that is not declared', async () => {
    const call = await withResponses("{ '200': { description: a } }");
    expect(call({ target: '/x?__code=418' })).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND', detail: expect.stringContaining('declared: 200') },
    });
  });

  it('says so when no response is declared at all', async () => {
    const call = await mockFromText(`${HEAD}paths: { /x: { get: { operationId: x, responses: {} } } }`);
    expect(call({ target: '/x' }).status).toBe(500);
  });
});

describe('the negotiation of a media type', () => {
  const content =
    "{ '200': { description: a, content: { text/plain: { example: hi }, application/xml: { example: <a/> }, application/json: { example: { a: 1 } } } } }";

  it('prefers JSON when the caller has no preference', async () => {
    const call = await withResponses(content);
    expect(call({ target: '/x' }).body).toBe('{"a":1}');
    expect(call({ target: '/x', headers: ['accept', '*/*'] }).header('content-type')).toBe('application/json');
  });

  it('obeys q-values, then forgets the parameters of media types', async () => {
    const call = await withResponses(content);
    const type = (accept: string): string | undefined => call({ target: '/x', headers: ['accept', accept] }).header('content-type');
    expect(type('text/plain;q=0.5, application/xml;q=0.9')).toBe('application/xml');
    expect(type('text/*')).toBe('text/plain');
    expect(type('application/json; charset=utf-8')).toBe('application/json');
  });

  it('answers 406 when nothing fits, unless the response has no content or is a 204', async () => {
    const call = await withResponses(content);
    expect(call({ target: '/x', headers: ['accept', 'image/png'] }).status).toBe(406);
    const empty = await withResponses("{ '200': { description: a } }");
    expect(empty({ target: '/x', headers: ['accept', 'image/png'] })).toMatchObject({ status: 200, body: '' });
    const none = await withResponses("{ '204': { description: a, content: { application/json: {} } } }");
    expect(none({ target: '/x', headers: ['accept', 'image/png'] })).toMatchObject({ status: 204, body: '' });
  });

  it('turns to the usual response when the preferred one cannot be negotiated', async () => {
    const call = await withResponses(
      "{ '200': { description: a, content: { application/json: { example: 1 } } }, '400': { description: b, content: { text/plain: { example: no } } } }",
    );
    expect(call({ target: '/x', headers: ['accept', 'application/json', 'prefer', 'code=400'] })).toMatchObject({ status: 200, body: '1' });
  });
});

describe('the body', () => {
  it('is the first example that keeps its schema, and says which one it passed over', async () => {
    const call = await withResponses(
      "{ '200': { description: a, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: integer } } }, examples: { bad: { value: { id: x } }, good: { value: { id: 7 } } } } } } }",
    );
    const answer = call({ target: '/x' });
    expect(answer.json).toEqual({ id: 7 });
    expect(answer.header('mortise-note')).toContain('"bad"');
    expect(call({ target: '/x?__example=bad' })).toMatchObject({ status: 200, json: { id: 'x' } });
    expect(call({ target: '/x?__example=bad' }).header('mortise-violations')).toContain('id');
  });

  it('leaves writeOnly members out of an example', async () => {
    const call = await withResponses(
      "{ '200': { description: a, content: { application/json: { schema: { type: object, properties: { id: { type: integer }, secret: { type: string, writeOnly: true } } }, example: { id: 1, secret: s } } } } }",
    );
    expect(call({ target: '/x' }).json).toEqual({ id: 1 });
  });

  it('is fixed without a seed and varies with one, in whatever order calls come', async () => {
    const text = `${HEAD}paths: { '/x/{id}': { get: { operationId: x, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '200': { description: a, content: { application/json: { schema: { type: object, required: [a, b], properties: { a: { type: string }, b: { type: integer } } } } } } } } } }`;
    const one = await mockFromText(text, { dynamic: true }, 'seed');
    const two = await mockFromText(text, { dynamic: true }, 'seed');
    const targets = ['/x/1', '/x/2', '/x/1', '/x/3'];
    const first = targets.map((target) => one({ target }).body);
    const again = [...targets].reverse().map((target) => two({ target }).body);
    expect(new Set(first).size).toBe(4);
    expect([...again].sort()).toEqual([...first].sort());
    const still = await mockFromText(text);
    expect(still({ target: '/x/1' }).body).toBe(still({ target: '/x/2' }).body);
    const asked = (seed: number): string => still({ target: '/x/1', headers: ['prefer', `dynamic=true, seed=${seed}`] }).body;
    expect(asked(1)).toBe(asked(1));
    expect(asked(1)).not.toBe(asked(2));
  });

  it('marks the answer of a deprecated operation', async () => {
    const call = await mockFromText(
      `${HEAD}paths: { /x: { get: { operationId: x, deprecated: true, responses: { '200': { description: a } } } } }`,
    );
    expect(call({ target: '/x' }).header('deprecation')).toBe('true');
  });

  it('can be sent whatever the contract calls its media types, methods and schemes', async () => {
    const call = await mockFromText(`openapi: 3.2.0
info: { title: t, version: "1" }
components: { securitySchemes: { odd: { type: http, scheme: "b\u{1f600}d\\r\\nx" } } }
paths:
  /x:
    additionalOperations:
      "G\u{1f600}\\r\\nT": { operationId: odd, responses: { '200': { description: a } } }
    get: { operationId: x, responses: { '200': { description: a, content: { "text/\u{1f600}\\r\\n": { example: hi } } } } }
    put: { operationId: y, security: [{ odd: [] }], responses: { '200': { description: a } } }
`);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { answer } = call({ method, target: '/x' });
      for (const part of answer.response.headers) expect(part).toMatch(/^[\t\u0020-\u007e]*$/);
    }
    expect(call({ target: '/x' }).header('content-type')).toMatch(/^text\//);
  });

  it('never lets a value end a header', async () => {
    const call = await withResponses(
      `{ '200': { description: a, headers: { X-A: { example: "a\\r\\nSet-Cookie: b" }, "bad name": { example: c } } } }`,
    );
    const answer = call({ target: '/x' });
    expect(answer.header('x-a')).toBe('a%0D%0ASet-Cookie: b');
    expect(answer.answer.response.headers.join('')).not.toContain('bad name');
  });
});

describe('a request that breaks the contract', () => {
  const text = `${HEAD}
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
paths:
  /x:
    post:
      operationId: x
      security: [{ bearer: [] }]
      parameters: [{ name: n, in: query, required: true, schema: { type: integer } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [a] } } } }
      responses: { '200': { description: ok } RESPONSES }
`;
  const plain = (responses = ''): string => text.replace(' RESPONSES', responses);
  const bad: Call = { method: 'POST', target: '/x?n=one', headers: ['content-type', 'application/json'], body: '{}' };

  it('gets a problem that tells everything at once when the contract declares no error', async () => {
    const answer = (await mockFromText(plain()))(bad);
    expect(answer.status).toBe(401);
    expect(answer.header('www-authenticate')).toMatch(/^Bearer/);
    expect(answer.json).toMatchObject({ code: 'UNAUTHORIZED', validation: [{}, {}, {}] });
    expect(answer.answer.problems.map((problem) => problem.kind).sort()).toEqual(['body', 'parameter', 'security']);
  });

  it('gets the declared response, exact before range before default, whatever it accepts', async () => {
    const authorised = { ...bad, headers: [...(bad.headers ?? []), 'authorization', 'Bearer t', 'accept', 'image/png'] };
    const declared = async (responses: string): Promise<number> => (await mockFromText(plain(responses)))(authorised).status;
    expect(await declared(", '422': { description: a }, '400': { description: b }")).toBe(422);
    expect(await declared(", '400': { description: b }")).toBe(400);
    expect(await declared(', 4XX: { description: b }')).toBe(422);
    expect(await declared(', default: { description: b, content: { application/json: { example: { title: no } } } }')).toBe(422);
  });

  it('is told about an undeclared media type before anything else but security', async () => {
    const call = await mockFromText(plain());
    const request = { method: 'POST', target: '/x?n=1', headers: ['content-type', 'text/csv', 'authorization', 'Bearer t'], body: 'a,b' };
    expect(call(request)).toMatchObject({ status: 415, json: { code: 'INVALID_CONTENT_TYPE' } });
  });

  it('is let through where a rule only warns, with the violations in a header', async () => {
    const parsed = parseRules('request=warn,security=off');
    const rules: Rules = parsed.kind === 'rules' ? parsed.rules : DEFAULT_RULES;
    const answer = (await mockFromText(plain(), { rules }))(bad);
    expect(answer.status).toBe(200);
    const told = JSON.parse(answer.header('mortise-violations') ?? '[]') as { location: string }[];
    expect(told.map(({ location }) => location).join(' ')).toContain('query.n');
    expect(answer.answer.problems.map((problem) => problem.kind)).not.toContain('security');
  });
});

describe('the mock judges itself', () => {
  const responses =
    "{ '200': { description: a, content: { application/json: { schema: { type: object, required: [id] }, examples: { bad: { value: { no: 1 } } } } } } }";
  const text = `${HEAD}paths: { /x: { get: { operationId: x, responses: ${responses} } } }`;

  it('says in a header that an answer breaks the contract, or answers 500 when that is wanted', async () => {
    expect((await mockFromText(text))({ target: '/x?__example=bad' }).header('mortise-violations')).toContain('"on":"response"');
    const strict = await mockFromText(text, { rules: { ...DEFAULT_RULES, response: 'error' } });
    expect(strict({ target: '/x?__example=bad' })).toMatchObject({ status: 500, json: { code: 'VIOLATIONS' } });
    const silent = await mockFromText(text, { rules: { ...DEFAULT_RULES, response: 'off' } });
    expect(silent({ target: '/x?__example=bad' }).header('mortise-violations')).toBeUndefined();
  });
});

describe('base paths', () => {
  const text = `${HEAD}servers: [{ url: https://a.example/v1 }]\npaths: { /x: { get: { operationId: x, responses: { '200': { description: a } } } } }`;

  it('are served beside the bare paths, or insisted on', async () => {
    const call = await mockFromText(text);
    expect([call({ target: '/v1/x' }).status, call({ target: '/x' }).status]).toEqual([200, 200]);
    const strict = await mockFromText(text, { requireBasePath: true });
    expect([strict({ target: '/v1/x' }).status, strict({ target: '/x' }).status]).toEqual([200, 404]);
  });
});
