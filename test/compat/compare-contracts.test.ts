import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { apiWith, asking, compared, giving, linesOf, taking } from './compared.js';

const KEY = {
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' }, user: { type: 'http', scheme: 'basic' } } },
};
const OBJECT = { type: 'object', properties: { id: { type: 'string' } } };

function answering(responses: JsonObject): JsonObject {
  return apiWith({ responses });
}

function withHeader(header: JsonObject | undefined): JsonObject {
  return answering({ '200': { description: 'done', ...(header === undefined ? {} : { headers: { etag: header } }) } });
}

function hooking(schema: JsonObject): JsonObject {
  return apiWith({}, { webhooks: { paid: { post: { ...taking(schema), responses: { '200': { description: 'done' } } } } } });
}

function pathItem(): JsonObject {
  return (apiWith({})['paths'] as JsonObject)['/orders'] as JsonObject;
}

function xml(schema: JsonObject): JsonObject {
  return { requestBody: { required: true, content: { 'application/xml': { schema: { type: 'object', ...schema } } } } };
}

function callingBack(schema: JsonObject): JsonObject {
  const operation = { ...taking(schema), responses: { '200': { description: 'done' } } };
  return apiWith({ callbacks: { onPaid: { '{$request.body#/url}': { post: operation } } } });
}

