import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Contract, Operation } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { textPort } from '../support/text-port.js';

async function contractOf(document: JsonValue, others: Readonly<Record<string, JsonValue>> = {}): Promise<Contract> {
  const texts = Object.fromEntries(
    Object.entries({ 'api.json': document, ...others }).map(([file, value]) => [file, JSON.stringify(value)]),
  );
  return readContract('api.json', textPort(texts));
}

/** An OpenAPI 3.1 document with these members beside the needed ones. */
function openApi(members: Readonly<Record<string, JsonValue>>, version = '3.1.0'): JsonValue {
  return { openapi: version, info: { title: 'T', version: '1' }, paths: {}, ...members };
}

const OK = { 200: { description: 'ok' } };

async function operationOf(document: JsonValue, id: string, others: Readonly<Record<string, JsonValue>> = {}): Promise<Operation> {
  const contract = await contractOf(document, others);
  const entry = contract.operations.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new Error(`no ${id} among ${contract.operations.map((candidate) => candidate.id).join(', ')}`);
  return entry.read();
}

function codes(defects: readonly { readonly code: string; readonly place?: { readonly pointer?: string } }[]): readonly string[] {
  return defects.map((defect) => `${defect.code} ${defect.place?.pointer}`);
}

describe('readContract, versions', () => {
  it.each([
    ['swagger', '2.0', '2.0'],
    ['swagger', 2, '2.0'],
    ['openapi', '3.0.0', '3.0'],
    ['openapi', '3.0.4', '3.0'],
    ['openapi', 3.1, '3.1'],
    ['openapi', '3.1.1', '3.1'],
    ['openapi', '3.2.0', '3.2'],
    ['openapi', '3.0.0-rc2', '3.0'],
  ])('knows %s %s', async (member, version, specification) => {
    expect((await contractOf({ [member]: version, info: { title: 'T', version: '1' }, paths: {} })).specification).toBe(specification);
  });

  it.each([
    [{ arazzo: '1.0.1' }, 'E_DOCUMENT_KIND', { found: 'an Arazzo document' }],
    [{ a: 1 }, 'E_DOCUMENT_KIND', { found: 'an object with a' }],
    [[1], 'E_DOCUMENT_KIND', { found: 'a list' }],
    [{ openapi: '4.0.0' }, 'E_DOCUMENT_VERSION', { member: 'openapi', version: '4.0.0' }],
    [{ openapi: '3.3.0' }, 'E_DOCUMENT_VERSION', { version: '3.3.0' }],
    [{ swagger: '1.2' }, 'E_DOCUMENT_VERSION', { member: 'swagger', version: '1.2' }],
    [{ openapi: null }, 'E_DOCUMENT_VERSION', { version: 'null' }],
    [{ openapi: { a: 1 } }, 'E_DOCUMENT_VERSION', { version: '{"a":1}' }],
  ])('refuses %j', async (document, code, args) => {
    await expect(contractOf(document as JsonValue)).rejects.toMatchObject({ code, args });
  });
});

it('says at which line a version stands that is not known', async () => {
  const port = textPort({ 'api.yaml': 'info: {}\nopenapi: 4.0.0\n' });
  await expect(readContract('api.yaml', port)).rejects.toMatchObject({
    code: 'E_DOCUMENT_VERSION',
    at: { file: 'api.yaml', line: 2, column: 1 },
  });
});

