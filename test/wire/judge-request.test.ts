import { describe, expect, it } from 'vitest';
import type { SecurityRequirement, SecurityScheme } from '../../src/contract/contract.js';
import { challengeFromSchemes, compileJudge, judgeRequest } from '../../src/wire/judge-request.js';
import { bodyOf, contractOf, mediaTypeOf, operationOf, parameterOf, requestOf } from './operation-from.js';

const NO_PATH_VALUES: ReadonlyMap<string, string> = new Map();
const JSON_TYPE = ['content-type', 'application/json'];

function judge(
  operation: ReturnType<typeof operationOf>,
  request: ReturnType<typeof requestOf>,
  contract = contractOf(),
  pathValues = NO_PATH_VALUES,
) {
  return judgeRequest({ operation, contract, request, pathValues });
}

describe('parameters of a request', () => {
  const operation = operationOf({
    path: '/pets/{id}',
    parameters: [
      parameterOf('path', 'id', { type: 'integer' }, { required: true }),
      parameterOf('query', 'limit', { type: 'integer', maximum: 100 }),
      parameterOf('query', 'tags', { type: 'array', items: { type: 'string' } }),
      parameterOf('header', 'X-Trace', { type: 'boolean' }),
      parameterOf('cookie', 'session', { type: 'string', minLength: 3 }, { required: true }),
      parameterOf('header', 'Accept', { type: 'integer' }, { required: true }),
    ],
  });

  it('are given their types, by location and name', () => {
    const request = requestOf('/pets/7?limit=5&tags=a&tags=b&unknown=1', ['x-trace', 'true', 'cookie', 'a=1; session=abc']);
    const { parameters, problems } = judge(operation, request, contractOf(), new Map([['id', '7']]));
    expect(problems).toEqual([]);
    expect(Object.fromEntries(parameters)).toEqual({
      'path:id': 7,
      'query:limit': 5,
      'query:tags': ['a', 'b'],
      'header:X-Trace': true,
      'cookie:session': 'abc',
    });
  });

  it('are told each with its place and a sentence', () => {
    const { problems } = judge(operation, requestOf('/pets/x?limit=500', ['X-TRACE', 'maybe']), contractOf(), new Map([['id', 'x']]));
    expect(problems.map(({ kind, location, code, message }) => ({ kind, location, code, message }))).toEqual([
      { kind: 'parameter', location: ['path', 'id'], code: 'type', message: 'path parameter "id" must be integer' },
      { kind: 'parameter', location: ['query', 'limit'], code: 'maximum', message: 'query parameter "limit" must be 100 or less' },
      { kind: 'parameter', location: ['header', 'X-Trace'], code: 'type', message: 'header parameter "X-Trace" must be boolean' },
      { kind: 'parameter', location: ['cookie', 'session'], code: 'required', message: 'cookie parameter "session" is required' },
    ]);
    expect(problems[1]?.schema).toEqual({ uri: '', pointer: '/maximum' });
  });

  it('with broken escapes are a problem of syntax', () => {
    const { problems } = judge(
      operation,
      requestOf('/pets/%zz?limit=%', ['cookie', 'session=abc']),
      contractOf(),
      new Map([['id', '%zz']]),
    );
    expect(problems.map(({ location, code }) => ({ location, code }))).toEqual([
      { location: ['path', 'id'], code: 'syntax' },
      { location: ['query', 'limit'], code: 'syntax' },
    ]);
  });

  it('may be empty only where the contract allows it', () => {
    const flag = (allowEmptyValue: boolean) =>
      operationOf({ parameters: [parameterOf('query', 'f', { type: 'integer' }, { allowEmptyValue })] });
    expect(judge(flag(true), requestOf('/?f'))).toMatchObject({ problems: [] });
    expect(judge(flag(false), requestOf('/?f'))).toMatchObject({ problems: [{ code: 'type' }] });
  });

  it('that come by the hundred thousand are refused', () => {
    const { problems } = judge(operation, requestOf(`/pets/1?${'a=1&'.repeat(100_000)}`), contractOf(), new Map([['id', '1']]));
    expect(problems).toMatchObject([{ kind: 'parameter', location: ['query'], code: 'too-many' }]);
  });

  it('named __proto__ touch no prototype', () => {
    const open = operationOf({ parameters: [parameterOf('query', 'f', { type: 'object' }, { style: 'deepObject', explode: true })] });
    const { parameters } = judge(open, requestOf('/?f[__proto__][polluted]=1&f[constructor][prototype][polluted]=1'));
    expect(JSON.stringify(parameters.get('query:f'))).toBe('{"__proto__":{"polluted":"1"},"constructor":{"prototype":{"polluted":"1"}}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('the body of a request', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name'],
    properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' }, items: { type: 'array', items: { type: 'integer' } } },
  };
  const operation = operationOf({
    method: 'POST',
    requestBody: bodyOf(true, mediaTypeOf('application/json', schema), mediaTypeOf('image/*')),
  });

  it('is returned as a value without its readOnly members', () => {
    const { body, problems } = judge(operation, requestOf('/', JSON_TYPE, '{"id":"not even a number","name":"a"}', 'POST'));
    expect(problems).toEqual([]);
    expect(body).toEqual({ name: 'a' });
  });

  it('is judged by its schema', () => {
    const { problems } = judge(operation, requestOf('/', JSON_TYPE, '{"items":[1,"2"]}', 'POST'));
    expect(problems.map(({ location, message }) => ({ location, message }))).toEqual([
      { location: ['body'], message: `request body must have the property 'name'` },
      { location: ['body', 'items', '1'], message: 'request body at /items/1 must be integer' },
    ]);
  });

  it.each([
    ['{"a":', 'request body is not JSON: it ends too early'],
    ['{"a":1,\n "b":x}', 'request body is not JSON: unexpected character at line 2, column 6'],
    ['[1,]', 'request body is not JSON: unexpected character at line 1, column 4'],
    ['"a\\x"', 'request body is not JSON: unexpected character at line 1, column 3'],
    [' ', 'request body is not JSON: it is empty'],
    ['['.repeat(100_000), 'request body is nested more than 500 levels deep'],
  ])('that is malformed is told with its place', (text, message) => {
    expect(judge(operation, requestOf('/', JSON_TYPE, text, 'POST')).problems).toMatchObject([
      { kind: 'body', location: ['body'], code: 'syntax', message },
    ]);
  });

  it('may be as deep as 500 levels', () => {
    const any = operationOf({ method: 'POST', requestBody: bodyOf(true, mediaTypeOf('application/json')) });
    expect(judge(any, requestOf('/', JSON_TYPE, '['.repeat(500) + ']'.repeat(500), 'POST')).problems).toEqual([]);
    expect(judge(any, requestOf('/', JSON_TYPE, '['.repeat(501) + ']'.repeat(501), 'POST')).problems).toHaveLength(1);
    expect(judge(any, requestOf('/', JSON_TYPE, JSON.stringify('['.repeat(1000)), 'POST')).problems).toEqual([]);
    expect(judge(any, requestOf('/', JSON_TYPE, JSON.stringify(`"${'['.repeat(1000)}`), 'POST')).problems).toEqual([]);
  });

  it('that is missing is a problem only where one is required', () => {
    expect(judge(operation, requestOf('/', [], undefined, 'POST')).problems).toMatchObject([
      { kind: 'body', code: 'required', message: 'request body is required' },
    ]);
    expect(judge(operation, requestOf('/', JSON_TYPE, '', 'POST')).problems).toMatchObject([{ code: 'required' }]);
    const optional = operationOf({ requestBody: bodyOf(false, mediaTypeOf('application/json', schema)) });
    expect(judge(optional, requestOf('/', [], undefined, 'POST')).problems).toEqual([]);
  });

  it('of an undeclared media type is a problem of the media type, whatever else is wrong', () => {
    expect(
      judge(operation, requestOf('/', ['Content-Type', 'text/csv', 'transfer-encoding', 'chunked'], 'a,b', 'POST')).problems,
    ).toMatchObject([{ kind: 'media-type', location: ['header', 'content-type'], code: 'content-type' }]);
    expect(judge(operation, requestOf('/', ['content-type', 'nonsense'], 'x', 'POST')).problems).toMatchObject([{ kind: 'media-type' }]);
  });

  it('matches a range of the contract, and is returned as its bytes', () => {
    const { body, problems } = judge(operation, requestOf('/', ['content-type', 'image/png'], new Uint8Array([1, 2]), 'POST'));
    expect(problems).toEqual([]);
    expect(body).toEqual(new Uint8Array([1, 2]));
  });

  it('without a Content-Type is taken for the first declared type', () => {
    expect(judge(operation, requestOf('/', [], '{"name":1}', 'POST')).problems).toMatchObject([
      { location: ['body', 'name'], code: 'type' },
    ]);
  });

  it('of a stream is judged item by item', () => {
    const itemSchema = { type: 'object', required: ['n'], properties: { n: { type: 'integer' }, id: { readOnly: true } } };
    const stream = operationOf({ requestBody: bodyOf(true, mediaTypeOf('application/jsonl', undefined, { itemSchema })) });
    const type = ['content-type', 'application/jsonl'];
    expect(judge(stream, requestOf('/', type, '{"n":1,"id":7}\n{"n":2}\n', 'POST'))).toMatchObject({
      body: [{ n: 1 }, { n: 2 }],
      problems: [],
    });
    expect(judge(stream, requestOf('/', type, '{"n":1}\n{"n":"2"}\n', 'POST')).problems).toMatchObject([
      { location: ['body', '1', 'n'], code: 'type' },
    ]);
    const body = judge(stream, requestOf('/', type, '{"n":1,"id":7}\n', 'POST')).body;
    expect(body).toEqual([{ n: 1 }]);
  });

  it('that is packed is refused, and identity is not packed', () => {
    expect(judge(operation, requestOf('/', [...JSON_TYPE, 'content-encoding', 'gzip'], 'x', 'POST')).problems).toMatchObject([
      { kind: 'media-type', code: 'content-encoding' },
    ]);
    expect(judge(operation, requestOf('/', [...JSON_TYPE, 'content-encoding', 'identity'], '{"name":"a"}', 'POST')).problems).toEqual([]);
  });

  it('that is packed passes unseen where the contract has a parameter for it', () => {
    const store = operationOf({ ...operation, parameters: [parameterOf('header', 'Content-Encoding', { type: 'string' })] });
    expect(judge(store, requestOf('/', [...JSON_TYPE, 'content-encoding', 'gzip'], 'x', 'POST')).problems).toEqual([]);
  });

  it('of a form without fields has no bytes, and is there all the same', () => {
    const form = operationOf({ requestBody: bodyOf(true, mediaTypeOf('application/x-www-form-urlencoded', { type: 'object' })) });
    expect(judge(form, requestOf('/', ['content-type', 'application/x-www-form-urlencoded'], undefined, 'POST'))).toMatchObject({
      body: {},
      problems: [],
    });
    expect(judge(form, requestOf('/', [], undefined, 'POST')).problems).toHaveLength(1);
  });

  it('where none is declared passes as it is', () => {
    const { body, problems } = judge(operationOf(), requestOf('/', [], 'abc'));
    expect(problems).toEqual([]);
    expect(body).toEqual(new TextEncoder().encode('abc'));
  });
});

describe('the security of a request', () => {
  const schemes = new Map<string, SecurityScheme>([
    ['key', { kind: 'apiKey', in: 'header', name: 'X-Key' }],
    ['queryKey', { kind: 'apiKey', in: 'query', name: 'k' }],
    ['cookieKey', { kind: 'apiKey', in: 'cookie', name: 'sid' }],
    ['basic', { kind: 'http', scheme: 'Basic' }],
    ['bearer', { kind: 'http', scheme: 'bearer' }],
    ['digest', { kind: 'http', scheme: 'digest' }],
    ['oauth', { kind: 'oauth2' }],
    ['oidc', { kind: 'openIdConnect' }],
    ['tls', { kind: 'mutualTLS' }],
    ['odd', { kind: 'unknown', type: 'x' }],
  ]);
  const contract = contractOf({ securitySchemes: schemes });
  const need = (...alternatives: readonly (readonly string[])[]): readonly SecurityRequirement[] =>
    alternatives.map((names) => new Map(names.map((name) => [name, []])));
  const passes = (security: readonly SecurityRequirement[], headers: readonly string[] = [], target = '/') =>
    judge(operationOf({ security }), requestOf(target, headers), contract).problems.length === 0;

  it.each([
    ['key', ['x-key', ''], '/', true],
    ['key', [], '/', false],
    ['queryKey', [], '/?k=1', true],
    ['queryKey', [], '/?kk=1', false],
    ['cookieKey', ['cookie', 'a=1; sid=2'], '/', true],
    ['cookieKey', ['cookie', 'a=sid'], '/', false],
    ['basic', ['Authorization', `Basic ${btoa('user:pass')}`], '/', true],
    ['basic', ['authorization', `basic  ${btoa('user:pass')} `], '/', true],
    ['basic', ['authorization', `Basic ${btoa('user')}`], '/', false],
    ['basic', ['authorization', 'Basic user:pass'], '/', false],
    ['basic', ['authorization', 'Basic abcde'], '/', false],
    ['basic', ['authorization', 'Bearer x'], '/', false],
    ['bearer', ['authorization', 'Bearer x'], '/', true],
    ['bearer', ['authorization', 'Bearer'], '/', false],
    ['bearer', ['authorization', 'Bearerx'], '/', false],
    ['oauth', ['authorization', 'bearer x'], '/', true],
    ['oidc', ['authorization', 'Basic x'], '/', false],
    ['digest', ['authorization', 'Digest username="u", realm="r", nonce="n", uri="/", response="x"'], '/', true],
    ['digest', ['authorization', 'Digest username="u", realm="r", nonce="n", uri="/"'], '/', false],
    ['tls', [], '/', true],
    ['odd', [], '/', true],
    ['notDeclared', [], '/', true],
  ] as const)('%s with %j %s: %s', (scheme, headers, target, expected) => {
    expect(passes(need([scheme]), headers, target)).toBe(expected);
  });

  it('is met by any one alternative, and of one by all schemes', () => {
    expect(passes(need(['key', 'bearer'], ['queryKey']), ['x-key', '1'])).toBe(false);
    expect(passes(need(['key', 'bearer'], ['queryKey']), ['x-key', '1', 'authorization', 'Bearer x'])).toBe(true);
    expect(passes(need(['key', 'bearer'], ['queryKey']), [], '/?k=1')).toBe(true);
  });

  it('that is optional lets in who shows nothing, and not who shows something wrong', () => {
    expect(passes(need(['bearer'], []))).toBe(true);
    expect(passes(need(['bearer'], []), ['authorization', 'Basic x'])).toBe(false);
    expect(passes(need([]), ['authorization', 'Basic x'])).toBe(true);
  });

  it('is told with what would be enough and the challenges for it', () => {
    const { problems } = judge(operationOf({ security: need(['basic', 'key'], ['oauth']) }), requestOf('/'), contract);
    expect(problems).toMatchObject([
      {
        kind: 'security',
        location: ['header', 'authorization'],
        message: 'request must have "Authorization: Basic …" and an API key in the header "X-Key", or "Authorization: Bearer …"',
      },
    ]);
    expect(challengeFromSchemes(problems[0]?.schemes ?? [])).toBe(
      'Basic realm="api", ApiKey name="X-Key", in="header", Bearer realm="api"',
    );
    expect(challengeFromSchemes([])).toBeUndefined();
  });

  it('does not hide what else is wrong', () => {
    const operation = operationOf({
      security: need(['bearer']),
      parameters: [parameterOf('query', 'q', true, { required: true })],
      requestBody: bodyOf(true),
    });
    expect(judge(operation, requestOf('/'), contract).problems.map(({ kind }) => kind)).toEqual(['security', 'body', 'parameter']);
  });
});

it('a judge is made once for each operation', () => {
  const operation = operationOf();
  const contract = contractOf();
  expect(compileJudge(operation, contract)).toBe(compileJudge(operation, contract));
});