describe('each kind of change has its finding and weighs what the law says', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['an operation that is gone', apiWith({}), { ...apiWith({}), paths: {} }, ['error compat/operation-removed']],
    ['an operation that is new', { ...apiWith({}), paths: {} }, apiWith({}), ['info compat/operation-added']],
    ['another operationId', apiWith({}), apiWith({ operationId: 'order' }), ['info compat/operation-renamed']],
    ['other tags', apiWith({}), apiWith({ tags: ['a'] }), ['info compat/operation-tags']],
    ['a new optional parameter', apiWith({}), apiWith(asking({})), ['info compat/parameter-added request/query/limit']],
    ['a new required parameter', apiWith({}), apiWith(asking({ required: true })), ['error compat/parameter-added request/query/limit']],
    ['a parameter that is gone', apiWith(asking({})), apiWith({}), ['warning compat/parameter-removed request/query/limit']],
    [
      'a parameter that is required now',
      apiWith(asking({})),
      apiWith(asking({ required: true })),
      ['error compat/parameter-requirement request/query/limit'],
    ],
    [
      'a parameter that is optional now',
      apiWith(asking({ required: true })),
      apiWith(asking({})),
      ['info compat/parameter-requirement request/query/limit'],
    ],
    [
      'a parameter of less values',
      apiWith(asking({})),
      apiWith(asking({ schema: { type: 'integer', maximum: 10 } })),
      ['error compat/schema-broken request/query/limit'],
    ],
    [
      'a parameter of more values',
      apiWith(asking({ schema: { type: 'integer', maximum: 10 } })),
      apiWith(asking({})),
      ['info compat/schema-changed request/query/limit'],
    ],
    [
      'a number that may be any text, which on the wire it is',
      apiWith(asking({})),
      apiWith(asking({ schema: { type: 'string' } })),
      ['info compat/schema-changed request/query/limit'],
    ],
    [
      'another default of a parameter',
      apiWith(asking({ schema: { type: 'integer', default: 1 } })),
      apiWith(asking({ schema: { type: 'integer', default: 2 } })),
      ['warning compat/remark-changed request/query/limit'],
    ],
    [
      'a list that is written with commas now',
      apiWith(asking({ schema: { type: 'array', items: { type: 'string' } } })),
      apiWith(asking({ schema: { type: 'array', items: { type: 'string' } }, explode: false })),
      ['error compat/parameter-form request/query/limit'],
    ],
    ['a style that writes a single value alike', apiWith(asking({})), apiWith(asking({ explode: false })), []],
    ['a default that is spelled out', apiWith(asking({})), apiWith(asking({ style: 'form', explode: true, required: false })), []],
    ['a body that is gone', apiWith(taking(OBJECT)), apiWith({}), ['error compat/body-removed request/body']],
    ['a new required body', apiWith({}), apiWith(taking(OBJECT)), ['error compat/body-added request/body']],
    [
      'a media type that is gone from a request',
      apiWith({ requestBody: { content: { 'application/json': {}, 'text/plain': {} } } }),
      apiWith({ requestBody: { content: { 'application/json': {} } } }),
      ['error compat/media-type-removed request/body/text/plain'],
    ],
    [
      'a media type that a range takes in',
      apiWith({ requestBody: { content: { 'application/json': {} } } }),
      apiWith({ requestBody: { content: { 'application/*': {} } } }),
      ['info compat/media-type-added request/body/application/*'],
    ],
    [
      'a range that became one type',
      apiWith({ requestBody: { content: { 'application/*': {} } } }),
      apiWith({ requestBody: { content: { 'application/json': {} } } }),
      ['error compat/media-type-removed request/body/application/*'],
    ],
    [
      'a media type that is gone from a response',
      answering({ '200': { description: 'done', content: { 'application/json': {}, 'text/csv': {} } } }),
      answering({ '200': { description: 'done', content: { 'application/json': {} } } }),
      ['error compat/media-type-removed response/200/body/text/csv'],
    ],
    [
      'a member of a request that is required now',
      apiWith(taking(OBJECT)),
      apiWith(taking({ ...OBJECT, required: ['id'] })),
      ['error compat/schema-broken request/body'],
    ],
    [
      'a member of a request that is gone',
      apiWith(taking(OBJECT)),
      apiWith(taking({ type: 'object' })),
      ['warning compat/member-removed request/body/id'],
    ],
    [
      'a new optional member of a request',
      apiWith(taking({ type: 'object' })),
      apiWith(taking(OBJECT)),
      ['info compat/member-added request/body/id'],
    ],
    [
      'a new member of a response',
      apiWith(giving({ type: 'object' })),
      apiWith(giving(OBJECT)),
      ['info compat/member-added response/200/body/id'],
    ],
    [
      'a member of a response that need not come any longer',
      apiWith(giving({ ...OBJECT, required: ['id'] })),
      apiWith(giving(OBJECT)),
      ['error compat/schema-broken response/200/body'],
    ],
    [
      'a value of a response that was never there',
      apiWith(giving({ enum: ['a'] })),
      apiWith(giving({ enum: ['a', 'b'] })),
      ['error compat/schema-broken response/200/body'],
    ],
    [
      'a format',
      apiWith(giving({ type: 'string', format: 'x' })),
      apiWith(giving({ type: 'string' })),
      ['warning compat/remark-changed response/200/body'],
    ],
    [
      'a status nobody declared',
      answering({ '200': { description: 'a' } }),
      answering({ '200': { description: 'a' }, '409': { description: 'b' } }),
      ['warning compat/response-added response/409'],
    ],
    [
      'a success in place of another',
      answering({ '200': { description: 'a' } }),
      answering({ '201': { description: 'a' } }),
      ['error compat/response-added response/201', 'warning compat/response-removed response/200'],
    ],
    [
      'a status that a range had',
      answering({ '200': { description: 'a' }, '4XX': { description: 'b' } }),
      answering({ '200': { description: 'a' }, '4XX': { description: 'b' }, '404': { description: 'b' } }),
      [],
    ],
    [
      'a refusal that never comes',
      answering({ '200': { description: 'a' }, '404': { description: 'b' } }),
      answering({ '200': { description: 'a' } }),
      ['info compat/response-removed response/404'],
    ],
    [
      'a header that need not come',
      withHeader({ required: true, schema: { type: 'string' } }),
      withHeader({ schema: { type: 'string' } }),
      ['error compat/header-requirement response/200/header/etag'],
    ],
    [
      'a header that is gone',
      withHeader({ schema: { type: 'string' } }),
      withHeader(undefined),
      ['warning compat/header-removed response/200/header/etag'],
    ],
    [
      'a header of other values',
      withHeader({ schema: { type: 'integer' } }),
      withHeader({ schema: { type: 'string' } }),
      ['error compat/schema-broken response/200/header/etag'],
    ],
    [
      'credentials that are asked for',
      apiWith({}, KEY),
      apiWith({ security: [{ key: [] }] }, KEY),
      ['error compat/security-changed request/security'],
    ],
    ...['authorizationUrl', 'tokenUrl', 'scopes'].map((what): [string, JsonObject, JsonObject, readonly string[]] => {
      const flow = { authorizationUrl: 'https://a/', tokenUrl: 'https://b/', scopes: { read: 'r' } };
      const other = { ...flow, [what]: what === 'scopes' ? { read: 'r', write: 'w' } : 'https://c/' };
      const api = (authorizationCode: JsonObject): JsonObject =>
        apiWith(
          { security: [{ o: ['read'] }] },
          { components: { securitySchemes: { o: { type: 'oauth2', flows: { authorizationCode } } } } },
        );
      const setting = what === 'scopes' ? 'scope write' : `authorizationCode ${what}`;
      const severity = what === 'scopes' ? 'info' : 'warning';
      return [`another ${what} of a scheme`, api(flow), api(other), [`${severity} compat/security-scheme-changed security/o/${setting}`]];
    }),
    [
      'one more way in',
      apiWith({ security: [{ key: [] }] }, KEY),
      apiWith({ security: [{ key: [] }, { user: [] }] }, KEY),
      ['info compat/security-changed request/security'],
    ],
    [
      'another base path',
      apiWith({}, { servers: [{ url: '/v1' }] }),
      apiWith({}, { servers: [{ url: '/v2' }] }),
      ['error compat/server-removed server//v1', 'info compat/server-added server//v2'],
    ],
    [
      'a base path that went into the paths',
      { ...apiWith({}, { servers: [{ url: '/v1' }] }) },
      { ...apiWith({}), paths: { '/v1/orders': (apiWith({})['paths'] as JsonObject)['/orders'] } },
      [],
    ],
    [
      'another host',
      apiWith({}, { servers: [{ url: 'https://a.example.com/v1' }] }),
      apiWith({}, { servers: [{ url: 'https://{name}.example.com/v1', variables: { name: { default: 'b' } } }] }),
      ['info compat/server-added server/https://b.example.com', 'info compat/server-removed server/https://a.example.com'],
    ],
    [
      'a server of its own with another path',
      apiWith({}, { servers: [{ url: '/v1' }] }),
      apiWith({ servers: [{ url: '/uploads' }] }, { servers: [{ url: '/v1' }] }),
      ['error compat/server-removed server//v1/orders', 'info compat/server-added server//uploads/orders'],
    ],
    [
      'a server of the path that says what the document said',
      apiWith({}, { servers: [{ url: '/v1' }] }),
      { ...apiWith({}), paths: { '/orders': { ...pathItem(), servers: [{ url: '/v1/' }] } } },
      [],
    ],
    [
      'a server of the path beside that of the document',
      { ...apiWith({}, { servers: [{ url: '/v1' }] }) },
      {
        ...apiWith({}, { servers: [{ url: '/v1' }] }),
        paths: { '/orders': { ...pathItem(), servers: [{ url: '/v1/' }, { url: '/v2' }] } },
      },
      ['info compat/server-added server//v2/orders'],
    ],
    [
      'names in XML',
      apiWith(xml({ properties: { id: { type: 'string' } } })),
      apiWith(xml({ properties: { id: { type: 'string', xml: { attribute: true } } } })),
      ['warning compat/remark-changed request/body/id'],
    ],
    [
      'names in XML of what is only ever JSON',
      apiWith(taking({ properties: { id: { type: 'string' } } })),
      apiWith(taking({ properties: { id: { type: 'string', xml: { attribute: true } } } })),
      [],
    ],
    [
      'a limit of what is never let in',
      apiWith(taking({ type: 'string' })),
      apiWith(taking({ type: 'string', maxItems: 3 })),
      ['info compat/schema-changed request/body'],
    ],
    [
      'another number that comes to the same',
      apiWith(taking({ type: 'integer', minimum: 1 })),
      apiWith(taking({ type: 'integer', minimum: 0.5 })),
      ['info compat/schema-changed request/body'],
    ],
    ['a limit that is always kept', apiWith(taking({ type: 'string' })), apiWith(taking({ type: 'string', minLength: 0 })), []],
    [
      'an alternative that another one takes in',
      apiWith(taking({ anyOf: [{ type: 'number' }, { type: 'integer' }] })),
      apiWith(taking({ anyOf: [{ type: 'number' }] })),
      ['info compat/schema-changed request/body'],
    ],
    [
      'a success that falls under what is left',
      answering({ '200': { description: 'a' }, default: { description: 'b' } }),
      answering({ default: { description: 'b' } }),
      ['info compat/response-removed response/200'],
    ],
    [
      'the first success that is declared',
      answering({ '404': { description: 'a' } }),
      answering({ '404': { description: 'a' }, '201': { description: 'b' } }),
      ['warning compat/response-added response/201'],
    ],
    ['an operation that is deprecated', apiWith({}), apiWith({ deprecated: true }), ['info compat/deprecated']],
    [
      'a sunset that is taken back',
      apiWith({ deprecated: true, 'x-sunset': '2030-01-01' }),
      apiWith({ deprecated: true }),
      ['warning compat/sunset-changed'],
    ],
    [
      'a stability that sinks',
      apiWith({ 'x-stability-level': 'stable' }),
      apiWith({ 'x-stability-level': 'beta' }),
      ['warning compat/stability-changed'],
    ],
    [
      'a webhook that sends more',
      hooking({ enum: ['a'] }),
      hooking({ enum: ['a', 'b'] }),
      ['error compat/schema-broken webhook/paid/request/body'],
    ],
    [
      'a webhook that sends less',
      hooking({ enum: ['a', 'b'] }),
      hooking({ enum: ['a'] }),
      ['info compat/schema-changed webhook/paid/request/body'],
    ],
    [
      'a callback that sends more',
      callingBack({ enum: ['a'] }),
      callingBack({ enum: ['a', 'b'] }),
      ['error compat/schema-broken callback/onPaid {$request.body#/url}/request/body'],
    ],
    [
      'names of path parameters',
      {
        ...apiWith({}),
        paths: {
          '/a/{x}': {
            get: { operationId: 'a', parameters: [{ name: 'x', in: 'path', required: true, schema: { type: 'string' } }], responses: {} },
          },
        },
      },
      {
        ...apiWith({}),
        paths: {
          '/a/{y}': {
            get: { operationId: 'a', parameters: [{ name: 'y', in: 'path', required: true, schema: { type: 'string' } }], responses: {} },
          },
        },
      },
      [],
    ],
  ])('%s', async (_, older, newer, expected) => {
    const { findings } = await compared(older, newer);
    expect(linesOf(findings)).toEqual(expected);
  });
});