describe('readContract, the outline', () => {
  it('lists the operations in document order with distinct ids', async () => {
    const contract = await contractOf(
      openApi({
        paths: {
          '/b': { get: { operationId: 'one', responses: OK }, post: { responses: OK }, 'x-thing': {}, summary: 's' },
          'x-other': { get: {} },
          '/a': { put: { operationId: 'one', responses: OK, tags: ['t', 1] } },
          plain: { delete: { responses: OK } },
        },
      }),
    );
    expect(contract.operations.map(({ id, method, path, tags }) => [id, method, path, tags])).toEqual([
      ['one', 'GET', '/b', []],
      ['POST /b', 'POST', '/b', []],
      ['PUT /a', 'PUT', '/a', ['t']],
      ['DELETE /plain', 'DELETE', '/plain', []],
    ]);
    expect(codes(contract.defects)).toEqual([
      'contract/operation-id-duplicate /paths/~1a/put/operationId',
      'contract/path-without-slash /paths/plain',
    ]);
  });

  it('knows QUERY and additional operations from 3.2 on', async () => {
    const paths = { '/a': { query: { responses: OK }, additionalOperations: { COPY: { responses: OK } } } };
    expect((await contractOf(openApi({ paths }, '3.2.0'))).operations.map((entry) => entry.id)).toEqual(['QUERY /a', 'COPY /a']);
    expect((await contractOf(openApi({ paths }, '3.1.0'))).operations).toEqual([]);
  });

  it('follows the $ref of a path item, in which the nearer operation and parameter hold', async () => {
    const shared = {
      get: { operationId: 'far', responses: OK },
      put: { responses: OK },
      parameters: [{ name: 'q', in: 'query', description: 'far' }],
    };
    const document = openApi({
      paths: { '/a': { $ref: '#/components/pathItems/Shared', get: { operationId: 'near', responses: OK } } },
      components: { pathItems: { Shared: shared } },
    });
    const contract = await contractOf(document);
    expect(contract.operations.map(({ id, pointer }) => [id, pointer])).toEqual([
      ['near', '/paths/~1a/get'],
      ['PUT /a', '/components/pathItems/Shared/put'],
    ]);
    expect(contract.operations[0]?.read().parameters.map((parameter) => parameter.name)).toEqual(['q']);
  });

  it('reads nothing of an operation before it is asked for, and then once', async () => {
    const contract = await contractOf(openApi({ paths: { '/a': { get: { parameters: 'none', responses: OK } } } }));
    expect(contract.defects).toEqual([]);
    const [entry] = contract.operations;
    expect(codes(entry?.read().defects ?? [])).toEqual(['contract/wrong-type /paths/~1a/get/parameters']);
    expect(entry?.read()).toBe(entry?.read());
  });

  it.each([
    [{}, ['']],
    [{ servers: [] }, ['']],
    [{ servers: [{ url: 'https://a.example/v1/' }, { url: 'https://b.example/v1' }, { url: '/v2?x#y' }] }, ['/v1', '/v2']],
    [{ servers: [{ url: 'https://{host}/{base}', variables: { host: { default: 'h' }, base: { default: 'b' } } }] }, ['/b']],
    [{ servers: [{ url: '{root}/api', variables: { root: { default: 'https://x.example' } } }] }, ['/api']],
    [{ servers: [{ url: './rel' }, { url: '.' }, { url: '//host/p' }] }, ['/rel', '', '/p']],
    [{ servers: [null, 'x', {}] }, ['']],
    [{ servers: [{ url: '/{x}' }] }, ['/x']],
  ])('takes the base paths of %j', async (members, expected) => {
    expect((await contractOf(openApi(members as Record<string, JsonValue>))).basePaths).toEqual(expected);
  });

  it('reads security schemes and keeps an undeclared one as unknown', async () => {
    const contract = await contractOf(
      openApi({
        security: [{ nobody: [] }],
        components: {
          securitySchemes: {
            key: { type: 'apiKey', in: 'header', name: 'X-Key' },
            bearer: { type: 'http', scheme: 'Bearer' },
            same: { $ref: '#/components/securitySchemes/bearer' },
            odd: { type: 'magic' },
            half: { type: 'apiKey' },
          },
        },
        paths: {
          '/a': {
            get: { responses: OK },
            put: { security: [], responses: OK },
            post: { security: [{ key: [], bearer: ['s'] }, {}], responses: OK },
          },
        },
      }),
    );
    expect(Object.fromEntries(contract.securitySchemes)).toEqual({
      key: { kind: 'apiKey', in: 'header', name: 'X-Key' },
      bearer: { kind: 'http', scheme: 'bearer' },
      same: { kind: 'http', scheme: 'bearer' },
      odd: { kind: 'unknown', type: 'magic' },
      half: { kind: 'unknown', type: 'apiKey' },
      nobody: { kind: 'unknown', type: '' },
    });
    const [get, put, post] = contract.operations.map((entry) => entry.read());
    expect(get?.security).toEqual([new Map([['nobody', []]])]);
    expect(codes(get?.defects ?? [])).toEqual(['contract/security-scheme-unknown /security']);
    expect(put?.security).toEqual([]);
    expect(post?.security).toEqual([
      new Map([
        ['key', []],
        ['bearer', ['s']],
      ]),
      new Map(),
    ]);
  });

  it('says what is missing of info', async () => {
    const contract = await contractOf({ openapi: '3.0.0', info: { version: 1 }, paths: {} });
    expect([contract.title, contract.version]).toEqual(['', '1']);
    expect(codes(contract.defects)).toEqual(['contract/info-missing /info', 'contract/wrong-type /info/version']);
  });
});

