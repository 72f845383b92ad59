import { expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { lintContract } from '../../src/contract/lint-contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { CONTRACT_WORDINGS } from '../../src/report/wording/contract-wording.js';
import { textPort } from '../support/text-port.js';

type ContractCode = keyof typeof CONTRACT_WORDINGS;

const OK = { 200: { description: 'ok' } };

function paths(value: JsonValue, more: Readonly<Record<string, JsonValue>> = {}): JsonValue {
  return { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: value, ...more };
}

function get(operation: Readonly<Record<string, JsonValue>>, path = '/a'): JsonValue {
  return paths({ [path]: { get: { responses: OK, ...operation } } });
}

function schema(value: JsonValue): JsonValue {
  return paths({}, { components: { schemas: { A: value } } });
}

function events(value: Readonly<Record<string, JsonValue>>): JsonValue {
  return { asyncapi: '3.0.0', info: { title: 'T', version: '1' }, ...value };
}

function message(value: JsonValue): JsonValue {
  return events({ channels: { c: { address: 'c', messages: { m: value } } } });
}

function operation(value: JsonValue): JsonValue {
  return events({ channels: { c: {} }, operations: { o: value } });
}

const OTHER = { messages: { m: {} } };

/** The smallest document that shows each finding; a text is taken as YAML. */
const PROVOKED: Readonly<Record<ContractCode, JsonValue>> = {
  'contract/ref-unresolved': get({ parameters: [{ $ref: '#/gone' }] }),
  'contract/ref-circular': paths({ '/a': { $ref: '#/paths/~1a' } }),
  'contract/file-unreadable': paths({ '/a': { $ref: 'gone.yaml' } }),
  'contract/operation-unusable': paths({ '/a': { get: 1 } }),
  'contract/wrong-type': get({ deprecated: 'yes' }),
  'contract/duplicate-key': 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths: {}\npaths: {}\n',
  'contract/info-missing': { openapi: '3.0.3', paths: {} },
  'contract/server-invalid': paths({}, { servers: [{}] }),
  'contract/path-without-slash': paths({ a: { get: { responses: OK } } }),
  'contract/path-template-invalid': paths({ '/{a}/{a}': {} }),
  'contract/operation-id-duplicate': paths({
    '/a': { get: { operationId: 'x', responses: OK }, put: { operationId: 'x', responses: OK } },
  }),
  'contract/path-parameter-undeclared': get({}, '/{id}'),
  'contract/path-parameter-unused': get({ parameters: [{ name: 'id', in: 'path', required: true, schema: {} }] }),
  'contract/parameter-incomplete': get({ parameters: [{ in: 'query' }] }),
  'contract/parameter-duplicate': get({
    parameters: [
      { name: 'a', in: 'query' },
      { name: 'a', in: 'query' },
    ],
  }),
  'contract/parameter-style': get({ parameters: [{ name: 'a', in: 'query', style: 'matrix' }] }),
  'contract/body-ambiguous': {
    swagger: '2.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/a': {
        post: {
          parameters: [
            { name: 'a', in: 'body', schema: {} },
            { name: 'b', in: 'formData', type: 'string' },
          ],
          responses: OK,
        },
      },
    },
  },
  'contract/responses-missing': paths({ '/a': { get: {} } }),
  'contract/status-invalid': get({ responses: { ok: { description: '' } } }),
  'contract/example-shape': get({ parameters: [{ name: 'a', in: 'query', examples: ['x'] }] }),
  'contract/link-invalid': get({ responses: { 200: { description: 'ok', links: { a: {} } } } }),
  'contract/security-scheme-invalid': paths({}, { components: { securitySchemes: { a: { type: 'apiKey' } } } }),
  'contract/security-scheme-unknown': get({ security: [{ gone: [] }] }),
  'contract/payload-not-judged': message({ payload: { schemaFormat: 'application/x-other', schema: '' } }),
  'contract/location-invalid': message({ correlationId: { location: 'header.id' } }),
  'contract/action-invalid': operation({ action: 'sending', channel: { $ref: '#/channels/c' } }),
  'contract/channel-missing': operation({ action: 'send' }),
  'contract/channel-unlisted': events({
    operations: { o: { action: 'send', channel: { $ref: '#/components/channels/d' } } },
    components: { channels: { d: {} } },
  }),
  'contract/channel-parameter-undeclared': events({ channels: { c: { address: '{id}' } } }),
  'contract/channel-parameter-unused': events({ channels: { c: { address: 'c', parameters: { id: {} } } } }),
  'contract/message-unlisted': events({
    channels: { c: {} },
    operations: { o: { action: 'send', channel: { $ref: '#/channels/c' }, messages: [{ $ref: '#/components/messages/m' }] } },
    components: OTHER,
  }),
  'contract/server-unknown': events({ channels: { c: { servers: [{ $ref: '#/servers/gone' }] } } }),
  'contract/message-id-duplicate': events({
    asyncapi: '2.6.0',
    channels: { c: { publish: { message: { oneOf: [{ messageId: 'm' }, { messageId: 'm' }] } } } },
  }),
  'contract/content-type-unknown': message({ contentType: 'json' }),
  'contract/avro-invalid': message({ payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: 'gone' } } }),
  'contract/path-ambiguous': paths({ '/{a}': { get: { responses: OK } }, '/{b}': { get: { responses: OK } } }),
  'contract/path-parameter-optional': get({ parameters: [{ name: 'id', in: 'path', schema: {} }] }, '/{id}'),
  'contract/body-on-get': get({ requestBody: { content: {} } }),
  'contract/type-unknown': schema({ type: 'text' }),
  'contract/pattern-invalid': schema({ pattern: '(' }),
  'contract/pattern-explosive': schema({ pattern: '^(a+)+$' }),
  'contract/required-undeclared': schema({ required: ['a'], additionalProperties: false }),
  'contract/schema-unsatisfiable': schema({ type: 'integer', minimum: 2, maximum: 1 }),
  'contract/example-invalid': schema({ type: 'integer', example: 'x' }),
  'contract/default-invalid': schema({ type: 'integer', default: 'x' }),
  'contract/schema-advice': paths({}, { unknown: 1 }),
};

it.each(Object.keys(PROVOKED) as readonly ContractCode[])('shows %s at a line of the document', async (code) => {
  const document = PROVOKED[code];
  const port = textPort({ 'api.yaml': typeof document === 'string' ? document : JSON.stringify(document, null, 2) });
  const findings = await lintContract(await readContract('api.yaml', port));
  const finding = findings.find((candidate) => candidate.code === code);
  expect(finding).toMatchObject({ place: { file: 'api.yaml', line: expect.any(Number), column: expect.any(Number) } });
});

it('knows a document for every code', () => {
  expect(Object.keys(PROVOKED).sort()).toEqual(Object.keys(CONTRACT_WORDINGS).sort());
});