it('a link that leads elsewhere is suspicious', async () => {
  const linked = (operationId: string): JsonObject => answering({ '200': { description: 'a', links: { next: { operationId } } } });
  expect(linesOf((await compared(linked('placeOrder'), linked('other'))).findings)).toEqual([
    'warning compat/link-changed response/200/link/next',
  ]);
});

it('what was deprecated may go once its sunset has passed, and not before', async () => {
  const older = apiWith({ deprecated: true, 'x-sunset': '2026-06-30' });
  const newer = { ...older, paths: {} };
  expect((await compared(older, newer, { today: '2026-07-01' })).findings[0]).toMatchObject({
    severity: 'info',
    compat: { guards: ['sunset', 'deprecated'] },
  });
  expect((await compared(older, newer, { today: '2026-06-30' })).findings[0]?.severity).toBe('error');
  expect((await compared(older, newer)).findings[0]?.severity).toBe('error');
  expect((await compared(older, newer, { today: '2026-06-30' })).findings[0]?.args['sunset']).toBe('2026-06-30');
  const announced = apiWith({ 'x-sunset': '2026-06-30' });
  expect((await compared(announced, newer, { today: '2026-07-01' })).findings[0]?.severity).toBe('error');
});

it.each([
  ['draft', 'warning'],
  ['alpha', 'warning'],
  ['beta', 'error'],
  ['stable', 'error'],
])('what breaks an operation whose level is %s, or takes it away, weighs as %s', async (level, expected) => {
  const older = apiWith({ 'x-stability-level': level, ...asking({}) });
  const required = apiWith({ 'x-stability-level': level, ...asking({ required: true }) });
  expect((await compared(older, required)).findings.map(({ severity }) => severity)).toEqual([expected]);
  expect((await compared(older, { ...older, paths: {} })).findings.map(({ severity }) => severity)).toEqual([expected]);
});