describe('readContract, an operation of OpenAPI 3', () => {
  it('gives parameters the defaults of their location', async () => {
    const parameters = [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'q', in: 'query', schema: true },
      { name: 'X-H', in: 'header' },
      { name: 'c', in: 'cookie' },
      { name: 'd', in: 'query', style: 'deepObject', explode: true },
      { name: 'p', in: 'query', style: 'pipeDelimited' },
      { name: 'bad', in: 'header', style: 'form' },
      { name: 'accept', in: 'header' },
      { name: 'json', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
    ];
    const operation = await operationOf(openApi({ paths: { '/{id}': { get: { parameters, responses: OK } } } }), 'GET /{id}');
    const forms = operation.parameters.map(({ name, required, form }) =>
      form.kind === 'content' ? [name, form.mediaType.name] : [name, required, form.style, form.explode],
    );
    expect(forms).toEqual([
      ['id', true, 'simple', false],
      ['q', false, 'form', true],
      ['X-H', false, 'simple', false],
      ['c', false, 'form', true],
      ['d', false, 'deepObject', true],
      ['p', false, 'pipeDelimited', false],
      ['bad', false, 'simple', false],
      ['json', 'application/json'],
    ]);
    expect(codes(operation.defects)).toEqual(['contract/parameter-style /paths/~1{id}/get/parameters/6/style']);
  });

  it('makes up the path variable that nobody declares and leaves out the one that is not in the path', async () => {
    const parameters = [{ name: 'gone', in: 'path', required: true, schema: {} }];
    const operation = await operationOf(openApi({ paths: { '/{id}': { get: { parameters, responses: OK } } } }), 'GET /{id}');
    expect(operation.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true, form: { kind: 'style', style: 'simple', schema: { value: { type: 'string' } } } },
    ]);
    expect(codes(operation.defects)).toEqual([
      'contract/path-parameter-unused /paths/~1{id}/get/parameters/0',
      'contract/path-parameter-undeclared /paths/~1{id}/get',
    ]);
  });

  it('lets a parameter of the operation win over that of the path, header names without case', async () => {
    const item = {
      parameters: [
        { name: 'X-A', in: 'header', description: 'far' },
        { name: 'q', in: 'query' },
      ],
      get: { parameters: [{ name: 'x-a', in: 'header', required: true }], responses: OK },
    };
    const operation = await operationOf(openApi({ paths: { '/a': item } }), 'GET /a');
    expect(operation.parameters.map(({ name, required }) => [name, required])).toEqual([
      ['x-a', true],
      ['q', false],
    ]);
  });

  it('reads every form of example', async () => {
    const document = openApi(
      {
        components: { examples: { Shared: { value: { shared: true } } } },
        paths: {
          '/a': {
            get: {
              responses: {
                200: {
                  description: '',
                  content: {
                    named: {
                      examples: { a: { value: 1 }, b: { $ref: '#/components/examples/Shared' }, c: { externalValue: 'x.json' } },
                      example: 9,
                    },
                    lone: { example: null },
                    data: { examples: { a: { dataValue: { x: 1 }, serializedValue: 'x=1' } } },
                    bare: { examples: { a: { plain: 1 }, b: 2 } },
                    list: { examples: [1, 2] },
                    broken: { examples: { a: { $ref: '#/nowhere' } } },
                  },
                },
              },
            },
          },
        },
      },
      '3.2.0',
    );
    const operation = await operationOf(document, 'GET /a');
    const seen = operation.responses[0]?.content.map(({ name, examples }) => [
      name,
      examples.map((each) => [each.name, each.value ?? each.serialized ?? each.externalValue, each.serialized]),
    ]);
    expect(seen).toEqual([
      [
        'named',
        [
          ['a', 1, undefined],
          ['b', { shared: true }, undefined],
          ['c', 'x.json', undefined],
          ['default', 9, undefined],
        ],
      ],
      ['lone', [['default', undefined, undefined]]],
      ['data', [['a', { x: 1 }, 'x=1']]],
      [
        'bare',
        [
          ['a', { plain: 1 }, undefined],
          ['b', 2, undefined],
        ],
      ],
      [
        'list',
        [
          ['0', 1, undefined],
          ['1', 2, undefined],
        ],
      ],
      ['broken', []],
    ]);
    expect(operation.responses[0]?.content[1]?.examples[0]?.value).toBeNull();
    expect(codes(operation.defects).map((code) => code.split(' ')[0])).toEqual([
      'contract/example-shape',
      'contract/example-shape',
      'contract/example-shape',
      'contract/ref-unresolved',
    ]);
  });

  it('follows references to parameters, bodies, responses, headers, media types, one after another', async () => {
    const document = openApi(
      {
        paths: {
          '/a': {
            post: {
              parameters: [{ $ref: '#/components/parameters/Q' }],
              requestBody: { $ref: '#/components/requestBodies/B' },
              responses: { 200: { $ref: '#/components/responses/First' } },
            },
          },
        },
        components: {
          parameters: { Q: { name: 'q', in: 'query' } },
          requestBodies: { B: { required: true, content: { 'application/json': { $ref: '#/components/mediaTypes/M' } } } },
          mediaTypes: { M: { schema: { type: 'object' }, itemSchema: { type: 'string' } } },
          responses: {
            First: { $ref: '#/components/responses/Second' },
            Second: { description: 'd', headers: { 'X-A': { $ref: '#/components/headers/H' } } },
          },
          headers: { H: { required: true, schema: { type: 'integer' } } },
        },
      },
      '3.2.0',
    );
    const operation = await operationOf(document, 'POST /a');
    expect(operation.defects).toEqual([]);
    expect(operation.parameters[0]?.pointer).toBe('/components/parameters/Q');
    expect(operation.requestBody).toMatchObject({
      required: true,
      content: [{ pointer: '/components/mediaTypes/M', schema: { value: { type: 'object' } }, itemSchema: { value: { type: 'string' } } }],
    });
    expect(operation.responses).toMatchObject([
      {
        status: '200',
        description: 'd',
        headers: [{ name: 'X-A', required: true, form: { schema: { pointer: '/components/headers/H/schema' } } }],
      },
    ]);
  });

  it('reads the encoding of form bodies', async () => {
    const encoding = {
      tags: { style: 'pipeDelimited', explode: false },
      file: { contentType: 'image/png', headers: { 'X-A': { schema: {} } } },
      bad: 1,
    };
    const content = { 'multipart/form-data': { schema: { type: 'object' }, encoding } };
    const operation = await operationOf(openApi({ paths: { '/a': { post: { requestBody: { content }, responses: OK } } } }), 'POST /a');
    const read = operation.requestBody?.content[0]?.encoding;
    expect(read?.get('tags')).toMatchObject({ style: 'pipeDelimited', explode: false, allowReserved: false });
    expect(read?.get('file')).toMatchObject({ contentType: 'image/png', headers: [{ name: 'X-A' }] });
    expect(codes(operation.defects)).toEqual(['contract/wrong-type /paths/~1a/post/requestBody/content/multipart~1form-data/encoding/bad']);
  });

  it('takes 2xx for 2XX and leaves out what is no status', async () => {
    const responses = {
      200: { description: '' },
      '4xx': { description: '' },
      abc: { description: '' },
      99: { description: '' },
      default: { description: '' },
      'x-a': 1,
    };
    const operation = await operationOf(openApi({ paths: { '/a': { get: { responses } } } }), 'GET /a');
    expect(operation.responses.map((response) => response.status)).toEqual(['200', '4XX', 'default']);
    expect(codes(operation.defects).map((code) => code.split(' ')[1]?.split('/').at(-1))).toEqual(['99', '4xx', 'abc']);
  });

  it.each([
    ['a $ref to itself', { $ref: '#/components/responses/Self' }, 'contract/ref-circular'],
    ['a $ref in a circle', { $ref: '#/components/responses/A' }, 'contract/ref-circular'],
    ['a $ref that leads nowhere', { $ref: '#/components/responses/None' }, 'contract/ref-unresolved'],
    ['a $ref that is a number', { $ref: 1 }, 'contract/wrong-type'],
    ['a $ref into a text', { $ref: '#/info/title/x' }, 'contract/ref-unresolved'],
    ['null', null, 'contract/wrong-type'],
    ['a text', 'ok', 'contract/wrong-type'],
  ])('leaves out a response that is %s and keeps the others', async (_title, broken, code) => {
    const document = openApi({
      paths: {
        '/a': {
          get: { responses: { 200: broken as JsonValue, 404: { description: 'fine' } } },
          put: { responses: { 200: broken as JsonValue } },
        },
      },
      components: {
        responses: {
          Self: { $ref: '#/components/responses/Self' },
          A: { $ref: '#/components/responses/B' },
          B: { $ref: '#/components/responses/A' },
        },
      },
    });
    const operation = await operationOf(document, 'GET /a');
    expect(operation.responses.map((response) => response.status)).toEqual(['404']);
    expect(operation.defects.map((defect) => defect.code)).toEqual([code]);
    expect(operation.unusable).toBeUndefined();
    expect((await operationOf(document, 'PUT /a')).unusable).toMatchObject({
      code: 'contract/operation-unusable',
      args: { reason: 'no-readable-response' },
    });
  });

  it('says that an operation which is no object, or whose path has no readable braces, cannot be used', async () => {
    const document = openApi({ paths: { '/a': { get: 'x' }, '/{a': { get: { responses: OK } }, '/{}': { get: { responses: OK } } } });
    const contract = await contractOf(document);
    expect(contract.operations.map((entry) => entry.read().unusable?.args['reason'])).toEqual([
      'not-an-object',
      'path-template',
      'path-template',
    ]);
    expect((await operationOf(document, 'GET /{a')).responses.length).toBe(1);
  });

  it('goes through references that stand inside of a pointer', async () => {
    const document = openApi({
      paths: { '/a': { get: { responses: { 200: { $ref: '#/components/x/alias/inner' } } } } },
      components: { x: { alias: { $ref: '#/components/x/real' }, real: { inner: { description: 'found' } } } },
    });
    expect((await operationOf(document, 'GET /a')).responses).toMatchObject([{ description: 'found' }]);
  });

  it('resolves a pointer with escapes and percent-encoding', async () => {
    const document = openApi({
      paths: {
        '/a/{id}': { get: { responses: { 200: { description: 'one' } } } },
        '/b': {
          get: { responses: { $ref: '#/paths/~1a~1%7Bid%7D/get/responses', 200: { $ref: '#/paths/~1a~1%7Bid%7D/get/responses/200' } } },
        },
      },
    });
    expect((await operationOf(document, 'GET /b')).responses).toMatchObject([{ description: 'one' }]);
  });
});