it('a strict reader is stopped by what it does not know', async () => {
  const strict = async (older: JsonObject, newer: JsonObject): Promise<readonly string[]> =>
    linesOf((await compared(older, newer, { mode: 'strict' })).findings);
  expect(await strict(apiWith(asking({})), apiWith({}))).toEqual(['error compat/parameter-removed request/query/limit']);
  expect(await strict(withHeader(undefined), withHeader({ schema: { type: 'string' } }))).toEqual([
    'error compat/header-added response/200/header/etag',
  ]);
  expect(
    await strict(answering({ '200': { description: 'a' } }), answering({ '200': { description: 'a' }, '409': { description: 'b' } })),
  ).toEqual(['error compat/response-added response/409']);
  const closed = { ...OBJECT, additionalProperties: false };
  expect(await strict(apiWith(taking(closed)), apiWith(taking({ type: 'object', additionalProperties: false })))).toContain(
    'error compat/schema-broken request/body/id',
  );
});

it('each member that is required now is a finding of its own, and so is each direction of one component', async () => {
  const members = { type: 'object', properties: { id: {}, by: {} } };
  const both = (schema: JsonObject): JsonObject =>
    apiWith(
      { ...taking({ $ref: '#/components/schemas/Order' }), ...giving({ $ref: '#/components/schemas/Order' }) },
      { components: { schemas: { Order: schema } } },
    );
  const asked = (await compared(both(members), both({ ...members, required: ['id', 'by'] }))).findings;
  expect(asked.filter(({ severity }) => severity === 'error').map(({ args }) => args['property'])).toEqual(['id', 'by']);
  const kinds = (await compared(both({ enum: ['a'] }), both({ enum: ['b'] }))).findings;
  expect(linesOf(kinds).toSorted()).toEqual(['error compat/schema-broken request/body', 'error compat/schema-broken response/200/body']);
});

it('of one cause what weighs most is told, whichever operation comes first', async () => {
  const shared = (levels: readonly string[], schema: JsonObject): JsonObject => ({
    ...apiWith({}),
    paths: Object.fromEntries(
      levels.map((level) => [
        `/${level}`,
        { post: { operationId: level, 'x-stability-level': level, ...taking({ $ref: '#/components/schemas/Order' }), responses: {} } },
      ]),
    ),
    components: { schemas: { Order: schema } },
  });
  for (const levels of [
    ['alpha', 'stable'],
    ['stable', 'alpha'],
  ]) {
    const { findings } = await compared(shared(levels, OBJECT), shared(levels, { ...OBJECT, required: ['id'] }));
    expect(findings).toMatchObject([{ severity: 'error', operation: 'stable', compat: { operations: ['stable', 'alpha'] } }]);
  }
});

it('one edit of a component is one finding, with all operations it shows in', async () => {
  const shared = (schema: JsonObject): JsonObject => ({
    ...apiWith({}),
    paths: Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [
        `/${name}`,
        { post: { operationId: name, ...taking({ $ref: '#/components/schemas/Order' }), responses: {} } },
      ]),
    ),
    components: { schemas: { Order: schema } },
  });
  const { findings } = await compared(shared(OBJECT), shared({ ...OBJECT, required: ['id'] }));
  expect(linesOf(findings)).toEqual(['error compat/schema-broken request/body']);
  expect(findings[0]).toMatchObject({
    operation: 'a',
    place: { pointer: '/components/schemas/Order/required', line: 1 },
    compat: {
      older: { pointer: '/components/schemas/Order' },
      operations: ['a', 'b', 'c'],
      elsewhere: ['b', 'c'].map((name) => ({
        operation: name,
        call: `POST /${name}`,
        location: ['request', 'body'],
        witness: { request: { line: `POST /${name}`, body: '{}' } },
      })),
    },
  });
});