describe('readContract, Swagger 2.0', () => {
  const swagger = (members: Readonly<Record<string, JsonValue>>): JsonValue => ({
    swagger: '2.0',
    info: { title: 'T', version: '1' },
    ...members,
  });

  it('brings body, media types and examples to the terms of OpenAPI 3', async () => {
    const document = swagger({
      basePath: '/v1/',
      consumes: ['application/json'],
      produces: ['application/json', 'application/xml'],
      paths: {
        '/a': {
          parameters: [{ $ref: '#/parameters/Body' }],
          post: {
            responses: {
              200: {
                description: '',
                schema: { $ref: '#/definitions/A' },
                examples: { 'application/json': { a: 1 } },
                headers: { 'X-A': { type: 'integer' } },
              },
              204: { description: '' },
            },
          },
          put: { produces: ['text/csv'], responses: { 200: { description: '', schema: { type: 'file' } } } },
        },
      },
      parameters: { Body: { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/A' } } },
      definitions: { A: { type: 'object' } },
      securityDefinitions: { basic: { type: 'basic' } },
    });
    const contract = await contractOf(document);
    expect(contract).toMatchObject({ basePaths: ['/v1'], dialect: 'swagger-2.0' });
    expect(contract.securitySchemes.get('basic')).toEqual({ kind: 'http', scheme: 'basic' });
    const [post, put] = contract.operations.map((entry) => entry.read());
    expect(post?.parameters).toEqual([]);
    expect(post?.requestBody).toMatchObject({
      required: true,
      content: [{ name: 'application/json', schema: { value: { $ref: '#/definitions/A' }, pointer: '/parameters/Body/schema' } }],
    });
    expect(post?.responses[0]?.content.map(({ name, examples }) => [name, examples[0]?.value])).toEqual([
      ['application/json', { a: 1 }],
      ['application/xml', undefined],
    ]);
    expect(post?.responses[0]?.headers).toMatchObject([{ name: 'X-A', form: { schema: { value: { type: 'integer' } } } }]);
    expect(post?.responses[1]?.content).toEqual([]);
    expect(put?.responses[0]?.content.map(({ name }) => name)).toEqual(['text/csv']);
  });

  it('makes one body of the form parameters', async () => {
    const parameters = [
      { name: 'a', in: 'formData', type: 'string', required: true },
      { name: 'tags', in: 'formData', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
      { name: 'file', in: 'formData', type: 'file' },
    ];
    const operation = await operationOf(swagger({ paths: { '/a': { post: { parameters, responses: OK } } } }), 'POST /a');
    const [media] = operation.requestBody?.content ?? [];
    expect(operation.requestBody?.required).toBe(true);
    expect(media?.name).toBe('multipart/form-data');
    expect(media?.schema?.value).toEqual({
      type: 'object',
      properties: { a: parameters[0], tags: parameters[1], file: parameters[2] },
      required: ['a'],
    });
    expect(media?.schema?.pointer).toBe('/paths/~1a/post/parameters/0');
    expect(media?.encoding.get('tags')).toMatchObject({ style: 'form', explode: true });
    expect(media?.encoding.get('a')).toMatchObject({ style: 'form', explode: false });
  });

  it.each([
    ['query', undefined, 'form', false],
    ['query', 'multi', 'form', true],
    ['query', 'ssv', 'spaceDelimited', false],
    ['query', 'tsv', 'tabDelimited', false],
    ['query', 'pipes', 'pipeDelimited', false],
    ['header', 'csv', 'simple', false],
    ['query', 'nonsense', 'form', false],
  ])('reads the %s collectionFormat %s', async (location, collectionFormat, style, explode) => {
    const parameter = {
      name: 'p',
      in: location,
      type: 'array',
      items: {},
      ...(collectionFormat === undefined ? {} : { collectionFormat }),
    };
    const operation = await operationOf(swagger({ paths: { '/a': { get: { parameters: [parameter], responses: OK } } } }), 'GET /a');
    expect(operation.parameters).toMatchObject([{ form: { style, explode, schema: { value: parameter } } }]);
  });
});

describe('readContract, many files', () => {
  it('resolves between files, and places stay those of the files', async () => {
    const operation = await operationOf(openApi({ paths: { '/a': { $ref: 'paths/a.json' } } }), 'GET /a', {
      'paths/a.json': { get: { parameters: [{ $ref: '../shared.json#/q' }], responses: { 200: { $ref: '../responses.json#/Ok' } } } },
      'shared.json': { q: { name: 'q', in: 'query', schema: { $ref: '#/text' } }, text: { type: 'string' } },
      'responses.json': { Ok: { description: 'ok', content: { 'application/json': { schema: { $ref: './models/Pet.json' } } } } },
      'models/Pet.json': { type: 'object', properties: { friend: { $ref: 'Pet.json' } } },
    });
    expect(operation.defects).toEqual([]);
    expect([operation.file, operation.pointer]).toEqual(['paths/a.json', '/get']);
    expect(operation.parameters).toMatchObject([{ file: 'shared.json', pointer: '/q', form: { schema: { uri: 'shared.json' } } }]);
    const schema = operation.responses[0]?.content[0]?.schema;
    expect(schema).toMatchObject({ uri: 'responses.json', value: { $ref: './models/Pet.json' } });
    expect(schema?.documents.get('models/Pet.json')).toMatchObject({ type: 'object' });
  });

  it('reports a file that cannot be read and goes on', async () => {
    const contract = await contractOf(
      openApi({ paths: { '/a': { get: { responses: { 200: { $ref: 'gone.json#/A' }, 201: { description: 'here' } } } } } }),
    );
    expect(contract.defects).toMatchObject([
      {
        code: 'contract/file-unreadable',
        place: { file: 'api.json', pointer: '/paths/~1a/get/responses/200/$ref' },
        args: { reference: 'gone.json', reason: 'E_FILE_NOT_FOUND' },
      },
    ]);
    const operation = contract.operations[0]?.read();
    expect(operation?.responses.map((response) => response.status)).toEqual(['201']);
    expect(operation?.defects.map((defect) => defect.code)).toEqual(['contract/ref-unresolved']);
  });

  it.each(['http://[bad', '//', '%', 'a\u0000b', 'file:', 'mailto:x', ' shared.json', 'shared%2Ejson'])(
    'loads the other files beside a reference to %j',
    async (reference) => {
      const responses = { 200: { $ref: reference }, 201: { $ref: 'shared.json#/r' } };
      const operation = await operationOf(openApi({ paths: { '/a': { get: { responses } } } }), 'GET /a', {
        'shared.json': { r: { description: 'good' } },
      });
      expect(operation.responses).toMatchObject([{ status: '201', description: 'good' }]);
    },
  );

  it('reports a file with a syntax error with its place', async () => {
    const port = textPort({
      'api.json': JSON.stringify(openApi({ paths: { '/a': { $ref: 'broken.json' } } })),
      'broken.json': '{\n "a" 1}',
    });
    const contract = await readContract('api.json', port);
    expect(contract.defects).toContainEqual(
      expect.objectContaining({
        code: 'contract/file-unreadable',
        args: expect.objectContaining({ reason: 'E_DOCUMENT_SYNTAX', line: 2 }),
      }),
    );
  });

  it('knows a file by its $self as well', async () => {
    const operation = await operationOf(
      openApi(
        {
          paths: { '/a': { get: { responses: { 200: { $ref: 'https://example.com/api#/components/responses/R' } } } } },
          $self: 'https://example.com/api',
          components: { responses: { R: { description: 'self' } } },
        },
        '3.2.0',
      ),
      'GET /a',
    );
    expect(operation.responses).toMatchObject([{ description: 'self' }]);
  });

  it('ends when files refer to each other in a circle', async () => {
    const operation = await operationOf(openApi({ paths: { '/a': { get: { responses: { 200: { $ref: 'b.json#/r' } } } } } }), 'GET /a', {
      'b.json': { r: { $ref: 'c.json#/r' } },
      'c.json': { r: { $ref: 'b.json#/r' } },
    });
    expect(operation.defects.map((defect) => defect.code)).toContain('contract/ref-circular');
  });
});