it('of many operations that one edit shows in all are named, and the first few have a witness', async () => {
  const shared = (schema: JsonObject): JsonObject => ({
    ...apiWith({}),
    paths: Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `/${index}`,
        { post: { operationId: `o${index}`, ...taking({ $ref: '#/components/schemas/Order' }), responses: {} } },
      ]),
    ),
    components: { schemas: { Order: schema } },
  });
  const [finding] = (await compared(shared(OBJECT), shared({ ...OBJECT, required: ['id'] }))).findings;
  expect(finding?.compat?.elsewhere?.map(({ witness }) => witness !== undefined)).toEqual([...Array(5).fill(true), false, false, false]);
});

it('a break is shown by a whole request that the older version takes and the newer one refuses', async () => {
  const { findings } = await compared(apiWith(taking(OBJECT)), apiWith(taking({ ...OBJECT, required: ['id'] })));
  expect(findings[0]?.witness).toEqual({
    request: { line: 'POST /orders', headers: [['content-type', 'application/json']], body: '{}' },
    curl: `curl -sS -i -X POST http://localhost/orders -H 'content-type: application/json' --data-raw '{}'`,
  });
});

it('a break of an answer is shown by the answer and by the request that it comes to', async () => {
  const answer = (schema: JsonObject): JsonObject => ({
    ...apiWith({}),
    paths: {
      '/orders/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 7 } }],
          ...giving(schema),
        },
      },
    },
  });
  const { findings } = await compared(answer({ ...OBJECT, required: ['id'] }), answer(OBJECT));
  expect(findings[0]?.witness).toEqual({
    request: { line: 'GET /orders/7', headers: [] },
    response: { line: '200', headers: [['content-type', 'application/json']], body: '{}' },
  });
});

it('advice follows from what has to go first', async () => {
  const advice = async (older: JsonObject, newer: JsonObject): Promise<readonly string[]> => {
    const { semver, deployment } = await compared(older, newer);
    return [semver, deployment];
  };
  expect(await advice(apiWith({}), apiWith({}))).toEqual(['none', 'any-order']);
  expect(await advice(apiWith({}), apiWith({ operationId: 'order' }))).toEqual(['patch', 'any-order']);
  expect(await advice(apiWith({}), apiWith({ deprecated: true }))).toEqual(['minor', 'any-order']);
  expect(await advice(apiWith({}), apiWith(asking({})))).toEqual(['minor', 'provider-first']);
  expect(await advice(apiWith({}), apiWith(asking({ required: true })))).toEqual(['major', 'consumers-first']);
  expect(await advice(apiWith(taking(OBJECT)), apiWith({ ...taking({ ...OBJECT, required: ['id'] }), ...asking({}) }))).toEqual([
    'major',
    'none',
  ]);
});

it('calls that became events have nothing in common', async () => {
  const events = { asyncapi: '3.0.0', info: { title: 'Orders', version: '1' }, channels: {}, operations: {} };
  expect(linesOf((await compared(apiWith({}), events)).findings)).toEqual(['error compat/kind-changed']);
});

it('an id is made of what became of which part, whatever the file, the words and the place in it', async () => {
  const id = async (older: JsonObject, newer: JsonObject): Promise<string | undefined> => (await compared(older, newer)).findings[0]?.id;
  const first = await id(apiWith({}), apiWith(asking({ required: true })));
  expect(first).toMatch(/^m-[0-9a-z]{10}$/);
  expect(await id(apiWith({ description: 'x' }), apiWith({ ...asking({ required: true, description: 'many' }), summary: 'y' }))).toBe(
    first,
  );
  expect(await id(apiWith({}), apiWith(asking({ required: true, name: 'offset' })))).not.toBe(first);
});
